package catalog

import (
	"slices"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

var leaseFaults = []seenFault[leaseNode, replica.Message]{
	{"a promise during a grant", "MCLeaseGraphTwo", "Promise", "LeasesKeepOthersOut",
		func(n *leaseNode, right action.Call[leaseNode, replica.Message]) ([]replica.Message, bool) {
			without := n.Replica.WithoutLeases()
			sent, ok := without.HandleNextBallot(right.Params[0].(multidecree.NextBallot))
			n.Replica.NextBal = without.NextBal
			return sent, ok
		}},
	{"a crash forgets a grant", "MCLeaseGraphTwo", "LoseGrants", "GrantsStand",
		func(n *leaseNode, right action.Call[leaseNode, replica.Message]) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			n.Replica.Granted = lease.Granted{}
			return sent, ok
		}},
	{"a grant is over at once", "MCLeaseGraph", "GrantLease", "GrantsStand",
		func(n *leaseNode, right action.Call[leaseNode, replica.Message]) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Granted.Until -= n.Replica.Term
			}
			return sent, ok
		}},
	{"a grant is noted as if it were later", "MCLeaseGraph", "HandleGrant", "GrantsAreTrue",
		func(n *leaseNode, right action.Call[leaseNode, replica.Message]) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Grants = slices.Clone(n.Replica.Grants)
				n.Replica.Grants[0].Time += 2
			}
			return sent, ok
		}},
}

func TestAnInvariantSeesEachFaultOfLease(t *testing.T) {
	requireSeen(t, "lease", leaseFaults)
}
