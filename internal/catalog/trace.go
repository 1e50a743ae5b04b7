package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Traces is what tracing must know of each protocol, by the name of its module.
var Traces = map[string]trace.Protocol{}

// registerTrace registers a protocol, of which read reads the constants and twin makes the Go
// twin of a run.
func registerTrace[C any](p trace.Protocol, read func(json.RawMessage) (C, error), twin func(C) trace.Twin) trace.Protocol {
	p.Check = func(data json.RawMessage) error {
		_, err := read(data)
		return err
	}
	p.Twin = func(data json.RawMessage) trace.Twin { return twin(checked(data, read)) }
	Traces[p.Spec] = p
	return p
}

// checked are constants that Check let pass.
func checked[C any](data json.RawMessage, read func(json.RawMessage) (C, error)) C {
	c, err := read(data)
	if err != nil {
		panic("catalog: constants that Check refuses: " + err.Error())
	}
	return c
}

// readConstants reads the constants of a trace, written in the one way that they
// may be written in.
func readConstants[C any](data json.RawMessage) (C, error) {
	var c C
	if err := json.Unmarshal(data, &c); err != nil {
		return c, err
	}
	back, err := plain.JSON(c)
	if err != nil {
		return c, err
	}
	if !bytes.Equal(back, data) {
		return c, fmt.Errorf("got %s, which is to be written %s", plain.Quote(data), plain.Quote(back))
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
