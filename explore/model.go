package explore

import (
	"errors"
	"fmt"

	"github.com/lockstep-paxos/lockstep/action"
)

// Model is a protocol made finite: N is the state of one node, M a message.
//
// Nodes share nothing. A node acts by itself or on one message, and sends
// messages, which are never lost from the set of those sent: a message that gets
// lost is one that is never received. A message names its sender, in the sense
// that no two nodes send the same one.
//
// States and messages are told apart by all their fields, exported or not. A
// slice that stands for a set must be kept in one order.
type Model[N, M any] struct {
	Name       string                // What reports call it.
	Actions    action.Table[N, M]    // All actions, in the order of reports. They are taken by copies of nodes, and write to nothing that a copy shares.
	Nodes      []N                   // The initial states of the nodes.
	Choices    func(N) []action.Step // What a node may try of its own accord.
	Receipts   func(M) []action.Step // What a node may do when it receives a message; that of Actions if nil. It refuses one that is not for it.
	Invariants []Invariant[N, M]     // What must hold in each state. They are tried in order; the first that is false ends the trial.

	// Variables gives the variables of the spec in a state, each as a TLA+
	// expression, and Text a parameter of a step. Comparisons and counterexamples
	// need them; the search does not.
	Variables func(nodes []*N, messages []M) map[string]string
	Text      func(param any) string
}

// Invariant is a predicate of a state: of its nodes in order, and of all messages
// ever sent, in no particular order. It keeps and changes neither.
type Invariant[N, M any] struct {
	Name  string
	Holds func(nodes []*N, messages []M) bool
}

// receipts are what a node may do when it receives a message.
func (m *Model[N, M]) receipts(message M) []action.Step {
	if m.Receipts == nil {
		return m.Actions.Receipts(message)
	}
	return m.Receipts(message)
}

// maxActions is how many actions a byte can number.
const maxActions = 256

// check tells what the model lacks.
func (m *Model[N, M]) check() error {
	switch {
	case len(m.Nodes) == 0:
		return fmt.Errorf("explore: model %s has no nodes", m.Name)
	case len(m.Actions) == 0:
		return fmt.Errorf("explore: model %s names no actions", m.Name)
	case len(m.Actions) > maxActions:
		return fmt.Errorf("explore: model %s names %d actions; %d are the most", m.Name, len(m.Actions), maxActions)
	case m.Choices == nil:
		return fmt.Errorf("explore: model %s lacks Choices", m.Name)
	}
	return nil
}

// fault is an error of the model, found by a worker far from anybody who could
// return it; Run turns it back into an error.
type fault struct{ error }

func raise(format string, args ...any) { panic(fault{fmt.Errorf("explore: "+format, args...)}) }

// recovered is the error with which a worker ended, if any. Panics that are not
// ours go on.
func recovered(r any) error {
	if r == nil {
		return nil
	}
	if f, ok := r.(fault); ok {
		return f.error
	}
	panic(r)
}

// errTooManyLocals says that the numbers of local states outgrew their bits.
var errTooManyLocals = errors.New("explore: too many local states for this layout")
