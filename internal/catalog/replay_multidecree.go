package catalog

import (
	"github.com/lockstep-paxos/lockstep/multidecree"
)

func init() {
	const name = "MCMultiDecreeSimulate"
	replays["multidecree"] = Exploration{
		Protocol: "multidecree", Name: name, Spec: "spec/MultiDecree.tla", Module: "spec/MCMultiDecreeSimulate.tla",
		About:   "three participants, all of whom propose, three tries each, three instances",
		Actions: multidecree.Actions.Names(),
		Model: MultiDecreeModel(name, multidecree.Model{
			Proposals: [][]multidecree.Decree{{`["a"]`}, {`["b"]`}, {`["a"]`}}, Tries: 3, Instances: 3, Window: 2,
			States: []multidecree.State{`["s"]`},
		}),
	}
}
