package multidecree_test

import (
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

const spec = "../spec/MultiDecree.tla"

// constants are what the guards of actions.go name.
var constants = map[string]any{
	"Idle": multidecree.Idle, "Trying": multidecree.Trying, "Presiding": multidecree.Presiding,
}

func TestMultiDecreePairsWithItsSpec(t *testing.T) {
	twintest.Pairs(t, spec, ".", multidecree.Actions)
}

func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	model := multidecree.Model{
		Proposals: [][]multidecree.Decree{{`["a"]`}, {`["b"]`}, {}}, Tries: 2, Instances: 3, Window: 1, States: []multidecree.State{`["s"]`},
	}
	twintest.Guards(t, ".", constants, multidecree.Actions.Names(), twintest.Walk[multidecree.Participant, multidecree.Message]{
		Actions: multidecree.Actions,
		// One has truncated, and the others do not know yet: a walk seldom gets there.
		Nodes: func() []multidecree.Participant {
			nodes := model.Nodes()
			nodes[1].InstallSnapshot(multidecree.Snapshot{Envelope: multidecree.Envelope{From: 3, Dest: 2}, Cut: 1, State: `["s"]`})
			return nodes
		},
		Choices: func(p multidecree.Participant) []action.Step { return append(model.Choices(p), outside(p)...) },
		Dest:    func(m multidecree.Message) int { return int(m.Receiver()) },
		Rarely:  2, Steps: 400, Seeds: 40,
	})
}

// outside are steps with parameters that no model offers.
func outside(p multidecree.Participant) []action.Step {
	return []action.Step{action.By("BeginBallot", 0, multidecree.NoOp), action.By("Truncate", p.Written, multidecree.State(""))}
}
