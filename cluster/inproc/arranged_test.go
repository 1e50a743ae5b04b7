package inproc

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// arranged are participants that act as a test tells them, and what clients see of it.
// A message may be received at any time, and is lost if it never is.
type arranged struct {
	t            *testing.T
	fault        fault
	participants map[replica.ParticipantID]*counterReplica
	messages     []replica.Message
	clock        int64
	history      linearizability.History
}

func arrange(t *testing.T, f fault, participants int) *arranged {
	a := &arranged{t: t, fault: f, participants: map[replica.ParticipantID]*counterReplica{}, history: linearizability.History{Model: linearizability.Counter}}
	config := ReplicaOptions{Participants: participants, Window: 2, Depth: 1}.Config()
	for _, p := range config.Participants {
		a.participants[p] = replica.New[counterMachine](p, config)
	}
	return a
}

// takes tells whether p can take a step, and has it do so.
func (a *arranged) takes(p replica.ParticipantID, action string, params map[string]any, right take) bool {
	sent, ok := a.fault.instead(action, params, right)(a.participants[p])
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

// presides has p preside, with the promise of another.
func (a *arranged) presides(p, other replica.ParticipantID) {
	a.t.Helper()
	number := replica.Number{Try: 1, Owner: p}
	require.True(a.t, a.takes(p, "ChooseBallotNumber", nil, func(p *counterReplica) ([]replica.Message, bool) { return p.ChooseBallotNumber(number) }))
	for _, q := range []replica.ParticipantID{p, other} {
		a.receives(q, "NextBallot", p)
		a.receives(p, "LastVote", q)
	}
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

// readsAboveAGap tells whether 3 answers a read as soon as it has filled a gap, and what
// the clients saw. Participant 1 has the decree in instance 1 passed, and nobody hears of
// it; 3 inherits it, and has the next one pass first, which 1 executes and answers.
func readsAboveAGap(t *testing.T, f fault) (bool, linearizability.History) {
	const client, reader replica.ClientID = 4, 5
	a := arrange(t, f, 3)
	increment := func(seq int) replica.Command {
		return replica.Command{Client: client, Op: machine.Increment, Seq: seq}
	}
	request := func(p replica.ParticipantID, seq int) replica.Request {
		return replica.Request{Envelope: replica.Envelope{From: client, Dest: p}, Seq: seq, Op: machine.Increment}
	}

	a.presides(1, 2)
	first := a.calls(request(1, 1))
	a.receives(1, "Request", client)
	a.passes(1, 2, "Propose", 1, replica.NewBatch(increment(1)))
	a.executes(1)
	a.returns(first, "Answer", 1)
	second := a.calls(request(1, 2))
	a.receives(1, "Request", client)

	a.presides(3, 2)
	a.messages = append(a.messages, request(3, 2)) // The client asks again.
	a.receives(3, "Request", client)
	a.passes(3, 2, "Propose", 2, replica.NewBatch(increment(2)))
	a.receives(1, "Success", 3)
	a.executes(1)
	a.returns(second, "Answer", 1)

	read := a.calls(replica.Query{Envelope: replica.Envelope{From: reader, Dest: 3}, Query: 1, Op: machine.Read})
	a.receives(3, "Query", reader)
	require.True(t, a.takes(3, "Confirm", nil, (*counterReplica).Confirm))
	for _, q := range []replica.ParticipantID{3, 2} {
		a.receives(q, "Confirm", 3)
		a.receives(3, "Confirmed", q)
	}
	a.passes(3, 2, "Repropose", 1, replica.NewBatch(increment(1)))
	a.executes(3)
	q := a.participants[3].Queries[0]
	answers := func() bool {
		return a.takes(3, "AnswerQuery", map[string]any{"q": q}, func(p *counterReplica) ([]replica.Message, bool) { return p.AnswerQuery(q) })
	}
	early := answers()
	if !early {
		a.executes(3)
		require.True(t, answers())
	}
	a.returns(read, "Result", 3)
	return early, a.history
}

// No run of TestLayersSeeWhatTheDocumentSays reaches it: the one who was deposed must
// answer while the other leaves the gap unfilled.
func TestAReadThatIgnoresTheLedgerAboveAGapIsCaughtByTheHistory(t *testing.T) {
	early, history := readsAboveAGap(t, ledgerIgnored())
	require.True(t, early)
	judged := linearizability.Check(t.Context(), history, linearizability.Options{Checker: linearizability.Porcupine})
	require.Equal(t, linearizability.Fails, judged.Verdict)
	require.Equal(t, "client 5 read 1 (call 5, return 6) after client 4's increment to 2 had returned at 4", judged.Reason)

	early, history = readsAboveAGap(t, fault{})
	require.False(t, early)
	require.Equal(t, linearizability.Holds, linearizability.Check(t.Context(), history, linearizability.Options{Checker: linearizability.Porcupine}).Verdict)
}
