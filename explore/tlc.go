package explore

import (
	"context"
	"io"
)

// TLC is what a comparison needs of TLC. Checker and Labels must be given.
type TLC struct {
	Checker  Checker           // Of the spec's side of the model, with the same bounds.
	Labels   map[string]string // What TLC calls the steps of actions: the actions by those names.
	ByCounts bool              // Compare only counts: for graphs too large to write out.
	Timed    bool              // Run TLC once more, with nothing else to do, so that speeds can be compared.
}

// Checker has TLC visit every state of a model. That it is an interface keeps Java and
// processes away from this package, which compiles for WebAssembly.
type Checker interface {
	Check(ctx context.Context, o CheckOptions) (TLCReport, error)
}

// CheckOptions say what is wanted of a run of TLC besides its verdict and counts.
type CheckOptions struct {
	Steps bool                       // The steps by label, in TLCReport.Taken.
	Anew  bool                       // TLC runs now, though what an equal run found may be kept.
	Brief bool                       // The run is short: Java need not make itself fast.
	Graph func(dump io.Reader) error // Is given the state graph as TLC dumps it (-dump dot,actionlabels), if not nil.
}

// TLCReport is what TLC found, which works with one thread.
type TLCReport struct {
	Config          string           `json:"config"`
	Verdict         string           `json:"verdict"` // "holds" or, for example, "invariant Coherence".
	Distinct        int64            `json:"distinct"`
	Generated       int64            `json:"generated"`
	Depth           int              `json:"depth"`
	Taken           map[string]int64 `json:"taken"`             // Steps by action.
	Unknown         map[string]int64 `json:"unknown,omitempty"` // Steps whose label is no action's, by label.
	Cached          bool             `json:"cached,omitempty"`  // TLC did not run now: an equal run did.
	Seconds         float64          `json:"seconds"`           // From Java's start to its end. Unless TLC.Timed, with writing the graph or counting coverage.
	StatesPerSecond float64          `json:"statesPerSecond"`   // Distinct ones.
}

// take counts steps by actions in place of labels.
func (r *TLCReport) take(labels map[string]string, steps map[string]int64) {
	r.Taken, r.Unknown = map[string]int64{}, map[string]int64{}
	for label, n := range steps {
		if action, ok := labels[label]; ok {
			r.Taken[action] += n
		} else {
			r.Unknown[label] += n
		}
	}
}

// briefStates is how many states TLC generates sooner if Java does not make itself fast.
const briefStates = 100_000
