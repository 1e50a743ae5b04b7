package synod_test

import (
	"slices"
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
		Concepts: concepts, Whole: map[string]func([]*synod.Participant, []synod.Message) any{},
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
	e.Whole["Inv"] = func(nodes []*synod.Participant, sent []synod.Message) any {
		return !slices.ContainsFunc(model.Invariants(), func(inv synod.Invariant) bool {
			return inv.Name != "Coherence" && !inv.Holds(synod.State{Participants: nodes, Messages: sent})
		})
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
	walks.Steps.Rarely, walks.Steps.Steps, walks.Steps.Seeds = 4, 150, 8
	small.Init = "Init"
	observed := twintest.Evaluate(t, small, walks)
	t.Run("Weakened", func(t *testing.T) { observed.Weakened(t, "Synod") })
}
