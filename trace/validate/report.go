package validate

import (
	"errors"
	"slices"

	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// Report is what TLC found. It holds iff Rejections, Unjudged and Missed are empty.
type Report struct {
	trace.Report
	Disagreements []*replay.Disagreement `json:"disagreements"`         // The traces of which the Go twins say something else than TLC, in the order given.
	Agreed        int                    `json:"agreed"`                // The traces that both TLC and the Go twins judged, and alike.
	States        int64                  `json:"states"`                // The distinct states that TLC found; validation fails if it must have found others.
	Runs          int                    `json:"runs"`                  // Of TLC.
	PeakBytes     int64                  `json:"peakBytes"`             // Of memory, that all TLC which ran at a time had at most; 0 if that is not known.
	TwinSeconds   float64                `json:"twinSeconds"`           // Of the twins.
	Lane          *Lane                  `json:"lane,omitempty"`        // What was judged, if not all of the trace.
	Explanations  []Explanation          `json:"explanations"`          // Why the first of Rejections are some, as many as was asked for.
	Unexplained   string                 `json:"unexplained,omitempty"` // Why the next one is not.
}

// Unjudged are the traces that are neither accepted nor rejected, for the Go twins reject
// what TLC accepts.
func (r Report) Unjudged() replay.Contradictions {
	return slices.DeleteFunc(slices.Clone(r.Disagreements), func(d *replay.Disagreement) bool { return d.TwinAtFault })
}

// incomplete is nil if all was judged.
func (r Report) incomplete() error {
	var errs []error
	if unjudged := r.Unjudged(); len(unjudged) > 0 {
		errs = append(errs, unjudged)
	}
	if len(r.Missed) > 0 {
		errs = append(errs, r.Missed)
	}
	return errors.Join(errs...)
}

// compare notes on which traces, of those that both judged, TLC and the twins disagree,
// and counts those on which they do not.
func (v *validation) compare() {
	compared := map[int]bool{}
	for _, b := range v.batches {
		for _, s := range b.spans {
			if compared[s.trace] || v.disagreements[s.trace] != nil || v.partly[s.trace] {
				continue // Another lane of it, or one that the twins end otherwise, or not judged whole by TLC.
			}
			compared[s.trace] = true
			if d := replay.Compare(s.name, v.Rejections[s.trace], v.twins[s.trace]); d != nil {
				v.disagree(s.trace, d)
				continue
			}
			v.report.Agreed++
		}
	}
}

// disagree notes that judges say different things of a trace.
func (v *validation) disagree(trace int, d *replay.Disagreement) {
	v.disagreements[trace], v.Unsettled[trace] = d, true
}
