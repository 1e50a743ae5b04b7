package catalog

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/explore"
)

func TestTheGraphsOfElectionAndItsSpecAreEqual(t *testing.T) {
	for _, model := range []string{"MCElection", "MCElectionRank"} {
		c := comparedWithTLC(t, "election", false, model, withFault[election.Participant, election.Message](t, "election", model, "", nil))
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
		take   func(*election.Participant, action.Call[election.Participant, election.Message]) ([]election.Message, bool)
	}{
		"a leader hears nobody": {"HandleHeartbeat", func(p *election.Participant, s action.Call[election.Participant, election.Message]) ([]election.Message, bool) {
			if p.Role == election.Leader {
				return nil, false
			}
			return s.Take(p)
		}},
		"a reign is resumed": {"Recover", func(p *election.Participant, s action.Call[election.Participant, election.Message]) ([]election.Message, bool) {
			sent, ok := s.Take(p)
			if ok && p.Owns(p.Ballot) {
				p.Role = election.Leader
			}
			return sent, ok
		}},
		"the other rule": {"Claim", func(p *election.Participant, s action.Call[election.Participant, election.Message]) ([]election.Message, bool) {
			p.Rule = election.RankRule
			sent, ok := s.Take(p)
			p.Rule = election.IncumbentRule
			return sent, ok
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c := comparedWithTLC(t, "election", false, "MCElection", withFault(t, "election", "MCElection", fault.action, fault.take))
			require.False(t, c.Equal)
			require.True(t, slices.ContainsFunc(c.Differences, func(d explore.Difference) bool {
				return len(d.Examples) > 0 && len(d.Examples[0]) > len(fault.action) && d.Examples[0][:len(fault.action)] == fault.action
			}), "%v", c.Differences)
		})
	}
}
