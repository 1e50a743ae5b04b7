package linearizability

import (
	"context"
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/memory"
)

// Verdict is what became of a check.
type Verdict int

const (
	// Unjudged is no verdict: there was nothing to judge, or not the time for it.
	// It is never a pass.
	Unjudged Verdict = iota
	// Holds says that the history is linearizable.
	Holds
	// Fails says that it is not.
	Fails
)

func (v Verdict) String() string {
	switch v {
	case Holds:
		return "holds"
	case Fails:
		return "fails"
	}
	return "unjudged"
}

// MarshalText is the word for v, for JSON.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Checker is a way to judge.
type Checker string

const (
	// Exact judges a counter in a time that grows little faster than the history.
	Exact Checker = "exact"
	// Porcupine searches for an order of the operations. Its memory grows with the
	// square of the operations on one counter or key, and its time may explode.
	Porcupine Checker = "porcupine"
)

// Options say how to check. The zero value is the best way for each model.
type Options struct {
	Checker Checker // "" is Exact for a counter and Porcupine for a key-value store.

	// MaxBytes is how much memory the program may have taken while Porcupine searches, or
	// draws; half of what there is if 0. What takes more is Unjudged.
	MaxBytes int64
}

// Result is what a check found.
type Result struct {
	Verdict    Verdict `json:"verdict"`
	Reason     string  `json:"reason"` // Why it fails or is unjudged, for people. "" if it holds.
	Checker    Checker `json:"checker"`
	Operations int     `json:"operations"` // Those that are done.
	Unknown    int     `json:"unknown"`    // Increments and puts of unknown outcome: each may have taken effect, or not.
	LeftOut    int     `json:"leftOut"`    // Those that tell nothing: failed ones, and reads and gets of unknown outcome.
}

// Check tells whether a history is linearizable. It gives up, with Unjudged, soon
// after ctx is done.
func Check(ctx context.Context, h History, o Options) Result {
	r := begin(h, o)
	switch {
	case r.Reason != "":
		return r
	case ctx.Err() != nil:
		return r.unjudged("no time was left: %v", context.Cause(ctx))
	}
	var exact Result
	if h.Model == Counter {
		if exact = r.found(judgeExactly(h.Operations)); r.Checker == Exact {
			return exact
		}
	}
	ctx, release := memory.Bound(ctx, o.MaxBytes)
	defer release()
	if h.Model == KeyValue {
		return r.found(judgeKeys(ctx, h.Operations))
	}
	return agreed(r.found(judgeWithPermits(ctx, h.Operations)), exact)
}

// begin is a result without a verdict. It has a reason if there is nothing to
// judge.
func begin(h History, o Options) Result {
	r := Result{Checker: o.Checker}
	if r.Checker == "" {
		r.Checker = map[Model]Checker{Counter: Exact, KeyValue: Porcupine}[h.Model]
	}
	if fault := h.fault(); fault != "" {
		return r.unjudged("this is no history: %s", fault)
	}
	for i := range h.Operations {
		switch o := &h.Operations[i]; {
		case o.Outcome == Done:
			r.Operations++
		case o.tellsNothing():
			r.LeftOut++
		default:
			r.Unknown++
		}
	}
	switch {
	case r.Operations == 0:
		return r.unjudged("there is nothing to judge: of no operation the outcome is known to be done")
	case r.Checker != Exact && r.Checker != Porcupine:
		return r.unjudged("no checker is called %q: want exact or porcupine", r.Checker)
	case r.Checker == Exact && h.Model == KeyValue:
		return r.unjudged("there is no exact checker for the model kv: want porcupine")
	}
	return r
}

// found is r with a verdict.
func (r Result) found(v Verdict, reason string) Result {
	r.Verdict, r.Reason = v, reason
	return r
}

func (r Result) unjudged(format string, args ...any) Result {
	return r.found(Unjudged, fmt.Sprintf(format, args...))
}

// agreed is what Porcupine found if the exact checker, which is asked too for it
// costs little, found the same. It knows the better reasons.
func agreed(porcupine, exact Result) Result {
	switch {
	case porcupine.Verdict == Unjudged:
		return porcupine
	case porcupine.Verdict != exact.Verdict:
		return porcupine.unjudged("the checkers disagree, so one of them is wrong: Porcupine says that it %s, the exact checker that it %s", porcupine.Verdict, exact.Verdict)
	}
	porcupine.Reason = exact.Reason
	return porcupine
}
