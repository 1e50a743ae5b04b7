package validate_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// replicaWalk is a trace long enough for lanes of 100 events.
func replicaWalk(t *testing.T) *trace.Trace {
	t.Helper()
	run, err := catalog.Walks["Replica"](3, 450)
	require.NoError(t, err)
	return run
}

// judge validates one trace of Replica, and explains why it is rejected if it is.
func judge(t *testing.T, run *trace.Trace, o validate.Options) validate.Report {
	t.Helper()
	o.Explain = 1
	report, err := validate.Run(context.Background(), []*trace.Trace{run}, catalog.ReplicaTrace, o)
	require.NoError(t, err)
	return report
}

func TestALongTraceIsJudgedInLanesAsInOne(t *testing.T) {
	run := replicaWalk(t)
	whole := judge(t, run, options(t))
	lanes := judge(t, run, options(t).InLanes(3, 100))
	require.Equal(t, []int{1, 1}, []int{whole.Runs, lanes.Runs})
	require.Equal(t, []bool{true}, lanes.Accepted)
	require.Equal(t, 1, lanes.Agreed)
	require.Equal(t, whole.Events, lanes.Events)
	require.Equal(t, whole.ByAction, lanes.ByAction)
	require.EqualValues(t, 2*(2+len(run.Ends)), lanes.States-whole.States, "for each further lane its header, where it begins, and where each node ends")
}

// Where a trace is corrupted, whichever lane that is, it is rejected there, and what is
// known of a lane alone is explained as what is known of the whole.
func TestARejectionIsExplainedInALaneAsInTheWhole(t *testing.T) {
	for _, at := range []int{30, 200, 449} {
		run := replicaWalk(t)
		node := run.Events[at].Node
		name, wrong := "written", "77"
		if node > 3 {
			name = "issued"
		}
		run.Events[at].Post[name] = json.RawMessage(wrong)
		whole, err := validate.Explain(context.Background(), run, catalog.ReplicaTrace, options(t))
		require.NoError(t, err)
		require.Equal(t, at+2, whole.Line)
		lanes := judge(t, run, options(t).InLanes(3, 100))
		require.Equal(t, []bool{false}, lanes.Accepted)
		require.Empty(t, lanes.ByAction)
		require.Equal(t, 1, lanes.Agreed)
		require.Equal(t, at+2, lanes.Rejections[0].Line)
		require.Equal(t, []validate.Explanation{whole}, lanes.Explanations)
	}
}

// What nodes are like at the end is judged too where lanes are many.
func TestAWrongEndIsRejectedInTheLastLane(t *testing.T) {
	run := replicaWalk(t)
	run.Ends[0].State["round"] = json.RawMessage("99")
	lanes := judge(t, run, options(t).InLanes(2, 100))
	require.Equal(t, []bool{false}, lanes.Accepted)
	require.Equal(t, len(run.Events)+2, lanes.Explanations[0].Line)
	require.Contains(t, lanes.Explanations[0].Reason, "round is 7 in Replica and 99 in the trace")
}

// Above a gap a participant may never look at its ledger again but for the last entry,
// by which it knows what may have passed.
func TestALaneBeginsWithTheLastEntryOfALedger(t *testing.T) {
	end := trace.End{State: map[string]json.RawMessage{
		"votes":  json.RawMessage(`[{"instance":1},{"instance":5}]`),
		"ledger": json.RawMessage(`[{"instance":1},{"instance":3},{"instance":5}]`),
	}}
	for lo, want := range map[int][2]string{
		0: {`[{"instance":1},{"instance":5}]`, `[{"instance":1},{"instance":3},{"instance":5}]`},
		2: {`[{"instance":5}]`, `[{"instance":3},{"instance":5}]`},
		9: {`[]`, `[{"instance":5}]`},
	} {
		kept, err := validate.Within(catalog.ReplicaTrace, end, lo)
		require.NoError(t, err)
		require.Equal(t, want, [2]string{string(kept.State["votes"]), string(kept.State["ledger"])})
	}
}
