package lease

import (
	"github.com/lockstep-paxos/lockstep/replica"
)

// Actions are the names of the actions of this package, in the order of spec/Lease.tla.
var Actions = []string{"RequestLease", "GrantLease", "HandleGrant", "LeaseRead", "Promise", "LoseGrants"}

// Step is one choice of an action and its parameters, but for the first, to be taken by a
// copy of a participant. It is an alias, so that machinery that knows no protocol can
// have a type of the same shape.
type Step[M replica.Machine[M]] = struct {
	Action string
	Params []any
	Take   func(*Replica[M]) ([]Message, bool)
}

// Receipt is the step in which a participant whose clock shows t receives a message that
// is about leases, or about which it has to think of them; false if m is another.
//
// Spec: the disjuncts of Lease!LeaseNext that receive a message.
func Receipt[M replica.Machine[M]](m Message, t Time) (Step[M], bool) {
	switch m := m.(type) {
	case LeaseRequest:
		return Step[M]{"GrantLease", []any{m, t}, func(p *Replica[M]) ([]Message, bool) { return p.GrantLease(m, t) }}, true
	case Grant:
		return Step[M]{"HandleGrant", []any{m}, func(p *Replica[M]) ([]Message, bool) { return p.HandleGrant(m) }}, true
	case Query:
		return Step[M]{"LeaseRead", []any{m, t}, func(p *Replica[M]) ([]Message, bool) { return p.LeaseRead(m, t) }}, true
	case NextBallot:
		return Step[M]{"Promise", []any{m, t}, func(p *Replica[M]) ([]Message, bool) { return p.Promise(m, t) }}, true
	}
	return Step[M]{}, false
}
