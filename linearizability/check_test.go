package linearizability

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func inc(client int, count, call, ret int64) Operation {
	return Operation{Client: client, Seq: 1, Operation: OpIncrement, Outcome: Done, Count: count, Call: call, Return: ret}
}

func read(client int, count, call, ret int64) Operation {
	return Operation{Client: client, Seq: 1, Operation: OpRead, Outcome: Done, Count: count, Call: call, Return: ret}
}

func lost(client int, call int64) Operation {
	return Operation{Client: client, Seq: 1, Operation: OpIncrement, Outcome: Unknown, Call: call}
}

func put(client int, value string, call, ret int64) Operation {
	return Operation{Client: client, Seq: 1, Operation: OpPut, Outcome: Done, Key: "k0", Value: value, Call: call, Return: ret}
}

func get(client int, value string, call, ret int64) Operation {
	return Operation{Client: client, Seq: 1, Operation: OpGet, Outcome: Done, Key: "k0", Value: value, Call: call, Return: ret}
}

func counterOf(ops ...Operation) History { return History{Model: Counter, Operations: ops} }

func storeOf(ops ...Operation) History { return History{Model: KeyValue, Operations: ops} }

func TestReasonNamesTheOperationsThatContradictEachOther(t *testing.T) {
	for want, h := range map[string]History{
		"client 3 read 7 (call 100, return 120) after client 1's increment to 8 had returned at 90":                                                                                  counterOf(inc(1, 8, 80, 90), read(3, 7, 100, 120), lost(5, 1), lost(6, 1), lost(7, 1), lost(8, 1), lost(9, 1), lost(10, 1), lost(11, 1)),
		"client 2 read 0 (call 5, return 6) after client 1's read of 1 had returned at 4":                                                                                            counterOf(lost(3, 1), read(1, 1, 2, 4), read(2, 0, 5, 6)),
		"client 2 incremented to 1 (call 5, return 6) after client 1's increment to 2 had returned at 4":                                                                             counterOf(inc(1, 2, 1, 4), inc(2, 1, 5, 6)),
		"client 2 incremented to 1 (call 3, return 6), and so did client 1's increment to 1":                                                                                         counterOf(inc(1, 1, 1, 4), inc(2, 1, 3, 6)),
		"client 1 incremented to 0 (call 1, return 2), where an increment returns at least 1":                                                                                        counterOf(inc(1, 0, 1, 2)),
		"client 3 read 2 (call 3, return 4), so 2 increments had taken effect by then; of these the results of 1 are known, and of unknown outcome only 0 had been called":           counterOf(inc(1, 1, 1, 2), read(3, 2, 3, 4), lost(2, 5)),
		"client 1 incremented to 3 (call 1, return 4), so 3 increments had taken effect by then; of these the results of 1 are known, and of unknown outcome only 1 had been called": counterOf(lost(2, 4), inc(1, 3, 1, 4), lost(3, 5), read(4, 3, 6, 7)),
		`client 2 got "b" from key "k0" (call 3, return 4), which nobody had put`:                                                                                                    storeOf(put(1, "a", 1, 2), get(2, "b", 3, 4), put(3, "b", 5, 6)),
		"client 4 read 1 (call 5, return 6) after client 2's increment to 2 had returned at 4":                                                                                       counterOf(inc(1, 1, 1, 2), inc(2, 2, 3, 4), inc(3, 3, 4, 5), read(5, 3, 4, 5), read(4, 1, 5, 6)),
		`no order of the operations on key "k0" gives each get what it returned`:                                                                                                     storeOf(put(1, "a", 1, 10), get(2, "a", 2, 3), get(3, "", 4, 5)),
	} {
		r := Check(t.Context(), h, Options{})
		require.Equal(t, Fails, r.Verdict, want)
		require.Equal(t, want, r.Reason)
		r = Check(t.Context(), h, Options{Checker: Porcupine})
		require.Equal(t, Fails, r.Verdict, "Porcupine: %s", want)
		require.Equal(t, want, r.Reason)
	}
}

func TestOperationsThatMeetInOneMomentAreConcurrent(t *testing.T) {
	require.Equal(t, Holds, Check(t.Context(), counterOf(inc(1, 1, 1, 3), read(2, 0, 3, 5)), Options{}).Verdict)
	require.Equal(t, Fails, Check(t.Context(), counterOf(inc(1, 1, 1, 3), read(2, 0, 4, 5)), Options{}).Verdict)
	require.Equal(t, Holds, Check(t.Context(), counterOf(read(2, 1, 1, 3), lost(1, 3)), Options{}).Verdict)
	require.Equal(t, Fails, Check(t.Context(), counterOf(read(2, 1, 1, 3), lost(1, 4)), Options{}).Verdict)
	require.Equal(t, Holds, Check(t.Context(), storeOf(put(1, "a", 1, 3), get(2, "", 3, 5)), Options{}).Verdict)
	require.Equal(t, Fails, Check(t.Context(), storeOf(put(1, "a", 1, 3), get(2, "", 4, 5)), Options{}).Verdict)
}

func TestWhatFailedNeverTookEffect(t *testing.T) {
	refused := Operation{Client: 1, Seq: 1, Operation: OpIncrement, Outcome: Failed, Call: 1, Return: 2}
	require.Equal(t, Holds, Check(t.Context(), counterOf(refused, read(2, 0, 3, 4)), Options{}).Verdict)
	require.Equal(t, Fails, Check(t.Context(), counterOf(refused, read(2, 1, 3, 4)), Options{}).Verdict)
	require.Equal(t, Holds, Check(t.Context(), counterOf(lost(1, 1), read(2, 1, 3, 4)), Options{}).Verdict, "one of unknown outcome may have")
}

func TestWhatCannotBeJudgedIsUnjudged(t *testing.T) {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	holds := counterOf(read(1, 0, 1, 2))
	for want, check := range map[string]func() Result{
		"there is nothing to judge": func() Result { return Check(t.Context(), counterOf(), Options{}) },
		"of no operation the outcome is known": func() Result {
			return Check(t.Context(), counterOf(lost(1, 1)), Options{})
		},
		`"" is no model`: func() Result { return Check(t.Context(), History{}, Options{}) },
		"this is no history: operation 1 of client -1: client -1": func() Result {
			return Check(t.Context(), counterOf(read(-1, 0, 1, 2)), Options{})
		},
		`no checker is called "oracle"`:      func() Result { return Check(t.Context(), holds, Options{Checker: "oracle"}) },
		"no exact checker for the model kv":  func() Result { return Check(t.Context(), storeOf(put(1, "a", 1, 2)), Options{Checker: Exact}) },
		"no time was left: context canceled": func() Result { return Check(over, holds, Options{}) },
		"10001 operations are too many for Porcupine": func() Result {
			return Check(t.Context(), counterOf(slices.Repeat([]Operation{read(1, 0, 1, 2)}, maxForPorcupine+1)...), Options{Checker: Porcupine})
		},
		`key "k0": Porcupine did not come to an end: context deadline exceeded`: func() Result {
			soon, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			return Check(soon, hard(40), Options{})
		},
	} {
		r := check()
		require.Equal(t, Unjudged, r.Verdict, want)
		require.Contains(t, r.Reason, want)
	}
}

// hard is a history in which puts can stand in any order, and none is right.
func hard(puts int) History {
	h := storeOf(get(1, "0", 101, 102), get(2, "1", 103, 104))
	for i := range puts {
		h.Operations = append(h.Operations, put(10+i, fmt.Sprint(i), 1, 100))
	}
	return h
}

func TestCheckersThatDisagreeAreNoVerdict(t *testing.T) {
	holds, fails := Result{Verdict: Holds}, Result{Verdict: Fails, Reason: "why"}
	require.Equal(t, Holds, agreed(holds, holds).Verdict)
	require.Equal(t, fails, agreed(Result{Verdict: Fails}, fails))
	require.Equal(t, Unjudged, agreed(Result{}, holds).Verdict)
	for _, r := range []Result{agreed(holds, fails), agreed(fails, holds)} {
		require.Equal(t, Unjudged, r.Verdict)
		require.Contains(t, r.Reason, "the checkers disagree")
	}
}

func TestResultCountsWhatItIsAbout(t *testing.T) {
	r := Check(t.Context(), readFile(t, "testdata/v1.ndjson"), Options{})
	require.Equal(t, Result{Verdict: Holds, Checker: Exact, Operations: 3, Unknown: 1, LeftOut: 2}, r)
	r = Check(t.Context(), readFile(t, "testdata/v1-kv.ndjson"), Options{})
	require.Equal(t, Result{Verdict: Holds, Checker: Porcupine, Operations: 4, Unknown: 1, LeftOut: 2}, r)
	text, err := json.Marshal(r)
	require.NoError(t, err)
	require.JSONEq(t, `{"verdict":"holds","reason":"","checker":"porcupine","operations":4,"unknown":1,"leftOut":2}`, string(text))
	require.Equal(t, "unjudged", Result{}.Verdict.String(), "what was not judged is no pass")
}
