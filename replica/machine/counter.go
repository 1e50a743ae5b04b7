package machine

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Counter is a number that operations increment and read. It is the state machine of
// spec/Replica.tla.
type Counter int

// The operations of a Counter. Both answer its value afterwards; whatever else it is told
// it reads.
const (
	Increment = "increment"
	Read      = "read"
)

// Apply is the counter after op, and its value as JSON.
//
// Spec: Applied in Replica.
func (c Counter) Apply(op string) (Counter, string) {
	if op == Increment {
		c++
	}
	return c, strconv.Itoa(int(c))
}

// Query is the answer of the counter to op, whatever op would make of it.
func (c Counter) Query(op string) string {
	_, answer := c.Apply(op)
	return answer
}

// Snapshot is the counter's value as JSON.
func (c Counter) Snapshot() []byte { return []byte(strconv.Itoa(int(c))) }

// Restore is the counter of which the snapshot is.
func (c Counter) Restore(snapshot []byte) (Counter, error) {
	if err := json.Unmarshal(snapshot, &c); err != nil || c < 0 {
		return 0, fmt.Errorf("%s is no snapshot of a counter", snapshot)
	}
	return c, nil
}
