package projection

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/linearizability"
)

// Compare tells where the history that clients kept is not the one that their trace
// tells, "" if nowhere. Both have the same operations, with the same outcomes and
// values; each client called and returned in the same order; and what returned before
// another was called, by the clock of the history, does so in the trace.
//
// The other way round need not be: two goroutines look at the clock and write to the
// trace in either order. So the history may say less about order than the trace, which
// lets a checker find less, and never more.
func Compare(recorded, projected linearizability.History) string {
	ours, theirs := byName(recorded.Operations), byName(projected.Operations)
	for i := range max(len(ours), len(theirs)) {
		if fault := differ(ours, theirs, i); fault != "" {
			return fault
		}
	}
	if fault := orderOfEach(ours, theirs); fault != "" {
		return fault
	}
	return orderOfAll(ours, theirs)
}

// byName are the operations in the order of clients and of their numbers.
func byName(ops []linearizability.Operation) []linearizability.Operation {
	return slices.SortedFunc(slices.Values(ops), compareNames)
}

func compareNames(a, b linearizability.Operation) int {
	return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Seq, b.Seq))
}

// differ tells how the i-th operations differ.
func differ(ours, theirs []linearizability.Operation, i int) string {
	switch {
	case i >= len(theirs) || i < len(ours) && compareNames(ours[i], theirs[i]) < 0:
		return fmt.Sprintf("the history has %s, which is not in the trace", words(ours[i]))
	case i >= len(ours) || compareNames(ours[i], theirs[i]) > 0:
		return fmt.Sprintf("the trace has %s, which is not in the history", words(theirs[i]))
	case atNoTime(ours[i]) != atNoTime(theirs[i]):
		return fmt.Sprintf("the history has %s, and the trace has %s", words(ours[i]), words(theirs[i]))
	}
	return ""
}

// atNoTime is all of an operation but when it was called and returned.
func atNoTime(o linearizability.Operation) linearizability.Operation {
	o.Call, o.Return = 0, 0
	return o
}

func words(o linearizability.Operation) string {
	text := fmt.Sprintf("operation %d of client %d, %s", o.Seq, o.Client, o.Operation)
	switch {
	case modelOf(&o) == linearizability.KeyValue:
		return fmt.Sprintf("%s of key %q, text %q, %s", text, o.Key, o.Value, o.Outcome)
	case o.Outcome == linearizability.Done:
		return fmt.Sprintf("%s %s with %d", text, o.Outcome, o.Count)
	}
	return text + " " + string(o.Outcome)
}

// moment is when an operation is called or returns; at the time of both a call comes
// first.
type moment struct {
	at        int64
	isReturn  bool
	operation int // As an index.
}

// moments are those of operations, in their order.
func moments(ops []linearizability.Operation) []moment {
	var all []moment
	for i := range ops {
		all = append(all, moment{ops[i].Call, false, i})
		if ops[i].Outcome != linearizability.Unknown {
			all = append(all, moment{ops[i].Return, true, i})
		}
	}
	slices.SortFunc(all, func(a, b moment) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		if a.isReturn != b.isReturn {
			return map[bool]int{false: -1, true: 1}[a.isReturn]
		}
		return cmp.Compare(a.operation, b.operation)
	})
	return all
}

// orderOfEach tells of a client that called and returned in different orders.
func orderOfEach(ours, theirs []linearizability.Operation) string {
	sequence := map[int][]moment{}
	for _, m := range moments(ours) {
		sequence[ours[m.operation].Client] = append(sequence[ours[m.operation].Client], m)
	}
	for _, m := range moments(theirs) {
		client := theirs[m.operation].Client
		next := sequence[client][0]
		sequence[client] = sequence[client][1:]
		if next.operation != m.operation || next.isReturn != m.isReturn {
			return fmt.Sprintf("client %d: in the history comes %s, and in the trace %s", client, event(ours, next), event(theirs, m))
		}
	}
	return ""
}

func event(ops []linearizability.Operation, m moment) string {
	if m.isReturn {
		return fmt.Sprintf("the return of its operation %d", ops[m.operation].Seq)
	}
	return fmt.Sprintf("the call of its operation %d", ops[m.operation].Seq)
}

// orderOfAll tells of an operation that returned before another was called in the
// history and not in the trace.
func orderOfAll(ours, theirs []linearizability.Operation) string {
	last := -1 // Of those that have returned in the history the one that returns last in the trace.
	for _, m := range moments(ours) {
		switch {
		case m.isReturn && (last < 0 || theirs[m.operation].Return > theirs[last].Return):
			last = m.operation
		case !m.isReturn && last >= 0 && theirs[last].Return > theirs[m.operation].Call:
			return fmt.Sprintf("in the history operation %d of client %d returned before operation %d of client %d was called, and in the trace it did not",
				ours[last].Seq, ours[last].Client, ours[m.operation].Seq, ours[m.operation].Client)
		}
	}
	return ""
}
