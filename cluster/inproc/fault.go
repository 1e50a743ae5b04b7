package inproc

import (
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/replica"
)

// takeOf takes a step, as an action does.
type takeOf[M replica.Machine[M]] func(*lease.Replica[M]) ([]replica.Message, bool)

// faultOf is what a test has a participant do wrong, to see which check notices. The zero
// value is none, and no run of a user has another.
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

// tryFirst takes a step of those that a fault tries first, if one is enabled.
func (n *replicaNode[M]) tryFirst() bool {
	if n.bad.first == nil {
		return false
	}
	for _, a := range n.bad.first(n.r) {
		if n.step(a.action, a.params, nil, a.take) {
			return true
		}
	}
	return false
}

// Those of the counter.
type (
	counterReplica = lease.Replica[counterMachine]
	take           = takeOf[counterMachine]
	fault          = faultOf[counterMachine]
	attempt        = attemptOf[counterMachine]
)
