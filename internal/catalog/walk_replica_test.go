package catalog

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
)

func replicaWalks(t *testing.T, walks uint64, events int) []*trace.Trace {
	t.Helper()
	var traces []*trace.Trace
	for seed := range walks {
		walk, err := ReplicaWalk(seed, events)
		require.NoError(t, err)
		traces = append(traces, walk)
	}
	return traces
}

func TestReplicaWalksTakeEveryAction(t *testing.T) {
	taken := map[string]int{}
	for _, run := range replicaWalks(t, 3, 3000) {
		require.Len(t, run.Events, 3000)
		require.NoError(t, trace.Check(run, ReplicaTrace))
		for _, e := range run.Events {
			taken[e.Action]++
		}
	}
	for action := range ReplicaTrace.Actions {
		require.NotZero(t, taken[action], action)
	}
}

func TestTheSameSeedGivesTheSameReplicaWalk(t *testing.T) {
	write := func() []byte {
		var file bytes.Buffer
		require.NoError(t, trace.Write(&file, replicaWalks(t, 1, 500)[0]))
		return file.Bytes()
	}
	require.Equal(t, write(), write())
}

func TestReplicaWalksAreAccepted(t *testing.T) {
	report, err := trace.Validate(t.Context(), replicaWalks(t, 3, 1000), ReplicaTrace, trace.ValidateOptions{
		Root: tlctest.Root(t), Jar: tlctest.Jar(t), Log: filepath.Join(t.TempDir(), "tlc.log"),
	})
	require.NoError(t, err)
	require.Empty(t, report.Rejections)
	require.Equal(t, []bool{true, true, true}, report.Accepted)
	require.Equal(t, 3000, report.Events)
}

// The command lockstep trace mutate does it with longer ones.
func TestTLCAndCheckFindOutAllMutantsOfReplicas(t *testing.T) {
	table, err := trace.Mutate(t.Context(), replicaWalks(t, 1, 25), ReplicaTrace, func(traces []*trace.Trace) ([]*trace.Rejection, error) {
		report, err := trace.Validate(context.Background(), traces, ReplicaTrace, trace.ValidateOptions{Root: tlctest.Root(t), TLCAlone: true})
		return report.Verdicts(), err
	})
	if errors.Is(err, tlc.ErrMissing) {
		t.Skip("left out, for it needs TLC: ", err)
	}
	require.NoError(t, err)
	require.True(t, table.Holds(), "%v", table.Suspect)
	t.Logf("%d mutants: %d refused by Check, %d rejected by TLC, %d behaviours %v",
		table.Total.Mutants, table.Total.ByMerge, table.Total.ByTLC, table.Total.Legal, table.Total.Reasons)
}
