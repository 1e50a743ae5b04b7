package replica_test

import (
	"slices"
	"testing"

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
	step   = replica.Step[machine.Counter]
	global = replica.Global[machine.Counter]
)

// parliament is a participant with the state machine of the spec.
type parliament = replica.Replica[machine.Counter]

// constants are what the guards of the actions, and of those of multidecree, name.
var constants = map[string]any{
	"NoOp": replica.NoOp, "multidecree.Presiding": multidecree.Presiding,
	"Idle": multidecree.Idle, "Trying": multidecree.Trying, "Presiding": multidecree.Presiding,
}

func TestReplicaPairsWithItsSpec(t *testing.T) { twintest.Pairs(t, spec, ".", replica.Actions) }

func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	own := slices.Index(replica.Actions, "Call") // Package multidecree tests the others.
	begin := halfway()
	one := begin.Participants[0] // Another query waits for what it has not executed: a walk seldom gets there.
	begin.receive(begin.receive(begun(begin, one)...)...)
	begin.receive(begin.step(begin.Clients[1].Ask(machine.Read))[0])
	begin.receive(begin.receive(begin.step(one.Confirm())[1])...)
	twintest.Guards(t, ".", constants, replica.Actions[own:], twintest.Walk[node, replica.Message]{
		Nodes:   func() []node { return slices.Clone(begin.nodes) },
		Sent:    begin.Messages,
		Choices: func(n node) []step { return append(few(small.Choices(n)), outside(n)...) },
		Receipt: replica.Receipts[machine.Counter],
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
func few(steps []step) []step {
	taken := map[string]int{}
	return slices.DeleteFunc(steps, func(s step) bool {
		taken[s.Action]++
		return taken[s.Action] > 6
	})
}

// outside are steps with parameters that no model offers.
func outside(n node) []step {
	replicas := func(action string, take func(*parliament) ([]replica.Message, bool), params ...any) step {
		return step{Action: action, Params: params, Take: func(n *node) ([]replica.Message, bool) { return take(&n.Replica) }}
	}
	clients := func(action string, take func(*replica.Client) ([]replica.Message, bool), params ...any) step {
		return step{Action: action, Params: params, Take: func(n *node) ([]replica.Message, bool) { return take(&n.Client) }}
	}
	if n.IsClient() {
		return []step{
			clients("Call", func(c *replica.Client) ([]replica.Message, bool) { return c.Call("") }, ""),
			clients("Ask", func(c *replica.Client) ([]replica.Message, bool) { return c.Ask("") }, ""),
			clients("GiveUpQuery", func(c *replica.Client) ([]replica.Message, bool) { return c.GiveUpQuery(9) }, 9),
		}
	}
	nobodys := replica.NewBatch(replica.Command{Client: 11, Op: "increment", Seq: 9})
	none := replica.NotedQuery{Client: 11, Query: 9}
	i := n.Replica.Top() + 1
	return []step{
		replicas("Propose", func(p *parliament) ([]replica.Message, bool) { return p.Propose(i, replica.NoOp) }, i, replica.NoOp),
		replicas("Propose", func(p *parliament) ([]replica.Message, bool) { return p.Propose(i, nobodys) }, i, nobodys),
		replicas("Repropose", func(p *parliament) ([]replica.Message, bool) {
			return p.Repropose(i, replica.NoOp)
		}, i, replica.NoOp),
		replicas("AnswerQuery", func(p *parliament) ([]replica.Message, bool) { return p.AnswerQuery(none) }, none),
	}
}
