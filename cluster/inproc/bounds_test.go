package inproc_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/published"
	"github.com/lockstep-paxos/lockstep/linearizability"
)

// A perfect network is one whose messages take no time. Time goes on all the same.
func TestARunWithoutFaultsEnds(t *testing.T) {
	o := replicaOptions(1)
	o.Faults, o.Crash, o.Pause, o.Clients, o.Duration = inproc.Faults{}, 0, 0, 1, 12*o.Interval
	r, file := runReplica(t, o)
	requireRight(t, o, r, file)
	require.Equal(t, o.Duration, r.Timeline.Length)
}

// What befalls participants in ten years is drawn when time comes to it.
func TestALongRunOfFewEventsEndsAtOnce(t *testing.T) {
	o := replicaOptions(1)
	o.Events, o.Duration = 300, 80_000*time.Hour // Too many intervals to draw them all.
	r, _ := runReplica(t, o)
	require.GreaterOrEqual(t, r.Events, o.Events)
	o.Virtual = false
	_, _ = runReplica(t, o)
}

func TestARunInWhichNobodyTakesAStepEnds(t *testing.T) {
	o := replicaOptions(1)
	o.Participants, o.Clients, o.Identities, o.Queries, o.Faults.Loss, o.Crash, o.Pause = 1, 1, 1, 0, 0.999999, 0, 0
	o.Events, o.Duration = 100_000, 80_000*time.Hour
	_, err := inproc.RunReplica(t.Context(), o)
	require.ErrorContains(t, err, "nobody takes a step any more, so that there will be no more events than")
}

func TestMoreMessagesUnderWayThanThereMayBeEndARun(t *testing.T) {
	o := electionOptions(1, election.RankRule)
	o.Participants, o.Delay, o.Loss, o.Duration = 64, time.Hour, 0, 3*time.Second
	_, err := published.Run(t.Context(), o)
	require.ErrorContains(t, err, "more than 1000000 messages are under way")
}

// budget is how long a run of the fuzz test may take before its context ends it.
const budget = 300 * time.Millisecond

// ends has a run end, be refused, or look at its context.
func ends(t *testing.T, run func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), budget)
	defer cancel()
	over := make(chan error, 1)
	go func() { over <- run(ctx) }()
	select {
	case <-over:
	case <-time.After(50 * budget):
		t.Fatal("the run neither ends nor looks at its context")
	}
}

// FuzzEveryRunEnds has runs of any options end, by themselves or when their context does, or
// refused by name.
func FuzzEveryRunEnds(f *testing.F) {
	hour, ms := int64(time.Hour), int64(time.Millisecond)
	f.Add(uint8(0), 3, 4, 4, 0, 0, 20*ms, ms, int64(0), 0.0, 0.0, 0.0)                   // A perfect network.
	f.Add(uint8(1), 3, 4, 4, 400, 0, 10_000*hour, 10*ms, 3*ms, 0.05, 0.005, 0.005)       // A schedule without end.
	f.Add(uint8(2), 3, 4, 4, 10, 0, 2000*ms, 10*ms, 3*ms, 0.05, 0.005, 0.2)              // A run of no time.
	f.Add(uint8(3), 3, 4, 4, 0, 100, 2000*ms, int64(1), 3*ms, 0.05, 0.005, 0.2)          // An interval of no time.
	f.Add(uint8(4), 9, 9, 1000, 0, 0, 50*ms, ms, hour, 0.05, 0.1, 0.2)                   // More under way than arrives.
	f.Add(uint8(5), 3, 4, 4, 0, 0, 50*ms, ms, int64(math.MaxInt64), 0.05, 0.1, 0.2)      // Overflows.
	f.Add(uint8(6), 3, 4, 4, 400, 0, int64(math.MaxInt64), hour, ms, 0.05, 0.1, 0.2)     //
	f.Add(uint8(7), 1, 1, 1, 0, 1, 100*ms, ms, int64(1), math.NaN(), 0.1, math.Inf(1))   // No chances.
	f.Add(uint8(15), -1, 0, math.MaxInt, -1, -1, int64(-1), int64(0), -ms, -0.1, 1., 2.) //
	f.Add(uint8(24), 3, 4, 4, 100, 0, 10_000*hour, 10*ms, 3*ms, 0.0, 0.9, 0.09)          // Leases.
	f.Fuzz(func(t *testing.T, kind uint8, participants, clients, depth, events, operations int, duration, interval, delay int64, loss, crash, pause float64) {
		faults := inproc.Faults{Loss: loss, Duplicate: pause, Delay: time.Duration(delay)}
		virtual := kind&1 == 0
		ends(t, func(ctx context.Context) error {
			o := inproc.ReplicaOptions{
				Participants: participants, Clients: clients, Depth: depth, Identities: 1 + int(kind)%4, Reads: 0.2, Queries: 0.2, Seed: 1, Virtual: virtual,
				Duration: time.Duration(duration), Events: events, Operations: operations, Interval: time.Duration(interval), Silence: 1 + int(kind), Deadline: 20,
				Faults: faults, Crash: crash, Pause: pause, Window: 8, Batch: 4, Snapshots: 50, Shuffle: kind&2 == 0,
			}
			if kind&4 != 0 {
				o.Machine = linearizability.KeyValue
			}
			if kind&24 != 0 {
				o.Term, o.Drift, o.Skew = time.Duration(interval), time.Duration(kind&16)*time.Millisecond, time.Duration(delay)
			}
			_, err := inproc.RunReplica(ctx, o)
			return err
		})
		elections := inproc.ElectionOptions{
			Participants: participants, Seed: 1, Virtual: virtual, Duration: time.Duration(duration), Interval: time.Duration(interval), Silence: depth,
			Loss: loss, Duplicate: pause, Delay: time.Duration(delay), Crash: crash, Pause: pause, Protocol: catalog.ElectionTrace,
			Rule: []election.Rule{election.IncumbentRule, election.RankRule}[kind&2/2],
		}
		ends(t, func(ctx context.Context) error {
			_, _, err := inproc.RunElection(ctx, elections)
			_, other := published.Run(ctx, elections)
			return errors.Join(err, other)
		})
		ends(t, func(ctx context.Context) error {
			faults.Crash, faults.Crashes = crash, depth
			_, _, err := inproc.RunSynod(ctx, inproc.SynodOptions{
				Participants: participants, Proposers: clients, Seed: 1, Faults: faults, Protocol: catalog.SynodTrace,
				Retry: time.Duration(interval), Limit: time.Duration(duration),
			})
			return err
		})
	})
}
