// Package twophase is two-phase commit: the rules, as spec/TwoPhase.tla has them, and a
// runtime of goroutines and channels.
package twophase

import "github.com/lockstep-paxos/lockstep/ballot"

// Message goes from one node to another.
type Message interface{ Type() string }

// Yes is a vote.
type Yes struct {
	From int `json:"from"`
	Dest int `json:"dest"`
}

// Decision is what the coordinator decided: "committed" or "aborted".
type Decision struct {
	Dest  int    `json:"dest"`
	State string `json:"state"`
}

// Type is the message's type in the spec.
func (Yes) Type() string { return "Yes" }

// Type is the message's type in the spec.
func (Decision) Type() string { return "Decision" }

// Vars are the variables of a node.
type Vars struct {
	State string              `json:"state"`
	Votes ballot.Participants `json:"votes"`
}

// Coordinator is the node that decides.
const Coordinator = 1

// Node is a node. Each exported method is the action of the spec of that name.
type Node struct {
	ID    int
	Nodes int
	Vars
}

// New is a node of so many, as it begins.
func New(id, nodes int) *Node { return &Node{id, nodes, Vars{State: "working"}} }

// Vote promises to do what the coordinator decides.
func (n *Node) Vote() ([]Message, bool) {
	if n.ID == Coordinator || n.State != "working" {
		return nil, false
	}
	n.State = "prepared"
	return []Message{Yes{n.ID, Coordinator}}, true
}

// Refuse aborts, before anything was promised.
func (n *Node) Refuse() ([]Message, bool) {
	if n.ID == Coordinator || n.State != "working" {
		return nil, false
	}
	n.State = "aborted"
	return nil, true
}

// HandleYes counts a vote.
func (n *Node) HandleYes(m Yes) ([]Message, bool) {
	if m.Dest != n.ID || n.State != "working" {
		return nil, false
	}
	n.Votes = n.Votes.With(ballot.ParticipantID(m.From))
	return nil, true
}

// Commit decides to commit, for all have voted.
func (n *Node) Commit() ([]Message, bool) {
	if n.ID != Coordinator || n.State != "working" || len(n.Votes) != n.Nodes-1 {
		return nil, false
	}
	return n.decide("committed")
}

// Abort decides to abort.
func (n *Node) Abort() ([]Message, bool) {
	if n.ID != Coordinator || n.State != "working" {
		return nil, false
	}
	return n.decide("aborted")
}

func (n *Node) decide(state string) ([]Message, bool) {
	n.State = state
	var all []Message
	for p := 2; p <= n.Nodes; p++ {
		all = append(all, Decision{p, state})
	}
	return all, true
}

// HandleDecision does what the coordinator decided.
func (n *Node) HandleDecision(m Decision) ([]Message, bool) {
	if m.Dest != n.ID {
		return nil, false
	}
	n.State = m.State
	return nil, true
}
