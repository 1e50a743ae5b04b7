package replica

import (
	"bytes"
	"errors"
	"fmt"
)

// Machine is a deterministic state machine, of which M is the own type. The zero value of M is
// the machine before the first operation. Operations, answers and snapshots are any bytes.
//
// A machine reads nothing but its operations: no clock, no randomness, no map in the
// order in which Go gives it. An operation that the machine does not know, or cannot carry
// out, has an answer, too: it stands in a ledger by then.
//
// A machine may be a value, of which an operation makes another and which it leaves as it was.
// Then replicas can be copied, as the explorer and the judges of traces do. Where nobody copies a
// replica the machine may be a pointer, or have some inside, and an operation may change it in place.
// CheckValue and CheckInPlace tell how a machine breaks this contract; call one of them in a test.
type Machine[M any] interface {
	// Apply is the machine after an operation, and the answer.
	Apply(op string) (M, string)
	// Query is the answer to an operation that is asked, and not ordered. It changes nothing.
	Query(op string) string
	// Snapshot is all that the machine knows: the same bytes for equal machines. Where
	// runs are traced encoding/json has to write the machine as it writes Bytes of these, and
	// to read it in this way.
	Snapshot() []byte
	// Restore is the machine of which the snapshot is. It may be called on the zero value.
	Restore(snapshot []byte) (M, error)
}

// CheckValue tells how a machine that is a value breaks its contract when it carries out
// these operations: as CheckInPlace does; and an operation leaves the machine before it as it
// was.
func CheckValue[M Machine[M]](ops []string) error {
	var one M
	for i, op := range ops {
		before := one.Snapshot()
		next, answer := one.Apply(op)
		if now := one.Snapshot(); !bytes.Equal(before, now) {
			return fmt.Errorf("operation %d, %q: the machine before it was %s and is now %s", i+1, op, before, now)
		}
		again, answerAgain := one.Apply(op)
		if err := equal("again", answer, answerAgain, next.Snapshot(), again.Snapshot()); err != nil {
			return fmt.Errorf("operation %d, %q: %w", i+1, op, err)
		}
		one = next
	}
	return CheckInPlace[M](ops)
}

// equal tells how an operation that was carried out in another way came out otherwise.
func equal(how, answer, answerAgain string, after, afterAgain []byte) error {
	if answerAgain != answer {
		return fmt.Errorf("the answer is %s and, carried out %s, %s", answer, how, answerAgain)
	}
	if !bytes.Equal(afterAgain, after) {
		return fmt.Errorf("the machine is %s and, carried out %s, %s", after, how, afterAgain)
	}
	return nil
}

// CheckInPlace tells how a machine breaks its contract when it carries out these operations:
// the same operations give the same answers and the same snapshots, queries change nothing,
// and a machine restored from a snapshot goes on like the one that took it.
func CheckInPlace[M Machine[M]](ops []string) error {
	if len(ops) == 0 {
		return errors.New("no operations: nothing was checked")
	}
	var one, other, none M
	for i, op := range ops {
		fault := func(format string, args ...any) error {
			return fmt.Errorf("operation %d, %q: %w", i+1, op, fmt.Errorf(format, args...))
		}
		before := one.Snapshot()
		restored, err := none.Restore(before)
		if err != nil {
			return fault("the snapshot before it, %s, cannot be restored: %v", before, err)
		}
		asked := one.Query(op)
		if after := one.Snapshot(); !bytes.Equal(before, after) {
			return fault("the machine was %s, and after it was asked %s", before, after)
		}
		next, answer := one.Apply(op)
		after := next.Snapshot()
		for _, twin := range []struct {
			how string
			M   *M
		}{{"by another machine", &other}, {"by a restored machine", &restored}} {
			if again := (*twin.M).Query(op); again != asked {
				return fault("the answer to a query is %s and, asked %s, %s", asked, twin.how, again)
			}
			again, answerAgain := (*twin.M).Apply(op)
			if err := equal(twin.how, answer, answerAgain, after, again.Snapshot()); err != nil {
				return fault("%w", err)
			}
			*twin.M = again
		}
		one = next
	}
	return nil
}
