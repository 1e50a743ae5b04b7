package catalog

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/payload"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ReplicaTrace is what tracing must know of replicas. Its nodes are participants and
// clients, with variables of their own. The state machine is the counter of the spec, or
// one that constants name: of that the twins judge traces, and TLC does not.
var ReplicaTrace = registerTrace(twin.Described(trace.Protocol{
	Spec: "Replica", Crash: "Lose", Grows: logGrowth("written", "executed"),
	Actors: []any{(*multidecree.Participant)(nil), (*replica.Replica[machine.Counter])(nil), (*replica.Client)(nil)},
	Inside: map[reflect.Type]func(any) error{reflect.TypeFor[multidecree.State](): checkSessions},
	NoTLC:  noTLC(func(data json.RawMessage) string { return checked(data, replicaConstants).Machine }),
}, replica.Actions[machine.Counter](), replica.Variables[machine.Counter]{}, replica.ClientVariables{}), replicaConstants, func(c ReplicaConstants) trace.Twin {
	if c.Machine == storeMachine {
		return replicaTwin[machine.Store]{c}
	}
	return counterTwin{c}
})

// storeMachine is how constants name the key-value store.
const storeMachine = "kv"

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
	_, sessions, err := payload.ReadState(state.(multidecree.State))
	if err != nil {
		return nil
	}
	if _, err := replica.NewSessions(sessions...); err != nil {
		return errors.New("the sessions that a snapshot holds stand in ascending order, each once")
	}
	return nil
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
