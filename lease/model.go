package lease

import (
	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/replica"
)

// Replaced are the actions of package replica that are steps of others here.
var Replaced = []string{"HandleNextBallot", "Lose"}

// Node is a participant with leases or a client: the other one of the two has the ID 0.
type Node[M replica.Machine[M]] struct {
	Replica Replica[M]
	Client  replica.Client
}

// IsClient is true iff the node is a client.
func (n *Node[M]) IsClient() bool { return n.Client.ID != 0 }

// Actions are all actions: those of package replica that are not Replaced, and those of this
// one, each in the order of its spec.
func Actions[M replica.Machine[M]]() action.Table[Node[M], Message] {
	return ActionsOn((*Node[M]).replica, (*Node[M]).client)
}

// ActionsOn are all actions of a node that is a participant or a client: the other one of
// the two is nil.
func ActionsOn[N any, M replica.Machine[M]](own func(*N) *Replica[M], client func(*N) *replica.Client) action.Table[N, Message] {
	below := replica.ActionsOn(func(n *N) *replica.Replica[M] {
		if p := own(n); p != nil {
			return &p.unleased
		}
		return nil
	}, client)
	return append(below.Without(Replaced...), action.On(own, OwnActions[M]())...)
}

// Unleased are the actions of a participant without leases, which are those of package replica;
// one that has leases takes none of them.
func Unleased[M replica.Machine[M]]() action.Table[Replica[M], Message] {
	below := func(p *Replica[M]) *replica.Replica[M] {
		if p.Term != 0 {
			return nil
		}
		return &p.unleased
	}
	return replica.ActionsOn(below, func(*Replica[M]) *replica.Client { return nil })
}

// Leased are the actions of a participant with leases.
func Leased[M replica.Machine[M]]() action.Table[Replica[M], Message] {
	return ActionsOn(func(p *Replica[M]) *Replica[M] { return p }, func(*Replica[M]) *replica.Client { return nil })
}

// Receipts are the steps of these actions in which a node whose clock shows t receives m.
//
// Spec: the disjuncts of Lease!LeaseNext that receive a message.
func Receipts[N any](actions action.Table[N, Message], m Message, t Time) []action.Step {
	var steps []action.Step
	for _, a := range actions.Receiving(m) {
		if len(a.Params) == 1 {
			steps = append(steps, action.By(a.Name, m))
		} else {
			steps = append(steps, action.By(a.Name, m, t))
		}
	}
	return steps
}

// OwnActions are the actions of this package, in the order of spec/Lease.tla.
func OwnActions[M replica.Machine[M]]() action.Table[Replica[M], Message] {
	return action.Table[Replica[M], Message]{
		action.Of1("RequestLease", "t", (*Replica[M]).RequestLease),
		action.Of2("GrantLease", "m", "t", (*Replica[M]).GrantLease),
		action.Of1("HandleGrant", "m", (*Replica[M]).HandleGrant),
		action.Of2("LeaseRead", "m", "t", (*Replica[M]).LeaseRead),
		action.Of2("Promise", "m", "t", (*Replica[M]).Promise),
		action.Of1("LoseGrants", "t", (*Replica[M]).LoseGrants),
	}
}

// replica is the participant, nil if the node is a client.
func (n *Node[M]) replica() *Replica[M] {
	if n.IsClient() {
		return nil
	}
	return &n.Replica
}

// client is the client, nil if the node is none.
func (n *Node[M]) client() *replica.Client {
	if n.IsClient() {
		return &n.Client
	}
	return nil
}
