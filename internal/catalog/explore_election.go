package catalog

import (
	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/twin"
)

func init() {
	registerElection("MCElection", "two participants, three epochs, the incumbent rule", false,
		election.Model{Participants: 2, Epochs: 3, Rule: election.IncumbentRule})
	registerElection("MCElectionRank", "two participants, three epochs, the rank rule", false,
		election.Model{Participants: 2, Epochs: 3, Rule: election.RankRule})
	registerElection("MCElectionThree", "three participants, two epochs, the incumbent rule", false,
		election.Model{Participants: 3, Epochs: 2, Rule: election.IncumbentRule})
	registerElection("MCElectionThreeRank", "three participants, two epochs, the rank rule", false,
		election.Model{Participants: 3, Epochs: 2, Rule: election.RankRule})
	registerElection("MCElectionLarge", "three participants, three epochs, the incumbent rule", true,
		election.Model{Participants: 3, Epochs: 3, Rule: election.IncumbentRule})
}

func registerElection(name, about string, byCounts bool, c election.Model) {
	registerExploration(Exploration{
		Protocol: "election", Name: name, About: about, ByCounts: byCounts,
		Spec: "spec/Election.tla", Module: "spec/MCElection.tla", Model: ElectionModel(name, c),
	})
}

// ElectionModel is an election for the explorer.
func ElectionModel(name string, c election.Model) *explore.Model[election.Participant, election.Message] {
	w := twin.NewVariables[election.Participant, election.Message](func(p *election.Participant) any {
		return p.Variables()
	})
	m := &explore.Model[election.Participant, election.Message]{
		Name:      name,
		Actions:   election.Actions,
		Nodes:     c.Nodes(),
		Choices:   c.Choices,
		Variables: w.Of,
		Text:      w.Text,
	}
	for _, inv := range c.Invariants() {
		m.Invariants = append(m.Invariants, explore.Invariant[election.Participant, election.Message]{
			Name: inv.Name,
			Holds: func(nodes []*election.Participant, messages []election.Message) bool {
				return inv.Holds(election.State{Participants: nodes, Messages: messages})
			},
		})
	}
	return m
}
