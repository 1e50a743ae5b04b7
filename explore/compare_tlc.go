package explore

import (
	"context"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// TLC says how to run TLC on the spec's side of a model. All paths must be given,
// and Labels.
type TLC struct {
	Jar      string            // Of TLC.
	Module   string            // The model's module, MCSynod.tla.
	Config   string            // Its configuration, which has the same bounds as the Model.
	Labels   map[string]string // What TLC calls the steps of actions: the actions by those names.
	ByCounts bool              // Compare only counts: for graphs too large to write out.
	Timed    bool              // Run TLC once more, with nothing else to do, so that speeds can be compared.
	Cache    string            // The folder that keeps what TLC found, and its graphs, for comparisons with the same inputs. None if empty.
	HeapMB   int               // The bound on Java's memory; 4096 if 0.
	Log      string            // The file that keeps TLC's own output; none if empty.
	Progress func(Progress)    // Called now and then while TLC works, if not nil.

	brief bool // It takes seconds.
}

// briefStates is how many states TLC generates sooner if Java does not make itself fast.
const briefStates = 100_000

// TLCReport is what TLC found, which works with one thread.
type TLCReport struct {
	Config          string           `json:"config"`
	Verdict         string           `json:"verdict"`
	Distinct        int64            `json:"distinct"`
	Generated       int64            `json:"generated"`
	Depth           int              `json:"depth"`
	Taken           map[string]int64 `json:"taken"`             // Steps by action.
	Unknown         map[string]int64 `json:"unknown,omitempty"` // Steps whose label is no action's, by label.
	Cached          bool             `json:"cached,omitempty"`  // TLC did not run now: an equal run did.
	Seconds         float64          `json:"seconds"`           // From Java's start to its end. Unless TLC.Timed, with writing the graph or counting coverage.
	StatesPerSecond float64          `json:"statesPerSecond"`   // Distinct ones.
}

// run runs TLC, which writes its graph into a file, unless that is "".
func (t TLC) run(ctx context.Context, graph string, args ...string) (TLCReport, error) {
	job := tlc.Job{Jar: t.Jar, Module: t.Module, Config: t.Config, HeapMB: t.HeapMB, Brief: t.brief, Graph: graph, Cache: t.Cache, Log: t.Log, Args: args}
	if t.Progress != nil {
		job.Progress = func(p tlc.Progress) { t.Progress(Progress(p)) }
	}
	result, err := tlc.Run(ctx, job)
	if err != nil {
		return TLCReport{}, err
	}
	r := TLCReport{
		Config: t.Config, Verdict: result.Verdict.String(),
		Distinct: result.Distinct, Generated: result.Generated, Depth: result.Depth,
		Taken: map[string]int64{}, Unknown: map[string]int64{}, Cached: result.Cached, Seconds: result.Elapsed.Seconds(),
	}
	r.StatesPerSecond = float64(r.Distinct) / r.Seconds
	for _, row := range result.Coverage {
		if row.Action != "Init" {
			t.count(&r, row.Action, row.Generated)
		}
	}
	return r, nil
}

// count adds steps with a label.
func (t TLC) count(r *TLCReport, label string, steps int64) {
	if action, ok := t.Labels[label]; ok {
		r.Taken[action] += steps
	} else {
		r.Unknown[label] += steps
	}
}
