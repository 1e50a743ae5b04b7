package replica

import (
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

// The concepts of which the actions are made. None of them changes anything.

// AfterBatch is what the commands of a batch make of a state, one after the other. A
// session executes only the next number of its client and remembers the last depth.
//
// Spec: Replica!AfterBatch, Replica!After1.
func (s State[M]) AfterBatch(batch []Command, depth int) State[M] {
	value, sessions := s.Value, s.Sessions.edit()
	for _, k := range batch {
		if k.Seq != sessions.soFar().LastOf(k.Client)+1 {
			continue
		}
		next, answer := value.Apply(string(k.Op))
		value = next
		sessions.remember(Session{Answer: Bytes(answer), Client: k.Client, Seq: k.Seq}, depth)
	}
	return State[M]{value, sessions.done()}
}

// State is what p has made of its ledger.
//
// Spec: Replica!StateOf.
func (p *Replica[M]) State() State[M] { return State[M]{p.Value, p.Sessions} }

// Encoded is the same as multidecree keeps it.
func (p *Replica[M]) Encoded() multidecree.State { return p.State().Encoded() }

// Restored is the state that a snapshot of p holds.
//
// Spec: Replica!Restored.
func (p *Replica[M]) Restored(text multidecree.State) State[M] {
	if text == multidecree.NoState {
		return State[M]{}
	}
	state, err := ReadState[M](text)
	if err != nil {
		panic(fmt.Sprintf("replica: ExecutionIsFold is broken: a snapshot: %v", err))
	}
	return state
}

// NextState is what the next decree that p executes, which stands in its ledger, makes of
// p's state.
//
// Spec: Replica!NextDecree, Replica!NextState.
func (p *Replica[M]) NextState() State[M] {
	e, _ := p.Ledger.Get(p.Executed + 1)
	return p.State().AfterBatch(commandsOf(e.Decree), p.Depth)
}

// commandsOf are the commands of a decree that was passed or put to the vote.
func commandsOf(d Decree) []Command {
	batch, err := ReadBatch(d)
	if err != nil {
		panic(fmt.Sprintf("replica: RequestsAreCalled is broken: a decree: %v", err))
	}
	return batch
}

// AreRequested is true iff all of decree d is what p was asked for, each once.
//
// Spec: Replica!AreRequested.
func (p *Replica[M]) AreRequested(d Decree) bool {
	batch, err := ReadBatch(d)
	if err != nil {
		return false
	}
	var once Commands
	for _, k := range batch {
		if !p.Requests.Contains(k) {
			return false
		}
		once = append(once, k)
	}
	slices.SortFunc(once, compareCommands)
	return len(slices.Compact(once)) == len(batch)
}

// IsDone is true iff p's session has passed the command.
//
// Spec: Replica!IsDone.
func (p *Replica[M]) IsDone(k Command) bool { return k.Seq <= p.Sessions.LastOf(k.Client) }

// Done are the commands that p need not remember once its sessions are these. As p remembers
// none that is done already, they are of clients whose sessions change.
//
// Spec: Replica!Done.
func (p *Replica[M]) Done(sessions Sessions) Commands {
	var done Commands
	if p.Requests.IsEmpty() {
		return done
	}
	for _, own := range sessions.since(p.Sessions) {
		client := own[0].Client
		done = append(done, ballot.Only(p.Requests.Of(client), func(k Command) bool { return k.Seq <= sessions.LastOf(client) })...)
	}
	return done
}

// ReadPoint is how far p must have executed to answer a query that came now: all that
// may have passed in lower ballots, and all that p knows to have passed.
//
// Spec: Replica!ReadPoint.
func (p *Replica[M]) ReadPoint() int { return max(p.Written, p.Inherited, p.Ledger.Max()) }

// IsToConfirm is true iff a query of p's ballot waits for a confirmation that p has not
// asked for.
func (p *Replica[M]) IsToConfirm() bool {
	return slices.ContainsFunc(p.Queries, func(q NotedQuery) bool { return q.Number == p.LastTried && q.Round > p.Round })
}

// HasConfirmed is true iff p has counted m or a later confirmation of its sender.
func (p *Replica[M]) HasConfirmed(m Confirmed) bool {
	return slices.ContainsFunc(p.Confirms, func(c Confirmation) bool {
		return c.From == m.From && c.Number == m.Number && c.Round >= m.Round
	})
}

// IsConfirmed is true iff a majority has confirmed p's ballot in the query's round or
// later.
//
// Spec: Replica!IsConfirmed.
func (p *Replica[M]) IsConfirmed(q NotedQuery) bool {
	var from Participants
	for _, c := range p.Confirms {
		if c.Number == q.Number && c.Round >= q.Round {
			from = from.With(c.From)
		}
	}
	return p.IsMajority(from)
}

// IsOperation is true iff c may call op.
//
// Spec: op \in Replica!Operations.
func (c *Client) IsOperation(op Op) bool {
	return c.Operations == nil || slices.Contains(c.Operations, op)
}

// IsRead is true iff c may ask op.
//
// Spec: op \in Replica!ReadOperations.
func (c *Client) IsRead(op Op) bool { return c.Reads == nil || slices.Contains(c.Reads, op) }

// HasRoom is true iff c may have one more command outstanding.
func (c *Client) HasRoom() bool {
	return !slices.ContainsFunc(c.Outstanding, func(k Command) bool { return c.Issued+1 >= k.Seq+c.Depth })
}

// What a caller asks that has p work.

// Pending are the commands that p was asked for and that are not under way.
func (p *Replica[M]) Pending() Commands { return p.Requests.Without(p.UnderWay()).List() }

// UnderWay are the commands that stand in decrees which p has put to the vote, knows to be
// voted for, or has still to execute. The decrees are read: it costs what they are long.
func (p *Replica[M]) UnderWay() Commands {
	var underWay Commands
	for _, e := range p.Proposed {
		underWay = append(underWay, commandsOf(e.Decree)...)
	}
	for _, v := range p.Known {
		underWay = append(underWay, commandsOf(v.Decree)...)
	}
	for e := range p.Ledger.From(p.Executed + 1) {
		underWay = append(underWay, commandsOf(e.Decree)...)
	}
	slices.SortFunc(underWay, compareCommands)
	return underWay
}

// Gaps are the entries that p may have passed by Repropose: what may have passed in a
// lower ballot, and the olive-day decree where nothing did.
func (p *Replica[M]) Gaps() []multidecree.Entry {
	var gaps []multidecree.Entry
	for i := max(p.Written, p.Truncated) + 1; i <= p.Top() && i <= p.Written+p.Window; i++ {
		if p.Status == multidecree.Presiding && !p.IsWritten(i) && !p.IsProposed(i) {
			gaps = append(gaps, multidecree.Entry{Instance: i, Decree: p.Choices(i).Only[0]})
		}
	}
	return gaps
}

// Answerable are the queries that p may answer now.
func (p *Replica[M]) Answerable() []NotedQuery {
	return ballot.Only([]NotedQuery(p.Queries), func(q NotedQuery) bool { return p.IsConfirmed(q) && q.Point <= p.Executed })
}
