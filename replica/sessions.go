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
// stays as it was. A change costs what the session of one client holds, and little more however many
// clients rest.
type Sessions struct{ of persistent.Recent[[]Session] }

// NewSessions is the set of these answers, which stand in ascending order, each once.
func NewSessions(list ...Session) (Sessions, error) {
	edit := Sessions{}.edit()
	for i, t := range list {
		if i > 0 && compareSessions(list[i-1], t) >= 0 {
			return Sessions{}, fmt.Errorf("%+v stands after %+v: the elements of a set stand in ascending order, each once", t, list[i-1])
		}
		if t.Client < 0 {
			return Sessions{}, fmt.Errorf("client %d: want none that is negative", t.Client)
		}
		edit.remember(t, t.Seq+1)
	}
	return edit.done(), nil
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

// since are the answers of each client that before has other answers of. It costs what the two
// do not share.
func (s Sessions) since(before Sessions) [][]Session {
	return s.of.Since(before.of, func(a, b []Session) bool { return &a[0] == &b[0] || slices.Equal(a, b) }) // None is empty.
}

// Equals is true iff both have the same answers. It costs what they do not share.
func (s Sessions) Equals(t Sessions) bool { return len(s.since(t)) == 0 && len(t.since(s)) == 0 }

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

// sessionsEdit makes sessions of others, and copies once what they share.
type sessionsEdit struct{ *persistent.Edit[[]Session] }

func (s Sessions) edit() sessionsEdit { return sessionsEdit{s.of.Edit()} }

// remember adds t and forgets those of its client that are depth or more before t.
func (e sessionsEdit) remember(t Session, depth int) {
	own := e.soFar().Of(t.Client)
	for len(own) > 0 && own[0].Seq+depth <= t.Seq {
		own = own[1:]
	}
	e.Set(int(t.Client), slices.Concat(own, []Session{t}))
}

// soFar are the sessions until the next change, done those that stay as they are.
func (e sessionsEdit) soFar() Sessions { return Sessions{e.Recent} }
func (e sessionsEdit) done() Sessions  { return Sessions{e.Map()} }
