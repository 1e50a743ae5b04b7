package inproc

import "github.com/lockstep-paxos/lockstep/replica"

// take takes a step, as an action does.
type take func(*counterReplica) ([]replica.Message, bool)

// fault is what a test has a participant do wrong, to see which check notices. The zero
// value is none, and no run of a user has another.
type fault struct {
	take  func(action string, params map[string]any, right take) take // What is taken instead of a step; the step if nil.
	first func(p *counterReplica) []attempt                           // What is tried before all else; nothing if nil.
}

// attempt is a step that a participant tries to take of its own accord.
type attempt struct {
	action string
	params map[string]any
	take   take
}

func (f fault) instead(action string, params map[string]any, right take) take {
	if f.take == nil {
		return right
	}
	return f.take(action, params, right)
}

// tryFirst takes a step of those that a fault tries first, if one is enabled.
func (n *replicaNode) tryFirst() bool {
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
