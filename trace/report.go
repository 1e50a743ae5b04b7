package trace

import (
	"errors"
	"fmt"
	"strings"
)

// Report is what a judge found of traces. It holds iff Rejections and Missed are empty.
type Report struct {
	Traces          int            `json:"traces"`
	Accepted        []bool         `json:"-"`          // Whether each trace, in the order given, is a behaviour of the spec.
	Verdicts        []*Rejection   `json:"-"`          // Why each trace, in the order given, is rejected; nil where it is not.
	Rejections      []*Rejection   `json:"rejections"` // Those that are not behaviours, in the order given.
	Missed          Missed         `json:"missed,omitempty"`
	Events          int            `json:"events"`          // Of all traces, or of the lane.
	ByAction        map[string]int `json:"byAction"`        // How often the accepted traces take each action of the spec.
	NeverTaken      []string       `json:"neverTaken"`      // The actions that no accepted trace takes.
	Seconds         float64        `json:"seconds"`         // Of the judge: of TLC, its start included; of twins, reading included.
	EventsPerSecond float64        `json:"eventsPerSecond"` // Events by Seconds.
}

// ErrNothing says that there was nothing to judge, which is not to pass.
var ErrNothing = errors.New("no event to judge; name traces that have some")

// Missed are traces that could not be judged, in the order given.
type Missed []Miss

// maxShown bounds how many traces are named that could not be judged for one reason.
const maxShown = 5

// Miss is why a trace could not be judged.
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
