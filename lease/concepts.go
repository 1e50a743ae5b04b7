package lease

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

// The concepts of which the actions are made. None of them changes anything.

// IsGrantedToOther is true iff p, whose clock shows t, has granted a lease that still
// stands, and not to q.
//
// Spec: Lease!IsGrantedToOther.
func (p *Replica[M]) IsGrantedToOther(q ParticipantID, t Time) bool {
	return 0 < p.Term && p.Granted.Holder != q && t < p.Granted.Until
}

// HoldsLease is true iff a majority has granted p a lease in its ballot, and none of
// these grants ends before p's clock, which shows t, shows Margin more.
//
// Spec: Lease!HoldsLease.
func (p *Replica[M]) HoldsLease(t Time) bool {
	var from multidecree.Participants
	for _, g := range p.Grants {
		if g.Number == p.LastTried && t+p.Margin < g.Time+p.Term {
			from = from.With(g.From)
		}
	}
	return p.IsMajority(from)
}

// HasGrant is true iff p has noted m already, or a later grant of its sender in the same
// ballot.
func (p *Replica[M]) HasGrant(m Grant) bool {
	return slices.ContainsFunc(p.Grants, func(g Given) bool {
		return g.From == m.From && g.Number == m.Number && g.Time >= m.Time
	})
}

// Grants is a set of grants, sorted. Its methods never write to it.
type Grants []Given

// WithoutFrom are the grants of others than q.
func (s Grants) WithoutFrom(q ParticipantID) Grants {
	return ballot.Only(s, func(g Given) bool { return g.From != q })
}

// With is the set with g in it.
func (s Grants) With(g Given) Grants { return ballot.With(s, g, compareGiven) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Grants) IsSet() bool { return ballot.IsSet(s, compareGiven) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Grants) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }
