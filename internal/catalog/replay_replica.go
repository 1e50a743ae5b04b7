package catalog

import (
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// givingUp does to a client what an answer does, so that a state of a behaviour would not
// tell which of the two has happened.
var givingUp = []string{"GiveUp", "GiveUpQuery"}

func init() {
	const name = "MCReplicaSimulate"
	replays["replica"] = Exploration{
		Protocol: "replica", Name: name, Spec: "spec/Replica.tla", Module: "spec/MCReplicaSimulate.tla",
		About:   "two participants, three tries each, three instances, two clients with two commands and a query",
		Actions: replica.Actions[machine.Counter]().Without(givingUp...).Names(),
		Model: ReplicaModel(name, counterModel{
			Participants: 2, Presidents: []replica.ParticipantID{1, 2}, Tries: 3, Instances: 3, Window: 2,
			Clients: []replica.ClientID{101, 102}, Depth: 2, Operations: []replica.Op{machine.Increment}, Reads: []replica.Op{machine.Read}, Calls: 2, Asks: 1, Rounds: 1,
			Without: givingUp,
		}),
	}
}
