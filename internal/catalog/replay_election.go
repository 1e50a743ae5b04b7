package catalog

import (
	"github.com/lockstep-paxos/lockstep/election"
)

func init() {
	const name = "MCElectionSimulate"
	replays["election"] = Exploration{
		Protocol: "election", Name: name, Spec: "spec/Election.tla", Module: "spec/MCElectionSimulate.tla",
		About:   "three participants, nine epochs, the rank rule",
		Actions: election.Actions.Names(),
		Model:   ElectionModel(name, election.Model{Participants: 3, Epochs: 9, Rule: election.RankRule}),
	}
}
