package lease

import (
	"encoding/json"
	"slices"

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
	var others Grants
	for _, g := range s {
		if g.From != q {
			others = append(others, g)
		}
	}
	return others
}

// With is the set with g in it.
func (s Grants) With(g Given) Grants {
	i, found := slices.BinarySearchFunc(s, g, compareGiven)
	if found {
		return s
	}
	return slices.Insert(slices.Clone(s), i, g)
}

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Grants) IsSet() bool {
	for i := 1; i < len(s); i++ {
		if compareGiven(s[i-1], s[i]) >= 0 {
			return false
		}
	}
	return true
}

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Grants) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]Given{}, s...))
}
