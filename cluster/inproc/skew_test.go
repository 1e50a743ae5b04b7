//go:build !race

// Without the race detector, as in right_test.go.

package inproc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/linearizability"
)

// What leases rest on is an assumption. Where it is broken, and nothing else, some client
// is told what is old, and no trace passes.
func TestLeasesBelieveInClocks(t *testing.T) {
	const drift, wrong = 5 * time.Millisecond, 300 * time.Millisecond
	failed := map[time.Duration]int{}
	for _, skew := range []time.Duration{0, wrong} {
		for seed := range uint64(10) {
			v := variant{name: "a run", faulty: func() fault { return fault{} }}
			o := stormy(seed)
			o.Queries, o.Duration, o.Term, o.Drift, o.Skew = 0.5, 3*time.Second, 100*time.Millisecond, drift, skew
			r, err := v.run(t.Context(), o)
			require.NoError(t, err)
			require.Greater(t, r.Actions["LeaseRead"], 100)
			require.Empty(t, r.Divided, "what passes does not depend on clocks")
			if linearizability.Check(t.Context(), r.History, linearizability.Options{}).Verdict == linearizability.Fails {
				failed[skew]++
			}
			o.Events = 300
			if _, err = v.traced(t, o); skew == 0 {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, "and they may differ by 5")
			}
		}
	}
	require.Zero(t, failed[0])
	require.Equal(t, 2, failed[wrong], "docs/lease.md says that it is two")
}
