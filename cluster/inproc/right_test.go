//go:build !race

// Without the race detector: runs in virtual time have no goroutines, and it would look
// at them for two minutes to find nothing.

package inproc_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

func TestAClusterIsRightUnderFaults(t *testing.T) {
	whole := 0 // Runs in which everything happened that a trace should show.
	for seed := range uint64(5) {
		o := replicaOptions(seed)
		r, file := runReplica(t, o)
		requireRight(t, o, r, file)
		if r.Measures.Reigns > 2 && r.Actions["Lose"] > 0 && r.Actions["Restore"] > 0 && r.Actions["Repropose"] > 0 && r.Unknown > 0 {
			whole++
		}
		if testing.Short() && whole > 0 {
			break
		}
	}
	require.NotZero(t, whole, "in no run were there two changes of leader, a crash, a laggard that a snapshot brought back, a gap and an unknown outcome")
}

func TestAClusterWithLeasesIsRightUnderFaults(t *testing.T) {
	whole := 0 // Runs in which everything happened that a trace should show.
	for seed := range uint64(5) {
		o := leaseOptions(seed)
		r, file := runReplica(t, o)
		requireRight(t, o, r, file)
		require.Zero(t, r.Actions["HandleNextBallot"]+r.Actions["Lose"], "these are steps of others")
		run, err := trace.Read("a run", bytes.NewReader(file), catalog.LeaseTrace)
		require.NoError(t, err)
		require.NoError(t, replay.Run(run, catalog.LeaseTrace))
		if r.Measures.Reigns > 2 && r.Actions["LoseGrants"] > 0 && r.Actions["LeaseRead"] > 50 && r.Actions["AnswerQuery"] > 0 {
			whole++
		}
		if testing.Short() && whole > 0 {
			break
		}
	}
	require.NotZero(t, whole, "in no run were there two changes of leader, a crash, many reads by lease, and one by quorum while there was no lease")
}
