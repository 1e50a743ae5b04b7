package projection_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/projection"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

// event is a step of a client, with one parameter.
func event(node int, action, name, value string) trace.Event {
	e := trace.Event{Node: node, Action: action, Params: map[string]json.RawMessage{}}
	if name != "" {
		e.Params[name] = json.RawMessage(value)
	}
	return e
}

func answer(node, seq, value int) trace.Event {
	return event(node, "Return", "m", fmt.Sprintf(`{"type":"Answer","from":1,"dest":%d,"seq":%d,"answer":%d}`, node, seq, value))
}

func result(node, query, value int) trace.Event {
	return event(node, "ReturnQuery", "m", fmt.Sprintf(`{"type":"Result","from":1,"dest":%d,"query":%d,"answer":%d}`, node, query, value))
}

// run is a trace in which client 4 increments, has two commands under way and gives one
// up, and client 5 reads past the log.
func run() *trace.Trace {
	return &trace.Trace{Name: "run.ndjson", Events: []trace.Event{
		event(4, "Call", "op", `"increment"`),
		event(1, "Execute", "", ""),
		answer(4, 1, 1),
		event(5, "Ask", "op", `"read"`),
		event(4, "Call", "op", `"read"`),
		event(4, "Call", "op", `"increment"`),
		result(5, 1, 1),
		answer(4, 3, 2),
		event(4, "GiveUp", "n", "2"),
		event(5, "Ask", "op", `"read"`),
		event(5, "GiveUpQuery", "n", "2"),
	}}
}

// seen is what the clients of run have kept, by a clock of their own.
func seen() linearizability.History {
	return linearizability.History{Model: linearizability.Counter, Operations: []linearizability.Operation{
		{Client: 4, Seq: 1, Operation: linearizability.OpIncrement, Outcome: linearizability.Done, Count: 1, Call: 10, Return: 20},
		{Client: 5, Seq: 1, Operation: linearizability.OpRead, Outcome: linearizability.Done, Count: 1, Call: 30, Return: 60},
		{Client: 4, Seq: 2, Operation: linearizability.OpRead, Outcome: linearizability.Unknown, Call: 40},
		{Client: 4, Seq: 3, Operation: linearizability.OpIncrement, Outcome: linearizability.Done, Count: 2, Call: 50, Return: 70},
		{Client: 5, Seq: 2, Operation: linearizability.OpRead, Outcome: linearizability.Unknown, Call: 80},
	}}
}

func TestTheHistoryIsTheProjectionOfTheTrace(t *testing.T) {
	projected, err := projection.Of(run())
	require.NoError(t, err)
	require.Empty(t, projection.Compare(seen(), projected))
	require.Len(t, projected.Operations, 5)
}

// Clients look at the clock a bit before they log a call and a bit after they log a
// return, so operations may overlap in the history that do not in the trace.
func TestTheHistoryMaySayLessAboutOrderThanTheTrace(t *testing.T) {
	projected, err := projection.Of(run())
	require.NoError(t, err)
	h := seen()
	h.Operations[1].Call = 15
	require.Empty(t, projection.Compare(h, projected))
}

func TestCorruptedHistoriesAreCaught(t *testing.T) {
	projected, err := projection.Of(run())
	require.NoError(t, err)
	for want, corrupt := range map[string]func(h *linearizability.History){
		"the history has operation 3 of client 4, increment done with 3, and the trace has operation 3 of client 4, increment done with 2": func(h *linearizability.History) { h.Operations[3].Count = 3 },
		"the history has operation 3 of client 4, increment unknown, and the trace": func(h *linearizability.History) {
			h.Operations[3].Outcome, h.Operations[3].Return = linearizability.Unknown, 0
		},
		"the history has operation 2 of client 4, increment unknown, and the trace has operation 2 of client 4, read unknown": func(h *linearizability.History) { h.Operations[2].Operation = linearizability.OpIncrement },
		"the trace has operation 2 of client 5, read unknown, which is not in the history":                                    func(h *linearizability.History) { h.Operations = h.Operations[:4] },
		"the trace has operation 1 of client 4, increment done with 1, which is not in the history":                           func(h *linearizability.History) { h.Operations = h.Operations[1:] },
		"the history has operation 1 of client 6, read unknown, which is not in the trace": func(h *linearizability.History) {
			h.Operations = append(h.Operations, linearizability.Operation{Client: 6, Seq: 1, Operation: linearizability.OpRead, Outcome: linearizability.Unknown, Call: 90})
		},
		"client 4: in the history comes the call of its operation 3, and in the trace the call of its operation 2": func(h *linearizability.History) { h.Operations[2].Call = 55 },
		"client 5: in the history comes the call of its operation 2, and in the trace the return of its operation": func(h *linearizability.History) { h.Operations[4].Call = 35 },
		"in the history operation 3 of client 4 returned before operation 1 of client 5 was called":                func(h *linearizability.History) { h.Operations[1].Call, h.Operations[1].Return = 71, 75 },
	} {
		h := seen()
		h.Operations = slices.Clone(h.Operations)
		corrupt(&h)
		require.Contains(t, projection.Compare(h, projected), want)
	}
}

func TestCorruptedTracesAreCaught(t *testing.T) {
	for want, corrupt := range map[string]func(t *trace.Trace){
		"the history has operation 1 of client 4, increment done with 1, and the trace has operation 1 of client 4, increment done with 7": func(t *trace.Trace) { t.Events[2] = answer(4, 1, 7) },
		"and the trace has operation 1 of client 5, read unknown":                                                                          func(t *trace.Trace) { t.Events = slices.Delete(t.Events, 6, 7) },
		"and the trace has operation 2 of client 4, increment unknown":                                                                     func(t *trace.Trace) { t.Events[4] = event(4, "Call", "op", `"increment"`) },
		"the history has operation 2 of client 5, read unknown, which is not in the trace":                                                 func(t *trace.Trace) { t.Events = t.Events[:9] },
		"in the history operation 1 of client 4 returned before operation 1 of client 5 was called, and in the trace it did not": func(t *trace.Trace) {
			asked := t.Events[3]
			t.Events = slices.Insert(slices.Delete(t.Events, 3, 4), 0, asked)
		},
	} {
		corrupted := run()
		corrupt(corrupted)
		projected, err := projection.Of(corrupted)
		require.NoError(t, err)
		require.Contains(t, projection.Compare(seen(), projected), want)
	}
}

func TestATraceInWhichAClientDoesWhatItCannotHasNoProjection(t *testing.T) {
	for want, e := range map[string]trace.Event{
		"run.ndjson:13: the client has no command 2 under way": answer(4, 2, 2),
		"run.ndjson:13: the client has no query 1 under way":   result(5, 1, 1),
		"run.ndjson:13: the client has no command 9 under way": event(4, "GiveUp", "n", "9"),
		"run.ndjson:13: the client has no query 2 under way":   event(5, "GiveUpQuery", "n", "2"),
		"run.ndjson:13: parameter n of GiveUp":                 event(4, "GiveUp", "n", `"2"`),
	} {
		broken := run()
		broken.Events = append(broken.Events, e)
		_, err := projection.Of(broken)
		require.ErrorContains(t, err, want)
	}
}
