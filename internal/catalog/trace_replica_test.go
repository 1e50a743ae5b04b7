package catalog

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// replicaRun is a run of a cluster with clients under faults, read from its trace.
func replicaRun(t *testing.T, seed uint64, events int) *trace.Trace {
	t.Helper()
	return machineRun(t, linearizability.Counter, seed, events)
}

// machineRun is such a run of any state machine.
func machineRun(t *testing.T, machine linearizability.Model, seed uint64, events int) *trace.Trace {
	t.Helper()
	return runOf(t, clusterOptions(machine, seed, events))
}

// leaseRun is a run with leases.
func leaseRun(t *testing.T, seed uint64, events int) *trace.Trace {
	t.Helper()
	o := clusterOptions(linearizability.Counter, seed, events)
	o.Queries, o.Term, o.Drift = 0.4, 60*time.Millisecond, 4*time.Millisecond
	return runOf(t, o)
}

func clusterOptions(machine linearizability.Model, seed uint64, events int) inproc.ReplicaOptions {
	return inproc.ReplicaOptions{
		Machine: machine, Participants: 3, Clients: 2, Depth: 3, Identities: 2, Reads: 0.2, Queries: 0.2, Seed: seed, Virtual: true,
		Duration: time.Hour, Events: events, Interval: 5 * time.Millisecond, Silence: 4, Deadline: 12,
		Faults: inproc.Faults{Loss: 0.1, Duplicate: 0.1, Delay: 3 * time.Millisecond},
		Crash:  0.02, Window: 4, Batch: 2, Snapshots: 10, Shuffle: true,
	}
}

// runOf makes a run, and reads it from its trace.
func runOf(t *testing.T, o inproc.ReplicaOptions) *trace.Trace {
	t.Helper()
	p := Traces[o.Spec()]
	header, err := trace.NewHeader(p, o.Constants(), "a test")
	require.NoError(t, err)
	var file bytes.Buffer
	o.Stream, err = trace.NewStream(&file, p, header)
	require.NoError(t, err)
	_, err = inproc.RunReplica(context.Background(), o)
	require.NoError(t, err)
	require.NoError(t, o.Stream.Close())
	run, err := trace.Read("a run", &file, p)
	require.NoError(t, err)
	return run
}

func TestRunsOfClustersTakeEveryAction(t *testing.T) {
	for spec, run := range map[string]func(t *testing.T, seed uint64, events int) *trace.Trace{"Replica": replicaRun, "Lease": leaseRun} {
		taken := map[string]int{}
		for seed := range uint64(4) {
			for _, e := range run(t, seed, 2000).Events {
				taken[e.Action]++
			}
		}
		for action := range Traces[spec].Actions {
			require.NotZero(t, taken[action], "%s: %s", spec, action)
		}
	}
}

// An event of a client that has a variable of a participant is no event.
func TestANodeHasTheVariablesOfItsKindOnly(t *testing.T) {
	run := replicaRun(t, 1, 300)
	at := slices.IndexFunc(run.Events, func(e trace.Event) bool { return e.Action == "Call" })
	run.Events[at].Post["round"] = json.RawMessage("1")
	require.ErrorContains(t, trace.Check(run, ReplicaTrace), `post: "round" is no variable of a node of Replica`)
}

// What is logged is what the twin does, when it is asked to do it again.
func TestTheTwinTakesTheStepsOfARunAgain(t *testing.T) {
	require.NoError(t, replay.Run(replicaRun(t, 2, 1500), ReplicaTrace))
	require.NoError(t, replay.Run(leaseRun(t, 2, 1500), LeaseTrace))
}
