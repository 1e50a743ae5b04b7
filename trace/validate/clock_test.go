package validate_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// Clocks differ by 4 at most, so no reading is more than that below any before it. Check
// says so, and so does TLC where nobody checks.
func TestReadingsMustBeOnesThatClocksCanShow(t *testing.T) {
	unordered := catalog.LeaseTrace
	unordered.Drift = nil // So that it is recorded at all.
	rows := []struct {
		readings []int
		can      bool
	}{
		{[]int{10, 6, 10}, true},
		{[]int{10, 5}, false},
		{[]int{10, 7, 6, 8}, true},
		{[]int{10, 7, 5}, false},
		{[]int{3, 0}, true},
		{[]int{3, -1}, false},
	}
	var runs []*trace.Trace
	for _, row := range rows {
		text := "1 ChooseBallotNumber number=[1,1]\n1 Promise t=0\n1 HandleLastVote"
		for _, reading := range row.readings {
			text += fmt.Sprintf("\n1 RequestLease t=%d", reading)
		}
		run := tell(t, unordered, tracetest.Story{Constants: `{"participants":[1],"window":1,"depth":1,"clients":[2],"term":10,"drift":4}`, Text: text})
		err := trace.Check(run, catalog.LeaseTrace)
		require.Equal(t, row.can, err == nil, "%v: %v", row.readings, err)
		runs = append(runs, run)
	}
	o := options(t).Unchecked()
	o.TLCAlone = true
	report, err := validate.Run(t.Context(), runs, catalog.LeaseTrace, o)
	require.NoError(t, err)
	for i, row := range rows {
		require.Equal(t, row.can, report.Accepted[i], row.readings)
	}
}
