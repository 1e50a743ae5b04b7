package validate_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// judgedInLanes has each of so many shards judge its part of a trace.
func judgedInLanes(t *testing.T, run *trace.Trace, of int) (reports []validate.Report, errs []error) {
	t.Helper()
	o := options(t)
	for index := 1; index <= of; index++ {
		o.Lane = validate.Shard{Index: index, Of: of}
		report, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, o)
		reports, errs = append(reports, report), append(errs, err)
	}
	return reports, errs
}

func TestLanesTogetherJudgeEachLineOnce(t *testing.T) {
	run := recorded(t, 1, 61)
	reports, errs := judgedInLanes(t, run, 3)
	whole, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, options(t))
	require.NoError(t, err)
	events, next, taken := 0, 2, map[string]int{}
	for i, report := range reports {
		require.NoError(t, errs[i])
		require.Equal(t, []bool{true}, report.Accepted)
		require.Equal(t, 1, report.Agreed)
		require.EqualValues(t, 1+min(i, 1)+report.Events+3, report.States, "its header, where it begins, its events, and where each node ends")
		require.Equal(t, next, report.Lane.First)
		next = report.Lane.Last + 1
		events += report.Events
		for action, n := range report.ByAction {
			taken[action] += n
		}
		if i > 0 {
			require.Equal(t, reports[i-1].Lane.Ends, report.Lane.Begins)
			require.NotEqual(t, report.Lane.Begins, report.Lane.Ends)
		}
	}
	require.Equal(t, len(run.Events)+len(run.Ends)+2, next)
	require.Equal(t, whole.Events, events)
	require.Equal(t, whole.ByAction, taken)
	lanes := []validate.Lane{*reports[0].Lane, *reports[1].Lane, *reports[2].Lane}
	require.NoError(t, validate.Join(lanes))

	run.Ends[0].State = maps.Clone(run.Ends[0].State)
	set(run.Ends[0].State, "ledger", `"another"`)
	o := options(t)
	o.Lane = validate.Shard{Index: 1, Of: 3}
	other, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, o)
	require.NoError(t, err)
	require.ErrorContains(t, validate.Join([]validate.Lane{*other.Lane, lanes[1], lanes[2]}), "are of different traces")
}

// The lane that has the line at fault rejects it, and says why as the whole would. The
// lanes before it hold; those after it have nothing to begin with.
func TestACorruptedTraceIsRejectedByTheLaneThatHasTheLine(t *testing.T) {
	for name, spoil := range map[string]func(*trace.Trace){
		"a value":   func(run *trace.Trace) { set(run.Events[5].Post, "ledger", `"b"`) },
		"the order": func(run *trace.Trace) { run.Events[5].Seq++ },
	} {
		t.Run(name, func(t *testing.T) {
			run := told(t)
			spoil(run)
			whole, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, options(t))
			require.NoError(t, err)
			require.Len(t, whole.Rejections, 1)
			reports, errs := judgedInLanes(t, run, 3)
			require.NoError(t, errs[0])
			require.Empty(t, reports[0].Rejections)
			require.NoError(t, errs[1])
			require.Equal(t, whole.Rejections, reports[1].Rejections)
			require.ErrorContains(t, errs[2], "shard 3/3 of story.ndjson, lines 10 to 16, cannot be judged, for line 7, in an earlier shard, does not hold")
		})
	}
}

func TestARejectionInALaneIsExplained(t *testing.T) {
	run := told(t)
	run.Events[10].Params, run.Events[10].Cause = run.Events[9].Params, run.Events[9].Cause
	o := options(t)
	whole, err := validate.Explain(context.Background(), run, protocol, o)
	require.NoError(t, err)
	o.Lane = validate.Shard{Index: 2, Of: 2}
	x, err := validate.Explain(context.Background(), run, protocol, o)
	require.NoError(t, err)
	require.Equal(t, 12, x.Line)
	require.Equal(t, whole, x)
}

// The states where lanes meet are no promise: who begins or ends in another state than
// the spec leads to does not pass, or, if nothing depends on what is wrong, the next
// lane begins with something else.
func TestAWrongStateWhereLanesMeetIsRejected(t *testing.T) {
	for name, c := range map[string]struct {
		lane     int
		from, to string
		lost     []int // The lines of the batch that TLC does not reach.
	}{
		"none is wrong":          {2, `"nextBal":[1,1]`, `"nextBal":[1,1]`, lines(2, 6)},
		"it begins with another": {2, `"node":1,"lo":0,"state":{"decree":"","lastTried":[1,1]`, `"node":1,"lo":0,"state":{"decree":"","lastTried":[2,1]`, append(lines(2, 6), lines(8, 16)...)},
		"it ends with another":   {1, `{"end":{"node":1,"lo":0,"state":{"decree":"","lastTried":[1,1]`, `{"end":{"node":1,"lo":0,"state":{"decree":"","lastTried":[2,1]`, lines(8, 10)},
		"a node is another":      {1, `{"end":{"node":3`, `{"end":{"node":4`, lines(10, 10)},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t)
			o.Lane = validate.Shard{Index: c.lane, Of: 2}
			reached, err := validate.Reached(context.Background(), t.TempDir(), []*trace.Trace{told(t)}, protocol, o, c.from, c.to)
			require.NoError(t, err)
			for line := range reached {
				require.Equal(t, !slices.Contains(c.lost, line), reached[line], "line %d", line)
			}
		})
	}
}

// The lanes of a trace stand in one batch: each begins where its header says, and the
// threads of TLC judge both.
func TestAWrongStateWhereTwoLanesOfABatchMeetIsRejected(t *testing.T) {
	const begins, ends = `"node":1,"lo":0,"state":{"decree":"","lastTried":`, `{"end":{"node":1,"lo":0,"state":{"decree":"","lastTried":`
	for name, c := range map[string]struct {
		from, to string
		lost     []int // The lines of the batch that TLC does not reach.
	}{
		"none is wrong":          {begins, begins, lines(12, 16)},
		"it begins with another": {`"nodes":[{` + begins + `[1,1]`, `"nodes":[{` + begins + `[2,1]`, append(lines(12, 16), lines(18, 26)...)},
		"it ends with another":   {ends + `[1,1]`, ends + `[2,1]`, append(lines(8, 10), lines(12, 16)...)},
		"it begins elsewhere":    {`"lane":{"line":17`, `"lane":{"line":18`, append(lines(12, 17), lines(21, 26)...)},
		"it is no lane":          {`"lane":{`, `"lame":{`, lines(12, 26)},
	} {
		t.Run(name, func(t *testing.T) {
			reached, err := validate.Reached(context.Background(), t.TempDir(), []*trace.Trace{told(t)}, protocol, options(t).InLanes(2, 6), c.from, c.to)
			require.NoError(t, err)
			var lost []int
			for _, line := range lines(1, len(reached)) {
				if !reached[line] {
					lost = append(lost, line)
				}
			}
			require.Equal(t, c.lost, lost)
		})
	}
}

// What lies below a window was not compared at the end of a lane, so the next must not
// begin with a wider one.
func TestALaneEndsWithTheWindowsOfTheNext(t *testing.T) {
	run, err := catalog.MultiDecreeWalk(true, 1, 300)
	require.NoError(t, err)
	o := options(t)
	o.Lane = validate.Shard{Index: 1, Of: 2}
	const lo = `{"end":{"node":1,"lo":`
	for by, want := range map[string]bool{"": true, "1": false} {
		reached, err := validate.Reached(context.Background(), t.TempDir(), []*trace.Trace{run}, catalog.MultiDecreeTrace, o, lo, lo+by)
		require.NoError(t, err)
		last := len(reached)
		require.True(t, reached[last-3])
		require.Equal(t, []bool{want, want, want}, []bool{reached[last-2], reached[last-1], reached[last]})
	}
}

func TestALaneWithoutEventsIsNotJudged(t *testing.T) {
	run := told(t)
	o := validate.Options{Lane: validate.Shard{Index: 1, Of: 13}}
	_, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, o)
	require.ErrorContains(t, err, "shard 1/13 of story.ndjson: it has no event, for the trace has 12")
}

func TestOnlyASingleTraceIsSplitIntoLanes(t *testing.T) {
	run := told(t)
	o := validate.Options{Lane: validate.Shard{Index: 1, Of: 2}}
	_, err := validate.Run(context.Background(), []*trace.Trace{run, run}, protocol, o)
	require.ErrorContains(t, err, "only a single trace")
}
