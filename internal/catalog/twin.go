package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	plaintext "github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace"
)

// What the registrations of protocols for tracing have in common.

// readConstants reads the constants of a trace, written in the one way that they
// may be written in.
func readConstants[C any](data json.RawMessage) (C, error) {
	var c C
	if err := json.Unmarshal(data, &c); err != nil {
		return c, err
	}
	back, err := plaintext.JSON(c)
	if err != nil {
		return c, err
	}
	if !bytes.Equal(back, data) {
		return c, fmt.Errorf("got %s, which is to be written %s", plaintext.Quote(data), plaintext.Quote(back))
	}
	return c, nil
}

// checkParticipants refuses participants that no run has.
func checkParticipants[ID ~int](all []ID) error {
	if err := limits.Count("the number of participants", len(all), 1, limits.Participants); err != nil {
		return err
	}
	for i, p := range all {
		if p < 1 || p > limits.Number || i > 0 && p <= all[i-1] {
			return errors.New("want participants that are positive and in ascending order")
		}
	}
	return nil
}

// nodesOf are the participants as a trace numbers nodes.
func nodesOf[ID ~int](all []ID) []int {
	nodes := make([]int, len(all))
	for i, p := range all {
		nodes[i] = int(p)
	}
	return nodes
}

// node is a participant of any protocol, as the replay of a trace has it.
type node[N, M any] struct {
	now, before N // Before is now before the last step.
	take        func(p *N, action string, params map[string]any) ([]M, bool)
	state       func(*N) any
	variables   []variable[N]
}

// variable is a variable of a node: its name, and what to log of it after a step, if
// there is anything.
type variable[N any] struct {
	name string
	log  func(before, now *N) (value any, changed bool)
}

// Step takes the step of an action.
func (n *node[N, M]) Step(action string, params map[string]any) ([]any, bool) {
	n.before = n.now
	sent, enabled := n.take(&n.now, action, params)
	return trace.Messages(sent), enabled
}

// Changed yields the variables that the last step changed.
func (n *node[N, M]) Changed(yield func(string, any) bool) {
	for _, v := range n.variables {
		if value, changed := v.log(&n.before, &n.now); changed && !yield(v.name, value) {
			return
		}
	}
}

// State is the state of the node: its variables.
func (n *node[N, M]) State() any { return n.state(&n.now) }

// Copy is another such node; no action writes to what participants share.
func (n *node[N, M]) Copy() trace.Node {
	other := *n
	return &other
}

// partVariables are the variables of a part of a node.
func partVariables[N, P any](part func(*N) *P, variables []variable[P]) []variable[N] {
	var all []variable[N]
	for _, v := range variables {
		all = append(all, variable[N]{v.name, func(before, now *N) (any, bool) { return v.log(part(before), part(now)) }})
	}
	return all
}

// plain is a variable that Go compares.
func plain[N any, V comparable](name string, of func(*N) V) variable[N] {
	return variable[N]{name, func(before, now *N) (any, bool) {
		if v := of(now); v != of(before) {
			return v, true
		}
		return nil, false
	}}
}

// listed is a variable that is a set, kept as a list.
func listed[N any, S ~[]E, E comparable](name string, of func(*N) S) variable[N] {
	return variable[N]{name, func(before, now *N) (any, bool) {
		if v := of(now); !slices.Equal(v, of(before)) {
			return v, true
		}
		return nil, false
	}}
}

// with calls an action with its parameter.
func with[P, M any](param any, action func(P) ([]M, bool)) ([]M, bool) {
	p, ok := param.(P)
	if !ok {
		return nil, false
	}
	return action(p)
}

// withBoth calls an action with its two parameters.
func withBoth[P, Q, M any](first, second any, action func(P, Q) ([]M, bool)) ([]M, bool) {
	p, isP := first.(P)
	q, isQ := second.(Q)
	if !isP || !isQ {
		return nil, false
	}
	return action(p, q)
}
