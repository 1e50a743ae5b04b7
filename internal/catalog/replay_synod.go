package catalog

import (
	"github.com/lockstep-paxos/lockstep/synod"
)

func init() {
	const name = "MCSynodSimulate"
	replays["synod"] = Exploration{
		Protocol: "synod", Name: name, Spec: "spec/Synod.tla", Module: "spec/MCSynodSimulate.tla",
		About:   "three participants, all of whom propose, three tries each",
		Actions: synod.Actions.Names(),
		Model:   SynodModel(name, synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}, {"a"}}, Tries: 3, Crash: true}),
	}
}
