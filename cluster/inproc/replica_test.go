package inproc_test

import (
	"bytes"
	"context"
	"math"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/projection"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

func replicaOptions(seed uint64) inproc.ReplicaOptions {
	return inproc.ReplicaOptions{
		Participants: 3, Clients: 4, Depth: 4, Identities: 4, Reads: 0.2, Queries: 0.2, Seed: seed, Virtual: true,
		Duration: time.Second, Interval: 5 * time.Millisecond, Silence: 4, Deadline: 60,
		Faults: inproc.Faults{Loss: 0.05, Duplicate: 0.05, Delay: 3 * time.Millisecond},
		Crash:  0.005, Pause: 0.005, Window: 8, Batch: 4, Snapshots: 50, Shuffle: true,
	}
}

// runReplica makes a run with its trace, as the bytes of the file.
func runReplica(t *testing.T, o inproc.ReplicaOptions) (inproc.ReplicaReport, []byte) {
	t.Helper()
	var file bytes.Buffer
	p := catalog.Traces[o.Spec()]
	header, err := trace.NewHeader(p, o.Constants(), "a test")
	require.NoError(t, err)
	o.Stream, err = trace.NewStream(&file, p, header)
	require.NoError(t, err)
	report, err := inproc.RunReplica(context.Background(), o)
	require.NoError(t, err)
	require.NoError(t, o.Stream.Close())
	return report, file.Bytes()
}

// requireRight judges a run in every way there is, but for TLC.
func requireRight(t *testing.T, o inproc.ReplicaOptions, r inproc.ReplicaReport, file []byte) {
	t.Helper()
	require.Empty(t, r.Violations, "seed %d", o.Seed)
	require.Empty(t, r.Divided, "seed %d", o.Seed)
	require.NotZero(t, r.Done, "seed %d", o.Seed)
	verdict := linearizability.Check(context.Background(), r.History, linearizability.Options{})
	require.Equal(t, linearizability.Holds, verdict.Verdict, "seed %d: %s", o.Seed, verdict.Reason)
	recorded, err := trace.Read("a run", bytes.NewReader(file), catalog.Traces[o.Spec()])
	require.NoError(t, err, "seed %d", o.Seed)
	require.Len(t, recorded.Events, r.Events)
	projected, err := projection.Of(recorded)
	require.NoError(t, err)
	require.Empty(t, projection.Compare(r.History, projected), "seed %d", o.Seed)
}

// The history says for its picture who presided when, who was down or paused, and how
// messages fared.
func TestTheHistoryTellsOfFaultsAndLeaders(t *testing.T) {
	o := replicaOptions(2)
	r, _ := runReplica(t, o)
	require.NotZero(t, r.Measures.Crashes)
	require.Greater(t, r.Measures.Reigns, 1)
	var end int64
	for _, op := range r.History.Operations {
		end = max(end, op.Call, op.Return)
	}
	var last int64
	texts := map[string]int{}
	for _, a := range r.History.Annotations {
		require.LessOrEqual(t, 0, int(a.From))
		require.LessOrEqual(t, a.From, a.To)
		text := regexp.MustCompile(`[1-3] presides in [0-9.]+`).ReplaceAllString(a.Text, "P presides in B")
		texts[string(a.Kind)+": "+regexp.MustCompile("t [1-3] ").ReplaceAllString(text, "t P ")]++
		last = max(last, a.To)
	}
	require.Equal(t, end, last, "the clock is that of the operations")
	require.Equal(t, r.Measures.Crashes, texts["fault: participant P is down"])
	require.Equal(t, r.Measures.Pauses, texts["fault: participant P is paused"])
	require.Equal(t, 1, texts["fault: 5% of the messages are lost, 5% arrive twice, all within 3ms"])
	reigns := 0
	for _, how := range []string{"crashed", "yielded", "leads still"} {
		reigns += texts["leader: participant P presides in B ("+how+")"]
	}
	require.Equal(t, r.Measures.Reigns, reigns)
}

func TestAClusterOfGoroutinesIsRightUnderFaults(t *testing.T) {
	o := replicaOptions(1)
	o.Virtual, o.Duration, o.Operations, o.Interval, o.Crash = false, 30*time.Second, 60, 20*time.Millisecond, 0.03
	r, file := runReplica(t, o)
	requireRight(t, o, r, file)
	require.GreaterOrEqual(t, r.Done, 60)
	require.NotZero(t, r.Measures.Crashes)
}

func TestASeedFixesAVirtualCluster(t *testing.T) {
	one, file := runReplica(t, replicaOptions(7))
	two, again := runReplica(t, replicaOptions(7))
	require.Equal(t, one, two)
	require.Equal(t, file, again)
}

func TestARunEndsWhenEnoughIsDone(t *testing.T) {
	o := replicaOptions(3)
	o.Duration, o.Operations = time.Hour, 50
	r, file := runReplica(t, o)
	requireRight(t, o, r, file)
	require.Equal(t, 50, r.Done)
	require.Less(t, r.Timeline.Length, time.Minute)

	o.Operations, o.Events = 0, 1000
	r, file = runReplica(t, o)
	requireRight(t, o, r, file)
	require.InDelta(t, 1000, r.Events, 50)
}

// Who gives up a command goes on under another ID, and gives up none under its last.
func TestClientsThatGiveUpGoOn(t *testing.T) {
	o := replicaOptions(5)
	o.Deadline, o.Faults.Loss, o.Duration = 6, 0.2, 2*time.Second
	r, file := runReplica(t, o)
	requireRight(t, o, r, file)
	require.NotZero(t, r.Actions["GiveUp"])
	require.NotZero(t, r.Actions["GiveUpQuery"])
	seen := map[int]bool{}
	for _, op := range r.History.Operations {
		seen[op.Client] = true
	}
	require.Greater(t, len(seen), o.Clients)
	require.LessOrEqual(t, r.Actions["GiveUp"], o.Clients*o.Depth*(o.Identities-1))
}

func TestNobodyIsAnsweredByAMinority(t *testing.T) {
	o := replicaOptions(1)
	o.Faults.Loss = 0.999999
	r, _ := runReplica(t, o)
	require.Zero(t, r.Done)
	require.NotZero(t, r.Unknown)
}

// A script is carried out whole, in its order, or it is an error.
func TestScriptsAreCarriedOutWholeOrNotAtAll(t *testing.T) {
	script := []inproc.Wanted{{Op: machine.Put("a", "1")}, {Op: machine.Put("a", "2")}, {Op: machine.Get("a"), Query: true}, {Op: machine.Delete("a")}}
	o := replicaOptions(2)
	store, answers, err := inproc.RunScripts[machine.Store](context.Background(), o, script)
	require.NoError(t, err)
	require.Equal(t, [][]string{{`[]`, `["1"]`, `["2"]`, `["2"]`}}, answers)
	require.Equal(t, machine.Store{}, store)

	o.Faults.Loss = 0.999999
	_, _, err = inproc.RunScripts[machine.Store](context.Background(), o, script)
	require.EqualError(t, err, "after 1s, 0 of 4 operations are done")
	_, _, err = inproc.RunScripts[machine.Store](context.Background(), o)
	require.ErrorContains(t, err, "clients is 0: want 1 to 1000")
}

func TestOneParticipantServesClientsAlone(t *testing.T) {
	o := replicaOptions(1)
	o.Participants = 1
	r, file := runReplica(t, o)
	requireRight(t, o, r, file)
}

func TestClustersThatNobodyCanRunAreRefused(t *testing.T) {
	for want, change := range map[string]func(*inproc.ReplicaOptions){
		"participants is 70: want 1 to 64":                           func(o *inproc.ReplicaOptions) { o.Participants = 70 },
		"clients is 0: want 1 to 1000":                               func(o *inproc.ReplicaOptions) { o.Clients = 0 },
		"clients is 500, and identities 4 for each":                  func(o *inproc.ReplicaOptions) { o.Clients = 500 },
		"depth is 1001: want 1 to 1000":                              func(o *inproc.ReplicaOptions) { o.Depth = 1001 },
		"deadline is 0: want 1 to 1000000":                           func(o *inproc.ReplicaOptions) { o.Deadline = 0 },
		"interval is 0s: want more than 0s, and no more than 1h0m0s": func(o *inproc.ReplicaOptions) { o.Interval = 0 },
		"duration is 100001h0m0s: want more than 0s, and no more than 100000h0m0s": func(o *inproc.ReplicaOptions) {
			o.Duration = 100_001 * time.Hour
		},
		"duration is 2h0m0s, 1440000 times the interval of 5ms: want no more than 1000000 times, or a number of events": func(o *inproc.ReplicaOptions) {
			o.Duration = 2 * time.Hour
		},
		"reads are NaN and queries 0.2: want shares whose sum is at most 1":   func(o *inproc.ReplicaOptions) { o.Reads = math.NaN() },
		"crash is 0.005 and pause NaN: want chances whose sum is less than 1": func(o *inproc.ReplicaOptions) { o.Pause = math.NaN() },
		"duplicate is NaN: want a chance of at least 0 and less than 1":       func(o *inproc.ReplicaOptions) { o.Faults.Duplicate = math.NaN() },
		"delay is -1ns: want at least 0s, and no more than 100000h0m0s":       func(o *inproc.ReplicaOptions) { o.Faults.Delay = -1 },
		"reads are 0.9 and queries 0.2: want shares whose sum is at most 1":   func(o *inproc.ReplicaOptions) { o.Reads = 0.9 },
		"crash is 1 and pause 0.005: want chances whose sum is less than 1":   func(o *inproc.ReplicaOptions) { o.Crash = 1 },
		"batch is 0: want 1 to 999999999":                                     func(o *inproc.ReplicaOptions) { o.Batch = 0 },
		"events is -1: want 0 to 100000000":                                   func(o *inproc.ReplicaOptions) { o.Events = -1 },
		"loss is 1: want a chance of at least 0 and less than 1":              func(o *inproc.ReplicaOptions) { o.Faults.Loss = 1 },
	} {
		o := replicaOptions(1)
		change(&o)
		_, err := inproc.RunReplica(context.Background(), o)
		require.EqualError(t, err, want+map[bool]string{true: ": want no more than 1000 in all"}[o.Clients == 500])
	}
}
