package trace_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
)

func TestMergeDoesNotDependOnTheOrderOfLogs(t *testing.T) {
	run := recorded(t, 5, 300)
	want := written(t, run)
	for range 6 {
		logs := logsOf(run)
		rand.Shuffle(len(logs), func(i, j int) { logs[i], logs[j] = logs[j], logs[i] })
		merged, err := trace.Merge(logs, protocol)
		require.NoError(t, err)
		require.Equal(t, want, written(t, merged))
		require.NoError(t, trace.Check(merged, protocol))
	}
}

func TestMergedTraceIsReadAsItWasWritten(t *testing.T) {
	run := recorded(t, 6, 300)
	read, err := trace.Read("run", strings.NewReader(written(t, run)), protocol)
	require.NoError(t, err)
	require.Equal(t, written(t, run), written(t, read))
	require.Len(t, read.Events, 300)
}

// Each case spoils the logs of the story; want is what Merge must say.
func TestMergeRefusesLogsThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		name, want string
		spoil      func([]*trace.Trace) []*trace.Trace
	}{
		{"no logs", "failed: no logs to merge; name those of all nodes", func(logs []*trace.Trace) []*trace.Trace { return nil }},
		{"a log is missing", "unreadable: node-1.ndjson:1: the run has a node 3, whose log is missing; name the logs of all nodes", func(logs []*trace.Trace) []*trace.Trace { return logs[:2] }},
		{"a log twice", "unreadable: node-2.ndjson:1: a log of node 2, as node-2.ndjson is; name each log once", func(logs []*trace.Trace) []*trace.Trace { return append(logs, logs[1]) }},
		{"of another run", "unreadable: node-2.ndjson:1: another spec or other constants than in node-1.ndjson; merge the logs of one run", func(logs []*trace.Trace) []*trace.Trace {
			logs[1].Header.Constants = []byte(`{"participants":[1,2,3],"proposals":[["a"],["b"],["c"]]}`)
			return logs
		}},
		{"an event of another node", "rejected: node-2.ndjson:2: an event of node 1 in the log of node 2", func(logs []*trace.Trace) []*trace.Trace {
			logs[1].Events = logs[0].Events
			return logs
		}},
		{"a node of no run", "rejected: node-2.ndjson:4: node 9 is none of the run, whose nodes are [1 2 3]", func(logs []*trace.Trace) []*trace.Trace {
			logs[1].Ends[0].Node = 9
			return logs
		}},
		{"an event is missing", "rejected: node-1.ndjson:4: event 4 of node 1 stands where its event 3 is to stand", func(logs []*trace.Trace) []*trace.Trace {
			logs[0].Events = slices.Delete(logs[0].Events, 2, 3)
			return logs
		}},
		{"the end is missing", "unreadable: node-2.ndjson:3: the file is cut off after this line: no end of its node stands in it; record the run again, or copy the file again", func(logs []*trace.Trace) []*trace.Trace {
			logs[1].Ends = nil
			return logs
		}},
		{"a cause was not logged", "rejected: node-2.ndjson:2: its cause, event 9 of node 1, was never logged: the node logged 8 events", func(logs []*trace.Trace) []*trace.Trace {
			logs[1].Events[0].Cause = &trace.ID{Node: 1, Seq: 9}
			return logs
		}},
		{"a cause of no node", "rejected: node-2.ndjson:2: its cause, event 1 of node 9, is of a node that is none of the run", func(logs []*trace.Trace) []*trace.Trace {
			logs[1].Events[0].Cause = &trace.ID{Node: 9, Seq: 1}
			return logs
		}},
		{"two wait for each other", "rejected: node-1.ndjson:5: its cause, event 1 of node 2, waits itself, directly or not, for this event", func(logs []*trace.Trace) []*trace.Trace {
			logs[1].Events[0].Cause = &trace.ID{Node: 1, Seq: 8}
			return logs
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := trace.Merge(c.spoil(logsOf(told(t))), protocol)
			require.Error(t, err)
			require.Equal(t, c.want, verdict(err)+": "+err.Error())
		})
	}
}

func TestLogOfOneNodeIsReadAlone(t *testing.T) {
	for _, log := range logsOf(recorded(t, 7, 100)) {
		read, err := trace.ReadLog(log.Name, strings.NewReader(written(t, log)), protocol)
		require.NoError(t, err)
		require.Equal(t, written(t, log), written(t, read))
		_, err = trace.Read(log.Name, strings.NewReader(written(t, log)), protocol)
		require.Error(t, err, "a log is no merged trace")
	}
}

// longLogs are logs of that many events in all. Each but the first at its node
// has the one before it at another node for its cause.
func longLogs(b *testing.B, events int) []*trace.Trace {
	logs := logsOf(recorded(b, 1, 1))
	for i, log := range logs {
		log.Events = make([]trace.Event, events/len(logs))
		log.Ends[0].Seq = len(log.Events)
		for at := range log.Events {
			e := trace.Event{Node: i + 1, Seq: at + 1, Action: "BeginBallot"}
			if at > 0 {
				e.Action, e.Cause = "HandleVoted", &trace.ID{Node: (i+1)%len(logs) + 1, Seq: at}
			}
			log.Events[at] = e
		}
	}
	return logs
}

func BenchmarkMerge(b *testing.B) {
	for _, events := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(events), func(b *testing.B) {
			logs := longLogs(b, events)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				_, err := trace.Merge(logs, protocol)
				require.NoError(b, err)
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*events), "ns/event")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N*events), "B/event")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	text := written(b, recorded(b, 1, 2_000))
	for b.Loop() {
		_, err := trace.Read("run", strings.NewReader(text), protocol)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*2_000), "ns/event")
}
