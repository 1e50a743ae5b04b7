// Package membership changes the members of a group, one at a time. Its code has a guard that
// its spec lacks: no change begins before some node knows of the one before. No run can show
// that, for what the code does the spec allows; the comparison of graphs does.
package membership

import "github.com/lockstep-paxos/lockstep/ballot"

// Message goes from one node to another.
type Message interface{ Type() string }

// Change tells of a change.
type Change struct {
	Dest    int                 `json:"dest"`
	Version int                 `json:"version"`
	Members ballot.Participants `json:"members"`
}

// Known tells node 1 that a change is known.
type Known struct {
	From    int `json:"from"`
	Version int `json:"version"`
}

// Type is the message's type in the spec.
func (Change) Type() string { return "Change" }

// Type is the message's type in the spec.
func (Known) Type() string { return "Known" }

// Vars are the variables of a node.
type Vars struct {
	Members ballot.Participants `json:"members"`
	Version int                 `json:"version"`
	Known   ballot.Participants `json:"known"`
}

// Node is a node. Each exported method is the action of the spec of that name.
type Node struct {
	ID, Nodes, Last int
	Vars
}

// New is a node of so many, as it begins; there are to be so many changes.
func New(id, nodes, last int) *Node {
	return &Node{id, nodes, last, Vars{Members: ballot.Participants{1}}}
}

// Add adds a node to the members.
func (n *Node) Add(node ballot.ParticipantID) ([]Message, bool) {
	members := n.Members.With(node)
	if n.ID != 1 || n.Version >= n.Last || len(members) == len(n.Members) {
		return nil, false
	}
	if n.Version > 0 && len(n.Known) == 0 { // The spec permits this.
		return nil, false
	}
	n.Vars = Vars{Members: members, Version: n.Version + 1}
	var all []Message
	for p := 2; p <= n.Nodes; p++ {
		all = append(all, Change{p, n.Version, members})
	}
	return all, true
}

// HandleChange takes a later change over.
func (n *Node) HandleChange(m Change) ([]Message, bool) {
	if m.Dest != n.ID || m.Version <= n.Version {
		return nil, false
	}
	n.Members, n.Version = m.Members, m.Version
	return []Message{Known{n.ID, m.Version}}, true
}

// HandleKnown notes that a node knows of the last change.
func (n *Node) HandleKnown(m Known) ([]Message, bool) {
	if n.ID != 1 || m.Version != n.Version {
		return nil, false
	}
	n.Known = n.Known.With(ballot.ParticipantID(m.From))
	return nil, true
}
