package linearizability

import (
	"context"
	"fmt"
	"slices"
)

// Cut is what was known when the k-th operation had returned: what was called by
// then, of unknown outcome where it had not returned. What failed later has failed.
func (h History) Cut(k int) History { return h.cut(returns(h.Operations), k) }

// cut is Cut for who knows the order of the returns.
func (h History) cut(order []int32, k int) History {
	k = min(k, len(order))
	if k <= 0 {
		h.Operations, h.Annotations = nil, nil
		return h
	}
	at := h.Operations[order[k-1]].Return
	pending := make([]bool, len(h.Operations))
	for _, op := range order[k:] {
		pending[op] = true
	}
	var ops []Operation
	for i, o := range h.Operations {
		if o.Call > at {
			continue
		}
		if pending[i] {
			o.Outcome, o.Return, o.Count = Unknown, 0, 0
			if o.Operation == OpGet {
				o.Value = ""
			}
		}
		ops = append(ops, o)
	}
	h.Operations = ops
	h.Annotations = slices.DeleteFunc(slices.Clone(h.Annotations), func(a Annotation) bool { return a.From > at })
	return h
}

// Prefix is where a history first fails.
type Prefix struct {
	Result  Result    // Of the prefix. There is one iff this Fails.
	Returns int       // How many operations that are done have returned in it.
	Last    Operation // The last of these, without whose return it would hold.
	History History   // The history cut after this return.
}

// SmallestFailing finds the shortest prefix of a history that is not linearizable.
// If there is none its Result is that of the history.
func SmallestFailing(ctx context.Context, h History, o Options) Prefix {
	whole := Check(ctx, h, o)
	if whole.Verdict != Fails {
		return Prefix{Result: whole}
	}
	// What fails goes on failing whatever returns later, so halving finds where it
	// begins to.
	order := returns(h.Operations)
	fails := failsAfter(ctx, h, o, order)
	holds, found := 0, len(order)
	for found-holds > 1 {
		middle := holds + (found-holds)/2
		does, reason := fails(middle)
		switch {
		case reason != "":
			return Prefix{Result: whole.unjudged("it fails, and first between its returns %d and %d, but which it is could not be told: %s", holds+1, found, reason)}
		case does:
			found = middle
		default:
			holds = middle
		}
	}
	p := Prefix{Returns: found, Last: h.Operations[order[found-1]], History: h.cut(order, found)}
	p.Result = Check(ctx, p.History, o)
	if p.Result.Reason == noOrder(p.Last.Key) && p.Last.Operation == OpGet {
		p.Result.Reason = got(&p.Last) + ", and no order of the operations on this key until then explains it"
	}
	return p
}

// failsAfter is a function that tells whether a history fails after its k-th
// return, or why that cannot be told.
func failsAfter(ctx context.Context, h History, o Options, order []int32) func(k int) (bool, string) {
	if h.Model == KeyValue {
		return func(k int) (bool, string) {
			r := Check(ctx, h.cut(order, k), o)
			return r.Verdict == Fails, map[bool]string{true: r.Reason}[r.Verdict == Unjudged]
		}
	}
	// The exact checker need not sort each prefix anew, and so is asked here
	// whoever is to judge.
	c := newCounter(h.Operations)
	return func(k int) (bool, string) {
		if ctx.Err() != nil {
			return false, fmt.Sprintf("no time was left: %v", context.Cause(ctx))
		}
		return c.contradiction(k) != nil, ""
	}
}
