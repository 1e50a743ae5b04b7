package inproc

import (
	"bytes"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/trace"
)

// arranged are three participants and two clients that act as a test tells them, and what
// the clients see of it. A message may be received at any time, and is lost if it never is.
type arranged struct {
	t            *testing.T
	fault        fault
	options      ReplicaOptions
	participants map[replica.ParticipantID]*leased
	clients      map[replica.ClientID]*replica.Client
	books        map[replica.ParticipantID]*logbook // Of both.
	file         *bytes.Buffer                      // The trace.
	letters      []letter[replica.Message]
	clock        int64
	history      linearizability.History
}

// The clients that increment and read.
const incrementer, reader replica.ClientID = 4, 5

// leased is a participant that may have leases.
type leased = lease.Replica[counterMachine]

// arrange begins with participants that have done nothing; term and drift are 0 where
// there are no leases.
func arrange(t *testing.T, f fault, term, drift lease.Time) *arranged {
	a := &arranged{
		t: t, fault: f, options: stormy(0),
		participants: map[replica.ParticipantID]*leased{}, clients: map[replica.ClientID]*replica.Client{}, books: map[replica.ParticipantID]*logbook{},
		file: &bytes.Buffer{}, history: linearizability.History{Model: linearizability.Counter},
	}
	a.options.Term, a.options.Drift = time.Duration(term)*clockUnit, time.Duration(drift)*clockUnit
	var err error
	constants := a.options.constants()
	a.options.Stream, err = trace.NewStream(a.file, catalog.Traces[a.options.Spec()], headerOf(t, a.options))
	require.NoError(t, err)
	for _, p := range constants.Participants {
		a.participants[p] = lease.New[counterMachine](p, a.options.leases())
		a.begin(p, a.variables(p))
	}
	for _, c := range constants.Clients {
		a.clients[c] = replica.NewClient(c, constants.Config)
		a.begin(c, a.clients[c].Variables())
	}
	return a
}

func headerOf(t *testing.T, o ReplicaOptions) trace.Header {
	header, err := trace.NewHeader(catalog.Traces[o.Spec()], o.Constants(), "a test")
	require.NoError(t, err)
	return header
}

// traced is a run of the variant, read from its trace, or why that is none.
func (v variant) traced(t *testing.T, o ReplicaOptions) (*trace.Trace, error) {
	t.Helper()
	var file bytes.Buffer
	var err error
	p := catalog.Traces[o.Spec()]
	o.Stream, err = trace.NewStream(&file, p, headerOf(t, o))
	require.NoError(t, err)
	_, err = v.run(t.Context(), o)
	require.NoError(t, err)
	require.NoError(t, o.Stream.Close())
	return trace.Read(v.name, &file, p)
}

// variables are those of a participant that are logged.
func (a *arranged) variables(p replica.ParticipantID) any {
	if a.options.Term == 0 {
		return a.participants[p].Variables().Variables
	}
	return a.participants[p].Variables()
}

// begin begins the log of a participant or client.
func (a *arranged) begin(id replica.ParticipantID, initial any) {
	book, err := newLogbook(int(id), &overseer{o: a.options}, initial)
	require.NoError(a.t, err)
	a.books[id] = book
}

// trace is what was arranged, as a trace.
func (a *arranged) trace(name string) *trace.Trace {
	for p := range a.participants {
		require.NoError(a.t, a.books[p].end(a.variables(p)))
	}
	for c, twin := range a.clients {
		require.NoError(a.t, a.books[c].end(twin.Variables()))
	}
	require.NoError(a.t, a.options.Stream.Close())
	run, err := trace.Read(name, a.file, catalog.Traces[a.options.Spec()])
	require.NoError(a.t, err)
	return run
}

// logs logs a step that was taken, and sends.
func (a *arranged) logs(id replica.ParticipantID, action string, params map[string]any, cause *trace.ID, state any, sent []replica.Message) {
	event, err := a.books[id].record(action, params, cause, state, trace.Messages(sent))
	require.NoError(a.t, err)
	for _, m := range sent {
		a.letters = append(a.letters, letter[replica.Message]{m, event})
	}
}

// takes tells whether p can take a step of its own accord, and has it do so.
func (a *arranged) takes(p replica.ParticipantID, action string, params map[string]any, right take) bool {
	return a.steps(p, action, params, nil, right)
}

func (a *arranged) steps(p replica.ParticipantID, action string, params map[string]any, cause *trace.ID, right take) bool {
	twin := a.participants[p]
	sent, ok := a.fault.instead(action, params, right)(twin)
	if ok {
		a.logs(p, action, params, cause, a.variables(p), sent)
	}
	return ok
}

// last is the last message of a type that was sent from one node to another.
func (a *arranged) last(kind string, from, dest replica.ParticipantID) letter[replica.Message] {
	a.t.Helper()
	for _, l := range slices.Backward(a.letters) {
		if m := l.message; m.Type() == kind && m.Sender() == from && m.Receiver() == dest {
			return l
		}
	}
	require.FailNow(a.t, "nobody sent it", "%s from %d to %d", kind, from, dest)
	return letter[replica.Message]{}
}

// receives has p receive the last message of a type from another.
func (a *arranged) receives(p replica.ParticipantID, kind string, from replica.ParticipantID) {
	a.t.Helper()
	l := a.last(kind, from, p)
	actions := lease.ActionsOn(func(p *counterReplica) *counterReplica { return p }, func(*counterReplica) *replica.Client { return nil })
	if m, ok := l.message.(multidecree.NextBallot); ok { // With leases, leads promises.
		require.True(a.t, a.steps(p, "HandleNextBallot", map[string]any{"m": m}, &l.cause, func(p *counterReplica) ([]replica.Message, bool) { return p.Promise(m, 0) }), "at %d", p)
		return
	}
	step := actions.Receipts(l.message)[0]
	require.True(a.t, a.steps(p, step.Action, actions.Named(step), &l.cause, func(p *counterReplica) ([]replica.Message, bool) { return actions.Take(p, step) }), "%s at %d", step.Action, p)
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
	require.True(a.t, a.takes(p, "ChooseBallotNumber", map[string]any{"number": number}, func(p *counterReplica) ([]replica.Message, bool) { return p.ChooseBallotNumber(number) }))
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

// calls has a client call an operation, as a command or as a query, and ask everybody.
func (a *arranged) calls(c replica.ClientID, action, op string) int {
	twin := a.clients[c]
	call := map[string]func(replica.Op) ([]replica.Message, bool){"Call": twin.Call, "Ask": twin.Ask}[action]
	sent, ok := call(replica.Op(op))
	require.True(a.t, ok)
	a.logs(c, action, map[string]any{"op": replica.Op(op)}, nil, twin.Variables(), sent)
	a.clock++
	a.history.Operations = append(a.history.Operations, linearizability.Operation{
		Client: int(c), Seq: len(a.history.Operations) + 1, Operation: linearizability.Kind(op), Outcome: linearizability.Unknown, Call: a.clock,
	})
	return len(a.history.Operations) - 1
}

// returns has an operation return what the last answer from a participant says.
func (a *arranged) returns(operation int, kind string, from replica.ParticipantID) {
	a.t.Helper()
	o := &a.history.Operations[operation]
	l := a.last(kind, from, replica.ParticipantID(o.Client))
	twin := a.clients[replica.ClientID(o.Client)]
	var action string
	var answer replica.Bytes
	var ok bool
	switch m := l.message.(type) {
	case replica.Answer:
		action, answer = "Return", m.Answer
		_, ok = twin.Return(m)
	case replica.Result:
		action, answer = "ReturnQuery", m.Answer
		_, ok = twin.ReturnQuery(m)
	}
	require.True(a.t, ok)
	a.logs(twin.ID, action, map[string]any{"m": l.message}, &l.cause, twin.Variables(), nil)
	value, err := strconv.ParseInt(string(answer), 10, 64)
	require.NoError(a.t, err)
	a.clock++
	o.Outcome, o.Count, o.Return = linearizability.Done, value, a.clock
}
