package inproc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// readsAboveAGap tells whether 3 answers a read as soon as it has filled a gap, and what
// the clients saw. Participant 1 has the decree in instance 1 passed, and nobody hears of
// it; 3 inherits it, and has the next one pass first, which 1 executes and answers.
func readsAboveAGap(t *testing.T, f fault) (bool, linearizability.History) {
	const client = incrementer
	a := arrange(t, f, 0, 0)
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
