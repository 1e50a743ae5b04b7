package replica_test

import (
	"slices"
	"testing"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// violated are the names of the invariants that s violates, the parliament's too.
func violated(s global) []string {
	var names []string
	for _, invariant := range small.Invariants() {
		if !invariant.Holds(s) {
			names = append(names, invariant.Name)
		}
	}
	for _, invariant := range (multidecree.Model{}).Invariants() {
		if invariant.Name != "TypeOK" && !invariant.Holds(s.Parliament()) {
			names = append(names, invariant.Name)
		}
	}
	return names
}

func TestInvariantsHoldWhereAParliamentCanGet(t *testing.T) {
	for name, s := range map[string]*scene{"initially": newScene(), "halfway": halfway()} {
		if got := violated(s.global); len(got) > 0 {
			t.Errorf("%s: violated are %q, want none", name, got)
		}
	}
}

// A violation is a change to halfway and the invariant that must see it.
type violation struct {
	invariant, how string
	change         func(*scene)
}

// by changes participant id, client changes client 11, and send sends.
func by(id int, change func(*parliament)) func(*scene) {
	return func(s *scene) { change(s.Participants[id-1]) }
}

func client(change func(*replica.Client)) func(*scene) {
	return func(s *scene) { change(s.Clients[0]) }
}

func send(m ...replica.Message) func(*scene) {
	return func(s *scene) { s.Messages = append(s.Messages, m...) }
}

func to(from, dest replica.ParticipantID) replica.Envelope {
	return replica.Envelope{From: from, Dest: dest}
}

// setOf is a set of answers.
func setOf(sessions ...replica.Session) replica.Sessions {
	set, err := replica.NewSessions(sessions...)
	if err != nil {
		panic(err)
	}
	return set
}

// holding is the state of a counter with that value and these sessions.
func holding(value machine.Counter, sessions ...replica.Session) multidecree.State {
	return replica.State[machine.Counter]{Value: value, Sessions: setOf(sessions...)}.Encoded()
}

// passes has a batch pass in instance i of a ballot of participant 3.
func passes(i int, commands ...replica.Command) func(*scene) {
	number := replica.Number{Try: i, Owner: 3}
	d := replica.NewBatch(commands...)
	return send(multidecree.BeginBallot{Envelope: to(3, 1), Number: number, Instance: i, Decree: d},
		multidecree.Voted{Envelope: to(1, 3), Number: number, Instance: i}, multidecree.Voted{Envelope: to(2, 3), Number: number, Instance: i})
}

// Commands that were called, or not.
var (
	second = replica.Command{Client: 11, Op: machine.Increment, Seq: 2}
	others = replica.Command{Client: 12, Op: machine.Read, Seq: 1}
	nobody = replica.Command{Client: 12, Op: machine.Increment, Seq: 2}
	ballot = replica.Number{Try: 1, Owner: 1}
)

var typeViolations = []violation{
	{"ReplicaTypeOK", "a participant is missing", func(s *scene) { s.Participants = s.Participants[:2] }},
	{"ReplicaTypeOK", "clients are in another order", func(s *scene) { slices.Reverse(s.Clients) }},
	{"ReplicaTypeOK", "an unknown instance is executed", by(1, func(p *parliament) { p.Executed = 4 })},
	{"ReplicaTypeOK", "an unknown client has a session", by(1, func(p *parliament) { p.Sessions = setOf(replica.Session{Answer: "1", Client: 13, Seq: 1}) })},
	{"ReplicaTypeOK", "a session without an answer", by(1, func(p *parliament) { p.Sessions = setOf(replica.Session{Client: 11, Seq: 1}) })},
	{"ReplicaTypeOK", "an unknown operation", by(1, func(p *parliament) {
		p.Requests = replica.NewRequests(replica.Command{Client: 11, Op: "decrement", Seq: 1})
	})},
	{"ReplicaTypeOK", "a query without a ballot", by(1, func(p *parliament) { p.Queries = replica.NotedQueries{{Client: 11, Query: 1, Op: machine.Read}} })},
	{"ReplicaTypeOK", "a query that would change something", by(1, func(p *parliament) { p.Queries[0].Op = machine.Increment })},
	{"ReplicaTypeOK", "a round below 0", by(1, func(p *parliament) { p.Round = -1 })},
	{"ReplicaTypeOK", "nobody confirmed", by(1, func(p *parliament) { p.Confirms = replica.Confirmations{{Number: ballot}} })},
	{"ReplicaTypeOK", "a snapshot of no state", by(2, func(p *parliament) { p.Snapshot = `["s"]` })},
	{"ReplicaTypeOK", "a snapshot with an unknown client", by(2, func(p *parliament) {
		p.Snapshot = holding(1, replica.Session{Answer: "1", Client: 13, Seq: 1})
	})},
	{"ReplicaTypeOK", "another's command outstanding", client(func(c *replica.Client) { c.Outstanding = replica.Commands{others} })},
	{"ReplicaTypeOK", "a command outstanding that was not called", client(func(c *replica.Client) { c.Outstanding = replica.Commands{second} })},
	{"ReplicaTypeOK", "a query that was not asked", client(func(c *replica.Client) { c.Querying = replica.Numbers{2} })},
	{"ReplicaTypeOK", "a Request of a participant", send(replica.Request{Envelope: to(2, 1), Seq: 1, Op: machine.Read})},
	{"ReplicaTypeOK", "an Answer to a participant", send(replica.Answer{Envelope: to(2, 1), Seq: 1, Answer: "1"})},
	{"ReplicaTypeOK", "a Query to a client", send(replica.Query{Envelope: to(11, 12), Query: 1, Op: machine.Read})},
	{"ReplicaTypeOK", "a Query that would change something", send(replica.Query{Envelope: to(11, 1), Query: 1, Op: machine.Increment})},
	{"ReplicaTypeOK", "a Confirm without a ballot", send(replica.Confirm{Envelope: to(1, 2), Round: 1})},
	{"ReplicaTypeOK", "a Confirmed of a client", send(replica.Confirmed{Envelope: to(11, 1), Number: ballot, Round: 1})},
	{"ReplicaTypeOK", "a Result that is none", send(replica.Result{Envelope: to(1, 11), Query: 1})},
}

var violations = []violation{
	{"ExecutionIsFold", "a value too high", by(1, func(p *parliament) { p.Value = 2 })},
	{"ExecutionIsFold", "a session forgotten", by(1, func(p *parliament) { p.Sessions = replica.Sessions{} })},
	{"ExecutionIsFold", "an instance executed that nobody passed", by(1, func(p *parliament) { p.Executed = 2 })},
	{"ExecutionIsFold", "a snapshot without the sessions", by(2, func(p *parliament) { p.Snapshot = holding(1) })},
	{"ExecutionIsFold", "such a snapshot is sent", send(multidecree.Snapshot{Envelope: to(2, 3), Cut: 1, State: holding(1)})},
	{"ExecutedIsWritten", "more executed than written", by(1, func(p *parliament) { p.Executed = 2 })},
	{"ExecutedIsWritten", "less executed than truncated", by(2, func(p *parliament) { p.Executed = 0 })},
	{"RequestsAreCalled", "a request that nobody called", by(1, func(p *parliament) { p.Requests = replica.NewRequests(nobody) })},
	{"RequestsAreCalled", "a request for another operation", by(1, func(p *parliament) {
		p.Requests = replica.NewRequests(replica.Command{Client: 12, Op: machine.Increment, Seq: 1})
	})},
	{"RequestsAreCalled", "a decree that nobody called", passes(2, nobody)},
	{"RequestsAreCalled", "a decree that is no batch", send(multidecree.Success{Envelope: to(1, 3), Instance: 3, Decree: `["a"]`})},
	{"RequestsAreCalled", "such a decree in a ledger", by(3, func(p *parliament) {
		p.Ledger = p.Ledger.With(multidecree.Entry{Instance: 3, Decree: replica.NewBatch(nobody)})
	})},
	{"RequestsAreCalled", "a vote for such a decree", by(3, func(p *parliament) {
		p.Votes = p.Votes.With(multidecree.Vote{Instance: 3, Number: ballot, Decree: replica.NewBatch(nobody)})
	})},
	{"RequestsAreCalled", "a session for a command never called", by(1, func(p *parliament) {
		p.Sessions = setOf(replica.Session{Answer: "1", Client: 12, Seq: 2})
	})},
	{"RequestsAreCalled", "a number left out", send(replica.Request{Envelope: to(11, 1), Seq: 3, Op: machine.Read})},
	{"RequestsAreCalled", "a number called twice", send(replica.Request{Envelope: to(11, 1), Seq: 1, Op: machine.Read})},
	{"RequestsAreCalled", "a number called, and the client does not know", client(func(c *replica.Client) { c.Issued = 0 })},
	{"AnswersAreTrue", "an answer before the decree passed", send(replica.Answer{Envelope: to(1, 12), Seq: 1, Answer: "1"})},
	{"AnswersAreTrue", "a wrong answer", send(replica.Answer{Envelope: to(1, 11), Seq: 1, Answer: "2"})},
	{"QueriesAreSafe", "a query that was not asked", by(1, func(p *parliament) {
		p.Queries = replica.NotedQueries{{Client: 11, Query: 2, Op: machine.Read, Number: ballot, Round: 1, Point: 1}}
	})},
	{"QueriesAreSafe", "a query in a round to come", by(1, func(p *parliament) { p.Queries[0].Round = 3 })},
	{"QueriesAreSafe", "a query in a ballot to come", by(1, func(p *parliament) { p.Queries[0].Number.Try = 2 })},
	{"QueriesAreSafe", "a confirmation never sent", by(1, func(p *parliament) {
		p.Confirms = p.Confirms.With(replica.Confirmation{From: 3, Number: ballot, Round: 1})
	})},
	{"QueriesAreSafe", "somebody has executed what the president has not heard of", by(2, func(p *parliament) { p.Executed = 2 })},
}

func TestEachInvariantSeesItsViolations(t *testing.T) {
	for _, v := range slices.Concat(typeViolations, violations) {
		t.Run(v.invariant+"/"+v.how, func(t *testing.T) {
			s := halfway()
			v.change(s)
			if !slices.Contains(violatedOnly(s.global, v.invariant), v.invariant) {
				t.Errorf("%s holds, want it violated", v.invariant)
			}
		})
	}
}

// violatedOnly is violated of that invariant alone.
func violatedOnly(s global, name string) []string {
	for _, invariant := range small.Invariants() {
		if invariant.Name == name && !invariant.Holds(s) {
			return []string{name}
		}
	}
	return nil
}
