package projection_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/projection"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

func TestWhatAMachineIsToldIsAnOperation(t *testing.T) {
	for op, want := range map[string]linearizability.Operation{
		machine.Increment:       {Operation: linearizability.OpIncrement},
		machine.Read:            {Operation: linearizability.OpRead},
		machine.Put("a", "<1>"): {Operation: linearizability.OpPut, Key: "a", Value: "<1>"},
		machine.Put("", ""):     {Operation: linearizability.OpPut},
		machine.Get("a"):        {Operation: linearizability.OpGet, Key: "a"},
		machine.Delete("a"):     {Operation: linearizability.OpDelete, Key: "a"},
	} {
		o, err := projection.Operation(op)
		require.NoError(t, err)
		require.Equal(t, want, o)
	}
	for _, op := range []string{"", "decrement", "{}", `{"put":["a"]}`, `{"put":["a","b","c"]}`, `{"get":1}`, `{"say":"a"}`, `{"get": "a"}`, `{"get":"a","delete":"a"}`} {
		_, err := projection.Operation(op)
		require.ErrorContains(t, err, "is told neither a counter nor a store", op)
	}
}

func TestWhatAMachineAnswersIsWhatAnOperationReturned(t *testing.T) {
	for _, c := range []struct {
		op, answer string
		count      int64
		value      string
	}{
		{machine.Increment, `7`, 7, ""},
		{machine.Get("a"), `["x"]`, 0, "x"},
		{machine.Get("a"), `[]`, 0, ""},
		{machine.Put("a", "y"), `["x"]`, 0, "y"},
		{machine.Delete("a"), `["x"]`, 0, ""},
	} {
		o, err := projection.Operation(c.op)
		require.NoError(t, err)
		require.NoError(t, projection.Answered(&o, json.RawMessage(c.answer)))
		require.Equal(t, c.count, o.Count)
		require.Equal(t, c.value, o.Value)
	}
	for op, answer := range map[string]string{machine.Read: `["x"]`, machine.Get("a"): `7`, machine.Put("a", "b"): `["x","y"]`} {
		o, err := projection.Operation(op)
		require.NoError(t, err)
		require.Error(t, projection.Answered(&o, json.RawMessage(answer)))
	}
}

// storeRun is a trace in which client 4 puts a text and client 5 gets it, past the log.
func storeRun() *trace.Trace {
	told := func(op string) string {
		text, _ := json.Marshal(op)
		return string(text)
	}
	return &trace.Trace{Name: "run.ndjson", Events: []trace.Event{
		event(4, "Call", "op", told(machine.Put("a", "x"))),
		event(4, "Return", "m", `{"type":"Answer","from":1,"dest":4,"seq":1,"answer":[]}`),
		event(5, "Ask", "op", told(machine.Get("a"))),
		event(5, "ReturnQuery", "m", `{"type":"Result","from":1,"dest":5,"query":1,"answer":["x"]}`),
	}}
}

func TestTheHistoryOfAStoreIsTheProjectionOfItsTrace(t *testing.T) {
	h := linearizability.History{Model: linearizability.KeyValue, Operations: []linearizability.Operation{
		{Client: 4, Seq: 1, Operation: linearizability.OpPut, Outcome: linearizability.Done, Key: "a", Value: "x", Call: 1, Return: 2},
		{Client: 5, Seq: 1, Operation: linearizability.OpGet, Outcome: linearizability.Done, Key: "a", Value: "x", Call: 3, Return: 4},
	}}
	projected, err := projection.Of(storeRun())
	require.NoError(t, err)
	require.Equal(t, h, projected)
	require.Empty(t, projection.Compare(h, projected))
	h.Operations[1].Value = "y"
	require.Contains(t, projection.Compare(h, projected), `the history has operation 1 of client 5, get of key "a", text "y", done, and the trace has operation 1 of client 5, get of key "a", text "x", done`)
}

func TestATraceOfTwoMachinesHasNoProjection(t *testing.T) {
	run := storeRun()
	run.Events = append(run.Events, event(4, "Call", "op", `"increment"`))
	_, err := projection.Of(run)
	require.ErrorContains(t, err, "run.ndjson:6: increment is told another machine than the operations before it")
}
