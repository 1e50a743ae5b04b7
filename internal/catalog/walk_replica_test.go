package catalog

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
)

func TestReplicaWalksTakeEveryAction(t *testing.T) {
	taken := map[string]int{}
	for seed := range uint64(3) {
		run, err := ReplicaWalk(seed, 3000)
		require.NoError(t, err)
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
		run, err := ReplicaWalk(7, 500)
		require.NoError(t, err)
		var file bytes.Buffer
		require.NoError(t, trace.Write(&file, run))
		return file.Bytes()
	}
	require.Equal(t, write(), write())
}
