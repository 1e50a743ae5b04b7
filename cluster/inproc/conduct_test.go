package inproc

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
)

// spoilt makes runs of participants that execute in a wrong way until one is not right,
// and tells how that was seen.
func spoilt(t *testing.T, execute take) (ReplicaReport, linearizability.Result) {
	t.Helper()
	var r ReplicaReport
	var judged linearizability.Result
	faulty := func() fault {
		return fault{take: func(action string, _ map[string]any, right take) take {
			if action == "Execute" {
				return execute
			}
			return right
		}}
	}
	for seed := range uint64(20) {
		o := ReplicaOptions{
			Participants: 3, Clients: 4, Depth: 4, Identities: 4, Reads: 0.2, Queries: 0.2, Seed: seed, Virtual: true,
			Duration: time.Second, Interval: 5 * time.Millisecond, Silence: 4, Deadline: 60,
			Faults: Faults{Loss: 0.1, Duplicate: 0.1, Delay: 3 * time.Millisecond},
			Crash:  0.005, Window: 8, Batch: 4, Snapshots: 50, Shuffle: true,
		}
		var err error
		r, err = runWith(context.Background(), o, faulty, nil)
		require.NoError(t, err)
		judged = linearizability.Check(context.Background(), r.History, linearizability.Options{})
		if len(r.Violations)+len(r.Divided) > 0 || judged.Verdict == linearizability.Fails {
			return r, judged
		}
	}
	return r, judged
}

func TestIncrementsThatAreNotCountedAreCaughtByTheClients(t *testing.T) {
	r, judged := spoilt(t, func(p *counterReplica) ([]replica.Message, bool) {
		before := p.Value
		sent, ok := p.Execute()
		if ok && p.Executed%50 == 0 {
			p.Value = before
		}
		return sent, ok
	})
	require.NotEmpty(t, r.Violations)
	require.Equal(t, linearizability.Fails, judged.Verdict)
}

func TestAParticipantThatCountsOtherwiseIsCaught(t *testing.T) {
	r, _ := spoilt(t, func(p *counterReplica) ([]replica.Message, bool) {
		sent, ok := p.Execute()
		if ok && p.ID == 2 && p.Executed%50 == 0 {
			p.Value++
		}
		return sent, ok
	})
	require.NotEmpty(t, r.Divided)
	require.True(t, strings.HasPrefix(r.Divided[0], "participant "), r.Divided[0])
}

func TestClientsHoldAnswersAgainstTheOrderOfTheirCommands(t *testing.T) {
	var s ordering
	require.Empty(t, s.add(answer{1, 5, true}))
	require.Empty(t, s.add(answer{3, 8, false}))
	require.Empty(t, s.add(answer{2, 6, true}))
	require.Equal(t, "its increment 4 gave 8, and its command 3 before it 8", s.add(answer{4, 8, true}))

	s = ordering{}
	require.Empty(t, s.add(answer{2, 6, false}))
	require.Equal(t, "its read 3 gave 5, and its command 2 before it 6", s.add(answer{3, 5, false}))

	s = ordering{}
	require.Empty(t, s.add(answer{2, 6, false}))
	require.Equal(t, "its read 2 gave 6, and its command 1 before it 7", s.add(answer{1, 7, false}))
}
