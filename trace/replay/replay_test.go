package replay_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// inFile writes a trace into a file.
func inFile(t testing.TB, run *trace.Trace) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.ndjson")
	require.NoError(t, os.WriteFile(path, []byte(written(t, run)), 0o600))
	return path
}

// BenchmarkReplay has the twins judge a long trace, of the spec that the name says,
// that is in a file.
func BenchmarkReplay(b *testing.B) {
	for _, spec := range []string{"Synod", "Election", "MultiDecree"} {
		for _, events := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", spec, events), func(b *testing.B) {
				walk, err := catalog.Walks[spec](2, events)
				require.NoError(b, err)
				path := inFile(b, walk)
				walk = nil
				runtime.GC()
				b.ResetTimer()
				for b.Loop() {
					report, err := replay.Files(context.Background(), []string{path}, catalog.Traces[spec], replay.Options{})
					require.NoError(b, err)
					require.Empty(b, report.Rejections)
				}
				b.ReportMetric(float64(b.N*events)/b.Elapsed().Seconds(), "events/s")
			})
		}
	}
}

func TestTheTwinsAcceptWhatTheyDid(t *testing.T) {
	require.NoError(t, replay.Run(told(t), protocol))
	for spec, walk := range catalog.Walks {
		run, err := walk(3, 500)
		require.NoError(t, err)
		require.NoError(t, replay.Run(run, catalog.Traces[spec]), spec)
	}
}

// The twins judge in two ways, from memory and from a file of which nothing is kept,
// and plays is a third: all three name the same line of each mutant.
func TestTheTwinsRejectEachMutantInItsLine(t *testing.T) {
	rejected := 0
	for _, run := range []*trace.Trace{told(t), recorded(t, 1, 30)} {
		for m := range mutate.All(run, protocol) {
			err := replay.Run(m.Trace, protocol)
			require.Equal(t, m.Refused == nil && m.Refusal == nil, err == nil, m.Trace.Name)
			if m.Refused != nil {
				require.ErrorContains(t, err, m.Refused.Error(), m.Trace.Name)
				continue
			}
			line := 0
			if m.Refusal != nil {
				require.Equal(t, m.Refusal, err)
				line = m.Refusal.Line
				rejected++
			}
			require.Equal(t, plays(m.Trace, ""), line, m.Trace.Name)
		}
	}
	require.Greater(t, rejected, 1000)
}

func TestTracesInFilesGetTheVerdictOfThoseInMemory(t *testing.T) {
	run, n := recorded(t, 1, 30), 0
	for m := range mutate.All(run, protocol) {
		if n++; n%17 != 0 {
			continue
		}
		file := inFile(t, m.Trace)
		report, err := replay.Files(context.Background(), []string{file}, protocol, replay.Options{})
		read, want := trace.Read(file, strings.NewReader(written(t, m.Trace)), protocol)
		if want == nil {
			want = replay.Run(read, protocol)
		}
		if err == nil && !report.Accepted[0] {
			err = report.Rejections[0]
		}
		require.Equal(t, want, err, m.Trace.Name)
	}
}

func TestTheReplaySaysWhatItCounted(t *testing.T) {
	story := told(t)
	wrong := told(t)
	set(wrong.Events[9].Post, "ledger", `"b"`)
	files := []string{inFile(t, story), inFile(t, wrong), inFile(t, recorded(t, 1, 40))}
	report, err := replay.Files(context.Background(), files, protocol, replay.Options{})
	require.NoError(t, err)
	require.Equal(t, 3, report.Traces)
	require.Equal(t, []bool{true, false, true}, report.Accepted)
	require.Equal(t, 12+12+40, report.Events)
	require.Positive(t, report.Seconds)
	sum := 0
	for _, n := range report.ByAction {
		sum += n
	}
	require.Equal(t, 12+40, sum, "of accepted traces only")
	require.Equal(t, []string{}, report.NeverTaken)
	require.Equal(t, `HandleVoted(p=1, m=[dest |-> 1, from |-> 1, number |-> <<1, 1>>, type |-> "Voted"]) is no step of Synod: ledger is "" at the Go twin and "b" in the trace`, report.Rejections[0].Reason)
}

func TestTheReplayOfNothingIsNoVerdict(t *testing.T) {
	empty := told(t)
	empty.Events = nil
	for i := range empty.Ends {
		empty.Ends[i].Seq = 0
	}
	for _, files := range [][]string{nil, {inFile(t, empty)}} {
		_, err := replay.Files(context.Background(), files, protocol, replay.Options{})
		require.ErrorIs(t, err, trace.ErrNothing)
	}
	_, err := replay.Files(context.Background(), []string{"nowhere.ndjson"}, protocol, replay.Options{})
	require.ErrorContains(t, err, "nowhere.ndjson")
}

// What it keeps of an event does not depend on the states, nor on what messages hold.
func TestTheReplayOfALongTraceTakesLittleMemory(t *testing.T) {
	const events = 50_000
	path := inFile(t, recorded(t, 2, events))
	var heap []uint64
	_, err := replay.Files(context.Background(), []string{path}, protocol, replay.Options{Progress: func(traces, events int) {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		heap = append(heap, m.HeapAlloc)
	}})
	require.NoError(t, err)
	require.Len(t, heap, 3)
	require.Less(t, int64(heap[2]-heap[0]), int64(2*16_384*200))
}

func TestTheReplayStopsWhenItIsTold(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	path := inFile(t, recorded(t, 2, 20_000))
	_, err := replay.Files(ctx, []string{path}, protocol, replay.Options{Progress: func(int, int) { stop() }})
	require.ErrorIs(t, err, context.Canceled)
}
