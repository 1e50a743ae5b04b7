package replica_test

import (
	"slices"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

const spec = "../spec/Replica.tla"

// The state machine of the spec.
type (
	model  = replica.Model[machine.Counter]
	node   = replica.Node[machine.Counter]
	global = replica.Global[machine.Counter]
)

// parliament is a participant with the state machine of the spec.
type parliament = replica.Replica[machine.Counter]

// actions are all actions, ownActions those that multidecree does not have and test.
var (
	actions    = replica.Actions[machine.Counter]()
	ownActions = actions.Names()[slices.Index(actions.Names(), "Call"):]
)

// constants are what the guards of the actions, and of those of multidecree, name.
var constants = map[string]any{
	"NoOp": replica.NoOp, "multidecree.Presiding": multidecree.Presiding,
	"Idle": multidecree.Idle, "Trying": multidecree.Trying, "Presiding": multidecree.Presiding,
}

func TestReplicaPairsWithItsSpec(t *testing.T) { twintest.Pairs(t, spec, ".", actions) }

func TestPartsOfStepsCannotBeTakenAlone(t *testing.T) {
	twintest.Callable(t, new(parliament), actions, multidecree.Actions.Names()...)
}

func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	begin := waiting()
	twintest.Guards(t, ".", constants, ownActions, twintest.Walk[node, replica.Message]{
		Actions: actions,
		Nodes:   func() []node { return slices.Clone(begin.nodes) },
		Sent:    begin.Messages,
		Choices: func(n node) []action.Step { return append(few(small.Choices(n)), outside(n)...) },
		Dest:    func(m replica.Message) int { return placeOf(m.Receiver()) + 1 },
		Actor:   (*node).Actor,
		Rarely:  3, Steps: 300, Seeds: 60,
	})
}

// few are the steps, but of each action only some.
func few(steps []action.Step) []action.Step {
	taken := map[string]int{}
	return slices.DeleteFunc(steps, func(s action.Step) bool {
		taken[s.Action]++
		return taken[s.Action] > 6
	})
}

// outside are steps with parameters that no model offers.
func outside(n node) []action.Step {
	if n.IsClient() {
		return []action.Step{action.By("Call", replica.Op("")), action.By("Ask", replica.Op("")), action.By("GiveUpQuery", 9)}
	}
	nobodys := replica.NewBatch(replica.Command{Client: 11, Op: "increment", Seq: 9})
	i := n.Replica.Top() + 1
	steps := []action.Step{
		action.By("Propose", i, replica.NoOp), action.By("Propose", i, nobodys), action.By("Repropose", i, replica.NoOp), action.By("Repropose", i, nobodys),
		action.By("AnswerQuery", replica.NotedQuery{Client: 11, Query: 9}),
	}
	if requests := n.Replica.Requests.List(); len(requests) > 0 {
		steps = append(steps, action.By("Propose", i, replica.NewBatch(requests[0], requests[0])),
			action.By("Propose", i, replica.NewBatch(requests[0], replica.Command{Client: 11, Op: machine.Increment, Seq: 9})))
	}
	for _, q := range n.Replica.Queries {
		q.Query++
		steps = append(steps, action.By("AnswerQuery", q))
	}
	for i := range small.Instances {
		steps = append(steps, action.By("Propose", i+1, replica.NoOp))
	}
	return steps
}
