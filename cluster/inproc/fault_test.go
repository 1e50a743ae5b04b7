package inproc

import (
	"context"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/replica"
)

// takeOf takes a step, as an action does.
type takeOf[M replica.Machine[M]] func(*lease.Replica[M]) ([]replica.Message, bool)

// faultOf is what a participant does wrong, to see which check notices. The zero value is none.
type faultOf[M replica.Machine[M]] struct {
	take  func(action string, params map[string]any, right takeOf[M]) takeOf[M] // What is taken instead of a step; the step if nil.
	first func(p *lease.Replica[M]) []attemptOf[M]                              // What is tried before all else; nothing if nil.
}

// attemptOf is a step that a participant tries to take of its own accord.
type attemptOf[M replica.Machine[M]] struct {
	action string
	params map[string]any
	take   takeOf[M]
}

func (f faultOf[M]) instead(action string, params map[string]any, right takeOf[M]) takeOf[M] {
	if f.take == nil {
		return right
	}
	return f.take(action, params, right)
}

// runWith makes a run whose participants each have a fault, and whose links lose messages as
// loss says, or as o does if it is nil.
func runWith[M replica.Machine[M]](ctx context.Context, o ReplicaOptions, faulty func() faultOf[M], loss func(at time.Duration, from, dest int) float64) (ReplicaReport, error) {
	c, err := newCluster[M](o, o.custom())
	if err != nil {
		return ReplicaReport{}, err
	}
	for _, n := range c.nodes {
		n.spoil(faulty())
	}
	c.world.loss = loss
	return c.run(ctx)
}

// spoil has a participant do wrong: its table takes other steps, and it tries some first.
func (n *replicaNode[M]) spoil(f faultOf[M]) {
	right := n.does
	n.does = right.Around(func(p *lease.Replica[M], s action.Call[lease.Replica[M], replica.Message]) ([]replica.Message, bool) {
		return f.instead(s.Action, right.Named(s.Step), s.Take)(p)
	})
	if f.first != nil {
		n.acts = slices.Insert(n.acts, 0, func() bool { return slices.ContainsFunc(f.first(n.r), n.attempts(f)) })
	}
}

// attempts takes a step that no table has, if it is enabled.
func (n *replicaNode[M]) attempts(f faultOf[M]) func(attemptOf[M]) bool {
	return func(a attemptOf[M]) bool {
		sent, ok := f.instead(a.action, a.params, a.take)(n.r)
		return ok && n.took(nil, a.action, a.params, sent)
	}
}

// Those of the counter.
type (
	counterReplica = lease.Replica[counterMachine]
	take           = takeOf[counterMachine]
	fault          = faultOf[counterMachine]
	attempt        = attemptOf[counterMachine]
)
