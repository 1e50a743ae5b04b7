package trace

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Report is what Validate found, or ReplayFiles. It holds iff Rejections, Unjudged and
// Missed are empty.
type Report struct {
	Traces          int             `json:"traces"`
	Accepted        []bool          `json:"-"`             // Whether each trace, in the order given, is a behaviour of the spec.
	Rejections      []*Rejection    `json:"rejections"`    // Those that are not, in the order given.
	Disagreements   []*Disagreement `json:"disagreements"` // Those of which the Go twins say something else than TLC, in the order given.
	Missed          Missed          `json:"missed,omitempty"`
	Events          int             `json:"events"`          // Of all traces, or of the lane.
	ByAction        map[string]int  `json:"byAction"`        // How often the accepted traces take each action of the spec.
	NeverTaken      []string        `json:"neverTaken"`      // The actions that no accepted trace takes.
	States          int64           `json:"states"`          // The distinct states that TLC found; Validate fails if it must have found others.
	Runs            int             `json:"runs"`            // Of TLC.
	Seconds         float64         `json:"seconds"`         // Of TLC, its start included; of ReplayFiles, reading included.
	EventsPerSecond float64         `json:"eventsPerSecond"` // Events by Seconds.
	Agreed          int             `json:"agreed"`          // The traces that both TLC and the Go twins judged, and alike.
	PeakBytes       int64           `json:"peakBytes"`       // Of memory, that all TLC which ran at a time had at most; 0 if that is not known.
	TwinSeconds     float64         `json:"twinSeconds"`     // Of the twins, in Validate.
	Lane            *Lane           `json:"lane,omitempty"`  // What was judged, if not all of the trace.
	Explained       *Explanation    `json:"-"`               // Why the first of Rejections is one, if that was asked for.
	Unexplained     error           `json:"-"`               // Why that could not be told.

	verdicts []*Rejection
}

// Verdicts are why each trace, in the order given, is rejected; nil where it is not.
func (r Report) Verdicts() []*Rejection { return r.verdicts }

// Unjudged are the traces that are neither accepted nor rejected, for the Go twins reject
// what TLC accepts.
func (r Report) Unjudged() Contradictions {
	return slices.DeleteFunc(slices.Clone(r.Disagreements), func(d *Disagreement) bool { return d.TwinAtFault })
}

// Missed are traces that TLC could not judge, in the order given.
type Missed []Miss

// Miss is why TLC could not judge a trace.
type Miss struct {
	Trace string `json:"trace"`
	Why   string `json:"why"`
}

// Error tells each reason once, with the traces that it is one for.
func (all Missed) Error() string {
	var reasons []string
	traces := map[string][]string{}
	for _, m := range all {
		if m.Trace != "" && strings.HasPrefix(m.Why, m.Trace+":") {
			m.Trace = "" // The reason begins with it.
		}
		if traces[m.Why] == nil {
			reasons = append(reasons, m.Why)
		}
		traces[m.Why] = append(traces[m.Why], m.Trace)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "traces that are not judged: %d", len(all))
	for _, why := range reasons {
		of := traces[why]
		b.WriteString("\n")
		if of[0] != "" {
			b.WriteString(strings.Join(of[:min(len(of), maxShown)], ", ") + ": ")
		}
		b.WriteString(why)
		if len(of) > maxShown {
			fmt.Fprintf(&b, " (and %d more)", len(of)-maxShown)
		}
	}
	return b.String()
}

// tally makes a report.
type tally struct {
	p             Protocol
	report        Report
	rejections    map[int]*Rejection // By the position of the trace.
	disagreements map[int]*Disagreement
	missed        map[int]*Miss
	first         error // Why the first of these is missed.
}

func newTally(p Protocol) *tally {
	return &tally{p: p, rejections: map[int]*Rejection{}, disagreements: map[int]*Disagreement{}, missed: map[int]*Miss{}, report: Report{ByAction: map[string]int{}}}
}

// begin counts a trace and returns its position.
func (t *tally) begin() int {
	t.report.Traces++
	return t.report.Traces - 1
}

// miss notes that a trace could not be judged.
func (t *tally) miss(ctx context.Context, index int, name string, err error) {
	why := err.Error()
	if ctx.Err() != nil {
		why = "stopped"
	}
	if t.missed[index] = (&Miss{name, why}); t.first == nil {
		t.first = err
	}
}

// nothing is why nothing was judged, if nothing was.
func (t *tally) nothing() error {
	switch {
	case t.first != nil && (t.report.Events == 0 || len(t.missed) == t.report.Traces):
		return t.first
	case t.report.Events == 0:
		return ErrNothing
	}
	return nil
}

// isAccepted tells whether a trace that was judged is accepted.
func (t *tally) isAccepted(trace int) bool {
	return t.rejections[trace] == nil && t.disagreements[trace] == nil && t.missed[trace] == nil
}

// accept adds the events of an accepted trace, by action.
func (t *tally) accept(counts map[string]int) {
	for action, n := range counts {
		t.report.ByAction[action] += n
	}
}

// finish is the report, when all is judged, which took that long.
func (t *tally) finish(took time.Duration) Report {
	r := t.report
	r.Rejections, r.Disagreements, r.NeverTaken = []*Rejection{}, []*Disagreement{}, []string{}
	r.Accepted, r.verdicts = make([]bool, r.Traces), make([]*Rejection, r.Traces)
	for i := range r.Traces {
		r.Accepted[i], r.verdicts[i] = t.isAccepted(i), t.rejections[i]
		if t.rejections[i] != nil {
			r.Rejections = append(r.Rejections, t.rejections[i])
		}
		if t.disagreements[i] != nil {
			r.Disagreements = append(r.Disagreements, t.disagreements[i])
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
