package main

import (
	"context"
	"errors"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/projection"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

// tie is whether a history is that of a trace.
type tie struct {
	Trace   string                  `json:"file"`
	Verdict linearizability.Verdict `json:"verdict"`
	Reason  string                  `json:"reason"` // Why it is not.
	Events  int                     `json:"events"`
}

// tieTo holds a history against a trace.
func tieTo(ctx context.Context, path string, h linearizability.History) (*tie, error) {
	faults, events, err := differsFromTrace(ctx, path, h)
	if err != nil {
		return nil, err
	}
	t := &tie{Trace: path, Verdict: linearizability.Holds, Events: events}
	if len(faults) > 0 {
		t.Verdict, t.Reason = linearizability.Fails, faults[0]
	}
	return t, nil
}

// differsFromTrace tells where a history is not the one that clients of a trace saw, and
// of how many events the trace is.
func differsFromTrace(ctx context.Context, path string, h linearizability.History) (faults []string, events int, err error) {
	f, err := openInput(ctx, path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	var seen projection.Projection
	err = trace.Scan(path, f, []trace.Protocol{catalog.ReplicaTrace, catalog.LeaseTrace}, func(e *trace.Event) error {
		events++
		return seen.Add(e)
	})
	var rejected *trace.Rejection
	if errors.As(err, &rejected) {
		return []string{rejected.Error()}, events, nil
	}
	if err != nil {
		return nil, events, err
	}
	if fault := projection.Compare(h, seen.History()); fault != "" {
		faults = append(faults, fault)
	}
	return faults, events, nil
}
