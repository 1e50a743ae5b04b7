package lease_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
	node = lease.Replica[machine.Counter]
	step = lease.Step[machine.Counter]
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
	assert.Equal(t, own, lease.Actions)
}

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
	twintest.Guards(t, ".", constants, lease.Actions, twintest.Walk[node, lease.Message]{
		// One holds a lease and has something to execute: a walk seldom gets there.
		Nodes: func() []node {
			now = 7
			var nodes []node
			for _, p := range halfway(t).Participants {
				nodes = append(nodes, *p)
			}
			nodes[0].HandleSuccess(multidecree.Success{Envelope: to(2, 1), Instance: 1, Decree: replica.NoOp})
			nodes[2].Term = 0 // It wants no leases, so that a refusal for this is seen.
			return nodes
		},
		Choices: func(p node) []step { return choices(p, clock()) },
		Receipt: twintest.Only(func(m lease.Message) step { return receipt(m, clock()) }),
		Dest: func(m lease.Message) int {
			return min(int(m.Receiver()), len(config.Participants))
		},
		Rarely: 3, Steps: 600, Seeds: 6,
	})
}

// client is the number of one that calls and asks.
const client = 9

// choices are the steps that p may try of its own accord, and what the client wants of it.
func choices(p node, t lease.Time) []step {
	request := replica.Request{Envelope: to(client, p.ID), Seq: p.Sessions.LastOf(client) + 1, Op: machine.Increment}
	batch := replica.NewBatch(request.Command())
	query, _ := lease.Receipt[machine.Counter](replica.Query{Envelope: to(client, p.ID), Query: 1, Op: machine.Read}, t)
	next := lease.Number{Try: p.LastTried.Try + 1, Owner: p.ID}
	steps := []step{
		{Action: "ChooseBallotNumber", Params: []any{next}, Take: func(p *node) ([]lease.Message, bool) { return p.ChooseBallotNumber(next) }},
		{Action: "HandleRequest", Params: []any{request}, Take: func(p *node) ([]lease.Message, bool) { return p.HandleRequest(request) }},
		{Action: "Propose", Params: []any{p.Top() + 1, batch}, Take: func(q *node) ([]lease.Message, bool) { return q.Propose(p.Top()+1, batch) }},
		{Action: "Execute", Take: func(p *node) ([]lease.Message, bool) { return p.Execute() }},
		{Action: "RequestLease", Params: []any{t}, Take: func(p *node) ([]lease.Message, bool) { return p.RequestLease(t) }},
		query, query, query, query,
	}
	if t%16 == 0 { // A crash sets the walk back.
		steps = append(steps, step{Action: "LoseGrants", Params: []any{t}, Take: func(p *node) ([]lease.Message, bool) { return p.LoseGrants(t) }})
	}
	return steps
}

// receipt is the step in which a participant receives m. What clients receive a
// participant refuses, for it is for somebody else.
func receipt(m lease.Message, t lease.Time) step {
	if s, ok := lease.Receipt[machine.Counter](m, t); ok {
		return s
	}
	switch m := m.(type) {
	case multidecree.LastVote, multidecree.BeginBallot, multidecree.Voted, multidecree.Success:
		s := multidecree.Receipt(m)
		return step{Action: s.Action, Params: s.Params, Take: func(p *node) ([]lease.Message, bool) { return s.Take(&p.Participant) }}
	}
	s, _ := lease.Receipt[machine.Counter](lease.Grant{}, t)
	return s
}

// to addresses a message.
func to(from, dest lease.ParticipantID) lease.Envelope { return lease.Envelope{From: from, Dest: dest} }
