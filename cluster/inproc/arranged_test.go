package inproc

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
)

// arranged are three participants that act as a test tells them, and what clients see of
// it. A message may be received at any time, and is lost if it never is.
type arranged struct {
	t            *testing.T
	fault        fault
	participants map[replica.ParticipantID]*leased
	messages     []replica.Message
	clock        int64
	history      linearizability.History
}

// leased is a participant that may have leases.
type leased = lease.Replica[counterMachine]

// arrange begins with participants that have done nothing; term and drift are 0 where
// there are no leases.
func arrange(t *testing.T, f fault, term, drift lease.Time) *arranged {
	a := &arranged{t: t, fault: f, participants: map[replica.ParticipantID]*leased{}, history: linearizability.History{Model: linearizability.Counter}}
	config := ReplicaOptions{Participants: 3, Window: 2, Depth: 1}.Config()
	for _, p := range config.Participants {
		a.participants[p] = lease.New[counterMachine](p, lease.Config{Config: config, Term: term, Drift: drift})
	}
	return a
}

// takes tells whether p can take a step, and has it do so.
func (a *arranged) takes(p replica.ParticipantID, action string, params map[string]any, right take) bool {
	sent, ok := a.fault.instead(action, params, right)(&a.participants[p].Replica)
	a.messages = append(a.messages, sent...)
	return ok
}

// last is the last message of a type that was sent from one node to another.
func (a *arranged) last(kind string, from, dest replica.ParticipantID) replica.Message {
	for i := len(a.messages) - 1; i >= 0; i-- {
		if m := a.messages[i]; m.Type() == kind && m.Sender() == from && m.Receiver() == dest {
			return m
		}
	}
	require.FailNow(a.t, "nobody sent it", "%s from %d to %d", kind, from, dest)
	return nil
}

// receives has p receive the last message of a type from another.
func (a *arranged) receives(p replica.ParticipantID, kind string, from replica.ParticipantID) {
	a.t.Helper()
	m := a.last(kind, from, p)
	step := replica.Receipts[counterMachine](m)[0]
	require.True(a.t, a.takes(p, step.Action, map[string]any{"m": m}, func(p *counterReplica) ([]replica.Message, bool) {
		n := counterNode{Replica: *p}
		sent, ok := step.Take(&n)
		*p = n.Replica
		return sent, ok
	}), "%s at %d", step.Action, p)
}

// presides has p preside, with the promise of another, in its next ballot.
func (a *arranged) presides(p, other replica.ParticipantID) {
	a.t.Helper()
	a.tries(p)
	for _, q := range []replica.ParticipantID{p, other} {
		a.receives(q, "NextBallot", p)
		a.receives(p, "LastVote", q)
	}
}

// tries has p choose its next ballot number.
func (a *arranged) tries(p replica.ParticipantID) {
	a.t.Helper()
	number := replica.Number{Try: a.participants[p].LastTried.Try + 1, Owner: p}
	require.True(a.t, a.takes(p, "ChooseBallotNumber", nil, func(p *counterReplica) ([]replica.Message, bool) { return p.ChooseBallotNumber(number) }))
}

// passes has p put a decree to the vote, which passes with the vote of another.
func (a *arranged) passes(p, other replica.ParticipantID, action string, i int, d replica.Decree) {
	a.t.Helper()
	propose := func(p *counterReplica) ([]replica.Message, bool) { return p.Propose(i, d) }
	if action == "Repropose" {
		propose = func(p *counterReplica) ([]replica.Message, bool) { return p.Repropose(i, d) }
	}
	require.True(a.t, a.takes(p, action, map[string]any{"i": i, "d": d}, propose))
	for _, q := range []replica.ParticipantID{p, other} {
		a.receives(q, "BeginBallot", p)
		a.receives(p, "Voted", q)
	}
}

func (a *arranged) executes(p replica.ParticipantID) {
	a.t.Helper()
	require.True(a.t, a.takes(p, "Execute", nil, (*counterReplica).Execute))
}

// calls has a client call the operation of a message that it sends to a participant.
func (a *arranged) calls(m replica.Message) int {
	kind := linearizability.OpRead
	if m.Type() == "Request" {
		kind = linearizability.OpIncrement
	}
	a.messages = append(a.messages, m)
	a.clock++
	a.history.Operations = append(a.history.Operations, linearizability.Operation{
		Client: int(m.Sender()), Seq: len(a.history.Operations) + 1, Operation: kind, Outcome: linearizability.Unknown, Call: a.clock,
	})
	return len(a.history.Operations) - 1
}

// returns has an operation return what the last message of a type says.
func (a *arranged) returns(operation int, kind string, from replica.ParticipantID) {
	a.t.Helper()
	o := &a.history.Operations[operation]
	m := a.last(kind, from, replica.ParticipantID(o.Client))
	var answer replica.Text
	switch m := m.(type) {
	case replica.Answer:
		answer = m.Answer
	case replica.Result:
		answer = m.Answer
	}
	value, err := strconv.ParseInt(string(answer), 10, 64)
	require.NoError(a.t, err)
	a.clock++
	o.Outcome, o.Count, o.Return = linearizability.Done, value, a.clock
}
