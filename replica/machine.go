package replica

import (
	"bytes"
	"errors"
	"fmt"
)

// Machine is a deterministic state machine, of which M is the own type. It is a value:
// an operation makes another of it and leaves it as it was, so that participants can be
// copied. The zero value is the machine before the first operation.
//
// A machine reads nothing but its operations: no clock, no randomness, no map in the
// order in which Go gives it. CheckDeterminism tells of one that does; call it in a test.
// An operation that the machine does not know, or cannot carry out, has an answer, too:
// it stands in a ledger by then.
type Machine[M any] interface {
	// Apply is the machine after an operation, and the answer. Both are any bytes. Of a
	// query only the answer is taken: the machine that goes on is the one before it.
	Apply(op string) (M, string)
	// Snapshot is all that the machine knows: any bytes, the same for equal machines. Where
	// runs are traced encoding/json has to write the machine as it writes Bytes of these, and
	// to read it in this way.
	Snapshot() []byte
	// Restore is the machine of which the snapshot is.
	Restore(snapshot []byte) (M, error)
}

// CheckDeterminism tells how a machine breaks its contract when it carries out these
// operations: the same operations give the same answers and the same snapshots, a
// machine restored from a snapshot goes on like the one that took it, and an operation leaves
// the machine before it as it was.
func CheckDeterminism[M Machine[M]](ops []string) error {
	if len(ops) == 0 {
		return errors.New("no operations: nothing was checked")
	}
	var one, other M
	for i, op := range ops {
		fault := func(format string, args ...any) error {
			return fmt.Errorf("operation %d, %q: %s", i+1, op, fmt.Sprintf(format, args...))
		}
		before := one.Snapshot()
		restored, err := other.Restore(before)
		if err != nil {
			return fault("the snapshot before it, %s, cannot be restored: %v", before, err)
		}
		next, answer := one.Apply(op)
		if after := one.Snapshot(); !bytes.Equal(before, after) {
			return fault("the machine before it was %s and is now %s", before, after)
		}
		for _, twin := range []struct {
			how string
			M   M
		}{{"again", one}, {"by another machine", other}, {"by a restored machine", restored}} {
			again, answerAgain := twin.M.Apply(op)
			if answerAgain != answer {
				return fault("the answer is %s and, carried out %s, %s", answer, twin.how, answerAgain)
			}
			if !bytes.Equal(again.Snapshot(), next.Snapshot()) {
				return fault("the machine is %s and, carried out %s, %s", next.Snapshot(), twin.how, again.Snapshot())
			}
			if twin.how == "by another machine" {
				other = again
			}
		}
		one = next
	}
	return nil
}
