package replica

import (
	"bytes"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

// Global is a state of the whole parliament and its clients, which nobody sees.
// Participant i+1 stands at index i, clients in the order of Model.Clients; Messages are
// those ever sent.
type Global[M Machine[M]] struct {
	Participants []*Replica[M]
	Clients      []*Client
	Messages     []Message
}

// What has happened, as the messages tell.

// Parliament is the state of the parliament without what stands on it.
func (s Global[M]) Parliament() multidecree.Global {
	var g multidecree.Global
	for _, p := range s.Participants {
		copied := p.participant // Whoever has it may do anything to it.
		g.Participants = append(g.Participants, &copied)
	}
	g.Messages = ballot.Only(s.Messages, func(m Message) bool { return !isOwn(m) })
	return g
}

// isOwn is true iff m is a message of this package.
func isOwn(m Message) bool {
	switch m.(type) {
	case Request, Answer, Query, Confirm, Confirmed, Result:
		return true
	}
	return false
}

// called are the commands that clients have called.
//
// Spec: Replica!Called.
func (s Global[M]) called() Commands {
	var called Commands
	for _, m := range s.Messages {
		if m, ok := m.(Request); ok {
			called = called.With(m.Command())
		}
	}
	return called
}

// effect is a command that took effect, with its answer.
//
// Spec: Replica!BatchEffects.
type effect struct {
	Command
	Answer Bytes
}

// history is what those who execute the decrees that have passed, as far as there is no
// gap, arrive at: folds[i] is the state after instance i.
//
// Spec: Replica!Fold, Replica!Effects.
type history[M Machine[M]] struct {
	folds   []State[M]
	effects []effect
}

// history executes what has passed up to the first gap.
//
// Spec: Replica!CompleteTo, Replica!DecreeAt.
func (s Global[M]) history() history[M] {
	h := history[M]{folds: []State[M]{{}}}
	for i, e := range s.Parliament().Passed() {
		if e.Instance != i+1 {
			break
		}
		state := h.folds[i]
		for _, k := range commandsOf(e.Decree) {
			next := state.AfterBatch([]Command{k}, s.depth())
			if !next.equals(state) {
				t, _ := next.Sessions.Get(k.Client, k.Seq)
				h.effects = append(h.effects, effect{k, t.Answer})
			}
			state = next
		}
		h.folds = append(h.folds, state)
	}
	return h
}

// depth is how many answers a session remembers.
func (s Global[M]) depth() int { return s.Participants[0].Depth }

// isFold is true iff state is what the decrees up to instance i make.
func (h history[M]) isFold(state State[M], i int) bool {
	return 0 <= i && i < len(h.folds) && state.equals(h.folds[i])
}

// equals is true iff the states are equal.
func (s State[M]) equals(t State[M]) bool {
	return s.Sessions.Equals(t.Sessions) && bytes.Equal(s.Value.Snapshot(), t.Value.Snapshot())
}

// executesOnce is true iff no command takes effect twice.
func (h history[M]) executesOnce() bool {
	for i, e := range h.effects {
		if h.has(e.Client, e.Seq, "", i) {
			return false
		}
	}
	return true
}

// executesInOrder is true iff no command takes effect before one that its client called
// before.
func (h history[M]) executesInOrder() bool {
	for i, e := range h.effects {
		for seq := 1; seq < e.Seq; seq++ {
			if !h.has(e.Client, seq, "", i) {
				return false
			}
		}
	}
	return true
}

// has is true iff the command took effect before place, and, unless it is "", with that
// answer.
func (h history[M]) has(client ClientID, seq int, answer Bytes, before int) bool {
	return slices.ContainsFunc(h.effects[:before], func(e effect) bool {
		return e.Client == client && e.Seq == seq && (answer == "" || e.Answer == answer)
	})
}
