package linearizability

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// The greatest numbers that a history may hold, and how many digits they have.
const (
	maxNumber    = 999_999_999 // Of clients and of sequence numbers.
	numberDigits = 9
	maxTime      = 999_999_999_999_999_999 // Of moments and of counts. In nanoseconds it is 31 years.
	timeDigits   = 18
)

// kinds are the operations of a model, nil if there is no such model.
func (m Model) kinds() []Kind {
	switch m {
	case Counter:
		return []Kind{OpIncrement, OpRead}
	case KeyValue:
		return []Kind{OpPut, OpGet, OpDelete}
	}
	return nil
}

// hasKey is true iff the operation is on a key, and writes iff it changes its text, to
// its value: a delete to none.
func (o *Operation) hasKey() bool { return o.writes() || o.Operation == OpGet }

func (o *Operation) writes() bool { return o.Operation == OpPut || o.Operation == OpDelete }

// hasCount and hasValue are true iff the operation has a value, of either sort.
func (o *Operation) hasCount() bool {
	return o.Outcome == Done && (o.Operation == OpIncrement || o.Operation == OpRead)
}

func (o *Operation) hasValue() bool {
	return o.Operation == OpPut || o.Operation == OpGet && o.Outcome == Done
}

// fault says why o is no operation of a history of m, "" if it is one.
func (o *Operation) fault(m Model) string {
	switch {
	case !slices.Contains(m.kinds(), o.Operation):
		return fmt.Sprintf("%q is no operation of the model %s", o.Operation, m)
	case o.Outcome != Done && o.Outcome != Failed && o.Outcome != Unknown:
		return fmt.Sprintf("%q is no outcome: want done, failed or unknown", o.Outcome)
	case o.Client < 0 || o.Client > maxNumber:
		return fmt.Sprintf("client %d: want 0 to %d", o.Client, maxNumber)
	case o.Seq < 1 || o.Seq > maxNumber:
		return fmt.Sprintf("seq %d: want 1 to %d", o.Seq, maxNumber)
	case o.Call < 0 || o.Call > maxTime:
		return fmt.Sprintf("call %d: want 0 to %d", o.Call, int64(maxTime))
	case o.Outcome == Unknown && o.Return != 0:
		return "an operation of unknown outcome has no return"
	case o.Outcome != Unknown && (o.Return < o.Call || o.Return > maxTime):
		return fmt.Sprintf("return %d, and call %d: want no return before the call, and none after %d", o.Return, o.Call, int64(maxTime))
	}
	return o.valueFault()
}

// valueFault is the part of fault that is about keys and values.
func (o *Operation) valueFault() string {
	switch {
	case o.Count < 0 || o.Count > maxTime:
		return fmt.Sprintf("value %d: want 0 to %d", o.Count, int64(maxTime))
	case o.Count != 0 && !o.hasCount():
		return fmt.Sprintf("%s that is %s has no count", o.Operation, o.Outcome)
	case o.Value != "" && !o.hasValue():
		return fmt.Sprintf("%s that is %s has no text", o.Operation, o.Outcome)
	case o.Key != "" && !o.hasKey():
		return fmt.Sprintf("%s has no key", o.Operation)
	case !utf8.ValidString(o.Key) || !utf8.ValidString(o.Value):
		return "a key or a value is no UTF-8"
	}
	return ""
}

// fault says why a is no annotation, "" if it is one.
func (a *Annotation) fault() string {
	switch {
	case a.Kind != Fault && a.Kind != LeaderChange:
		return fmt.Sprintf("%q is no kind of annotation: want fault or leader", a.Kind)
	case a.From < 0 || a.To < a.From || a.To > maxTime:
		return fmt.Sprintf("from %d to %d: want no end before the beginning, and none after %d", a.From, a.To, int64(maxTime))
	case a.Text == "" || !utf8.ValidString(a.Text):
		return "an annotation has a text, in UTF-8"
	}
	return ""
}

// fault says why h is no history, as far as that can be told from each operation
// alone; "" if it is one.
func (h *History) fault() string {
	if h.Model.kinds() == nil {
		return fmt.Sprintf("%q is no model: want counter or kv", h.Model)
	}
	for i := range h.Operations {
		if fault := h.Operations[i].fault(h.Model); fault != "" {
			return fmt.Sprintf("operation %d of client %d: %s", h.Operations[i].Seq, h.Operations[i].Client, fault)
		}
	}
	for i := range h.Annotations {
		if fault := h.Annotations[i].fault(); fault != "" {
			return fmt.Sprintf("annotation %d: %s", i+1, fault)
		}
	}
	return ""
}

// order holds operations and annotations, one after the other, against the order
// of a file and the numbering of each client.
type order struct {
	last       Operation
	lastNote   Annotation
	operations int
	notes      int
	seq        map[int]int // The last sequence number of each client.
}

func (s *order) operation(o Operation) string {
	if s.seq == nil {
		s.seq = map[int]int{}
	}
	next := s.seq[o.Client] + 1
	switch {
	case s.operations > 0 && byCall(s.last, o) >= 0:
		return fmt.Sprintf("operations stand in the order of call, client and seq: %d, %d, %d comes after %d, %d, %d",
			o.Call, o.Client, o.Seq, s.last.Call, s.last.Client, s.last.Seq)
	case o.Seq != next:
		return fmt.Sprintf("operation %d of client %d stands where its operation %d is to stand", o.Seq, o.Client, next)
	}
	s.last, s.seq[o.Client] = o, o.Seq
	s.operations++
	return ""
}

func (s *order) annotation(a Annotation) string {
	if s.notes > 0 && byTime(s.lastNote, a) > 0 {
		return "annotations stand in the order of from, to, kind and text"
	}
	s.lastNote = a
	s.notes++
	return ""
}
