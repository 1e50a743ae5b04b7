package explore

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Report is what a search found.
type Report struct {
	Model     string   `json:"model"`
	Distinct  int64    `json:"distinct"`  // States that can be reached.
	Generated int64    `json:"generated"` // The initial state, and one for each step from each state.
	Depth     int      `json:"depth"`     // States on the longest of all shortest paths.
	Locals    int      `json:"locals"`    // Local states of all nodes.
	Messages  int      `json:"messages"`  // Messages that can be sent.
	Actions   []Action `json:"actions"`

	Invariants []string `json:"invariants"` // Those that were checked in each state.
	NeverTaken []string `json:"neverTaken"` // The actions that change no state anywhere. Empty if the search ended early.

	// The invariant that is false, if one is. Then the search ended early, with the
	// level at which it is false, and the counts above are of what it had found.
	Violated       string `json:"violated,omitempty"`
	Counterexample []Line `json:"counterexample,omitempty"` // The steps that lead there, as few as there can be.

	Workers         int     `json:"workers"`
	Seconds         float64 `json:"seconds"`
	StatesPerSecond float64 `json:"statesPerSecond"` // Distinct ones.
	BytesPerState   float64 `json:"bytesPerState"`
}

// Action is how often an action was taken, and how often it changed the state.
type Action struct {
	Name    string `json:"name"`
	Taken   int64  `json:"taken"`
	Changed int64  `json:"changed"`
}

// verdict is what was found, as TLC's verdicts are written: "holds", or "invariant" and a
// name.
func (r Report) verdict() string {
	if r.Violated != "" {
		return "invariant " + r.Violated
	}
	return "holds"
}

// Does says in words what was found, such as "violates invariant Coherence".
func (r Report) Does() string {
	if r.Violated != "" {
		return "violates " + r.verdict()
	}
	return r.verdict()
}

// Transcript is the counterexample for people: its steps, and what each changed.
func (r Report) Transcript() string {
	var b strings.Builder
	for i, line := range r.Counterexample {
		fmt.Fprintf(&b, "%d. %s\n", i+1, line)
	}
	return b.String()
}

// Run visits every state of the model, or all up to the first level at which an
// invariant is false. An error, such as MemoryError, means that nothing is known.
func (m *Model[N, M]) Run(ctx context.Context, o Options) (Report, error) {
	_, r, err := m.explore(ctx, o)
	return r, err
}

// explore is Run, and the search itself.
func (m *Model[N, M]) explore(ctx context.Context, o Options) (*search[N, M], Report, error) {
	start := time.Now()
	s, err := run(ctx, m, o)
	if err != nil {
		return nil, Report{}, err
	}
	elapsed := time.Since(start).Seconds()
	r := Report{
		Model: m.Name, Distinct: s.table.len(), Generated: s.generated.Load(), Depth: int(s.depth.Load()),
		Locals: s.space.count(), Messages: len(s.space.messages),
		Workers: s.options.Workers, Seconds: elapsed,
		Invariants: []string{}, NeverTaken: []string{},
		StatesPerSecond: float64(s.table.len()) / elapsed,
		BytesPerState:   float64(s.bytes()) / float64(s.table.len()),
	}
	for i, name := range m.Actions.Names() {
		r.Actions = append(r.Actions, Action{name, s.taken[i], s.changed[i]})
		if s.changed[i] == 0 && len(s.violations) == 0 {
			r.NeverTaken = append(r.NeverTaken, name)
		}
	}
	for _, inv := range m.Invariants {
		r.Invariants = append(r.Invariants, inv.Name)
	}
	if len(s.violations) > 0 {
		first := s.firstViolation()
		r.Violated, r.Counterexample = m.Invariants[first].Name, s.counterexample(first)
	}
	return s, r, nil
}
