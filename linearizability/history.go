package linearizability

import (
	"cmp"
	"slices"
)

// Model is what a history is of: which operations there are, and what they do.
type Model string

const (
	// Counter is a number that is 0 at first. An increment adds one to it and
	// returns what it then is; a read returns what it is.
	Counter Model = "counter"
	// KeyValue holds a text for each key, "" at first. A put replaces it, a delete
	// makes it "" again, a get returns it.
	KeyValue Model = "kv"
)

// Kind is what a client asked for.
type Kind string

// The operations of the counter, and those of the key-value store.
const (
	OpIncrement Kind = "increment"
	OpRead      Kind = "read"
	OpPut       Kind = "put"
	OpGet       Kind = "get"
	OpDelete    Kind = "delete"
)

// Outcome is what a client knows of its operation.
type Outcome string

const (
	Done    Outcome = "done"    // It took effect, once, and returned.
	Failed  Outcome = "failed"  // It was refused, and never takes effect.
	Unknown Outcome = "unknown" // It may have taken effect, may yet do so, or may never.
)

// Operation is one operation as its client saw it. Clients may have several
// operations under way at a time.
type Operation struct {
	Client    int     // Who asked.
	Seq       int     // It is the client's Seq-th operation, from 1.
	Operation Kind    // What was asked.
	Outcome   Outcome // What became of it.
	Key       string  // Of a put, a get or a delete.
	Value     string  // What was to be put, or what a get that is done returned.
	Count     int64   // What an increment or a read that is done returned; in a file it is the value.
	Call      int64   // When it was asked first, by a clock that all clients share and that never goes back.
	Return    int64   // When its outcome was known; 0 if it is unknown.
}

// AnnotationKind is what an annotation is about.
type AnnotationKind string

const (
	Fault        AnnotationKind = "fault"  // A partition, a crash, a pause.
	LeaderChange AnnotationKind = "leader" // Who leads, as far as anyone can tell.
)

// Annotation is something that happened to the system, for the picture. The
// checkers do not look at it.
type Annotation struct {
	Kind AnnotationKind
	From int64 // By the clock of the operations.
	To   int64 // The same as From if it took no time.
	Text string
}

// History is what the clients of one run saw.
type History struct {
	Model       Model
	Origin      string // What made it, for people: a command with its seed. May be "".
	Operations  []Operation
	Annotations []Annotation
}

// byCall is the order of operations in a file.
func byCall(a, b Operation) int {
	return cmp.Or(cmp.Compare(a.Call, b.Call), cmp.Compare(a.Client, b.Client), cmp.Compare(a.Seq, b.Seq))
}

// byTime is the order of annotations in a file.
func byTime(a, b Annotation) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text))
}

// returns are the operations that are done, as indices, in the order in which
// they returned.
func returns(ops []Operation) []int32 {
	type moment struct {
		at int64
		op int32
	}
	var done []moment
	for i := range ops {
		if ops[i].Outcome == Done {
			done = append(done, moment{ops[i].Return, int32(i)})
		}
	}
	slices.SortFunc(done, func(a, b moment) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		return byCall(ops[a.op], ops[b.op])
	})
	order := make([]int32, len(done))
	for i, m := range done {
		order[i] = m.op
	}
	return order
}

// tellsNothing is true iff no checker has a use for the operation: it never took
// effect, or it changes nothing and nobody knows what it returned.
func (o *Operation) tellsNothing() bool {
	return o.Outcome == Failed || o.Outcome == Unknown && (o.Operation == OpRead || o.Operation == OpGet)
}
