package catalog

import (
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// How the twins of replicas, with any of the state machines, take the steps of traces.

// traced is a state machine of which there may be traces.
type traced[M any] interface {
	comparable
	replica.Machine[M]
}

// replicaTwin is the Go twin of a run's participants and clients.
type replicaTwin[M traced[M]] struct{ ReplicaConstants }

// counterTwin is that of the spec.
type counterTwin = replicaTwin[machine.Counter]

func (t replicaTwin[M]) Nodes() []int { return append(nodesOf(t.Participants), nodesOf(t.Clients)...) }

func (t replicaTwin[M]) Begin(id int) trace.Node {
	if t.isClient(id) {
		actions := replica.ActionsOn(nobody[replica.Client, replica.Replica[M]], itself[replica.Client])
		return twin.KindOf(actions, func(c *replica.Client) any { return c.Variables() }).Begin(*t.client(id))
	}
	actions := replica.ActionsOn(itself[replica.Replica[M]], nobody[replica.Replica[M], replica.Client])
	return twin.KindOf(actions, func(p *replica.Replica[M]) any { return p.Variables() }).Begin(*t.participant(id))
}

// A node is either a participant or a client.
func itself[N any](n *N) *N          { return n }
func nobody[N, other any](*N) *other { return nil }

func (t replicaTwin[M]) isClient(node int) bool {
	return !t.Participants.Contains(replica.ParticipantID(node))
}

// config is what everybody is told. The spec has two operations for its counter; a machine of
// another kind knows itself which it has.
func (t replicaTwin[M]) config() replica.Config {
	config := replica.Config{Participants: t.Participants, Window: t.Window, Depth: t.Depth}
	if t.Machine == "" {
		config.Operations, config.Reads = []replica.Op{machine.Increment, machine.Read}, []replica.Op{machine.Read}
	}
	return config
}

func (t replicaTwin[M]) participant(node int) *replica.Replica[M] {
	return replica.New[M](replica.ParticipantID(node), t.config())
}

func (t replicaTwin[M]) client(node int) *replica.Client {
	return replica.NewClient(replica.ClientID(node), t.config())
}
