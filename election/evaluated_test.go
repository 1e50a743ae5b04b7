package election_test

import (
	"fmt"
	"testing"

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
	for _, inv := range model.Invariants() {
		e.Whole[inv.Name] = func(nodes []*election.Participant, sent []election.Message) any {
			return inv.Holds(election.State{Participants: nodes, Messages: sent})
		}
	}
	return e
}

// TestEvaluatedSpecAgreesWithTheTwin visits each state of two participants, and walks
// where there are three, under either rule.
func TestEvaluatedSpecAgreesWithTheTwin(t *testing.T) {
	var models []twintest.Evaluated[election.Participant, election.Message]
	for _, rule := range []election.Rule{election.IncumbentRule, election.RankRule} {
		small := evaluated(election.Model{Participants: 2, Epochs: 2, Rule: rule}, "CONSTANTS Participant <- MCTwo Epochs = {1, 2}")
		small.MaxStates = 441
		walks := evaluated(election.Model{Participants: 3, Epochs: 3, Rule: rule}, "CONSTANTS Participant <- MCThree Epochs = {1, 2, 3}")
		walks.Steps.Rarely, walks.Steps.Steps, walks.Steps.Seeds = 2, 200, 10
		models = append(models, small, walks)
	}
	twintest.Evaluate(t, models...)
}
