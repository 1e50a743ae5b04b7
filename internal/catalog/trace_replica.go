package catalog

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ReplicaTrace is what tracing must know of replicas. Its nodes are participants and
// clients, with variables of their own. The state machine is the counter of the spec, or
// one that constants name: of that the twins judge traces, and TLC does not.
var ReplicaTrace = trace.Protocol{
	Spec:     "Replica",
	Actors:   []any{(*multidecree.Participant)(nil), (*replica.Replica[machine.Counter])(nil), (*replica.Client)(nil)},
	Actions:  replicaActions(),
	Crash:    "Lose",
	Messages: replicaMessages(),
	State: slices.Concat(MultiDecreeTrace.State, trace.Fields{
		"executed", "value", "sessions", "requests", "queries", "round", "confirms",
		"issued", "asked", "outstanding", "querying",
	}),
	Grows: trace.Growth{
		Vars: MultiDecreeTrace.Grows.Vars, Last: MultiDecreeTrace.Grows.Last, By: MultiDecreeTrace.Grows.By, Floor: MultiDecreeTrace.Grows.Floor,
		Since: replicaSince, Least: replicaLeast,
	},
	Types:  replicaTypes(),
	Inside: map[reflect.Type]func(any) error{reflect.TypeFor[multidecree.State](): checkSessions},
	Check: func(data json.RawMessage) error {
		_, err := replicaConstants(data)
		return err
	},
	NoTLC: noTLC(func(data json.RawMessage) string {
		c, _ := replicaConstants(data)
		return c.Machine
	}),
	Twin: func(data json.RawMessage) trace.Twin {
		c, err := replicaConstants(data)
		if err != nil {
			panic("catalog: Twin of constants that Check refuses: " + err.Error())
		}
		if c.Machine == storeMachine {
			return replicaTwin[machine.Store]{c}
		}
		return counterTwin{c}
	},
}

// storeMachine is how constants name the key-value store.
const storeMachine = "kv"

func init() { Traces[ReplicaTrace.Spec] = ReplicaTrace }

// replicaActions are those of the parliament that are no part of others, and those
// above it.
func replicaActions() map[string]trace.Parameters {
	actions := maps.Clone(MultiDecreeTrace.Actions)
	for _, part := range []string{"BeginBallot", "Truncate", "InstallSnapshot", "Crash"} {
		delete(actions, part)
	}
	maps.Copy(actions, map[string]trace.Parameters{
		"HandleRequest":   {"m": "Request"},
		"AnswerAgain":     {"m": "Request"},
		"Propose":         {"i": "", "d": ""},
		"Repropose":       {"i": "", "d": ""},
		"Execute":         {},
		"HandleQuery":     {"m": "Query"},
		"Confirm":         {},
		"HandleConfirm":   {"m": "Confirm"},
		"HandleConfirmed": {"m": "Confirmed"},
		"AnswerQuery":     {"q": ""},
		"TakeSnapshot":    {},
		"Restore":         {"m": "Snapshot"},
		"Lose":            {},
		"Call":            {"op": ""},
		"Return":          {"m": "Answer"},
		"GiveUp":          {"n": ""},
		"Ask":             {"op": ""},
		"ReturnQuery":     {"m": "Result"},
		"GiveUpQuery":     {"n": ""},
	})
	return actions
}

func replicaMessages() map[string]trace.Fields {
	messages := maps.Clone(MultiDecreeTrace.Messages)
	maps.Copy(messages, map[string]trace.Fields{
		"Request":   {"from", "dest", "seq", "op"},
		"Answer":    {"from", "dest", "seq", "answer"},
		"Query":     {"from", "dest", "query", "op"},
		"Confirm":   {"from", "dest", "number", "round"},
		"Confirmed": {"from", "dest", "number", "round"},
		"Result":    {"from", "dest", "query", "answer"},
	})
	return messages
}

func replicaTypes() map[string]any {
	types := maps.Clone(MultiDecreeTrace.Types)
	delete(types, "s")
	maps.Copy(types, map[string]any{
		"Request":       replica.Request{},
		"Answer":        replica.Answer{Answer: "0"},
		"Query":         replica.Query{},
		"Confirm":       replica.Confirm{},
		"Confirmed":     replica.Confirmed{},
		"Result":        replica.Result{Answer: "0"},
		"AnswerQuery.q": replica.NotedQuery{},
		"op":            "",
		"n":             0,
	})
	return types
}

// ReplicaConstants are the constants of Replica in a run. Everybody may propose any
// decree but NoOp.
type ReplicaConstants struct {
	Machine      string               `json:"machine,omitempty"` // The state machine, if it is not the spec's.
	Participants replica.Participants `json:"participants"`
	Window       int                  `json:"window"`
	Depth        int                  `json:"depth"`
	Clients      []replica.ClientID   `json:"clients"`
}

func replicaConstants(data json.RawMessage) (ReplicaConstants, error) {
	c, err := readConstants[ReplicaConstants](data)
	if err == nil {
		err = c.check()
	}
	return c, err
}

// check refuses constants that no run has.
func (c ReplicaConstants) check() error {
	if c.Machine != "" && c.Machine != storeMachine {
		return fmt.Errorf("the state machine is %s: want kv, or none for the counter", c.Machine)
	}
	err := cmp.Or(
		checkParticipants(c.Participants),
		limits.Count("window", c.Window, 1, limits.Number),
		limits.Count("depth", c.Depth, 1, limits.Depth),
		limits.Count("the number of clients", len(c.Clients), 1, limits.Clients),
	)
	if err != nil {
		return err
	}
	last := c.Participants[len(c.Participants)-1]
	for _, client := range c.Clients {
		if client <= last || client > limits.Number {
			return errors.New("want clients in ascending order, with greater numbers than the participants have")
		}
		last = client
	}
	return nil
}

// checkSessions refuses a snapshot whose sessions are no set. Whether it is a snapshot at
// all, the step that takes it tells.
func checkSessions(state any) error {
	var held struct {
		Sessions replica.Sessions `json:"sessions"`
	}
	if err := json.Unmarshal([]byte(state.(multidecree.State)), &held); err != nil || held.Sessions.IsSet() {
		return nil
	}
	return errors.New("the sessions that a snapshot holds stand in ascending order, each once")
}

// noTLC says that TLC judges no machine but the counter.
func noTLC(machine func(constants json.RawMessage) string) func(json.RawMessage) string {
	return func(data json.RawMessage) string {
		if m := machine(data); m != "" {
			return fmt.Sprintf("it is a trace of the state machine %s, and that of the spec is a counter", m)
		}
		return ""
	}
}

// replicaSince is what of votes or ledger a participant has now and had not before.
func replicaSince(name string, before, after any) any {
	return multiDecreeSince(name, parliamentOf(before), parliamentOf(after))
}

// parliamentOf is the part of a participant's variables that multidecree has, whatever
// stands on it.
func parliamentOf(state any) multidecree.Variables {
	switch s := state.(type) {
	case lease.Variables[machine.Counter]:
		return s.Variables.Variables
	case lease.Variables[machine.Store]:
		return s.Variables.Variables
	case replica.Variables[machine.Store]:
		return s.Variables
	}
	return state.(replica.Variables[machine.Counter]).Variables
}

// replicaLeast is the least instance of which a step takes notice in votes or ledger.
func replicaLeast(e *trace.Event, now map[string]json.RawMessage) (int, error) {
	parliament := *e
	switch e.Action {
	case "Propose", "Repropose":
		parliament.Action = "BeginBallot"
	case "Restore":
		parliament.Action = "InstallSnapshot"
	case "Call", "Return", "GiveUp", "Ask", "ReturnQuery", "GiveUpQuery":
		return 0, nil // A client has neither.
	case "Execute":
		if now["executed"] == nil { // It was not logged yet, so it is 0.
			return 1, nil
		}
		var executed int
		err := json.Unmarshal(now["executed"], &executed)
		return executed + 1, err
	}
	return multiDecreeLeast(&parliament, now)
}
