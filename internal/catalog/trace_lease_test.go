package catalog

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

func TestTLCAcceptsRunsWithLeases(t *testing.T) {
	var runs []*trace.Trace
	for seed := range uint64(3) {
		runs = append(runs, leaseRun(t, seed, 1500))
	}
	report := validated(t, "Lease", runs...)
	require.Empty(t, report.Rejections)
	require.Equal(t, len(runs), report.Agreed)
}

// A reading that no clock which keeps to the drift can have shown there is refused.
// Package trace has TLC refuse it by itself.
func TestClocksThatDriftApartAreNoticed(t *testing.T) {
	run := leaseRun(t, 1, 400)
	latest, at := 0, -1
	for i, e := range run.Events {
		var reading int
		if json.Unmarshal(e.Params["t"], &reading) == nil && at < 0 {
			if latest > 20 {
				at = i
			}
			latest = max(latest, reading)
		}
	}
	require.Positive(t, at)
	for reading, why := range map[string]string{
		"-1":         "a clock shows -1, where 0 to 999999999 is wanted",
		"2000000000": "a clock shows 2000000000, where 0 to 999999999 is wanted",
		"3":          "a clock shows 3 after one has shown ",
	} {
		run.Events[at].Params["t"] = json.RawMessage(reading)
		require.ErrorContains(t, trace.Check(run, LeaseTrace), why)
	}
}

// Nodes of several processes log apart. Logs tell causes, and readings of clocks; the
// order in which they are merged is one that both allow.
func TestLogsWithClocksAreMerged(t *testing.T) {
	run := leaseRun(t, 3, 1500)
	merged, err := trace.Merge(logsOf(run), LeaseTrace)
	require.NoError(t, err)
	require.NoError(t, trace.Check(merged, LeaseTrace))

	logs := logsOf(run)
	at := slices.IndexFunc(logs[0].Events, func(e trace.Event) bool { return e.Params["t"] != nil })
	logs[0].Events[at].Params["t"] = json.RawMessage("900000")
	_, err = trace.Merge(logs, LeaseTrace)
	require.ErrorAs(t, err, new(*trace.Rejection))
	require.ErrorContains(t, err, "after one has shown 900000")

	run = leaseRun(t, 3, 1500)
	causesOnly := LeaseTrace
	causesOnly.Drift = nil
	merged, err = trace.Merge(logsOf(run), causesOnly)
	require.NoError(t, err)
	require.NoError(t, trace.Check(merged, causesOnly))
	require.ErrorContains(t, trace.Check(merged, LeaseTrace), "a clock shows", "causes alone leave the clocks in any order")
}

// logsOf are the logs of the nodes of a run.
func logsOf(run *trace.Trace) []*trace.Trace {
	var logs []*trace.Trace
	for _, end := range run.Ends {
		own := slices.DeleteFunc(slices.Clone(run.Events), func(e trace.Event) bool { return e.Node != end.Node })
		logs = append(logs, &trace.Trace{Name: "log", Header: run.Header, Events: own, Ends: []trace.End{end}})
	}
	return logs
}

func TestATraceWithClocksIsJudgedAsAWhole(t *testing.T) {
	o := validate.Options{Root: tlctest.Root(t), Lane: validate.Shard{Index: 1, Of: 2}}
	_, err := validate.Run(t.Context(), []*trace.Trace{leaseRun(t, 1, 200)}, LeaseTrace, o)
	require.ErrorContains(t, err, "a trace of Lease is judged as a whole")
}
