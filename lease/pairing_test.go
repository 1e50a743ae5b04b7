package lease_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/pairing"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

const spec = "../spec/Lease.tla"

// constants are what the guards of the actions name.
var constants = map[string]any{
	"multidecree.Presiding": multidecree.Presiding,
	"Trying":                multidecree.Trying, "Presiding": multidecree.Presiding, "NoOp": replica.NoOp,
}

type (
	node   = lease.Replica[machine.Counter]
	either = lease.Node[machine.Counter]
)

func TestLeasePairsWithItsSpec(t *testing.T) {
	differences, err := pairing.Compare(spec, ".")
	require.NoError(t, err)
	for _, d := range differences {
		t.Error(d)
	}
	module, err := pairing.ReadModule(spec)
	require.NoError(t, err)
	var own []string
	for _, a := range module.Actions {
		if a.Module == "Lease" {
			own = append(own, a.Name)
		}
	}
	assert.Equal(t, own, lease.OwnActions[machine.Counter]().Names())
}

func TestPartsOfStepsCannotBeTakenAlone(t *testing.T) {
	clients := []string{"Call", "Return", "GiveUp", "Ask", "ReturnQuery", "GiveUpQuery"}
	below := slices.DeleteFunc(replica.Actions[machine.Counter]().Names(), func(name string) bool { return slices.Contains(clients, name) })
	twintest.Callable(t, new(node), actions, append(below, multidecree.Actions.Names()...)...)
}

// actions are all actions.
var actions = lease.Actions[machine.Counter]()

// config is that of the walks: a term that is a few steps long.
var config = lease.Config{Config: replica.Config{Participants: multidecree.Participants{1, 2, 3}, Window: 2, Depth: 1}, Term: 30, Drift: 1}

func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var now lease.Time
	clock := func() lease.Time {
		if random.IntN(4) == 0 {
			now++
		}
		return now + lease.Time(random.IntN(2))
	}
	twintest.Guards(t, ".", constants, lease.OwnActions[machine.Counter]().Names(), twintest.Walk[either, lease.Message]{
		Actions: actions,
		// One holds a lease and has something to execute: a walk seldom gets there.
		Nodes: func() []either {
			now = 7
			var all []either
			for _, p := range halfway(t).Participants {
				all = append(all, either{Replica: *p})
			}
			all[0].Replica.HandleSuccess(multidecree.Success{Envelope: to(2, 1), Instance: 1, Decree: replica.NoOp})
			all[2].Replica.Term = 0 // It wants no leases, so that a refusal for this is seen.
			return all
		},
		Choices:  func(n either) []action.Step { return choices(&n.Replica, clock()) },
		Receipts: func(m lease.Message) []action.Step { return receipts(m, clock()) },
		Actor:    func(n *either) any { return &n.Replica },
		Dest: func(m lease.Message) int {
			return min(int(m.Receiver()), len(config.Participants))
		},
		Rarely: 3, Steps: 600, Seeds: 6,
	})
}

// client is the number of one that calls and asks.
const client = 9

// choices are the steps that p may try of its own accord, and what the client wants of it.
func choices(p *node, t lease.Time) []action.Step {
	request := replica.Request{Envelope: to(client, p.ID), Seq: p.Sessions.LastOf(client) + 1, Op: machine.Increment}
	query := action.By("LeaseRead", replica.Query{Envelope: to(client, p.ID), Query: 1, Op: machine.Read}, t)
	steps := []action.Step{
		action.By("ChooseBallotNumber", lease.Number{Try: p.LastTried.Try + 1, Owner: p.ID}), action.By("HandleRequest", request),
		action.By("Propose", p.Top()+1, replica.NewBatch(request.Command())), action.By("Execute"), action.By("RequestLease", t),
		query, query, query, query,
	}
	if t%16 == 0 { // A crash sets the walk back.
		steps = append(steps, action.By("LoseGrants", t))
	}
	return steps
}

// receipts are the steps in which a participant receives m, but for those that package replica
// tests. What clients receive a participant refuses, for it is for somebody else.
func receipts(m lease.Message, t lease.Time) []action.Step {
	tested := append(multidecree.Actions.Names(), lease.OwnActions[machine.Counter]().Names()...)
	steps := slices.DeleteFunc(lease.Receipts(actions, m, t), func(s action.Step) bool { return !slices.Contains(tested, s.Action) })
	if len(steps) == 0 {
		return []action.Step{action.By("HandleGrant", lease.Grant{})}
	}
	return steps
}

// to addresses a message.
func to(from, dest lease.ParticipantID) lease.Envelope { return lease.Envelope{From: from, Dest: dest} }
