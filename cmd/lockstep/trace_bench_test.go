package main

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is measured are runs in which everything happens that makes validation dear.
func TestRunsThatAreMeasuredHaveCrashesLeaderChangesAndLaggards(t *testing.T) {
	run, err := replicaRun(context.Background(), 0, 10_000)
	require.NoError(t, err)
	taken := map[string]int{}
	for _, e := range run.Events {
		taken[e.Action]++
	}
	for _, action := range []string{"ChooseBallotNumber", "Lose", "TakeSnapshot", "Restore", "Repropose"} {
		require.Positive(t, taken[action], action)
	}
	require.Greater(t, taken["ChooseBallotNumber"], 1)
	require.GreaterOrEqual(t, len(run.Events), 10_000)
}
