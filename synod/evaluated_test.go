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
		Concepts: concepts, Whole: map[string]func([]*synod.Participant, []synod.Message) any{},
		Steps: twintest.Walk[synod.Participant, synod.Message]{
			Actions: synod.Actions, Nodes: model.Nodes, Choices: model.Choices,
			Dest: func(m synod.Message) int { return int(m.Receiver()) },
		},
	}
	var inductive []string
	for _, inv := range model.Invariants() {
		e.Whole[inv.Name] = func(nodes []*synod.Participant, sent []synod.Message) any {
			return inv.Holds(synod.State{Participants: nodes, Messages: sent})
		}
		if inv.Name != "Coherence" { // Which follows.
			inductive = append(inductive, inv.Name)
		}
	}
	e.Whole["Inv"] = twintest.All(e.Whole, inductive...)
	return e
}

// twoDecrees is a state in which OneDecreePerBallot is the only conjunct of Inv that is false:
// participant 1 has left its ballot, in which nobody has voted.
func twoDecrees(model synod.Model) twintest.System[synod.Participant, synod.Message] {
	nodes := model.Nodes()
	number := synod.Number{Try: 1, Owner: 1}
	sent, _ := nodes[0].ChooseBallotNumber(number)
	nodes[0].Crash()
	for _, d := range []synod.Decree{"a", "b"} {
		sent = append(sent, synod.BeginBallot{Envelope: synod.Envelope{From: 1, Dest: 2}, Number: number, Decree: d})
	}
	return twintest.System[synod.Participant, synod.Message]{Nodes: []*synod.Participant{&nodes[0], &nodes[1]}, Sent: sent}
}

// TestEvaluatedSpecAgreesWithTheTwin visits each state of MCSynod, and walks where there
// are three participants.
func TestEvaluatedSpecAgreesWithTheTwin(t *testing.T) {
	model := synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}}, Tries: 1, Crash: true}
	small := evaluated(model, `
		CONSTANTS Participant <- MCTwo Proposals <- MCTwoPropose Tries = {1}`)
	small.MaxStates = 888
	walks := evaluated(synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}, {}}, Tries: 3, Crash: true}, `
		CONSTANTS Participant <- MCThree Proposals <- MCTwoOf3Propose Tries = {1, 2, 3}`)
	walks.Steps.Rarely, walks.Steps.Steps, walks.Steps.Seeds = 4, 150, 8
	small.Init, small.Unreached = "Init", []twintest.System[synod.Participant, synod.Message]{twoDecrees(model)}
	observed := twintest.Evaluate(t, small, walks)
	t.Run("Weakened", func(t *testing.T) { observed.Weakened(t, "Synod") })
}
