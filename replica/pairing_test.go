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

// actions are all actions.
var actions = replica.Actions[machine.Counter]()

// constants are what the guards of the actions, and of those of multidecree, name.
var constants = map[string]any{
	"NoOp": replica.NoOp, "multidecree.Presiding": multidecree.Presiding,
	"Idle": multidecree.Idle, "Trying": multidecree.Trying, "Presiding": multidecree.Presiding,
}

func TestReplicaPairsWithItsSpec(t *testing.T) { twintest.Pairs(t, spec, ".", actions) }

func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	own := slices.Index(actions.Names(), "Call") // Package multidecree tests the others.
	begin := halfway()
	one := begin.Participants[0] // Another query waits for what it has not executed: a walk seldom gets there.
	begin.receive(begin.receive(begun(begin, one)...)...)
	begin.receive(begin.step(begin.Clients[1].Ask(machine.Read))[0])
	begin.receive(begin.receive(begin.step(one.Confirm())[1])...)
	twintest.Guards(t, ".", constants, actions.Names()[own:], twintest.Walk[node, replica.Message]{
		Actions: actions,
		Nodes:   func() []node { return slices.Clone(begin.nodes) },
		Sent:    begin.Messages,
		Choices: func(n node) []action.Step { return append(few(small.Choices(n)), outside(n)...) },
		Dest:    func(m replica.Message) int { return placeOf(m.Receiver()) + 1 },
		Actor:   (*node).Actor,
		Rarely:  3, Steps: 300, Seeds: 60,
	})
}

// begun are the messages in which p put decrees to the vote to itself.
func begun(s *scene, p *parliament) []replica.Message {
	return slices.DeleteFunc(slices.Clone(s.Messages), func(m replica.Message) bool {
		begin, ok := m.(multidecree.BeginBallot)
		return !ok || begin.From != p.ID || begin.Dest != p.ID
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
		return []action.Step{action.By("Call", ""), action.By("Ask", ""), action.By("GiveUpQuery", 9)}
	}
	nobodys := replica.NewBatch(replica.Command{Client: 11, Op: "increment", Seq: 9})
	i := n.Replica.Top() + 1
	return []action.Step{
		action.By("Propose", i, replica.NoOp), action.By("Propose", i, nobodys), action.By("Repropose", i, replica.NoOp),
		action.By("AnswerQuery", replica.NotedQuery{Client: 11, Query: 9}),
	}
}
