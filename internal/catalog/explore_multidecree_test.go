package catalog

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

func TestParliamentsHaveThePinnedCounts(t *testing.T) {
	pinned, err := tlc.ReadModels(filepath.Join(tlctest.Root(t), "spec", "models.yaml"))
	require.NoError(t, err)
	all, err := Explorations("multidecree")
	require.NoError(t, err)
	never := slices.Clone(multidecree.Actions) // By no model so far.
	for _, e := range all {
		if e.ByCounts {
			continue // make check-full has these.
		}
		i := slices.IndexFunc(pinned, func(m tlc.Model) bool { return m.Name == e.Name })
		require.GreaterOrEqual(t, i, 0, "spec/models.yaml lacks %s", e.Name)
		r, err := e.Model.Run(t.Context(), explore.Options{})
		require.NoError(t, err)
		require.Empty(t, r.Violated, r.Transcript())
		never = slices.DeleteFunc(never, func(a string) bool { return !slices.Contains(r.NeverTaken, a) })
		require.Len(t, r.Invariants, 12)
		require.Equal(t, []int64{pinned[i].Distinct, pinned[i].Generated, int64(pinned[i].Depth)}, []int64{r.Distinct, r.Generated, int64(r.Depth)}, e.Name)
	}
	require.Empty(t, never)
}

// multiDecreeFault has the twins take the steps of one action in another way.
type multiDecreeFault struct {
	name, action string
	where        string // The kind of step that shows it, in the comparison of graphs.
	take         func(p *multidecree.Participant, right multidecree.Step) ([]multidecree.Message, bool)
}

// faulty is the exploration's model with the fault.
func (f multiDecreeFault) faulty(e Exploration) *explore.Model[multidecree.Participant, multidecree.Message] {
	m := *e.Model.(*explore.Model[multidecree.Participant, multidecree.Message])
	spoil := func(right multidecree.Step) multidecree.Step {
		if right.Action != f.action {
			return right
		}
		return multidecree.Step{Action: right.Action, Params: right.Params, Take: func(p *multidecree.Participant) ([]multidecree.Message, bool) {
			return f.take(p, right)
		}}
	}
	choices, receipt := m.Choices, m.Receipt
	m.Choices = func(p multidecree.Participant) []multidecree.Step {
		steps := choices(p)
		for i := range steps {
			steps[i] = spoil(steps[i])
		}
		return steps
	}
	m.Receipt = func(msg multidecree.Message) []multidecree.Step { return []multidecree.Step{spoil(receipt(msg)[0])} }
	return &m
}

// comparedParliament compares the twins, with the fault, with TLC.
func comparedParliament(t *testing.T, f multiDecreeFault) explore.Comparison {
	tlctest.Jar(t)
	e, err := FindExploration("multidecree", "MCMultiDecreeGraph")
	require.NoError(t, err)
	against, err := e.TLC(tlctest.Root(t))
	require.NoError(t, err)
	against.Keep = graphs
	c, err := f.faulty(e).Compare(t.Context(), explore.Options{}, against)
	require.NoError(t, err)
	return c
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
		func(p *multidecree.Participant, right multidecree.Step) ([]multidecree.Message, bool) {
			sent, ok := right.Take(p)
			if ok && p.Cut > 0 {
				told := sent[0].(multidecree.LastVote)
				told.Cut = 0
				sent = []multidecree.Message{told}
			}
			return sent, ok
		}},
	{"a truncated instance is proposed again", "BeginBallot", explore.StepsOnlyExplorer,
		func(p *multidecree.Participant, right multidecree.Step) ([]multidecree.Message, bool) {
			truncated := p.Truncated
			p.Truncated = 0
			sent, ok := right.Take(p)
			p.Truncated = truncated
			return sent, ok
		}},
	{"who truncated keeps its votes", "Truncate", explore.StepsOnlyExplorer,
		func(p *multidecree.Participant, right multidecree.Step) ([]multidecree.Message, bool) {
			votes := p.Votes
			sent, ok := right.Take(p)
			p.Votes = votes
			return sent, ok
		}},
	{"a snapshot is not installed", "InstallSnapshot", explore.StepsOnlyTLC,
		func(*multidecree.Participant, multidecree.Step) ([]multidecree.Message, bool) { return nil, false }},
	{"a president that has written goes on awaiting votes", "HandleSuccess", explore.StepsOnlyExplorer,
		func(p *multidecree.Participant, right multidecree.Step) ([]multidecree.Message, bool) {
			proposed := p.Proposed
			sent, ok := right.Take(p)
			p.Proposed = proposed
			return sent, ok
		}},
	{"a reminder goes to nobody", "Remind", explore.StepsOnlyTLC,
		func(p *multidecree.Participant, right multidecree.Step) ([]multidecree.Message, bool) {
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
	e, err := FindExploration("multidecree", "MCMultiDecreeGraph")
	require.NoError(t, err)
	for i, violated := range map[int]string{0: "LastVotesAreTrue", 2: "VotesAreRemembered", 4: "SlipsAreTrue"} {
		r, err := multiDecreeFaults[i].faulty(e).Run(t.Context(), explore.Options{})
		require.NoError(t, err)
		require.Equal(t, violated, r.Violated)
		require.Contains(t, r.Transcript(), multiDecreeFaults[i].action+"(")
	}
}
