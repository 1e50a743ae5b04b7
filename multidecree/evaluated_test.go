package multidecree_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/tla"
)

type (
	participant = multidecree.Participant
	message     = multidecree.Message
)

// sets are the fields that hold sets.
var sets = []string{"votes", "ledger", "answered", "known", "proposed", "voters"}

// instances is what f is in instances 1 to 3, as a function of the spec.
func instances[T any](f func(i int) T) (any, bool) {
	var list []tla.Value
	for i := 1; i <= 3; i++ {
		x := any(f(i))
		v, ok := x.(tla.Value)
		if !ok {
			var err error
			if v, err = tla.Of(x); err != nil {
				panic(err)
			}
		}
		list = append(list, v)
	}
	return tla.Tuple(list...), true
}

// of is a concept of a participant and a message of one type.
func of[M message](text string, is func(p *participant, m M) any) twintest.Concept[participant, message] {
	return twintest.Concept[participant, message]{Text: text, Is: func(p *participant, m message) (any, bool) {
		of, ok := m.(M)
		if !ok {
			return nil, false
		}
		return is(p, of), true
	}}
}

// own is a concept of a participant.
func own(text string, is func(p *participant) (any, bool)) twintest.Concept[participant, message] {
	return twintest.Concept[participant, message]{Text: text, Is: func(p *participant, _ message) (any, bool) { return is(p) }}
}

// concepts are those of spec/MultiDecree.tla that the twin has.
var concepts = []twintest.Concept[participant, message]{
	own("IsMajority(answered[p])", func(p *participant) (any, bool) { return p.IsMajority(p.Answered), true }),
	own("IsHigher(lastTried[p], nextBal[p])", func(p *participant) (any, bool) { return p.LastTried.IsHigher(p.NextBal), true }),
	own("nextBal[p] \\in NumbersOf(p)", func(p *participant) (any, bool) { return p.Owns(p.NextBal), true }),
	own("[i \\in 1 .. 3 |-> IsWritten(p, i)]", func(p *participant) (any, bool) { return instances(p.IsWritten) }),
	own("[i \\in 1 .. 3 |-> IsProposed(p, i)]", func(p *participant) (any, bool) { return instances(p.IsProposed) }),
	own("{ProposedAt(p, e.instance) : e \\in proposed[p]}", func(p *participant) (any, bool) {
		var decrees []multidecree.Decree
		for _, e := range p.Proposed {
			decrees = append(decrees, p.ProposedAt(e.Instance))
		}
		return twintest.Set(decrees), true
	}),
	own("[i \\in 1 .. 3 |-> WrittenWith(p, i)]", func(p *participant) (any, bool) { return instances(p.WrittenWith) }),
	own("[i \\in 1 .. 3 |-> WrittenFrom(p, i)]", func(p *participant) (any, bool) { return instances(p.WrittenFrom) }),
	own("[i \\in 1 .. 3 |-> Choices(p, i)]", func(p *participant) (any, bool) {
		return instances(func(i int) tla.Value { return twintest.Set(p.Choices(i).Only) })
	}),
	own("[i \\in 1 .. 3 |-> At(known[p], i)]", func(p *participant) (any, bool) {
		return instances(func(i int) tla.Value { return twintest.Set(p.Known.At(i)) })
	}),
	own("[i \\in 1 .. 3 |-> Without(known[p], i)]", func(p *participant) (any, bool) {
		return instances(func(i int) tla.Value { return twintest.Set(p.Known.Without(i)) })
	}),
	own("[i \\in 1 .. 3 |-> Above(known[p], i)]", func(p *participant) (any, bool) {
		return instances(func(i int) tla.Value { return twintest.Set(p.Known.Above(i)) })
	}),
	own("HighestHeard(p, known[p], truncated[p])", func(p *participant) (any, bool) { return p.HighestHeard(p.Known, p.Truncated), true }),
	own("Top(p)", func(p *participant) (any, bool) { return p.Top(), true }),
	of("KnownWith(p, m)", func(p *participant, m multidecree.LastVote) any { return twintest.Set(p.KnownWith(m)) }),
	of("Highest(m.votes)", func(_ *participant, m multidecree.LastVote) any { return twintest.Set(m.Votes.Highest()) }),
	of("TruncatedWith(p, m)", func(p *participant, m multidecree.LastVote) any { return p.TruncatedWith(m) }),
	of("Presides(p, m)", func(p *participant, m multidecree.LastVote) any { return p.Presides(m) }),
	of("Passes(p, m)", func(p *participant, m multidecree.Voted) any { return p.Passes(m) }),
	of("HasVoted(p, m)", func(p *participant, m multidecree.BeginBallot) any { return p.HasVoted(m) }),
	of("LastVoteTo(p, m)", func(p *participant, m multidecree.NextBallot) any { return twintest.Messages(p.LastVoteTo(m), sets...) }),
}

// whole are the concepts of the whole parliament.
var whole = map[string]func(multidecree.Global) any{
	"Highest(UNION {votes[p] : p \\in Participant})": func(s multidecree.Global) any {
		var all multidecree.Votes
		for _, p := range s.Participants {
			all = slices.AppendSeq(all, p.Votes.All())
		}
		slices.SortFunc(all, func(a, b multidecree.Vote) int {
			return cmp.Or(cmp.Compare(a.Instance, b.Instance), a.Number.Compare(b.Number), cmp.Compare(a.Decree, b.Decree))
		})
		return twintest.Set(slices.Compact(all).Highest())
	},
	"Passed": func(s multidecree.Global) any { return twintest.Set(s.Passed()) },
	"[p \\in Participant |-> CanStillPass(lastTried[p])]": func(s multidecree.Global) any {
		var can []bool
		for _, p := range s.Participants {
			can = append(can, s.CanStillPass(p.LastTried))
		}
		return can
	},
}

// evaluated is the twin of this model beside the text of its spec with these constants.
func evaluated(model multidecree.Model, config string) twintest.Evaluated[participant, message] {
	e := twintest.Evaluated[participant, message]{
		Module: "MCMultiDecree", More: `Three == 1 :> {<<"a">>, <<"b">>} @@ 2 :> {<<"c">>} @@ 3 :> {}`, Config: config, Vars: func(p *participant) any { return p.Variables() }, Sets: sets,
		Concepts: concepts, Implied: []string{
			`BeginBallot: i \in Instances`, // No instance below 1 is above what is truncated.
			`Truncate: s \in States`,       // The zero value of a State, which the twin refuses, is no value of the spec.
		}, Whole: map[string]func([]*participant, []message) any{},
		Steps: twintest.Walk[participant, message]{
			Actions: multidecree.Actions, Nodes: model.Nodes,
			Choices: func(p participant) []action.Step { return append(model.Choices(p), outside(p)[0]) },
			Dest:    func(m message) int { return int(m.Receiver()) },
		},
	}
	for text, is := range whole {
		e.Whole[text] = func(nodes []*participant, sent []message) any {
			return is(multidecree.Global{Participants: nodes, Messages: sent})
		}
	}
	var inductive []string
	for _, inv := range model.Invariants() {
		e.Whole[inv.Name] = func(nodes []*participant, sent []message) any {
			return inv.Holds(multidecree.Global{Participants: nodes, Messages: sent})
		}
		if inv.Name != "Coherence" && inv.Name != "ReadIndexLemma" { // Which follow.
			inductive = append(inductive, inv.Name)
		}
	}
	e.Whole["Inv"] = twintest.All(e.Whole, inductive...)
	return e
}

// forward are the steps of p of its own accord without most that lead back to the
// beginning or empty a ledger, or few walks would come far.
func forward(steps []action.Step, p participant) []action.Step {
	return slices.DeleteFunc(steps, func(s action.Step) bool {
		switch s.Action {
		case "ChooseBallotNumber":
			again := p.NextBal.IsHigher(p.LastTried) || p.Status == multidecree.Presiding && p.ID == 2
			return s.Params[0].(multidecree.Number).Try != p.LastTried.Try+1 || p.Status != multidecree.Idle && !again
		case "Truncate":
			return p.ID != 1
		}
		return s.Action == "Crash"
	})
}

// from has a model begin in another state, and go forward.
func from(e *twintest.Evaluated[participant, message], nodes []participant, sent []message, steps int, seeds uint64) {
	choices := e.Steps.Choices
	e.Steps.Nodes, e.Steps.Sent = func() []participant { return slices.Clone(nodes) }, sent
	e.Steps.Choices = func(p participant) []action.Step { return forward(choices(p), p) }
	e.Steps.Rarely, e.Steps.Steps, e.Steps.Seeds = 2, steps, seeds
}

// inheriting is Halfway once participant 2 presides in ballot 1.2, with the answers of 1 and
// itself: it knows of its own vote in instance 2.
func inheriting() ([]participant, []message) {
	nodes, sent := multidecree.Halfway()
	asked, _ := nodes[1].ChooseBallotNumber(multidecree.Number{Try: 1, Owner: 2})
	sent = append(sent, asked...)
	for i := range 2 {
		answer, _ := nodes[i].HandleNextBallot(asked[i].(multidecree.NextBallot))
		nodes[1].HandleLastVote(answer[0].(multidecree.LastVote))
		sent = append(sent, answer...)
	}
	return nodes, sent
}

// proposedAgain is inheriting once participant 2 has put to the vote again what it knows of,
// and 1 and itself have voted.
func proposedAgain() ([]participant, []message) {
	nodes, sent := inheriting()
	begun, _ := nodes[1].BeginBallot(2, nodes[1].Choices(2).Only[0])
	sent = append(sent, begun...)
	for i := range 2 {
		vote, _ := nodes[i].HandleBeginBallot(begun[i].(multidecree.BeginBallot))
		sent = append(sent, vote...)
	}
	return nodes, sent
}

// deposed is proposedAgain where participant 2 has proposals and does not preside.
func deposed() ([]participant, []message) {
	nodes, sent := proposedAgain()
	nodes[1].Status = multidecree.Trying
	return nodes, sent
}

// almost are states in which one conjunct of an invariant, or of Inv, is false alone, and one
// in which all are true that a state with another message of that ballot could make false.
func almost() []twintest.System[participant, message] {
	var all []twintest.System[participant, message]
	add := func(nodes []participant, sent []message) {
		u := twintest.System[participant, message]{Sent: sent}
		for i := range nodes {
			u.Nodes = append(u.Nodes, &nodes[i])
		}
		all = append(all, u)
	}
	envelope := multidecree.Envelope{From: 3, Dest: 1}
	third := multidecree.Number{Try: 1, Owner: 3}

	nodes, sent := inheriting()
	nodes[1].Inherited = 1 // An answer told of instance 2.
	add(nodes, sent)
	nodes, sent = inheriting()
	add(nodes, append(sent, multidecree.NextBallot{Envelope: envelope, Number: nodes[1].LastTried, First: 4}))
	nodes, sent = multidecree.Halfway()
	asked, _ := nodes[2].ChooseBallotNumber(third)
	nodes[2].Inherited = 1 // While it tries.
	add(nodes, append(sent, asked...))

	begin := func(d multidecree.Decree) message {
		return multidecree.BeginBallot{Envelope: envelope, Number: third, Instance: 1, Decree: d}
	}
	nodes = multidecree.Small.Nodes() // VotesAreSafe: lower ballots may still pass something.
	sent, _ = nodes[2].ChooseBallotNumber(third)
	nodes[2].Crash()
	add(nodes, append(slices.Clip(sent), begin(`["a"]`)))
	nodes = slices.Clone(nodes) // OneDecreePerBallot: none may, and there are two decrees.
	for i := range 2 {
		answer, _ := nodes[i].HandleNextBallot(sent[i].(multidecree.NextBallot))
		sent = append(sent, answer...)
	}
	add(nodes, append(sent, begin(`["a"]`), begin(`["b"]`)))
	return all
}

// truncated is the state in which participant 2 has truncated an instance and nobody else
// knows yet.
func truncated(nodes []participant) []participant {
	nodes[1].InstallSnapshot(multidecree.Snapshot{Envelope: multidecree.Envelope{From: 1, Dest: 2}, Cut: 1, State: `["s"]`})
	return nodes
}

// TestEvaluatedSpecAgreesWithTheTwin visits the first states of MCMultiDecreeGraph, and walks
// where there are two or three participants and three instances, from states to which a walk
// from the first one seldom comes, too.
func TestEvaluatedSpecAgreesWithTheTwin(t *testing.T) {
	states := []multidecree.State{`["s"]`}
	one := evaluated(multidecree.Model{Proposals: [][]multidecree.Decree{{`["a"]`}, {`["b"]`}}, Tries: 1, Instances: 1, Window: 1, States: states}, `
		CONSTANTS Participant <- MCTwo Proposals <- MCTwoPropose Tries = {1} Instances = {1} Window = 1 States <- MCStates`)
	one.MaxStates, one.Init = 100, "Init"
	models := []twintest.Evaluated[participant, message]{one}
	walk := func(model multidecree.Model, config string, nodes []participant, sent []message, steps int, seeds uint64) {
		e := evaluated(model, "CONSTANTS Instances = {1, 2, 3} States <- MCStates "+config)
		from(&e, nodes, sent, steps, seeds)
		models = append(models, e)
	}
	two := multidecree.Model{Proposals: [][]multidecree.Decree{{`["a"]`}, {`["b"]`}}, Tries: 3, Instances: 3, Window: 1, States: states}
	walk(two, "Participant <- MCTwo Proposals <- MCTwoPropose Tries = {1, 2, 3} Window = 1", two.Nodes(), nil, 200, 12)
	three := multidecree.Model{Proposals: [][]multidecree.Decree{{`["a"]`}, {`["b"]`}, {}}, Tries: 3, Instances: 3, Window: 1, States: states}
	walk(three, "Participant <- MCThree Proposals <- MCTwoOf3Propose Tries = {1, 2, 3} Window = 1", truncated(three.Nodes()), nil, 200, 6)
	for _, begin := range []func() ([]participant, []message){multidecree.Halfway, inheriting} {
		nodes, sent := begin()
		walk(multidecree.Small, "Participant <- MCThree Proposals <- Three Tries = {1, 2} Window = 2", nodes, sent, 150, 2)
	}
	for _, begin := range []func() ([]participant, []message){proposedAgain, deposed} {
		nodes, sent := begin()
		walk(multidecree.Small, "Participant <- MCThree Proposals <- Three Tries = {1, 2} Window = 2", nodes, sent, 1, 1)
	}
	models[3].Unreached = almost()
	for _, s := range multidecree.Violating() {
		models[3].Unreached = append(models[3].Unreached, twintest.System[participant, message]{Nodes: s.Participants, Sent: s.Messages})
	}
	observed := twintest.Evaluate(t, models...)
	t.Run("Weakened", func(t *testing.T) { observed.Weakened(t, "MultiDecree") })
}
