package validate_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// Where a window begins is a hint. If it is raised too far, or back, steps are refused;
// and a step that is none, further on, is not taken for one.
func TestWrongWindowsCanOnlyReject(t *testing.T) {
	const window = `{"window":{"node":1,"lo":`
	for _, c := range []struct{ spec, hint, by string }{
		{"MultiDecree", "too far", "9"},
		{"MultiDecree", "back", "-"},
		{"Replica", "too far", "9"},
	} {
		t.Run(c.spec+"/"+c.hint, func(t *testing.T) {
			run, err := catalog.Walks[c.spec](1, 200)
			require.NoError(t, err)
			events := 100 + slices.IndexFunc(run.Events[100:], func(e trace.Event) bool { return e.Action == "HandleBeginBallot" })
			run.Events[events].Post["nextBal"] = []byte("[99,1]")
			reached, err := validate.Reached(t.Context(), t.TempDir(), []*trace.Trace{run}, catalog.Traces[c.spec], options(t).Unchecked(), window, window+c.by)
			require.NoError(t, err)
			taken := 0
			for reached[taken+1] {
				taken++
			}
			for line := taken + 1; line <= len(reached); line++ {
				require.False(t, reached[line])
			}
			require.Greater(t, taken, 16, "the first window comes after as many events of its node")
			require.Less(t, taken, events)
		})
	}
}
