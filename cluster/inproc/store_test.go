package inproc

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// storeOptions is a cluster with a key-value store under faults.
func storeOptions(seed uint64) ReplicaOptions {
	return ReplicaOptions{
		Machine: linearizability.KeyValue, Participants: 3, Clients: 4, Depth: 4, Identities: 4, Reads: 0.2, Queries: 0.2, Seed: seed, Virtual: true,
		Duration: time.Second, Interval: 5 * time.Millisecond, Silence: 4, Deadline: 60,
		Faults: Faults{Loss: 0.1, Duplicate: 0.1, Delay: 3 * time.Millisecond},
		Crash:  0.005, Pause: 0.005, Window: 8, Batch: 4, Snapshots: 50, Shuffle: true,
	}
}

// judgedStore makes a run of a store and has Porcupine judge it.
func judgedStore(t *testing.T, o ReplicaOptions, f faultOf[machine.Store]) (ReplicaReport, linearizability.Result) {
	t.Helper()
	r, err := runWith(context.Background(), o, func() faultOf[machine.Store] { return f }, nil)
	require.NoError(t, err)
	return r, linearizability.Check(context.Background(), r.History, linearizability.Options{})
}

func TestAStoreIsRightUnderFaults(t *testing.T) {
	kinds := map[linearizability.Kind]int{}
	for seed := range uint64(3) {
		r, judged := judgedStore(t, storeOptions(seed), faultOf[machine.Store]{})
		require.Equal(t, linearizability.KeyValue, r.History.Model)
		require.Equal(t, linearizability.Holds, judged.Verdict, "seed %d: %s", seed, judged.Reason)
		require.Empty(t, r.Divided)
		require.NotZero(t, r.Measures.Crashes)
		for _, o := range r.History.Operations {
			if o.Outcome == linearizability.Done {
				kinds[o.Operation]++
			}
		}
	}
	for _, kind := range []linearizability.Kind{linearizability.OpPut, linearizability.OpGet, linearizability.OpDelete} {
		require.NotZero(t, kinds[kind], kind)
	}
}

type (
	storeReplica = lease.Replica[machine.Store]
	storeStep    = takeOf[machine.Store]
)

// lateRetry executes a decree, and now and then an older one once more.
func lateRetry(p *storeReplica) ([]replica.Message, bool) {
	const often, older = 20, 10
	e, ok := p.Ledger.Get(p.Executed + 1 - older)
	if p.Executed%often == 0 && ok {
		batch, err := replica.ReadBatch(e.Decree)
		if err != nil {
			return nil, false
		}
		for _, k := range batch {
			p.Value, _ = p.Value.Apply(string(k.Op))
		}
	}
	return p.Execute()
}

// Porcupine rejects what clients of a broken store saw.
func TestABrokenStoreIsCaughtByTheHistory(t *testing.T) {
	for name, broken := range map[string]faultOf[machine.Store]{
		"a retry that comes late is applied again": {take: func(action string, _ map[string]any, right storeStep) storeStep {
			if action == "Execute" {
				return lateRetry
			}
			return right
		}},
		"whoever is asked a query answers": {take: func(action string, params map[string]any, right storeStep) storeStep {
			if action != "HandleQuery" {
				return right
			}
			return func(p *storeReplica) ([]replica.Message, bool) {
				m := params["m"].(replica.Query)
				return p.ResultTo(replica.NotedQuery{Client: m.From, Query: m.Query, Op: m.Op}), true
			}
		}},
		"every fiftieth decree is lost": {take: func(action string, _ map[string]any, right storeStep) storeStep {
			return func(p *storeReplica) ([]replica.Message, bool) {
				before := p.Value
				sent, ok := right(p)
				if ok && action == "Execute" && p.Executed%50 == 0 {
					p.Value = before
				}
				return sent, ok
			}
		}},
	} {
		rejected := func(seed uint64) bool {
			_, judged := judgedStore(t, storeOptions(seed), broken)
			require.NotEqual(t, linearizability.Unjudged, judged.Verdict, judged.Reason)
			return judged.Verdict == linearizability.Fails
		}
		require.True(t, slices.ContainsFunc([]uint64{1, 2, 3, 4, 5, 6, 7, 8}, rejected), name)
	}
}

func TestASeedFixesARunOfAStore(t *testing.T) {
	history := func() []byte {
		r, _ := judgedStore(t, storeOptions(4), faultOf[machine.Store]{})
		var file bytes.Buffer
		require.NoError(t, linearizability.Write(&file, r.History))
		return file.Bytes()
	}
	require.Equal(t, string(history()), string(history()))
}
