package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

// multiDecreeFault has the twins take the steps of one action in another way.
type multiDecreeFault struct {
	name, action string
	where        string // The kind of step that shows it, in the comparison of graphs.
	take         func(p *multidecree.Participant, right action.Call[multidecree.Participant, multidecree.Message]) ([]multidecree.Message, bool)
}

// faulty is the model with the fault.
func (f multiDecreeFault) faulty(t *testing.T) *explore.Model[multidecree.Participant, multidecree.Message] {
	return withFault(t, "multidecree", "MCMultiDecreeGraph", f.action, f.take)
}

// comparedParliament compares the twins, with the fault, with TLC.
func comparedParliament(t *testing.T, f multiDecreeFault) explore.Comparison {
	return comparedWithTLC(t, "multidecree", false, "MCMultiDecreeGraph", f.faulty(t))
}

func TestTheGraphsOfMultiDecreeAndItsSpecAreEqual(t *testing.T) {
	c := comparedParliament(t, multiDecreeFault{})
	require.True(t, c.Equal, "%v", c.Differences)
	require.True(t, c.NodeForNode)
	require.Len(t, c.TLC.Taken, len(multidecree.Actions))
	require.Empty(t, c.TLC.Unknown)
}

// multiDecreeFaults are copies of actions with one fault each.
var multiDecreeFaults = []multiDecreeFault{
	{"the cut is not told", "HandleNextBallot", explore.StepsOnlyExplorer,
		func(p *multidecree.Participant, right action.Call[multidecree.Participant, multidecree.Message]) ([]multidecree.Message, bool) {
			sent, ok := right.Take(p)
			if ok && p.Cut > 0 {
				told := sent[0].(multidecree.LastVote)
				told.Cut = 0
				sent = []multidecree.Message{told}
			}
			return sent, ok
		}},
	{"a truncated instance is proposed again", "BeginBallot", explore.StepsOnlyExplorer,
		func(p *multidecree.Participant, right action.Call[multidecree.Participant, multidecree.Message]) ([]multidecree.Message, bool) {
			truncated := p.Truncated
			p.Truncated = 0
			sent, ok := right.Take(p)
			p.Truncated = truncated
			return sent, ok
		}},
	{"who truncated keeps its votes", "Truncate", explore.StepsOnlyExplorer,
		func(p *multidecree.Participant, right action.Call[multidecree.Participant, multidecree.Message]) ([]multidecree.Message, bool) {
			votes := p.Votes
			sent, ok := right.Take(p)
			p.Votes = votes
			return sent, ok
		}},
	{"a snapshot is not installed", "InstallSnapshot", explore.StepsOnlyTLC,
		func(*multidecree.Participant, action.Call[multidecree.Participant, multidecree.Message]) ([]multidecree.Message, bool) {
			return nil, false
		}},
	{"a president that has written goes on awaiting votes", "HandleSuccess", explore.StepsOnlyExplorer,
		func(p *multidecree.Participant, right action.Call[multidecree.Participant, multidecree.Message]) ([]multidecree.Message, bool) {
			proposed := p.Proposed
			sent, ok := right.Take(p)
			p.Proposed = proposed
			return sent, ok
		}},
	{"a reminder goes to nobody", "Remind", explore.StepsOnlyTLC,
		func(p *multidecree.Participant, right action.Call[multidecree.Participant, multidecree.Message]) ([]multidecree.Message, bool) {
			_, ok := right.Take(p)
			return nil, ok
		}},
}

func TestAFaultInAParliamentIsShownWhereItIs(t *testing.T) {
	for _, f := range multiDecreeFaults {
		t.Run(f.name, func(t *testing.T) {
			c := comparedParliament(t, f)
			require.False(t, c.Equal)
			i := slices.IndexFunc(c.Differences, func(d explore.Difference) bool { return d.What == f.where })
			require.GreaterOrEqual(t, i, 0, "%v", c.Differences)
			require.True(t, strings.HasPrefix(c.Differences[i].Examples[0], f.action+" changes\n"), c.Differences[i].Examples[0])
		})
	}
}

// A fault that invariants see has a story of its own, without TLC.
func TestABrokenParliamentHasAStory(t *testing.T) {
	for i, violated := range map[int]string{0: "LastVotesAreTrue", 2: "VotesAreRemembered", 4: "SlipsAreTrue"} {
		r, err := multiDecreeFaults[i].faulty(t).Run(t.Context(), explore.Options{})
		require.NoError(t, err)
		require.Equal(t, violated, r.Violated)
		require.Contains(t, r.Transcript(), multiDecreeFaults[i].action+"(")
	}
}
