package inproc

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/lockstep-paxos/lockstep/internal/projection"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// Wanted is what a client wants of a state machine.
type Wanted struct {
	Op    string // An operation.
	Query bool   // It changes nothing, and goes past the log.
}

// custom is what clients do with a state machine.
type custom struct {
	next     func(luck *rand.Rand, client, n int) Wanted                      // The n-th operation of a client; none if its Op is "".
	told     func(op string) (linearizability.Operation, error)               // What that is in a history.
	answered func(o *linearizability.Operation, answer json.RawMessage) error // Notes what it returned.
	counts   bool                                                             // It is a counter, whose answers clients check.
}

// custom is that of the state machine of o.
func (o ReplicaOptions) custom() custom {
	c := custom{next: o.useCounter, told: projection.Operation, answered: projection.Answered, counts: true}
	if o.Machine == linearizability.KeyValue {
		c.next, c.counts = o.useStore, false
	}
	return c
}

// useCounter is to increment a counter and to read it.
func (o ReplicaOptions) useCounter(luck *rand.Rand, _, _ int) Wanted {
	switch x := luck.Float64(); {
	case x < o.Queries:
		return Wanted{machine.Read, true}
	case x < o.Queries+o.Reads:
		return Wanted{machine.Read, false}
	}
	return Wanted{machine.Increment, false}
}

// There are few keys, so that clients meet; of so many changes one deletes.
const (
	keysOfStore = 5
	deletes     = 5
)

// useStore is to put texts to keys, to get them and to delete them. Each put has a text of
// its own: so a history tells most.
func (o ReplicaOptions) useStore(luck *rand.Rand, client, n int) Wanted {
	key := fmt.Sprintf("k%d", luck.IntN(keysOfStore))
	switch x := luck.Float64(); {
	case x < o.Queries:
		return Wanted{machine.Get(key), true}
	case x < o.Queries+o.Reads:
		return Wanted{machine.Get(key), false}
	case luck.IntN(deletes) == 0:
		return Wanted{machine.Delete(key), false}
	}
	return Wanted{machine.Put(key, fmt.Sprintf("%d.%d", client, n)), false}
}
