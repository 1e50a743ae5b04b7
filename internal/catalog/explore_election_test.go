package catalog

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

func TestElectionsHaveThePinnedCounts(t *testing.T) {
	pinned, err := tlc.ReadModels(filepath.Join(tlctest.Root(t), "spec", "models.yaml"))
	require.NoError(t, err)
	all, err := Explorations("election")
	require.NoError(t, err)
	for _, e := range all {
		i := slices.IndexFunc(pinned, func(m tlc.Model) bool { return m.Name == e.Name })
		require.GreaterOrEqual(t, i, 0, "spec/models.yaml lacks %s", e.Name)
		r, err := e.Model.Run(t.Context(), explore.Options{})
		require.NoError(t, err)
		require.Empty(t, r.Violated, r.Transcript())
		require.Empty(t, r.NeverTaken)
		require.Len(t, r.Invariants, 5)
		require.Equal(t, []int64{pinned[i].Distinct, pinned[i].Generated, int64(pinned[i].Depth)}, []int64{r.Distinct, r.Generated, int64(r.Depth)}, e.Name)
	}
}

// comparedElection compares twins that take steps as altered says with TLC on a
// model.
func comparedElection(t *testing.T, model string, altered func(election.Step) election.Step) explore.Comparison {
	tlctest.Jar(t)
	e, err := FindExploration("election", model)
	require.NoError(t, err)
	against, err := e.TLC(tlctest.Root(t))
	require.NoError(t, err)
	against.Keep = graphs
	m := *e.Model.(*explore.Model[election.Participant, election.Message])
	choices, receipt := m.Choices, m.Receipt
	m.Choices = func(p election.Participant) []election.Step {
		steps := choices(p)
		for i := range steps {
			steps[i] = altered(steps[i])
		}
		return steps
	}
	m.Receipt = func(msg election.Message) []election.Step { return []election.Step{altered(receipt(msg)[0])} }
	c, err := m.Compare(t.Context(), explore.Options{}, against)
	require.NoError(t, err)
	return c
}

func TestTheGraphsOfElectionAndItsSpecAreEqual(t *testing.T) {
	for _, model := range []string{"MCElection", "MCElectionRank"} {
		c := comparedElection(t, model, func(s election.Step) election.Step { return s })
		require.True(t, c.Equal, "%s: %v", model, c.Differences)
		require.True(t, c.NodeForNode)
		require.EqualValues(t, 1969, c.TLC.Distinct)
		require.Len(t, c.TLC.Taken, len(election.Actions))
	}
}

// Each is a fault in one action of the twin, which the graphs must show.
func TestAFaultInAnElectionIsShown(t *testing.T) {
	for name, fault := range map[string]struct {
		action string
		take   func(*election.Participant, election.Step) ([]election.Message, bool)
	}{
		"a leader hears nobody": {"HandleHeartbeat", func(p *election.Participant, s election.Step) ([]election.Message, bool) {
			if p.Role == election.Leader {
				return nil, false
			}
			return s.Take(p)
		}},
		"a reign is resumed": {"Recover", func(p *election.Participant, s election.Step) ([]election.Message, bool) {
			sent, ok := s.Take(p)
			if ok && p.Owns(p.Ballot) {
				p.Role = election.Leader
			}
			return sent, ok
		}},
		"the other rule": {"Claim", func(p *election.Participant, s election.Step) ([]election.Message, bool) {
			p.Rule = election.RankRule
			sent, ok := s.Take(p)
			p.Rule = election.IncumbentRule
			return sent, ok
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c := comparedElection(t, "MCElection", func(s election.Step) election.Step {
				if s.Action != fault.action {
					return s
				}
				right := s
				s.Take = func(p *election.Participant) ([]election.Message, bool) { return fault.take(p, right) }
				return s
			})
			require.False(t, c.Equal)
			require.True(t, slices.ContainsFunc(c.Differences, func(d explore.Difference) bool {
				return len(d.Examples) > 0 && len(d.Examples[0]) > len(fault.action) && d.Examples[0][:len(fault.action)] == fault.action
			}), "%v", c.Differences)
		})
	}
}
