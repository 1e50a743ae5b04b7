package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
)

func TestAnActionThatNoModelTakesFails(t *testing.T) {
	lacks := func(actions ...string) explore.Report { return explore.Report{Model: "M", NeverTaken: actions} }
	for _, c := range []struct {
		searches []explore.Report
		named    bool
		want     error
	}{
		{[]explore.Report{lacks("Remind", "Crash"), lacks("Truncate")}, false, nil},
		{[]explore.Report{lacks("Remind", "Crash"), lacks("Remind")}, false, errFails},
		{[]explore.Report{lacks("Remind")}, false, errFails},
		{[]explore.Report{lacks("Remind")}, true, nil},
	} {
		var told bytes.Buffer
		err := explored(console{out: &told, err: &told}, exploreReport{Searches: c.searches}, c.named)
		require.Equal(t, c.want, err)
		require.Contains(t, told.String(), "no reachable step of Remind")
	}
}
