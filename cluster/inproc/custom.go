package inproc

import (
	"fmt"
	"math/rand/v2"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// custom is what clients have a state machine do: the n-th operation of a client, as
// chance has it, and whether it goes past the log.
type custom func(luck *rand.Rand, client, n int) (op string, isQuery bool)

// custom is that of the machine that is replicated.
func (o ReplicaOptions) custom() custom {
	if o.Machine == linearizability.KeyValue {
		return o.useStore
	}
	return o.useCounter
}

// useCounter is to increment a counter and to read it.
func (o ReplicaOptions) useCounter(luck *rand.Rand, _, _ int) (op string, isQuery bool) {
	switch x := luck.Float64(); {
	case x < o.Queries:
		return machine.Read, true
	case x < o.Queries+o.Reads:
		return machine.Read, false
	}
	return machine.Increment, false
}

// There are few keys, so that clients meet; of so many changes one deletes.
const (
	keysOfStore = 5
	deletes     = 5
)

// useStore is to put texts to keys, to get them and to delete them. Each put has a text of
// its own: so a history tells most.
func (o ReplicaOptions) useStore(luck *rand.Rand, client, n int) (op string, isQuery bool) {
	key := fmt.Sprintf("k%d", luck.IntN(keysOfStore))
	switch x := luck.Float64(); {
	case x < o.Queries:
		return machine.Get(key), true
	case x < o.Queries+o.Reads:
		return machine.Get(key), false
	case luck.IntN(deletes) == 0:
		return machine.Delete(key), false
	}
	return machine.Put(key, fmt.Sprintf("%d.%d", client, n)), false
}
