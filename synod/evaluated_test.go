package synod_test

import (
	"testing"

	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/synod"
)

// concepts are those of spec/Synod.tla that the twin has.
var concepts = []twintest.Concept[synod.Participant, synod.Message]{
	{Text: "Answered(p)", Is: func(p *synod.Participant, _ synod.Message) (any, bool) { return twintest.Set(p.Answered()), true }},
	{Text: "Choices(p)", Is: func(p *synod.Participant, _ synod.Message) (any, bool) {
		return twintest.Set(p.Choices()), p.Status == synod.Trying && p.IsMajority(p.Answered())
	}},
	{Text: "IsMajority(voters[p])", Is: func(p *synod.Participant, _ synod.Message) (any, bool) { return p.IsMajority(p.Voters), true }},
	{Text: "IsHigher(lastTried[p], nextBal[p])", Is: func(p *synod.Participant, _ synod.Message) (any, bool) {
		return p.LastTried.IsHigher(p.NextBal), true
	}},
	{Text: "Passes(p, m)", Is: func(p *synod.Participant, m synod.Message) (any, bool) {
		voted, ok := m.(synod.Voted)
		return ok && p.Passes(voted), ok
	}},
	{Text: "LastVoteTo(p, m)", Is: func(p *synod.Participant, m synod.Message) (any, bool) {
		next, ok := m.(synod.NextBallot)
		if !ok {
			return nil, false
		}
		return twintest.Messages(p.LastVoteTo(next)), true
	}},
}

// evaluated is the twin of this model beside the text of its spec with these constants.
func evaluated(model synod.Model, config string) twintest.Evaluated[synod.Participant, synod.Message] {
	e := twintest.Evaluated[synod.Participant, synod.Message]{
		Module: "MCSynod", Config: config, Vars: func(p *synod.Participant) any { return p.Variables() }, Sets: []string{"prevVotes", "voters"},
		Concepts: concepts, Implied: []string{
			"HandleLastVote: m.dest = p",        // Who answers a number answers its owner.
			"HandleVoted: m.dest = p",           // So do those who vote.
			`BeginBallot: status[p] = "trying"`, // Nobody else has answers.
		}, Whole: map[string]func([]*synod.Participant, []synod.Message) any{},
		Steps: twintest.Walk[synod.Participant, synod.Message]{
			Actions: synod.Actions, Nodes: model.Nodes, Choices: model.Choices,
			Dest: func(m synod.Message) int { return int(m.Receiver()) },
		},
	}
	for _, inv := range model.Invariants() {
		e.Whole[inv.Name] = func(nodes []*synod.Participant, sent []synod.Message) any {
			return inv.Holds(synod.State{Participants: nodes, Messages: sent})
		}
	}
	return e
}

// TestEvaluatedSpecAgreesWithTheTwin visits each state of MCSynod, and walks where there
// are three participants.
func TestEvaluatedSpecAgreesWithTheTwin(t *testing.T) {
	small := evaluated(synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}}, Tries: 1, Crash: true}, `
		CONSTANTS Participant <- MCTwo Proposals <- MCTwoPropose Tries = {1}`)
	small.MaxStates = 888
	walks := evaluated(synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}, {}}, Tries: 3, Crash: true}, `
		CONSTANTS Participant <- MCThree Proposals <- MCTwoOf3Propose Tries = {1, 2, 3}`)
	walks.Steps.Rarely, walks.Steps.Steps, walks.Steps.Seeds = 4, 200, 30
	twintest.Evaluate(t, small, walks)
}
