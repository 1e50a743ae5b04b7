package trace_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Pieces checked ahead come in the order of the events, and end with the first that is
// wrong.
func TestEventsCheckedAheadAreCheckedAsOneByOne(t *testing.T) {
	for _, wrong := range []int{6000, 5999, 2500, 0} { // 6000 is none.
		run, err := catalog.Walks["Replica"](3, 6000)
		require.NoError(t, err)
		if wrong < 6000 {
			run.Events[wrong].Post = map[string]json.RawMessage{"nothing": json.RawMessage("1")}
		}
		want, err := trace.Checked(run, catalog.ReplicaTrace, false)
		require.NoError(t, err)
		got, err := trace.Checked(run, catalog.ReplicaTrace, true)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Len(t, got, min(wrong+1, 6000))
		require.Equal(t, wrong < 6000, strings.Contains(got[len(got)-1], `"nothing" is no variable`))
	}
}
