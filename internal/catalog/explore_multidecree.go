package catalog

import (
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

func init() {
	registerMultiDecree("MCMultiDecreeAlone", "one participant, two tries, two instances: gaps are filled", false,
		multidecree.Model{
			Proposals: [][]multidecree.Decree{{`["a"]`}}, Tries: 2, Instances: 2, Window: 2, States: []multidecree.State{`["s"]`},
		})
	registerMultiDecree("MCMultiDecreeGraph", "two participants, both of whom propose, one instance", false,
		multidecree.Model{
			Proposals: [][]multidecree.Decree{{`["a"]`}, {`["b"]`}}, Tries: 1, Instances: 1, Window: 1, States: []multidecree.State{`["s"]`},
		})
}

func registerMultiDecree(name, about string, byCounts bool, c multidecree.Model) {
	registerExploration(Exploration{
		Protocol: "multidecree", Name: name, About: about, ByCounts: byCounts,
		Spec: "spec/MultiDecree.tla", Module: "spec/MCMultiDecree.tla", Model: MultiDecreeModel(name, c),
	})
}

// multiDecreeSets are the JSON names of the fields of participants and messages that
// are sets.
var multiDecreeSets = []string{"votes", "ledger", "answered", "known", "proposed", "voters"}

// MultiDecreeModel is a parliament for the explorer.
func MultiDecreeModel(name string, c multidecree.Model) *explore.Model[multidecree.Participant, multidecree.Message] {
	w := twin.NewVariables[multidecree.Participant, multidecree.Message](func(p *multidecree.Participant) any {
		return p.Variables()
	}, multiDecreeSets...)
	m := &explore.Model[multidecree.Participant, multidecree.Message]{
		Name:      name,
		Actions:   multidecree.Actions,
		Nodes:     c.Nodes(),
		Choices:   c.Choices,
		Variables: w.Of,
		Text:      w.Text,
	}
	for _, inv := range c.Invariants() {
		m.Invariants = append(m.Invariants, explore.Invariant[multidecree.Participant, multidecree.Message]{
			Name: inv.Name,
			Holds: func(nodes []*multidecree.Participant, messages []multidecree.Message) bool {
				return inv.Holds(multidecree.Global{Participants: nodes, Messages: messages})
			},
		})
	}
	return m
}
