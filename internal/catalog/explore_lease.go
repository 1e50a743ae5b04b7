package catalog

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

type (
	leaseNode  = lease.Node[machine.Counter]
	leaseModel = explore.Model[leaseNode, replica.Message]
)

var leaseActions = lease.Actions[machine.Counter]()

// timeless is a model of Lease in which time stands still: clocks show 0 to the drift.
type timeless struct {
	counterModel
	term, drift lease.Time
}

func init() {
	one, two := []replica.ParticipantID{1}, []replica.ParticipantID{1, 2}
	registerLease("MCLeaseGraphOff", "two participants, one of whom presides, without leases, and a client with one command", timeless{counterModel{Participants: 2, Presidents: one, Tries: 1, Calls: 1, Rounds: 1}, 0, 0})
	registerLease("MCLeaseGraphAgain", "one participant that presides twice, and a client with one command", timeless{counterModel{Participants: 1, Presidents: one, Tries: 2, Calls: 1}, 1, 0})
	registerLease("MCLeaseGraphQuorum", "one participant, and a client with one command and one query, which may be confirmed", timeless{counterModel{Participants: 1, Presidents: one, Tries: 1, Calls: 1, Asks: 1, Rounds: 1}, 1, 0})
	registerLease("MCLeaseGraph", "one participant, at two readings of its clock, and a client with one command and one query", timeless{counterModel{Participants: 1, Presidents: one, Tries: 1, Calls: 1, Asks: 1}, 3, 1})
	registerLease("MCLeaseGraphTwo", "two participants who try to preside, at two readings of their clocks, and nobody who wants anything", timeless{counterModel{Participants: 2, Presidents: two, Tries: 1}, 3, 1})
}

// registerLease adds a model, which with its bounds has what all of them have.
func registerLease(name, about string, c timeless) {
	c.Instances, c.Window, c.Depth, c.Clients = 1, 1, 1, []replica.ClientID{101}
	c.Operations, c.Reads, c.Without = []replica.Op{machine.Increment}, []replica.Op{machine.Read}, lease.Replaced
	registerExploration(Exploration{
		Protocol: "lease", Name: name, About: about,
		Spec: "spec/Lease.tla", Module: "spec/MCLeaseGraph.tla", Model: c.model(name),
	})
}

// model is the model for the explorer.
func (c timeless) model(name string) *leaseModel {
	w := twin.NewVariables[leaseNode, replica.Message](func(n *leaseNode) any {
		if n.IsClient() {
			return n.Client.Variables()
		}
		return n.Replica.Variables()
	}, append(slices.Clone(replicaSets), "grants")...)
	w.Number = func(n *leaseNode) int { return int(n.Client.ID) }
	m := &leaseModel{
		Name:     name,
		Actions:  lease.Actions[machine.Counter](),
		Nodes:    c.nodes(),
		Choices:  c.choices,
		Receipts: c.receipts,
		Variables: func(nodes []*leaseNode, sent []replica.Message) map[string]string {
			variables := w.Of(nodes, sent)
			variables["now"] = "0"
			return variables
		},
		Text: w.Text,
	}
	for _, inv := range ReplicaModel(name, c.counterModel).Invariants {
		m.Invariants = append(m.Invariants, explore.Invariant[leaseNode, replica.Message]{Name: inv.Name, Holds: func(nodes []*leaseNode, sent []replica.Message) bool {
			return inv.Holds(withoutLeases(nodes), slices.DeleteFunc(slices.Clone(sent), isOfLease))
		}})
	}
	for _, inv := range lease.Invariants[machine.Counter]() {
		m.Invariants = append(m.Invariants, explore.Invariant[leaseNode, replica.Message]{Name: inv.Name, Holds: func(nodes []*leaseNode, sent []replica.Message) bool {
			s := lease.Global[machine.Counter]{Messages: sent, Drift: c.drift}
			for _, n := range nodes {
				if !n.IsClient() {
					s.Participants = append(s.Participants, &n.Replica)
				}
			}
			return inv.Holds(s)
		}})
	}
	return m
}

func isOfLease(m replica.Message) bool { return m.Type() == "LeaseRequest" || m.Type() == "Grant" }

// withoutLeases are the nodes as those of Replica.
func withoutLeases(nodes []*leaseNode) []*counterNode {
	var all []*counterNode
	for _, n := range nodes {
		all = append(all, &counterNode{Replica: n.Replica.WithoutLeases(), Client: n.Client})
	}
	return all
}

func (c timeless) nodes() []leaseNode {
	config := lease.Config{Term: c.term, Drift: c.drift}
	var nodes []leaseNode
	for _, n := range c.counterModel.Nodes() {
		l := leaseNode{Client: n.Client}
		if !n.IsClient() {
			l.Replica = *lease.Of(n.Replica, config)
		}
		nodes = append(nodes, l)
	}
	return nodes
}

// choices are those of replicas, and those of leases at each reading of the clock.
func (c timeless) choices(n leaseNode) []action.Step {
	steps := c.counterModel.Choices(counterNode{Replica: n.Replica.WithoutLeases(), Client: n.Client})
	if n.IsClient() {
		return steps
	}
	for t := range c.drift + 1 {
		steps = append(steps, action.By("RequestLease", t), action.By("LoseGrants", t))
	}
	return steps
}

// receipts are those at each reading of the clock.
func (c timeless) receipts(m replica.Message) []action.Step {
	steps := lease.Receipts(leaseActions, m, 0)
	for t := lease.Time(1); t <= c.drift; t++ {
		for _, s := range lease.Receipts(leaseActions, m, t) {
			if len(s.Params) > 1 {
				steps = append(steps, s)
			}
		}
	}
	return steps
}
