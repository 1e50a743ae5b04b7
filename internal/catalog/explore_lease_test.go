package catalog

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

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
			r, err := withFault(t, "lease", f.model, f.action, f.take).Run(t.Context(), explore.Options{})
			require.NoError(t, err)
			require.Equal(t, f.violated, r.Violated)
			require.Contains(t, r.Transcript(), f.action+"(")
		})
	}
}
