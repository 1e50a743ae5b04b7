package catalog

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/replica"
)

// replicaModels are the two models, which together take every action.
var replicaModels = []string{"MCReplicaGraph", "MCReplicaGraphTwo"}

func TestReplicasHaveThePinnedCounts(t *testing.T) {
	pinned, err := tlc.ReadModels(filepath.Join(tlctest.Root(t), "spec", "models.yaml"))
	require.NoError(t, err)
	taken := map[string]int64{}
	for _, name := range replicaModels {
		i := slices.IndexFunc(pinned, func(m tlc.Model) bool { return m.Name == name })
		require.GreaterOrEqual(t, i, 0, "spec/models.yaml lacks %s", name)
		e, err := FindExploration("replica", name)
		require.NoError(t, err)
		r, err := e.Model.Run(t.Context(), explore.Options{})
		require.NoError(t, err)
		require.Empty(t, r.Violated, r.Transcript())
		require.Len(t, r.Invariants, 8+11, "those of Replica and of MultiDecree, but for TypeOK of the latter")
		require.Equal(t, []int64{pinned[i].Distinct, pinned[i].Generated, int64(pinned[i].Depth)}, []int64{r.Distinct, r.Generated, int64(r.Depth)}, name)
		for _, action := range r.Actions {
			taken[action.Name] += action.Taken
		}
	}
	for _, action := range replica.Actions {
		require.NotZero(t, taken[action], action)
	}
}

// comparedReplica compares twins, the steps of which altered may change, with TLC.
func comparedReplica(t *testing.T, name string, altered func(counterStep) counterStep) explore.Comparison {
	tlctest.Jar(t)
	e, err := FindExploration("replica", name)
	require.NoError(t, err)
	against, err := e.TLC(tlctest.Root(t))
	require.NoError(t, err)
	against.Keep = graphs
	c, err := alteredReplica(e, altered).Compare(t.Context(), explore.Options{}, against)
	require.NoError(t, err)
	return c
}

func alteredReplica(e Exploration, altered func(counterStep) counterStep) *explore.Model[counterNode, replica.Message] {
	m := *e.Model.(*explore.Model[counterNode, replica.Message])
	all := func(steps []counterStep) []counterStep {
		for i := range steps {
			steps[i] = altered(steps[i])
		}
		return steps
	}
	choices, receipt := m.Choices, m.Receipt
	m.Choices = func(n counterNode) []counterStep { return all(choices(n)) }
	m.Receipt = func(msg replica.Message) []counterStep { return all(receipt(msg)) }
	return &m
}

func TestTheGraphsOfReplicaAndItsSpecAreEqual(t *testing.T) {
	c := comparedReplica(t, "MCReplicaGraphTwo", func(s counterStep) counterStep { return s })
	require.True(t, c.Equal, "%v", c.Differences)
	require.True(t, c.NodeForNode)
	require.Empty(t, c.TLC.Unknown)
}

// replicaFaults are faults of the code, and the invariant that sees each.
var replicaFaults = []struct {
	name, model, action, violated string
	take                          func(n *counterNode, right counterStep) ([]replica.Message, bool)
}{
	{"a crash keeps the state machine", "MCReplicaGraph", "Lose", "ExecutionIsFold",
		func(n *counterNode, right counterStep) ([]replica.Message, bool) {
			value := n.Replica.Value
			sent, ok := right.Take(n)
			n.Replica.Value = value
			return sent, ok
		}},
	{"a restored participant has no sessions", "MCReplicaGraphTwo", "Restore", "ExecutionIsFold",
		func(n *counterNode, right counterStep) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Sessions = nil
			}
			return sent, ok
		}},
	{"an answer is given when the command is asked for", "MCReplicaGraph", "HandleRequest", "AnswersAreTrue",
		func(n *counterNode, right counterStep) ([]replica.Message, bool) {
			_, ok := right.Take(n)
			if !ok {
				return nil, false
			}
			m := right.Params[0].(replica.Request)
			return []replica.Message{replica.Answer{Envelope: replica.Envelope{From: m.Dest, Dest: m.From}, Seq: m.Seq, Answer: "1"}}, true
		}},
	{"a command loses its number", "MCReplicaGraph", "HandleRequest", "RequestsAreCalled",
		func(n *counterNode, right counterStep) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Requests = slices.Clone(n.Replica.Requests)
				n.Replica.Requests[0].Seq = 2
			}
			return sent, ok
		}},
	{"a confirmation is counted for the round to come", "MCReplicaGraph", "HandleConfirmed", "QueriesAreSafe",
		func(n *counterNode, right counterStep) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Confirms = slices.Clone(n.Replica.Confirms)
				n.Replica.Confirms[0].Round++
			}
			return sent, ok
		}},
}

func TestAnInvariantSeesEachFaultOfReplica(t *testing.T) {
	for _, f := range replicaFaults {
		t.Run(f.name, func(t *testing.T) {
			e, err := FindExploration("replica", f.model)
			require.NoError(t, err)
			r, err := alteredReplica(e, func(right counterStep) counterStep {
				if right.Action != f.action {
					return right
				}
				return counterStep{Action: right.Action, Params: right.Params, Take: func(n *counterNode) ([]replica.Message, bool) { return f.take(n, right) }}
			}).Run(t.Context(), explore.Options{})
			require.NoError(t, err)
			require.Equal(t, f.violated, r.Violated)
			require.Contains(t, r.Transcript(), f.action+"(")
		})
	}
}
