package replica_test

import (
	"slices"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/tla"
)

// sets are the fields that hold sets.
var sets = []string{"votes", "ledger", "answered", "known", "proposed", "voters",
	"sessions", "requests", "queries", "confirms", "outstanding", "querying"}

// concept is an expression of the spec in a node and perhaps in a message to it.
type concept = twintest.Concept[node, replica.Message]

// own is a concept of a participant.
func own(text string, is func(p *parliament) (any, bool)) concept {
	return concept{Text: text, Is: func(n *node, _ replica.Message) (any, bool) {
		if n.IsClient() {
			return nil, false
		}
		return is(&n.Replica)
	}}
}

// of is a concept of a participant and a message of one type.
func of[M replica.Message](text string, is func(p *parliament, m M) any) concept {
	return concept{Text: text, Is: func(n *node, m replica.Message) (any, bool) {
		of, ok := m.(M)
		if !ok || n.IsClient() {
			return nil, false
		}
		return is(&n.Replica, of), true
	}}
}

// clients is a concept of a client.
func clients(text string, is func(c *replica.Client) any) concept {
	return concept{Text: text, Is: func(n *node, _ replica.Message) (any, bool) {
		if !n.IsClient() {
			return nil, false
		}
		return is(&n.Client), true
	}}
}

// value is what x is to the spec.
func value(x any) tla.Value {
	v, err := tla.Of(x, sets...)
	if err != nil {
		panic(err)
	}
	return v
}

// someQueries are those that p has noted and that are.
func someQueries(p *parliament, are func(replica.NotedQuery) bool) tla.Value {
	return twintest.Set(slices.DeleteFunc(slices.Clone(p.Queries), func(q replica.NotedQuery) bool { return !are(q) }))
}

// concepts are those of spec/Replica.tla that the twin has, and what it tells its callers.
var concepts = []concept{
	own("StateOf(p)", func(p *parliament) (any, bool) { return value(p.Encoded()), true }),
	own("Restored(snapshot[p])", func(p *parliament) (any, bool) { return value(p.Restored(p.Snapshot).Encoded()), true }),
	own("<<LastOf(sessions[p], 11), LastOf(sessions[p], 12)>>", func(p *parliament) (any, bool) {
		return []int{p.Sessions.LastOf(11), p.Sessions.LastOf(12)}, true
	}),
	own("NextState(p)", func(p *parliament) (any, bool) {
		if !p.Ledger.Has(p.Executed + 1) {
			return nil, false
		}
		return value(p.NextState().Encoded()), true
	}),
	// More commands than a session remembers.
	own("AfterBatch(StateOf(p), [j \\in 1 .. 3 |-> [client |-> 11, seq |-> LastOf(sessions[p], 11) + j, op |-> \"increment\"]])", func(p *parliament) (any, bool) {
		var batch []replica.Command
		for j := range 3 {
			batch = append(batch, replica.Command{Client: 11, Op: machine.Increment, Seq: p.Sessions.LastOf(11) + 1 + j})
		}
		return value(p.State().AfterBatch(batch, p.Depth).Encoded()), true
	}),
	own("Done(p, NextState(p).sessions)", func(p *parliament) (any, bool) {
		if !p.Ledger.Has(p.Executed + 1) {
			return nil, false
		}
		return twintest.Set(p.Done(p.NextState().Sessions)), true
	}),
	own("Batches(requests[p])", func(p *parliament) (any, bool) {
		return twintest.Set(replica.Batches(p.Requests.List())), len(p.Requests.List()) < 4
	}),
	own("ReadPoint(p)", func(p *parliament) (any, bool) { return p.ReadPoint(), true }),
	own("{q \\in queries[p] : IsConfirmed(p, q)}", func(p *parliament) (any, bool) { return someQueries(p, p.IsConfirmed), true }),
	own("{q \\in queries[p] : IsConfirmed(p, q) /\\ q.point <= executed[p]}", func(p *parliament) (any, bool) {
		return twintest.Set(p.Answerable()), true
	}),
	own("{q \\in queries[p] : q.number = lastTried[p] /\\ q.round > round[p]} # {}", func(p *parliament) (any, bool) { return p.IsToConfirm(), true }),
	own("UNION {ResultTo(p, q) : q \\in queries[p]}", func(p *parliament) (any, bool) {
		var results []replica.Message
		for _, q := range p.Queries {
			results = append(results, p.ResultTo(q)...)
		}
		return twintest.Messages(results), true
	}),
	own("Confirms(p)", func(p *parliament) (any, bool) { return twintest.Messages(p.AskToConfirm()), true }),
	// Which entries may be proposed again.
	own(`{[instance |-> i, decree |-> CHOOSE d \in Choices(p, i) : TRUE] : i \in
		{j \in Instances : status[p] = "presiding" /\ j <= written[p] + Window /\ ~IsWritten(p, j) /\ truncated[p] < j /\ ~IsProposed(p, j) /\ j <= Top(p)}}`,
		func(p *parliament) (any, bool) { return twintest.Set(p.Gaps()), p.Written+p.Window <= small.Instances }),
	// Which commands stand in no decree.
	own(`requests[p] \ UNION {{e.decree[k] : k \in DOMAIN e.decree} : e \in proposed[p] \cup known[p] \cup Above(ledger[p], executed[p])}`,
		func(p *parliament) (any, bool) { return twintest.Set(p.Pending()), true }),
	of("CommandOf(m)", func(_ *parliament, m replica.Request) any { return m.Command() }),
	of("IsDone(sessions[p], CommandOf(m))", func(p *parliament, m replica.Request) any { return p.IsDone(m.Command()) }),
	of("ClientAnswers(p, {CommandOf(m)}, sessions[p])", func(p *parliament, m replica.Request) any {
		return twintest.Messages(p.ClientAnswers(replica.Commands{m.Command()}, p.Sessions))
	}),
	of("ConfirmedTo(p, m)", func(p *parliament, m replica.Confirm) any { return twintest.Messages(p.ConfirmedTo(m)) }),
	of("\\E r \\in confirms[p] : r.from = m.from /\\ r.number = m.number /\\ r.round >= m.round", func(p *parliament, m replica.Confirmed) any { return p.HasConfirmed(m) }),
	clients(`Requests(p, issued[p] + 1, "increment")`, func(c *replica.Client) any {
		return twintest.Messages(c.Requests(c.Issued+1, machine.Increment))
	}),
	clients(`Queries(p, asked[p] + 1, "read")`, func(c *replica.Client) any { return twintest.Messages(c.Queries(c.Asked+1, machine.Read)) }),
	clients("\\A k \\in outstanding[p] : issued[p] + 1 < k.seq + Depth", func(c *replica.Client) any { return c.HasRoom() }),
}

// isCoherent reports whether one decree has passed in an instance at most. Else multidecree is
// at fault, and what the decrees make is anything.
func isCoherent(s global) bool {
	passed := s.Parliament().Passed()
	for i := range passed[min(1, len(passed)):] {
		if passed[i].Instance == passed[i+1].Instance {
			return false
		}
	}
	return true
}

// violating are the states in which some invariant is to be false.
func violating() []twintest.System[node, replica.Message] {
	var all []twintest.System[node, replica.Message]
	for _, v := range violations {
		s := halfway()
		v.change(s)
		state := twintest.System[node, replica.Message]{Sent: s.Messages}
		for i := range s.nodes {
			state.Nodes = append(state.Nodes, &s.nodes[i])
		}
		all = append(all, state)
	}
	return all
}

// almost are states in which one conjunct of an invariant, or of a guard, is false alone.
func almost() []twintest.System[node, replica.Message] {
	var all []twintest.System[node, replica.Message]
	add := func(s *scene, change func(*scene)) {
		change(s)
		state := twintest.System[node, replica.Message]{Sent: s.Messages, Try: true}
		for i := range s.nodes {
			state.Nodes = append(state.Nodes, &s.nodes[i])
		}
		all = append(all, state)
	}
	called := replica.Command{Client: 11, Op: machine.Increment, Seq: 1}
	of := func(id int, number replica.Number, round int) replica.Confirmation {
		return replica.Confirmation{From: replica.ParticipantID(id), Number: number, Round: round}
	}
	next := replica.Number{Try: 2, Owner: 1}
	behind := func(p *parliament) { p.Written, p.Inherited, p.Ledger = 0, 0, multidecree.Slots[multidecree.Entry]{} }
	add(halfway(), by(1, func(p *parliament) { // Confirmations in another ballot than the query's, and one that comes.
		p.Queries[0].Number, p.LastTried = next, next
		p.Confirms = replica.Confirmations{of(2, ballot, 1), of(3, ballot, 1)}
	}))
	add(halfway(), by(1, func(p *parliament) { p.Confirms = replica.Confirmations{of(2, next, 9)} }))
	add(halfway(), func(s *scene) { // A query of another ballot, and one that comes.
		s.Participants[0].Queries[0].Number, s.Participants[0].Queries[0].Round = next, 9
		send(replica.Query{Envelope: to(12, 1), Query: 1, Op: machine.Read})(s)
	})
	add(halfway(), by(3, func(p *parliament) { p.Requests = replica.NewRequests(called) })) // And the snapshot comes.
	add(halfway(), func(s *scene) {
		s.step(s.Clients[0].Call(machine.Increment))
		s.Participants[0].Sessions = setOf(replica.Session{Answer: "1", Client: 12, Seq: 2}) // Only 11 called that.
	})
	add(halfway(), send(multidecree.Success{Envelope: to(1, 3), Instance: 3, Decree: replica.NewBatch(called, nobody)}))
	add(halfway(), send(replica.Confirmed{Envelope: to(3, 1), Number: next, Round: 1}))
	add(halfway(), send(replica.Answer{Envelope: to(1, 11), Seq: 2, Answer: "1"}))
	add(halfway(), by(1, func(p *parliament) { behind(p); p.Status = multidecree.Idle }))
	add(halfway(), func(s *scene) {
		behind(s.Participants[0])
		s.Participants[1].NextBal, s.Participants[2].NextBal = next, next
	})
	add(waiting(), func(s *scene) { // A third command takes effect, after one of another client.
		s.step(s.Clients[0].Call(machine.Increment))
		passes(3, second)(s)
	})
	return all
}

// evaluated is the twin of this model beside the text of its spec with these constants.
func evaluated(m model, config string) twintest.Evaluated[node, replica.Message] {
	e := twintest.Evaluated[node, replica.Message]{
		Module: "Replica", More: `AnyBatch == [p \in Participant |-> Seq(Command) \ {NoOp}]`,
		Config: "CONSTANTS Proposals <- AnyBatch States <- State " + config, ID: func(n *node) int { return int(n.ID()) }, Sets: sets,
		Vars: func(n *node) any {
			if n.IsClient() {
				return n.Client.Variables()
			}
			return n.Replica.Variables()
		},
		Own: ownActions, Always: []string{"OneExecutionEach", "FirstInFirstOut"},
		Implied: []string{
			`Confirm: status[p] = "presiding"`, // Queries of a ballot are noted while its owner presides, and forgotten with it.
		},
		Concepts: concepts, Whole: map[string]func([]*node, []replica.Message) any{},
		Steps: twintest.Walk[node, replica.Message]{
			Actions: actions, Nodes: m.Nodes, Actor: (*node).Actor,
			Choices: func(n node) []action.Step { return append(few(m.Choices(n)), outside(n)...) },
			Dest: func(to replica.Message) int {
				if client := slices.Index(m.Clients, to.Receiver()); client >= 0 {
					return m.Participants + client + 1
				}
				return int(to.Receiver())
			},
		},
	}
	for _, inv := range m.Invariants() {
		e.Whole[inv.Name] = func(nodes []*node, sent []replica.Message) any {
			s := replica.GlobalOf(nodes, sent)
			if !isCoherent(s) {
				return nil
			}
			return inv.Holds(s)
		}
	}
	return e
}

// TestEvaluatedSpecAgreesWithTheTwin visits the first states of a model of one participant
// and walks from one in which there are three and two clients.
func TestEvaluatedSpecAgreesWithTheTwin(t *testing.T) {
	one := evaluated(model{
		Participants: 1, Presidents: []replica.ParticipantID{1}, Tries: 2, Instances: 1, Window: 1,
		Clients: []replica.ClientID{101}, Depth: 1, Operations: []replica.Op{machine.Increment, machine.Read}, Reads: []replica.Op{machine.Read}, Calls: 1, Asks: 1, Rounds: 1,
	}, "Participant = {1} Client = {101} Depth = 1 Tries = {1, 2} Instances = {1} Window = 1")
	one.MaxStates, one.Init = 100, "ReplicaInit"
	models := []twintest.Evaluated[node, replica.Message]{one}
	for _, begin := range []*scene{halfway(), waiting(), lost(), again(), outbid()} {
		walks := evaluated(small, "Participant = {1, 2, 3} Client = {11, 12} Depth = 2 Tries = {1, 2} Instances = {1, 2, 3} Window = 2")
		walks.Steps.Nodes = func() []node { return slices.Clone(begin.nodes) }
		// Confirmations that no participant sends: for another, and in a round that nobody began.
		walks.Steps.Sent = append(slices.Clip(begin.Messages), replica.Confirmed{Envelope: to(3, 2), Number: ballot, Round: 1},
			replica.Confirmed{Envelope: to(3, 1), Number: ballot, Round: 9})
		walks.Steps.Rarely, walks.Steps.Steps, walks.Steps.Seeds = 3, 100, 1
		models = append(models, walks)
	}
	models[1].Unreached = append(violating(), almost()...)
	observed := twintest.Evaluate(t, models...)
	t.Run("Weakened", func(t *testing.T) { observed.Weakened(t, "Replica") })
}
