package validate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// options are those of a run of TLC, which the test needs.
func options(t *testing.T) validate.Options {
	t.Helper()
	return validate.Options{Root: tlctest.Root(t), Jar: tlctest.Jar(t), Log: filepath.Join(t.TempDir(), "tlc.log")}
}

func TestRunsOfTheTwinsAreAccepted(t *testing.T) {
	var traces []*trace.Trace
	for seed := range uint64(40) {
		traces = append(traces, recorded(t, seed, 60))
	}
	other := told(t)
	other.Header.Constants = json.RawMessage(`{"participants":[1,2,3],"proposals":[["a"],["b"],["c"]]}`)
	traces = append(traces, other)
	report, err := validate.Run(context.Background(), traces, protocol, options(t))
	require.NoError(t, err)
	require.Empty(t, report.Rejections)
	require.NotContains(t, report.Accepted, false)
	require.Equal(t, 41, report.Traces)
	require.Equal(t, 41, report.Agreed)
	require.Positive(t, report.TwinSeconds)
	require.Equal(t, 2, report.Runs, "one for all traces with the same constants")
	require.Equal(t, 40*60+12, report.Events)
	require.EqualValues(t, report.Events+41*(1+3), report.States, "one for each line: headers, events, ends")
	require.Empty(t, report.NeverTaken)
	sum := 0
	for _, n := range report.ByAction {
		sum += n
	}
	require.Equal(t, report.Events, sum)
}

func TestActionsThatNoTraceTakesAreReported(t *testing.T) {
	run := told(t)
	run.Events = run.Events[:1]
	number := run.Events[0].Post
	for i := range run.Ends {
		run.Ends[i].Seq = 0
		run.Ends[i].State = map[string]json.RawMessage{
			"lastTried": json.RawMessage("[0,0]"), "nextBal": json.RawMessage("[0,0]"), "ledger": json.RawMessage(`""`),
			"prevVote": json.RawMessage(fmt.Sprintf(`{"voter":%d,"number":[0,0],"decree":""}`, i+1)),
			"status":   json.RawMessage(`"idle"`), "prevVotes": json.RawMessage("[]"), "decree": json.RawMessage(`""`), "voters": json.RawMessage("[]"),
		}
	}
	run.Ends[0].Seq = 1
	for name, value := range number {
		run.Ends[0].State[name] = value
	}
	report, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, options(t))
	require.NoError(t, err)
	require.Empty(t, report.Rejections)
	require.Equal(t, map[string]int{"ChooseBallotNumber": 1}, report.ByAction)
	require.Len(t, report.NeverTaken, 7)
}

func TestOnlyTheThirdOfManyIsRejected(t *testing.T) {
	var traces []*trace.Trace
	for seed := range uint64(8) {
		traces = append(traces, recorded(t, seed, 40))
	}
	bad := &traces[2].Events[20]
	bad.Post = map[string]json.RawMessage{"ledger": json.RawMessage(`"b"`)}
	report, err := validate.Run(context.Background(), traces, protocol, options(t))
	require.NoError(t, err)
	require.Equal(t, []bool{true, true, false, true, true, true, true, true}, report.Accepted)
	require.Len(t, report.Rejections, 1)
	require.Equal(t, "walk-2.ndjson", report.Rejections[0].Trace)
	require.Equal(t, 22, report.Rejections[0].Line)
	require.Contains(t, report.Rejections[0].Reason, "is no step of Synod")
}

func TestWhatIsOutOfOrderIsRejectedWithoutTLC(t *testing.T) {
	run := told(t)
	run.Events = slices.Delete(run.Events, 3, 4)
	report, err := validate.Run(context.Background(), []*trace.Trace{run, told(t)}, protocol, options(t))
	require.NoError(t, err)
	require.Equal(t, []bool{false, true}, report.Accepted)
}

func TestNothingIsNotAccepted(t *testing.T) {
	empty := told(t)
	empty.Events = nil
	for _, traces := range [][]*trace.Trace{nil, {empty}} {
		_, err := validate.Run(context.Background(), traces, protocol, validate.Options{}.Unchecked())
		require.ErrorIs(t, err, trace.ErrNothing)
	}
}

func TestTracesOfOtherSpecsAreNotJudged(t *testing.T) {
	run := told(t)
	run.Header.Spec = "Consensus"
	_, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, validate.Options{})
	var unreadable *trace.Unreadable
	require.ErrorAs(t, err, &unreadable)
}

func TestWhatTLCCannotReadIsNotJudged(t *testing.T) {
	for _, value := range []string{"null", "3000000000", "1.5", `{"a":`} {
		run := told(t)
		run.Events[2].Post["nextBal"] = json.RawMessage(value)
		_, err := validate.Run(context.Background(), []*trace.Trace{run}, protocol, options(t).Unchecked())
		var unreadable *trace.Unreadable
		require.ErrorAs(t, err, &unreadable, value)
		require.Equal(t, "story.ndjson", unreadable.Trace)
		require.Equal(t, 4, unreadable.Line)
	}
}

// A configuration that lost a part of the trace spec must not go unnoticed: good
// traces are then rejected, or there is no verdict.
func TestConfigurationsThatLostAPartAreNoticed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(tlctest.Root(t), "spec", "trace", "TraceSynod.cfg"))
	require.NoError(t, err)
	for without, change := range map[string][2]string{
		"the steps":             {"NEXT TraceNext", "NEXT NextTrace"},
		"the way to the next":   {"NEXT TraceNext", "NEXT TakeEvent"},
		"Send":                  {"  Send <- TraceSend\n", ""},
		"NoSend":                {"  NoSend <- TraceNoSend\n", ""},
		"Received":              {"  Received <- TraceReceived\n", ""},
		"the line in the view":  {"VIEW TraceView", "VIEW TraceSets"},
		"the deadlock's permit": {"CHECK_DEADLOCK FALSE", "CHECK_DEADLOCK TRUE"},
	} {
		t.Run(without, func(t *testing.T) {
			require.Contains(t, string(text), change[0])
			config := filepath.Join(t.TempDir(), "TraceSynod.cfg")
			require.NoError(t, os.WriteFile(config, []byte(replace(string(text), change)), 0o600))
			run := told(t)
			report, err := validate.Run(context.Background(), []*trace.Trace{run, run}, protocol, options(t).WithConfig(config))
			if err == nil {
				require.Contains(t, report.Accepted, false)
			}
		})
	}
}

// The batch has hints that the program makes. Two stories of 16 lines stand in it;
// a wrong hint must not let a line pass that is not to pass.
func TestWrongHintsCanOnlyReject(t *testing.T) {
	for hint, c := range map[string]struct {
		from, to string
		lost     []int // The lines that TLC does not reach.
	}{
		"none is wrong":               {`"sender":2`, `"sender":2`, []int{}},
		"another line":                {`"sender":4`, `"sender":5`, lines(6, 16)},
		"a line to come":              {`"sender":4`, `"sender":7`, lines(6, 16)},
		"a line of another trace":     {`"sender":20`, `"sender":4`, lines(22, 32)},
		"none":                        {`"sender":4`, `"sender":0`, lines(6, 16)},
		"the next trace is left out":  {`"next":17`, `"next":33`, lines(17, 32)},
		"the next trace is this one":  {`"next":17`, `"next":1`, lines(17, 32)},
		"the next trace is no header": {`"next":17`, `"next":18`, lines(17, 32)},
	} {
		t.Run(hint, func(t *testing.T) {
			traces := []*trace.Trace{told(t), told(t)}
			reached, err := validate.Reached(context.Background(), t.TempDir(), traces, protocol, options(t), c.from, c.to)
			require.NoError(t, err)
			for line := 1; line <= 32; line++ {
				require.Equal(t, !slices.Contains(c.lost, line), reached[line], "line %d", line)
			}
		})
	}
}

// lines are the numbers from first to last.
func lines(first, last int) []int {
	var all []int
	for n := first; n <= last; n++ {
		all = append(all, n)
	}
	return all
}

// Whoever is stopped before TLC ran has judged nothing.
func TestAStoppedValidationIsNoVerdict(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err := validate.Run(ctx, []*trace.Trace{told(t)}, protocol, options(t))
	require.ErrorIs(t, err, context.Canceled)
}
