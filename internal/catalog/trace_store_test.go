package catalog

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// storeRun is the trace of a run of a cluster with a key-value store.
func storeRun(t *testing.T, seed uint64, events int) *trace.Trace {
	t.Helper()
	return machineRun(t, linearizability.KeyValue, seed, events)
}

func TestTheTwinJudgesTracesOfAStore(t *testing.T) {
	run := storeRun(t, 3, 3000)
	require.Contains(t, string(run.Header.Constants), `"machine":"kv"`)
	require.NoError(t, replay.Run(run, ReplicaTrace))
	taken := map[string]int{}
	for i := range run.Events {
		taken[run.Events[i].Action]++
	}
	for _, action := range []string{"Execute", "AnswerQuery", "TakeSnapshot", "Restore", "Lose"} {
		require.NotZero(t, taken[action], action)
	}
}

func TestTheTwinRejectsAnotherStoreThanWasMade(t *testing.T) {
	for what, spoil := range map[string]func(e *trace.Event) bool{
		"a text that nobody put": func(e *trace.Event) bool {
			value := e.Post["value"]
			e.Post["value"] = json.RawMessage(strings.Replace(string(value), `","`, `","x`, 1))
			return e.Action == "Execute" && !bytes.Equal(e.Post["value"], value)
		},
		"an answer to a query that is none": func(e *trace.Event) bool {
			if e.Action != "AnswerQuery" {
				return false
			}
			answer := strings.Index(string(e.Sent[0]), `"answer":`)
			e.Sent[0] = json.RawMessage(string(e.Sent[0])[:answer] + `"answer":["x"]}`)
			return true
		},
	} {
		run := storeRun(t, 3, 1000)
		require.True(t, slices.ContainsFunc(run.Events, func(e trace.Event) bool { return spoil(&e) }), what)
		require.Error(t, replay.Run(run, ReplicaTrace), what)
	}
}

// TLC would judge it by the counter of the spec, and so is not asked.
func TestTLCDoesNotJudgeAStore(t *testing.T) {
	run := storeRun(t, 1, 300)
	_, err := validate.Run(t.Context(), []*trace.Trace{run}, ReplicaTrace, validate.Options{Root: "../.."})
	require.ErrorContains(t, err, "TLC cannot judge this: it is a trace of the state machine kv, and that of the spec is a counter; the Go twins can: lockstep trace replay")
	_, _, err = validate.Export(run, ReplicaTrace, "../..", "Exported")
	require.ErrorContains(t, err, "TLC cannot judge this")
}

// The package takes any operation, and the spec has two: so the twin of traces has no
// others.
func TestACounterIsToldWhatTheSpecKnows(t *testing.T) {
	twin := ReplicaTrace.Twin(json.RawMessage(`{"participants":[1],"window":1,"depth":2,"clients":[2]}`))
	for action, ops := range map[string][]string{"Call": {"increment", "read"}, "Ask": {"read"}} {
		for _, op := range []string{"increment", "read", "decrement"} {
			_, enabled := twin.Begin(2).Step(action, map[string]any{"op": replica.Op(op)})
			require.Equal(t, slices.Contains(ops, op), enabled, "%s %s", action, op)
		}
	}
}
