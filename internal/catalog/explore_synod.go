package catalog

import (
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/synod"
)

func init() {
	registerSynod("MCSynod", "two participants, both of whom propose", false,
		synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}}, Tries: 1, Crash: true})
	registerSynod("MCSynodGraph", "three participants, two of whom propose", false,
		synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}, {}}, Tries: 1, Crash: true})
	registerSynod("MCSynodTwice", "two participants, both of whom may try twice", true,
		synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}}, Tries: 2, Crash: true})
	registerSynod("MCSynodLarge", "four participants, one of whom proposes one decree and one either of two", true,
		synod.Model{Proposals: [][]synod.Decree{{"a", "b"}, {"b"}, {}, {}}, Tries: 1, Crash: true})
}

func registerSynod(name, about string, byCounts bool, c synod.Model) {
	registerExploration(Exploration{
		Protocol: "synod", Name: name, About: about, ByCounts: byCounts,
		Spec: "spec/Synod.tla", Module: "spec/MCSynod.tla", Model: SynodModel(name, c),
	})
}

// SynodModel is a synod for the explorer.
func SynodModel(name string, c synod.Model) *explore.Model[synod.Participant, synod.Message] {
	w := twin.NewVariables[synod.Participant, synod.Message](func(p *synod.Participant) any {
		return p.Variables()
	}, "prevVotes", "voters")
	m := &explore.Model[synod.Participant, synod.Message]{
		Name:      name,
		Actions:   synod.Actions,
		Nodes:     c.Nodes(),
		Choices:   c.Choices,
		Variables: w.Of,
		Text:      w.Text,
	}
	for _, inv := range c.Invariants() {
		m.Invariants = append(m.Invariants, explore.Invariant[synod.Participant, synod.Message]{
			Name: inv.Name,
			Holds: func(nodes []*synod.Participant, messages []synod.Message) bool {
				return inv.Holds(synod.State{Participants: nodes, Messages: messages})
			},
		})
	}
	return m
}
