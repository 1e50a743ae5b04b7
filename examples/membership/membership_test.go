package membership

import (
	"strings"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/conform"
	"github.com/lockstep-paxos/lockstep/explore"
)

var protocol = conform.Protocol[Node, Message]{
	Spec:    conform.Spec{Module: "Membership"},
	Nodes:   3,
	New:     func(id int) *Node { return New(id, 3, 2) },
	Vars:    func(n *Node) any { return n.Vars },
	Actions: conform.Methods((*Node).Add, (*Node).HandleChange, (*Node).HandleKnown),
}

// Whatever the code does the spec allows, so each run conforms.
func TestARunConforms(t *testing.T) {
	record := conform.Record(t, protocol)
	one, two := New(1, 3, 2), New(2, 3, 2)
	changes, _ := one.Add(2)
	record.Step(one, "Add", changes, ballot.ParticipantID(2))
	change := changes[0].(Change)
	known, _ := two.HandleChange(change)
	record.Step(two, "HandleChange", known, change)
	one.HandleKnown(known[0].(Known))
	record.Step(one, "HandleKnown", nil, known[0])
	changes, enabled := one.Add(3)
	record.Step(one, "Add", changes, ballot.ParticipantID(3))
	if !enabled {
		t.Error("the second change is disabled")
	}
	conform.Validate(t, record)
}

// The graph of the spec has a change that the code forbids.
func TestASpecThatAllowsTooMuchIsFound(t *testing.T) {
	c := conform.Graphs(t, protocol, conform.Model[Node]{Choices: func(*Node) []action.Step {
		return []action.Step{action.By("Add", ballot.ParticipantID(1)), action.By("Add", ballot.ParticipantID(2)), action.By("Add", ballot.ParticipantID(3))}
	}})
	for _, d := range c.Differences {
		if d.What == explore.StepsOnlyTLC && strings.Contains(d.Examples[0], "Add changes") {
			return
		}
	}
	t.Errorf("no change that only the spec takes was found: %+v", c.Differences)
}
