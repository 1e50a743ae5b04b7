// Package tally counts what judges say of traces.
package tally

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/trace"
)

// Tally makes a report.
type Tally struct {
	Traces     int                      // That were begun.
	Events     int                      // Of the traces that are judged.
	Rejections map[int]*trace.Rejection // By the position of the trace.
	Unsettled  map[int]bool             // Judges say different things of them.

	p      trace.Protocol
	counts map[string]int // Of accepted events, by action.
	missed map[int]*trace.Miss
	first  error // Why the first of these is missed.
}

// New is a tally of traces of a protocol.
func New(p trace.Protocol) *Tally {
	return &Tally{p: p, Rejections: map[int]*trace.Rejection{}, Unsettled: map[int]bool{}, missed: map[int]*trace.Miss{}, counts: map[string]int{}}
}

// Begin counts a trace and returns its position.
func (t *Tally) Begin() int {
	t.Traces++
	return t.Traces - 1
}

// Miss notes that a trace could not be judged.
func (t *Tally) Miss(ctx context.Context, index int, name string, err error) {
	why := err.Error()
	if ctx.Err() != nil {
		why = "stopped"
	}
	if t.missed[index] = (&trace.Miss{Trace: name, Why: why}); t.first == nil {
		t.first = err
	}
}

// Nothing is why nothing was judged, if nothing was.
func (t *Tally) Nothing() error {
	switch {
	case t.first != nil && (t.Events == 0 || len(t.missed) == t.Traces):
		return t.first
	case t.Events == 0:
		return trace.ErrNothing
	}
	return nil
}

// IsAccepted tells whether a trace that was judged is accepted.
func (t *Tally) IsAccepted(index int) bool {
	return t.Rejections[index] == nil && !t.Unsettled[index] && t.missed[index] == nil
}

// Accept adds the events of an accepted trace, by action.
func (t *Tally) Accept(counts map[string]int) {
	for action, n := range counts {
		t.counts[action] += n
	}
}

// Finish is the report, when all is judged, which took that long.
func (t *Tally) Finish(took time.Duration) trace.Report {
	r := trace.Report{Traces: t.Traces, Events: t.Events, ByAction: t.counts}
	r.Rejections, r.NeverTaken = []*trace.Rejection{}, []string{}
	r.Accepted, r.Verdicts = make([]bool, r.Traces), make([]*trace.Rejection, r.Traces)
	for i := range r.Traces {
		r.Accepted[i], r.Verdicts[i] = t.IsAccepted(i), t.Rejections[i]
		if t.Rejections[i] != nil {
			r.Rejections = append(r.Rejections, t.Rejections[i])
		}
		if t.missed[i] != nil {
			r.Missed = append(r.Missed, *t.missed[i])
		}
	}
	for _, action := range slices.Sorted(maps.Keys(t.p.Actions)) {
		if r.ByAction[action] == 0 {
			r.NeverTaken = append(r.NeverTaken, action)
		}
	}
	if r.Seconds = took.Seconds(); r.Seconds > 0 {
		r.EventsPerSecond = float64(r.Events) / r.Seconds
	}
	return r
}
