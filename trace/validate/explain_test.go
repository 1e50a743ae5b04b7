package validate_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

func replace(text string, change [2]string) string {
	return strings.Replace(text, change[0], change[1], 1)
}

// rejects are stories with one thing wrong, one for each rule of the trace spec,
// and what explains it. TLC alone judges them.
var rejects = map[string]struct {
	spoil func(*trace.Trace)
	line  int
	text  string
}{
	"a wrong value":            {func(t *trace.Trace) { set(t.Events[2].Post, "nextBal", "[2,1]") }, 4, `nextBal is <<1, 1>> in Synod and <<2, 1>> in the trace`},
	"a change left out":        {func(t *trace.Trace) { delete(t.Events[10].Post, "ledger") }, 12, `ledger is "a" in Synod and "" in the trace`},
	"a change too many":        {func(t *trace.Trace) { set(t.Events[4].Post, "ledger", `"b"`) }, 6, `ledger is "" in Synod and "b" in the trace`},
	"an unknown variable":      {func(t *trace.Trace) { set(t.Events[4].Post, "mood", `"good"`) }, 6, `mood is nothing in Synod and "good" in the trace`},
	"a value of another kind":  {func(t *trace.Trace) { set(t.Events[4].Post, "ledger", "1") }, 6, `ledger is "" in Synod and 1 in the trace`},
	"another message sent":     {func(t *trace.Trace) { t.Events[3].Sent = t.Events[2].Sent }, 5, `only Synod sends {[dest |-> 1, from |-> 2, number |-> <<1, 1>>, type |-> "LastVote", vote |-> [decree |-> "", number |-> <<0, 0>>, voter |-> 2]]}, only the trace {[dest |-> 1, from |-> 1, number |-> <<1, 1>>, type |-> "LastVote", vote |-> [decree |-> "", number |-> <<0, 0>>, voter |-> 1]]}`},
	"a message not sent":       {func(t *trace.Trace) { t.Events[6].Sent = t.Events[6].Sent[:2] }, 8, `only Synod sends {[decree |-> "a", dest |-> 3, from |-> 1, number |-> <<1, 1>>, type |-> "BeginBallot"]}, only the trace {}`},
	"a message that is odd":    {func(t *trace.Trace) { t.Events[9].Sent = []json.RawMessage{[]byte(`"hello"`), []byte("1")} }, 11, `only Synod sends {}, only the trace <<"hello", 1>>`},
	"another's cause":          {func(t *trace.Trace) { t.Events[4].Cause = &trace.ID{Node: 2, Seq: 1} }, 6, `Received(m) is false: event 1 of node 2, its cause, did not send the message before`},
	"a cause in the future":    {func(t *trace.Trace) { t.Events[2].Cause = &trace.ID{Node: 1, Seq: 6} }, 4, `Received(m) is false: event 6 of node 1, its cause, did not send the message before`},
	"a cause that never was":   {func(t *trace.Trace) { t.Events[2].Cause = &trace.ID{Node: 1, Seq: 60} }, 4, `Received(m) is false: event 60 of node 1, its cause, did not send the message before`},
	"no cause":                 {func(t *trace.Trace) { t.Events[2].Cause = nil }, 4, `Received(m) is false: the event names no cause`},
	"a vote that counts twice": {func(t *trace.Trace) { t.Events[10].Params, t.Events[10].Cause = t.Events[9].Params, t.Events[9].Cause }, 12, `m.from \notin voters[p] is false (1)`},
	"another's message":        {func(t *trace.Trace) { t.Events[3].Node = 3 }, 5, `m.dest = p is false (2, 3)`},
	"another action":           {func(t *trace.Trace) { t.Events[11].Action = "HandleVoted" }, 13, `m.type = "Voted" is false ("Success", "Voted")`},
	"an unknown action":        {func(t *trace.Trace) { t.Events[11].Action = "Celebrate" }, 13, `Synod has no such action`},
	"another parameter":        {func(t *trace.Trace) { set(t.Events[6].Params, "d", `"b"`) }, 8, `d \in Choices(p) is false ("b")`},
	"another's number":         {func(t *trace.Trace) { set(t.Events[0].Params, "number", "[1,2]") }, 2, `number \in NumbersOf(p) is false (<<1, 2>>)`},
	"a number that is none":    {func(t *trace.Trace) { set(t.Events[0].Params, "number", `"high"`) }, 2, `cannot tell whether "high", which is no tuple, is an element of (1 .. 1000000) \X {1}`},
	"a parameter too many":     {func(t *trace.Trace) { t.Events[1].Params = map[string]json.RawMessage{"why": []byte("1")} }, 3, `the action is Crash(p)`},
	"a receipt of two":         {func(t *trace.Trace) { set(t.Events[2].Params, "why", "1") }, 4, `the action is HandleNextBallot(p, m)`},
	"a node that is none":      {func(t *trace.Trace) { t.Events[1].Node = 4 }, 3, `Synod has no node 4`},
	"another end":              {func(t *trace.Trace) { set(t.Ends[1].State, "ledger", `"a"`) }, 15, `ledger is "" in Synod and "a" in the trace`},
	"an end left in part":      {func(t *trace.Trace) { delete(t.Ends[1].State, "voters") }, 15, `voters is {} in Synod and nothing in the trace`},
	"an end of no node":        {func(t *trace.Trace) { t.Ends[1].Node = 4 }, 15, `Synod has no node 4`},
}

func TestEachRuleRejectsAndIsExplained(t *testing.T) {
	o := options(t).Unchecked()
	var spoilt, all []*trace.Trace
	rules := slices.Sorted(maps.Keys(rejects))
	for _, rule := range rules {
		run := told(t)
		rejects[rule].spoil(run)
		spoilt, all = append(spoilt, run), append(all, run, told(t))
	}
	report, err := validate.Run(context.Background(), all, protocol, o)
	require.NoError(t, err)
	for i, accepted := range report.Accepted {
		assert.Equal(t, i%2 == 1, accepted, rules[i/2])
	}
	explained, err := validate.ExplainAll(context.Background(), spoilt, protocol, o)
	require.NoError(t, err)
	for i, rule := range rules {
		assert.Equal(t, rejects[rule].line, report.Rejections[i].Line, rule)
		assert.True(t, strings.HasSuffix(explained[i].Reason, ": "+rejects[rule].text), "%s: %s", rule, explained[i])
	}
}

func TestAnExplanationSaysWhereWhatAndWhy(t *testing.T) {
	run := told(t)
	run.Events[10].Params, run.Events[10].Cause = run.Events[9].Params, run.Events[9].Cause
	x, err := validate.Explain(context.Background(), run, protocol, options(t))
	require.NoError(t, err)
	require.Equal(t, `story.ndjson:12: HandleVoted(p=1, m=[dest |-> 1, from |-> 1, number |-> <<1, 1>>, type |-> "Voted"]) is no step of Synod: m.from \notin voters[p] is false (1)`, x.String())
	require.Equal(t, "synod.Participant.HandleVoted", x.Function)
	require.Equal(t, `m.from \notin voters[p]`, x.Conjunct)
	require.Equal(t, []string{"1"}, x.Values)
	require.Equal(t, "{1}", x.Before["voters"])
	require.Equal(t, `"polling"`, x.Before["status"])
	require.Len(t, x.Before, len(protocol.State))
}

func TestWhatCheckRejectsIsExplainedWithoutTLC(t *testing.T) {
	run := told(t)
	run.Events[2].Cause = &trace.ID{Node: 1, Seq: 6}
	x, err := validate.Explain(context.Background(), run, protocol, validate.Options{})
	require.NoError(t, err)
	require.Equal(t, 4, x.Line)
	require.Equal(t, "synod.Participant.HandleNextBallot", x.Function)
	require.Contains(t, x.Reason, "does not stand on an earlier line")
}

func TestAnAcceptedTraceIsNotExplained(t *testing.T) {
	_, err := validate.Explain(context.Background(), told(t), protocol, options(t))
	require.ErrorIs(t, err, validate.ErrAccepted)
}
