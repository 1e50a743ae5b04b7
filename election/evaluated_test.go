package election_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
)

// concepts are those of spec/Election.tla that the twin has.
var concepts = []twintest.Concept[election.Participant, election.Message]{
	{Text: "FollowsLower(p)", Is: func(p *election.Participant, _ election.Message) (any, bool) { return p.FollowsLower(), true }},
	{Text: "MayClaim(p)", Is: func(p *election.Participant, _ election.Message) (any, bool) { return p.MayClaim(), true }},
	{Text: "Heartbeats(p, ballot[p])", Is: func(p *election.Participant, _ election.Message) (any, bool) {
		return twintest.Messages(p.Heartbeats(p.Ballot)), true
	}},
	{Text: "ballot[p] \\in BallotsOf(p)", Is: func(p *election.Participant, _ election.Message) (any, bool) { return p.Owns(p.Ballot), true }},
	{Text: "IsHigher(m.ballot, ballot[p])", Is: func(p *election.Participant, m election.Message) (any, bool) {
		return m.(election.Heartbeat).Ballot.IsHigher(p.Ballot), true
	}},
	// The least of its own that is higher.
	{Text: "CHOOSE b \\in BallotsOf(p) : IsHigher(b, ballot[p]) /\\ <<b[1] - 1, p>> \\notin {c \\in BallotsOf(p) : IsHigher(c, ballot[p])}",
		Is: func(p *election.Participant, _ election.Message) (any, bool) {
			b, err := p.LeastClaim()
			return b, err == nil && b.Epoch <= 2 // Each model has these.
		}},
}

// evaluated is the twin of this model beside the text of its spec with these constants.
func evaluated(model election.Model, config string) twintest.Evaluated[election.Participant, election.Message] {
	e := twintest.Evaluated[election.Participant, election.Message]{
		Module: "MCElection", Config: config + fmt.Sprintf(" Rule = %q", model.Rule),
		Vars: func(p *election.Participant) any { return p.Variables() }, Concepts: concepts,
		Whole: map[string]func([]*election.Participant, []election.Message) any{
			"Quiescent": func(nodes []*election.Participant, sent []election.Message) any {
				return election.State{Participants: nodes, Messages: sent}.Quiescent()
			},
		},
		Steps: twintest.Walk[election.Participant, election.Message]{
			Actions: election.Actions, Nodes: model.Nodes, Choices: model.Choices,
			Dest: func(m election.Message) int { return int(m.Receiver()) },
		},
	}
	var inductive []string
	for _, inv := range model.Invariants() {
		e.Whole[inv.Name] = func(nodes []*election.Participant, sent []election.Message) any {
			return inv.Holds(election.State{Participants: nodes, Messages: sent})
		}
		if inv.Name != "OneLeaderAtRest" { // Which follows.
			inductive = append(inductive, inv.Name)
		}
	}
	e.Whole["Inv"] = twintest.All(e.Whole, inductive...)
	return e
}

// TestEvaluatedSpecAgreesWithTheTwin visits each state of two participants, and walks
// where there are three, under either rule.
func TestEvaluatedSpecAgreesWithTheTwin(t *testing.T) {
	var models []twintest.Evaluated[election.Participant, election.Message]
	for _, rule := range []election.Rule{election.IncumbentRule, election.RankRule} {
		small := evaluated(election.Model{Participants: 2, Epochs: 2, Rule: rule}, "CONSTANTS Participant <- MCTwo Epochs = {1, 2}")
		small.MaxStates, small.Init = 441, "Init"
		walks := evaluated(election.Model{Participants: 3, Epochs: 3, Rule: rule}, "CONSTANTS Participant <- MCThree Epochs = {1, 2, 3}")
		walks.Steps.Rarely, walks.Steps.Steps, walks.Steps.Seeds = 2, 150, 5
		models = append(models, small, walks)
	}
	observed := twintest.Evaluate(t, models...)
	t.Run("Weakened", func(t *testing.T) { observed.Weakened(t, "Election") })
}

// failure is a test that is to fail.
type failure struct{ text string }

func (f *failure) Helper()                           {}
func (f *failure) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) }
func (f *failure) FailNow()                          { runtime.Goexit() }

// TestEvaluatedSpecRefusesAFaultyTwin has one twin with each kind of fault.
func TestEvaluatedSpecRefusesAFaultyTwin(t *testing.T) {
	type twin = twintest.Evaluated[election.Participant, election.Message]
	type call = action.Call[election.Participant, election.Message]
	around := func(name string, take func(p *election.Participant, right call) ([]election.Message, bool)) func(*twin) {
		return func(e *twin) {
			e.Steps.Actions = e.Steps.Actions.Around(func(p *election.Participant, right call) ([]election.Message, bool) {
				if right.Action == name {
					return take(p, right)
				}
				return right.Take(p)
			})
		}
	}
	for fault, c := range map[string]struct {
		spoil func(*twin)
		want  string
	}{
		"a guard is not there": {around("Ring", func(p *election.Participant, _ call) ([]election.Message, bool) {
			p.Role = election.Candidate
			return nil, true
		}), `role[p] = "follower" is false`},
		"a guard refuses too much": {around("Ring", func(*election.Participant, call) ([]election.Message, bool) {
			return nil, false
		}), ": the twin refuses the step, and each guard is true"},
		"an effect is not there": {around("Crash", func(*election.Participant, call) ([]election.Message, bool) {
			return nil, true
		}), `role' = [role EXCEPT ![p] = "down"] is false`},
		"a message is not sent": {around("Claim", func(p *election.Participant, right call) ([]election.Message, bool) {
			_, ok := right.Take(p)
			return nil, ok
		}), "Send(Heartbeats(p, b)) is false"},
		"what refuses has an effect": {around("Recover", func(p *election.Participant, right call) ([]election.Message, bool) {
			if _, ok := right.Take(p); !ok {
				p.Ballot.Epoch++
				return nil, false
			}
			return nil, true
		}), "Recover[2] was refused, and changed something"},
		"a concept has another value": {func(e *twin) {
			e.Concepts = []twintest.Concept[election.Participant, election.Message]{{Text: "MayClaim(p)",
				Is: func(p *election.Participant, _ election.Message) (any, bool) { return p.FollowsLower(), true }}}
		}, "MayClaim(p)[1] is TRUE, the twin has FALSE"},
		"an invariant is always true": {func(e *twin) {
			e.Whole["HeartbeatsAreTrue"] = func([]*election.Participant, []election.Message) any { return true }
		}, "HeartbeatsAreTrue[] is FALSE, the twin has TRUE"},
		"little is visited": {func(e *twin) { e.MaxStates = 1 }, "HandleHeartbeat was never taken"},
	} {
		t.Run(fault, func(t *testing.T) {
			e := evaluated(election.Model{Participants: 2, Epochs: 2}, "CONSTANTS Participant <- MCTwo Epochs = {1, 2}")
			e.MaxStates = 60
			c.spoil(&e)
			var f failure
			done := make(chan struct{})
			go func() {
				defer close(done)
				twintest.Evaluate(&f, e)
			}()
			<-done
			require.Contains(t, f.text, c.want)
		})
	}
}
