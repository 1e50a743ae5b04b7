package lease

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

// Global is a state of the whole parliament, which no participant sees. Participant i+1
// stands at index i; Messages are those ever sent. All have one Term and one Margin.
type Global[M replica.Machine[M]] struct {
	Participants []*Replica[M]
	Messages     []Message
	Now          Time // What the slowest clock shows, if all showed the same at the beginning.
	Drift        Time
}

// Invariant is a predicate that holds in every state that can be reached.
type Invariant[M replica.Machine[M]] struct {
	Name  string // Its name in spec/Lease.tla.
	Holds func(Global[M]) bool
}

// Invariants are what Lease adds to those of Replica. LeaseTypeOK comes first: the others
// may panic where it is false.
func Invariants[M replica.Machine[M]]() []Invariant[M] {
	return []Invariant[M]{
		{"LeaseTypeOK", Global[M].LeaseTypeOK},
		{"GrantsAreTrue", Global[M].GrantsAreTrue},
		{"GrantsStand", Global[M].GrantsStand},
		{"LeasesKeepOthersOut", Global[M].LeasesKeepOthersOut},
		{"LeaseReadsAreCurrent", Global[M].LeaseReadsAreCurrent},
	}
}

// LeaseTypeOK is true iff what Lease adds is made of participants, ballot numbers and
// times.
//
// Spec: Lease!LeaseTypeOK. What Go's types say by themselves is not repeated.
func (s Global[M]) LeaseTypeOK() bool {
	for _, p := range s.Participants {
		if p.Granted.Holder != 0 && !s.isParticipant(p.Granted.Holder) || p.Granted.Until < 0 {
			return false
		}
		if slices.ContainsFunc(p.Grants, func(g Given) bool { return !s.isParticipant(g.From) || !s.isNumber(g.Number) || g.Time < 0 }) {
			return false
		}
	}
	return s.Now >= 0 && !slices.ContainsFunc(s.Messages, func(m Message) bool {
		switch m := m.(type) {
		case LeaseRequest:
			return !s.isParticipant(m.From) || !s.isParticipant(m.Dest) || !s.isNumber(m.Number) || m.Time < 0
		case Grant:
			return !s.isParticipant(m.From) || !s.isParticipant(m.Dest) || !s.isNumber(m.Number) || m.Time < 0
		}
		return false
	})
}

// GrantsAreTrue is true iff each grant was asked for by the owner of the ballot at a time
// that its clock could show, each that is counted was sent, and none stands for longer
// than a term.
//
// Spec: Lease!GrantsAreTrue.
func (s Global[M]) GrantsAreTrue() bool {
	for _, m := range s.Messages {
		switch m := m.(type) {
		case LeaseRequest:
			if m.From != m.Number.Owner || m.Time > s.Now+s.Drift {
				return false
			}
		case Grant:
			if !s.isSent(LeaseRequest{Envelope{From: m.Dest, Dest: m.From}, m.Number, m.Time}) {
				return false
			}
		}
	}
	for _, p := range s.Participants {
		if p.Granted.Until > s.Now+s.Drift+p.Term {
			return false
		}
		for _, g := range p.Grants {
			if !s.isSent(Grant{Envelope{From: g.From, Dest: p.ID}, g.Number, g.Time}) {
				return false
			}
		}
	}
	return true
}

// GrantsStand is true iff each grant that may still be counted stands: whoever gave it
// promises nobody else's ballot, whatever its clock shows.
//
// Spec: Lease!GrantsStand.
func (s Global[M]) GrantsStand() bool {
	return !slices.ContainsFunc(s.Messages, func(m Message) bool {
		g, ok := m.(Grant)
		if !ok {
			return false
		}
		p := s.participant(g.From)
		counts := s.Now+p.Margin < g.Time+p.Term
		stands := (p.Granted.Holder == g.Dest || p.Granted.Holder == 0) && s.Now+s.Drift < p.Granted.Until
		return counts && !stands
	})
}

// LeasesKeepOthersOut is true iff while p holds a lease no majority has promised a higher
// ballot.
//
// Spec: Lease!LeasesKeepOthersOut.
func (s Global[M]) LeasesKeepOthersOut() bool {
	for _, p := range s.holders() {
		promised := 0
		for _, q := range s.Participants {
			if q.NextBal.IsHigher(p.LastTried) {
				promised++
			}
		}
		if 2*(len(s.Participants)-promised) <= len(s.Participants) {
			return false
		}
	}
	return true
}

// LeaseReadsAreCurrent is true iff while p holds a lease nobody has written anything
// beyond what p has to execute before it reads.
//
// Spec: Lease!LeaseReadsAreCurrent.
func (s Global[M]) LeaseReadsAreCurrent() bool {
	for _, p := range s.holders() {
		for _, q := range s.Participants {
			if max(q.Cut, q.Ledger.Max()) > p.ReadPoint() {
				return false
			}
		}
	}
	return true
}

// holders are those who hold a lease, if their clocks show the least that they may.
func (s Global[M]) holders() []*Replica[M] {
	return slices.DeleteFunc(slices.Clone(s.Participants), func(p *Replica[M]) bool {
		return p.Status != multidecree.Presiding || !p.HoldsLease(s.Now)
	})
}

// isSent is true iff the message was sent. It compares messages of this package only.
func (s Global[M]) isSent(want Message) bool {
	return slices.ContainsFunc(s.Messages, func(m Message) bool {
		switch m.(type) {
		case LeaseRequest, Grant:
			return m == want
		}
		return false // Others may be of types that do not compare.
	})
}

func (s Global[M]) isParticipant(id ParticipantID) bool {
	return 0 < id && int(id) <= len(s.Participants)
}

func (s Global[M]) isNumber(n Number) bool { return n.Try > 0 && s.isParticipant(n.Owner) }

// participant is the one whose ID it is.
func (s Global[M]) participant(id ParticipantID) *Replica[M] { return s.Participants[id-1] }
