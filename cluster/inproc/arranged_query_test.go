package inproc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// Two variants come to light in no run of TestLayersSeeWhatTheDocumentSays; here they do.

// queryStory tells how a variant answers a query too early. It returns whether the query
// was answered where the right replica waits.
type queryStory struct {
	variant string
	action  string // Where the trace is rejected.
	reason  string // Why the history fails.
	faulty  func() fault
	tell    func(a *arranged) bool
}

var queryStories = []queryStory{
	// Participant 1 has a decree passed in instance 1, and nobody hears of it. 3 inherits
	// it, and has the next one pass first, which 1 executes and answers.
	{"ReplicaLedgerIgnored", "HandleQuery", "client 5 read 1 (call 5, return 6) after client 4's increment to 2 had returned at 4", ledgerIgnored, func(a *arranged) bool {
		a.presides(1, 2)
		first, d := a.wants(1)
		a.passes(1, 2, "Propose", 1, d)
		a.executes(1)
		a.returns(first, "Answer", 1)
		second, e := a.wants(1)
		a.presides(3, 2)
		a.receives(3, "Request", incrementer)
		a.passes(3, 2, "Propose", 2, e)
		a.receives(1, "Success", 3)
		a.executes(1)
		a.returns(second, "Answer", 1)
		read := a.queries(3, 2)
		a.passes(3, 2, "Repropose", 1, d)
		a.executes(3)
		return a.answers(3, read)
	}},
	// Participant 2 has truncated what it would vote for, and 3 has heard of nothing.
	{"ReplicaCutNotHeard", "HandleLastVote", "client 5 read 0 (call 3, return 4) after client 4's increment to 1 had returned at 2", cutNotHeard, func(a *arranged) bool {
		a.presides(1, 2)
		first, d := a.wants(1)
		a.passes(1, 2, "Propose", 1, d)
		a.executes(1)
		a.returns(first, "Answer", 1)
		a.receives(2, "Success", 1)
		a.executes(2)
		require.True(a.t, a.takes(2, "TakeSnapshot", nil, (*counterReplica).TakeSnapshot))
		a.presides(3, 2)
		return a.answers(3, a.queries(3, 2))
	}},
}

func TestQueriesThatAreAnsweredTooEarlyAreCaught(t *testing.T) {
	for _, s := range queryStories {
		t.Run(s.variant, func(t *testing.T) {
			broken := arrange(t, s.faulty(), 0, 0)
			require.True(t, s.tell(broken))
			judged := linearizability.Check(t.Context(), broken.history, linearizability.Options{Checker: linearizability.Porcupine})
			require.Equal(t, linearizability.Fails, judged.Verdict)
			require.Equal(t, s.reason, judged.Reason)
			require.ErrorContains(t, replay.Run(broken.trace(s.variant), catalog.ReplicaTrace), s.action+"(")

			right := arrange(t, fault{}, 0, 0)
			require.False(t, s.tell(right))
			require.NoError(t, replay.Run(right.trace(s.variant), catalog.ReplicaTrace))
		})
	}
}

// wants has a client call its next increment, which p notes, and tells the decree for it.
func (a *arranged) wants(p replica.ParticipantID) (int, replica.Decree) {
	operation := a.calls(incrementer, "Call", machine.Increment)
	a.receives(p, "Request", incrementer)
	return operation, replica.NewBatch(a.last("Request", incrementer, p).message.(replica.Request).Command())
}

// queries has a client query p, whose ballot another confirms.
func (a *arranged) queries(p, other replica.ParticipantID) int {
	operation := a.calls(reader, "Ask", machine.Read)
	a.receives(p, "Query", reader)
	require.True(a.t, a.takes(p, "Confirm", nil, (*counterReplica).Confirm))
	for _, q := range []replica.ParticipantID{p, other} {
		a.receives(q, "Confirm", p)
		a.receives(p, "Confirmed", q)
	}
	return operation
}

// answers tells whether p answers the query, which then returns.
func (a *arranged) answers(p replica.ParticipantID, operation int) bool {
	q := a.participants[p].Queries[0]
	ok := a.takes(p, "AnswerQuery", map[string]any{"q": q}, func(p *counterReplica) ([]replica.Message, bool) { return p.AnswerQuery(q) })
	if ok {
		a.returns(operation, "Result", p)
	}
	return ok
}
