package replica

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/persistent"
)

// Sessions is a set of answers. It is a value: its methods never write to it, and a copy of it
// stays as it was. A change costs the logarithm of the greatest number of a client, and what the
// session of one client holds.
type Sessions struct{ of persistent.Map[[]Session] }

// NewSessions is the set of these answers, which stand in ascending order, each once.
func NewSessions(list ...Session) (Sessions, error) {
	var s Sessions
	for i, t := range list {
		if i > 0 && compareSessions(list[i-1], t) >= 0 {
			return Sessions{}, fmt.Errorf("%+v stands after %+v: the elements of a set stand in ascending order, each once", t, list[i-1])
		}
		if t.Client < 0 {
			return Sessions{}, fmt.Errorf("client %d: want none that is negative", t.Client)
		}
		s.of = s.of.With(int(t.Client), append(slices.Clip(s.Of(t.Client)), t))
	}
	return s, nil
}

// All yields the answers in the order of clients, and of their numbers.
func (s Sessions) All() iter.Seq[Session] {
	return func(yield func(Session) bool) {
		for _, own := range s.of.All() {
			for _, t := range own {
				if !yield(t) {
					return
				}
			}
		}
	}
}

// Of are the answers given to client, in their order.
func (s Sessions) Of(client ClientID) []Session {
	own, _ := s.of.Get(int(client))
	return own
}

// With is the set with t, and without those of its client that are depth or more before t.
func (s Sessions) With(t Session, depth int) Sessions {
	own := s.Of(t.Client)
	for len(own) > 0 && own[0].Seq+depth <= t.Seq {
		own = own[1:]
	}
	return Sessions{s.of.With(int(t.Client), slices.Concat(own, []Session{t}))}
}

// Get is the answer given to client's command seq, if it is remembered.
func (s Sessions) Get(client ClientID, seq int) (t Session, ok bool) {
	own := s.Of(client)
	i, ok := slices.BinarySearchFunc(own, seq, func(t Session, seq int) int { return cmp.Compare(t.Seq, seq) })
	if !ok {
		return t, false
	}
	return own[i], true
}

// Has is true iff the answer to client's command seq is remembered.
func (s Sessions) Has(client ClientID, seq int) bool {
	_, ok := s.Get(client, seq)
	return ok
}

// LastOf is the greatest number that client has had executed.
//
// Spec: Replica!LastOf.
func (s Sessions) LastOf(client ClientID) int {
	own := s.Of(client)
	if len(own) == 0 {
		return 0
	}
	return own[len(own)-1].Seq
}

// Equals is true iff both have the same answers. It costs what they do not share.
func (s Sessions) Equals(t Sessions) bool {
	return len(s.of.Since(t.of, slices.Equal)) == 0 && len(t.of.Since(s.of, slices.Equal)) == 0
}

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Sessions) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(slices.Collect(s.All())) }

// UnmarshalJSON reads a list in ascending order, each answer once.
func (s *Sessions) UnmarshalJSON(data []byte) error {
	var list []Session
	err := json.Unmarshal(data, &list)
	if err == nil {
		*s, err = NewSessions(list...)
	}
	return err
}
