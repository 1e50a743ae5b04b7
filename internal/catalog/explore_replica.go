package catalog

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// What a replica is here: one that has the state machine of the spec.
type (
	counterModel = replica.Model[machine.Counter]
	counterNode  = replica.Node[machine.Counter]
)

func init() {
	registerReplica("MCReplicaGraph", "one participant that presides twice, and a client with one command and one query", false, counterModel{
		Participants: 1, Presidents: []replica.ParticipantID{1}, Tries: 2, Instances: 1, Window: 1,
		Clients: []replica.ClientID{101}, Depth: 1, Operations: []replica.Op{machine.Increment}, Reads: []replica.Op{machine.Read}, Calls: 1, Asks: 1, Rounds: 1,
	})
	registerReplica("MCReplicaGraphTwo", "two participants, one of whom presides, and a client with one command", false, counterModel{
		Participants: 2, Presidents: []replica.ParticipantID{1}, Tries: 1, Instances: 1, Window: 1,
		Clients: []replica.ClientID{101}, Depth: 1, Operations: []replica.Op{machine.Increment}, Reads: []replica.Op{machine.Read}, Calls: 1, Asks: 0, Rounds: 1,
	})
}

func registerReplica(name, about string, byCounts bool, c counterModel) {
	registerExploration(Exploration{
		Protocol: "replica", Name: name, About: about, ByCounts: byCounts,
		Spec: "spec/Replica.tla", Module: "spec/MCReplicaGraph.tla", Model: ReplicaModel(name, c),
	})
}

// replicaSets are the JSON names of the fields of nodes and messages that are sets.
var replicaSets = slices.Concat(multiDecreeSets, []string{"sessions", "requests", "queries", "confirms", "outstanding", "querying"})

// ReplicaModel is a replicated counter and its clients for the explorer.
func ReplicaModel(name string, c counterModel) *explore.Model[counterNode, replica.Message] {
	w := twin.NewVariables[counterNode, replica.Message](variablesOfNode, replicaSets...)
	w.Number = func(n *counterNode) int { return int(n.Client.ID) }
	m := &explore.Model[counterNode, replica.Message]{
		Name:      name,
		Actions:   replica.Actions[machine.Counter](),
		Nodes:     c.Nodes(),
		Choices:   c.Choices,
		Variables: w.Of,
		Text:      w.Text,
	}
	for _, inv := range c.Invariants() {
		m.Invariants = append(m.Invariants, explore.Invariant[counterNode, replica.Message]{
			Name: inv.Name,
			Holds: func(nodes []*counterNode, messages []replica.Message) bool {
				return inv.Holds(replica.GlobalOf(nodes, messages))
			},
		})
	}
	for _, inv := range (multidecree.Model{}).Invariants()[1:] { // TypeOK speaks of a model.
		m.Invariants = append(m.Invariants, explore.Invariant[counterNode, replica.Message]{
			Name: inv.Name,
			Holds: func(nodes []*counterNode, messages []replica.Message) bool {
				return inv.Holds(replica.GlobalOf(nodes, messages).Parliament())
			},
		})
	}
	return m
}

// variablesOfNode are the variables of a participant or a client.
func variablesOfNode(n *counterNode) any {
	if n.IsClient() {
		return n.Client.Variables()
	}
	return n.Replica.Variables()
}
