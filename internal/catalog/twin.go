package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// What the registrations of protocols for tracing have in common.

// maxParticipants bounds how many a run may have; a trace that names more is no
// run of ours.
const maxParticipants = 64

// readConstants reads the constants of a trace, written in the one way that they
// may be written in.
func readConstants[C any](data json.RawMessage) (C, error) {
	var c C
	if err := json.Unmarshal(data, &c); err != nil {
		return c, err
	}
	back, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	if !bytes.Equal(back, data) {
		return c, fmt.Errorf("got %s, which is to be written %s", data, back)
	}
	return c, nil
}

// checkParticipants refuses participants that no run has.
func checkParticipants[ID ~int](all []ID) error {
	if n := len(all); n == 0 || n > maxParticipants {
		return fmt.Errorf("want 1 to %d participants", maxParticipants)
	}
	for i, p := range all {
		if p < 1 || i > 0 && p <= all[i-1] {
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

// readState reads a node's state, as it stands in a trace, into a struct of its
// variables.
func readState(state map[string]json.RawMessage, into any) bool {
	var data bytes.Buffer
	e := json.NewEncoder(&data)
	e.SetEscapeHTML(false) // The values stay as they stand in the trace.
	return e.Encode(state) == nil && json.Unmarshal(data.Bytes(), into) == nil
}

// withParam calls an action with its parameter, decoded.
func withParam[P, M any](param json.RawMessage, action func(P) ([]M, bool)) ([]M, bool) {
	var p P
	if json.Unmarshal(param, &p) != nil {
		return nil, false
	}
	return action(p)
}

// withParams is withParam for an action with two parameters.
func withParams[P, Q, M any](first, second json.RawMessage, action func(P, Q) ([]M, bool)) ([]M, bool) {
	var p P
	if json.Unmarshal(first, &p) != nil {
		return nil, false
	}
	return withParam(second, func(q Q) ([]M, bool) { return action(p, q) })
}
