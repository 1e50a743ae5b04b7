package catalog

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

func TestLeasesHaveThePinnedCounts(t *testing.T) {
	pinned, err := tlc.ReadModels(filepath.Join(tlctest.Root(t), "spec", "models.yaml"))
	require.NoError(t, err)
	all, err := Explorations("lease")
	require.NoError(t, err)
	taken := map[string]int64{}
	for _, e := range all {
		i := slices.IndexFunc(pinned, func(m tlc.Model) bool { return m.Name == e.Name })
		require.GreaterOrEqual(t, i, 0, "spec/models.yaml lacks %s", e.Name)
		r, err := e.Model.Run(t.Context(), explore.Options{})
		require.NoError(t, err)
		require.Empty(t, r.Violated, r.Transcript())
		require.Len(t, r.Invariants, 8+11+5, "those of Replica, of MultiDecree, but for its TypeOK, and of Lease")
		require.Equal(t, []int64{pinned[i].Distinct, pinned[i].Generated, int64(pinned[i].Depth)}, []int64{r.Distinct, r.Generated, int64(r.Depth)}, e.Name)
		for _, action := range r.Actions {
			taken[action.Name] += action.Taken
		}
	}
	for _, action := range all[0].Model.(*leaseModel).Actions {
		require.NotZero(t, taken[action], action)
	}
}

// leaseFaults are faults of the code, and the invariant that sees each.
var leaseFaults = []struct {
	name, model, action, violated string
	take                          func(n *leaseNode, right leaseStep) ([]replica.Message, bool)
}{
	{"a promise during a grant", "MCLeaseGraphTwo", "Promise", "LeasesKeepOthersOut",
		func(n *leaseNode, right leaseStep) ([]replica.Message, bool) {
			return n.Replica.HandleNextBallot(right.Params[0].(multidecree.NextBallot))
		}},
	{"a crash forgets a grant", "MCLeaseGraphTwo", "LoseGrants", "GrantsStand",
		func(n *leaseNode, right leaseStep) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			n.Replica.Granted = lease.Granted{}
			return sent, ok
		}},
	{"a grant is over at once", "MCLeaseGraph", "GrantLease", "GrantsStand",
		func(n *leaseNode, right leaseStep) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Granted.Until -= n.Replica.Term
			}
			return sent, ok
		}},
	{"a grant is noted as if it were later", "MCLeaseGraph", "HandleGrant", "GrantsAreTrue",
		func(n *leaseNode, right leaseStep) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Grants = slices.Clone(n.Replica.Grants)
				n.Replica.Grants[0].Time += 2
			}
			return sent, ok
		}},
}

func TestAnInvariantSeesEachFaultOfLease(t *testing.T) {
	for _, f := range leaseFaults {
		t.Run(f.name, func(t *testing.T) {
			e, err := FindExploration("lease", f.model)
			require.NoError(t, err)
			m := *e.Model.(*leaseModel)
			altered := func(steps []leaseStep) []leaseStep {
				for i, right := range steps {
					if right.Action == f.action {
						steps[i].Take = func(n *leaseNode) ([]replica.Message, bool) { return f.take(n, right) }
					}
				}
				return steps
			}
			choices, receipt := m.Choices, m.Receipt
			m.Choices = func(n leaseNode) []leaseStep { return altered(choices(n)) }
			m.Receipt = func(msg replica.Message) []leaseStep { return altered(receipt(msg)) }
			r, err := m.Run(t.Context(), explore.Options{})
			require.NoError(t, err)
			require.Equal(t, f.violated, r.Violated)
			require.Contains(t, r.Transcript(), f.action+"(")
		})
	}
}
