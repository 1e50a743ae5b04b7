package replica

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

// Invariant is a predicate that holds in every state that can be reached.
type Invariant[M Machine[M]] struct {
	Name  string // Its name in spec/Replica.tla.
	Holds func(Global[M]) bool
}

// Invariants are those of Replica. ReplicaTypeOK comes first: the others may panic where
// it is false. Those of multidecree hold of Parliament.
func (c Model[M]) Invariants() []Invariant[M] {
	return []Invariant[M]{
		{"ReplicaTypeOK", c.ReplicaTypeOK},
		{"ExecutionIsFold", Global[M].ExecutionIsFold},
		{"ExecutedIsWritten", Global[M].ExecutedIsWritten},
		{"RequestsAreCalled", Global[M].RequestsAreCalled},
		{"AnswersAreTrue", Global[M].AnswersAreTrue},
		{"OneExecutionEach", Global[M].OneExecutionEach},
		{"FirstInFirstOut", Global[M].FirstInFirstOut},
		{"QueriesAreSafe", Global[M].QueriesAreSafe},
	}
}

// ExecutionIsFold is true iff the state of each participant is what the passed decrees up
// to Executed make, and so is each snapshot up to its cut.
//
// Spec: Replica!ExecutionIsFold.
func (s Global[M]) ExecutionIsFold() bool {
	h := s.history()
	for _, p := range s.Participants {
		if !h.isFold(p.State(), p.Executed) || !h.isFold(p.Restored(p.Snapshot), p.Cut) {
			return false
		}
	}
	for _, m := range s.Messages {
		if m, ok := m.(multidecree.Snapshot); ok {
			if state, err := ReadState[M](m.State); err != nil || !h.isFold(state, m.Cut) {
				return false
			}
		}
	}
	return true
}

// ExecutedIsWritten is true iff each participant has executed what its snapshot covers,
// and nothing that its ledger has not.
//
// Spec: Replica!ExecutedIsWritten.
func (s Global[M]) ExecutedIsWritten() bool {
	return !slices.ContainsFunc(s.Participants, func(p *Replica[M]) bool { return p.Cut > p.Executed || p.Executed > p.Written })
}

// RequestsAreCalled is true iff what is wanted, put to the vote, passed or remembered was
// called by its client, which calls one command a number, and numbers them without gaps.
//
// Spec: Replica!RequestsAreCalled.
func (s Global[M]) RequestsAreCalled() bool {
	called := s.called()
	for _, c := range s.Clients {
		own := ballot.Only(called, func(k Command) bool { return k.Client == c.ID })
		if len(own) != c.Issued {
			return false
		}
		for i, k := range own { // Sorted by number.
			if k.Seq != i+1 {
				return false
			}
		}
	}
	for _, p := range s.Participants {
		if !areCalled(p.Requests.List(), called) || !p.areCalled(called) {
			return false
		}
	}
	return !slices.ContainsFunc(s.Messages, func(m Message) bool {
		switch m := m.(type) {
		case multidecree.BeginBallot:
			return !isCalled(m.Decree, called)
		case multidecree.Success:
			return !isCalled(m.Decree, called)
		}
		return false
	})
}

// areCalled is true iff what p has in its ledger, voted for, or remembers was called.
func (p *Replica[M]) areCalled(called Commands) bool {
	for e := range p.Ledger.All() {
		if !isCalled(e.Decree, called) {
			return false
		}
	}
	for v := range p.Votes.All() {
		if !isCalled(v.Decree, called) {
			return false
		}
	}
	for t := range p.Sessions.All() {
		if !slices.ContainsFunc(called, func(k Command) bool { return k.Client == t.Client && k.Seq == t.Seq }) {
			return false
		}
	}
	return true
}

// isCalled is true iff the decree is a batch of commands that were called.
func isCalled(d Decree, called Commands) bool {
	batch, err := ReadBatch(d)
	return err == nil && areCalled(batch, called)
}

func areCalled(commands, called Commands) bool {
	return !slices.ContainsFunc(commands, func(k Command) bool { return !called.Contains(k) })
}

// AnswersAreTrue is true iff an answer is what the command was given when it took effect.
//
// Spec: Replica!AnswersAreTrue.
func (s Global[M]) AnswersAreTrue() bool {
	h := s.history()
	return !slices.ContainsFunc(s.Messages, func(m Message) bool {
		answer, ok := m.(Answer)
		return ok && !h.has(answer.Dest, answer.Seq, answer.Answer, len(h.effects))
	})
}

// OneExecutionEach is true iff no command takes effect twice.
//
// Spec: Replica!OneExecutionEach.
func (s Global[M]) OneExecutionEach() bool { return s.history().executesOnce() }

// FirstInFirstOut is true iff the commands of a client take effect in the order in which
// it called them, and none before the one that it called before.
//
// Spec: Replica!FirstInFirstOut.
func (s Global[M]) FirstInFirstOut() bool { return s.history().executesInOrder() }

// QueriesAreSafe is true iff a query noted was asked and what is noted about it, and of
// confirmations, is true; and who presides, while a majority has promised no higher
// ballot, has heard of all that anybody has executed.
//
// Spec: Replica!QueriesAreSafe.
func (s Global[M]) QueriesAreSafe() bool {
	for _, p := range s.Participants {
		if !s.areQueriesTrue(p) || !s.areConfirmationsTrue(p) {
			return false
		}
		if p.Status != multidecree.Presiding || !s.Parliament().CanStillPass(p.LastTried) {
			continue
		}
		if slices.ContainsFunc(s.Participants, func(q *Replica[M]) bool { return q.Executed > p.ReadPoint() }) {
			return false
		}
	}
	return true
}

// areQueriesTrue is true iff the queries that p has noted were asked, in its ballots and
// rounds.
func (s Global[M]) areQueriesTrue(p *Replica[M]) bool {
	return !slices.ContainsFunc(p.Queries, func(q NotedQuery) bool {
		i := slices.IndexFunc(s.Clients, func(c *Client) bool { return c.ID == q.Client })
		return q.Query < 1 || q.Query > s.Clients[i].Asked || q.Round > p.Round+1 || q.Number.IsHigher(p.LastTried)
	})
}

// areConfirmationsTrue is true iff the confirmations that p has counted were sent.
func (s Global[M]) areConfirmationsTrue(p *Replica[M]) bool {
	return !slices.ContainsFunc(p.Confirms, func(r Confirmation) bool {
		return !slices.Contains(s.Messages, Message(Confirmed{Envelope{From: r.From, Dest: p.ID}, r.Number, r.Round}))
	})
}
