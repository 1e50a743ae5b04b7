package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAReplayTellsWhatIsKnown(t *testing.T) {
	cut := unjudgedBehaviour{"behaviour_0_2", "behaviour_0_2: no state"}
	for _, c := range []struct {
		report replayReport
		want   error
		told   string
	}{
		{replayReport{Behaviours: 2}, nil, ""},
		{replayReport{Behaviours: 1, Unjudged: []unjudgedBehaviour{cut}}, errUnjudged, "not judged: behaviour_0_2: no state"},
		{replayReport{Behaviours: 1, Unjudged: []unjudgedBehaviour{{"behaviour_0_2", stopped}}}, errUnjudged, "stopped: 1 of 2 behaviours not judged"},
		{replayReport{Refused: []string{"behaviour_0_1: step 3"}, Unjudged: []unjudgedBehaviour{cut}}, errFails, "behaviour_0_1: step 3"},
		{replayReport{Behaviours: 2, NeverTaken: []string{"HandleVoted"}}, errUnjudged, "no behaviour takes HandleVoted"},
		{replayReport{Behaviours: 1, Refused: []string{"step 3"}, NeverTaken: []string{"HandleVoted"}}, errFails, "step 3"},
	} {
		var out, told bytes.Buffer
		require.Equal(t, c.want, showReplay(console{out: &out, err: &told}, c.report, true))
		require.Contains(t, told.String(), c.told)
		require.Contains(t, out.String(), `"behaviours"`)
	}
}
