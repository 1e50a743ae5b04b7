package validate

import (
	"context"
	"fmt"
	"iter"

	"github.com/lockstep-paxos/lockstep/trace"
)

// Size is how many traces are validated at once, and of how many events each.
type Size struct {
	Traces int `json:"traces"`
	Events int `json:"events"`
}

// CostRow is what validating that many traces took.
type CostRow struct {
	Size
	Total           int     `json:"total"`           // Events in all.
	Seconds         float64 `json:"seconds"`         // Of TLC.
	StartUp         float64 `json:"startUp"`         // Of these, what TLC takes for one event.
	EventsPerSecond float64 `json:"eventsPerSecond"` // Beyond the start.
	PeakBytes       int64   `json:"peakBytes"`       // Of memory, that TLC had at most; of several at a time all together.
}

// CostSizes are the sizes that the documentation tells of: more traces, longer
// ones, up to a million events in all.
var CostSizes = []Size{{100, 100}, {1000, 100}, {10000, 100}, {1, 10000}, {1, 100000}, {1, 1000000}}

// RunSizes are those for runs of clusters, which are long.
var RunSizes = []Size{{1, 10000}, {1, 100000}, {1, 1000000}}

// Cost measures how long TLC takes to validate traces that walk makes, or runs. It fails
// if a trace is rejected.
func Cost(ctx context.Context, walk func(seed uint64, events int) (*trace.Trace, error), sizes []Size, p trace.Protocol, o Options) ([]CostRow, error) {
	start, err := costOf(ctx, walk, Size{1, 1}, p, o)
	if err != nil {
		return nil, err
	}
	var rows []CostRow
	for _, size := range sizes {
		row, err := costOf(ctx, walk, size, p, o)
		if err != nil {
			return rows, err
		}
		row.StartUp = min(start.Seconds, row.Seconds)
		if beyond := row.Seconds - row.StartUp; beyond > 0 {
			row.EventsPerSecond = float64(row.Total) / beyond
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func costOf(ctx context.Context, walk func(seed uint64, events int) (*trace.Trace, error), size Size, p trace.Protocol, o Options) (CostRow, error) {
	report, err := RunSeq(ctx, walks(walk, size), p, o)
	if err != nil {
		return CostRow{}, err
	}
	if len(report.Rejections) > 0 {
		return CostRow{}, fmt.Errorf("a walk of the twins is rejected, so there is nothing to measure: %w", report.Rejections[0])
	}
	return CostRow{Size: size, Total: report.Events, Seconds: report.Seconds, PeakBytes: report.PeakBytes}, nil
}

// walks makes traces one by one.
func walks(walk func(seed uint64, events int) (*trace.Trace, error), size Size) iter.Seq2[*trace.Trace, error] {
	return func(yield func(*trace.Trace, error) bool) {
		for seed := range size.Traces {
			if !yield(walk(uint64(seed), size.Events)) {
				return
			}
		}
	}
}
