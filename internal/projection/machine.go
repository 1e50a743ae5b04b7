package projection

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// Operation is the operation of a history that a state machine is told by op: of a
// counter or of a key-value store, which tell their operations in texts that differ.
func Operation(op string) (linearizability.Operation, error) {
	switch op {
	case machine.Increment:
		return linearizability.Operation{Operation: linearizability.OpIncrement}, nil
	case machine.Read:
		return linearizability.Operation{Operation: linearizability.OpRead}, nil
	}
	var told map[linearizability.Kind]json.RawMessage
	if json.Unmarshal([]byte(op), &told) != nil || len(told) != 1 {
		return linearizability.Operation{}, fmt.Errorf("%s is told neither a counter nor a store", op)
	}
	for kind, of := range told {
		o := linearizability.Operation{Operation: kind}
		var text string
		var err error
		switch kind {
		case linearizability.OpPut:
			pair := [2]*string{&o.Key, &o.Value}
			err, text = json.Unmarshal(of, &pair), machine.Put(o.Key, o.Value)
		case linearizability.OpGet:
			err, text = json.Unmarshal(of, &o.Key), machine.Get(o.Key)
		case linearizability.OpDelete:
			err, text = json.Unmarshal(of, &o.Key), machine.Delete(o.Key)
		}
		if err == nil && text == op {
			return o, nil
		}
	}
	return linearizability.Operation{}, fmt.Errorf("%s is told neither a counter nor a store", op)
}

// Answered has an operation say what it returned. What a put or a delete tells of the
// text before it is no part of a history, and a get of what is not there returns "".
func Answered(o *linearizability.Operation, answer json.RawMessage) error {
	if modelOf(o) == linearizability.Counter {
		count, err := strconv.ParseInt(string(answer), 10, 64)
		if err != nil {
			return fmt.Errorf("%s is no value of a counter", answer)
		}
		o.Count = count
		return nil
	}
	var kept []string
	if err := json.Unmarshal(answer, &kept); err != nil || len(kept) > 1 {
		return fmt.Errorf("%s is no answer of a store", answer)
	}
	if o.Operation == linearizability.OpGet && len(kept) == 1 {
		o.Value = kept[0]
	}
	return nil
}

// modelOf is the model that has the operation.
func modelOf(o *linearizability.Operation) linearizability.Model {
	if o.Operation == linearizability.OpIncrement || o.Operation == linearizability.OpRead {
		return linearizability.Counter
	}
	return linearizability.KeyValue
}
