package catalog

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/synod"
)

// synodModel is the type of the synod's models.
type synodModel = explore.Model[synod.Participant, synod.Message]

func TestTheTwinsHaveThePinnedCounts(t *testing.T) {
	pinned, err := tlc.ReadModels(filepath.Join(tlctest.Root(t), "spec", "models.yaml"))
	require.NoError(t, err)
	all, err := Explorations("synod")
	require.NoError(t, err)
	for _, e := range all {
		if e.ByCounts {
			continue // make check-full has these.
		}
		i := slices.IndexFunc(pinned, func(m tlc.Model) bool { return m.Name == e.Name })
		require.GreaterOrEqual(t, i, 0, "spec/models.yaml lacks %s", e.Name)
		r, err := e.Model.Run(t.Context(), explore.Options{})
		require.NoError(t, err)
		require.Empty(t, r.Violated, r.Transcript())
		require.Empty(t, r.NeverTaken)
		require.Len(t, r.Invariants, 10)
		require.Equal(t, e.Name, r.Model)
		require.Equal(t, []int64{pinned[i].Distinct, pinned[i].Generated, int64(pinned[i].Depth)}, []int64{r.Distinct, r.Generated, int64(r.Depth)}, e.Name)
	}
}

func TestWithoutCrashesCrashIsNeverTaken(t *testing.T) {
	m := SynodModel("no crash", synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}}, Tries: 1})
	r, err := m.Run(t.Context(), explore.Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"Crash"}, r.NeverTaken)
}

func TestUnknownModelsAreRefusedByName(t *testing.T) {
	_, err := FindExploration("synod", "MCSinod")
	require.ErrorContains(t, err, `no model "MCSinod"; it has: MCSynod, MCSynodGraph`)
	_, err = FindExploration("sinod", "MCSynod")
	require.ErrorContains(t, err, `no protocol is called "sinod"; there are:`)
}

func TestEachModelHasItsFiles(t *testing.T) {
	for _, e := range explorations {
		for _, file := range []string{e.Spec, e.Module, filepath.Join(filepath.Dir(e.Module), e.Name+".cfg")} {
			_, err := os.Stat(filepath.Join(tlctest.Root(t), file))
			require.NoError(t, err, e.Name)
		}
		require.NotEmpty(t, e.About)
	}
}

// compared compares the twins, after fault, with TLC on the model MCSynod.
func compared(t *testing.T, byCounts bool, fault func(*synodModel)) explore.Comparison {
	tlctest.Jar(t)
	e, err := FindExploration("synod", "MCSynod")
	require.NoError(t, err)
	against, err := e.TLC(tlctest.Root(t))
	require.NoError(t, err)
	against.Keep = graphs
	against.ByCounts = byCounts
	m := *e.Model.(*synodModel)
	fault(&m)
	c, err := m.Compare(t.Context(), explore.Options{}, against)
	require.NoError(t, err)
	return c
}

func TestTheGraphsOfTwinsAndSpecAreEqual(t *testing.T) {
	c := compared(t, false, func(*synodModel) {})
	require.True(t, c.Equal, "%v", c.Differences)
	require.True(t, c.NodeForNode)
	require.EqualValues(t, 888, c.TLC.Distinct)
	require.Empty(t, c.TLC.Unknown)
	c = compared(t, true, func(*synodModel) {})
	require.True(t, c.Equal, "%v", c.Differences)
	require.Len(t, c.TLC.Taken, len(synod.Actions))
}

// takes has the twins take the steps of one action in another way.
func takes(action string, take func(p *synod.Participant, params []any) ([]synod.Message, bool)) func(*synodModel) {
	return func(m *synodModel) {
		spoil := func(s synod.Step) synod.Step {
			if s.Action == action {
				s.Take = func(p *synod.Participant) ([]synod.Message, bool) { return take(p, s.Params) }
			}
			return s
		}
		choices, receipt := m.Choices, m.Receipt
		m.Choices = func(p synod.Participant) []synod.Step {
			steps := choices(p)
			for i := range steps {
				steps[i] = spoil(steps[i])
			}
			return steps
		}
		m.Receipt = func(msg synod.Message) []synod.Step { return []synod.Step{spoil(receipt(msg)[0])} }
	}
}

// faults are copies of actions with one fault each.
var faults = []struct {
	name, action string
	where        string // The kind of step that shows it.
	fault        func(*synodModel)
}{
	{"a promise may sink", "HandleNextBallot", explore.StepsOnlyExplorer,
		takes("HandleNextBallot", func(p *synod.Participant, params []any) ([]synod.Message, bool) {
			m := params[0].(synod.NextBallot)
			if m.Dest != p.ID {
				return nil, false
			}
			p.NextBal = m.Number
			return p.LastVoteTo(m), true
		})},
	{"one vote is enough", "HandleVoted", explore.StepsOnlyExplorer,
		takes("HandleVoted", func(p *synod.Participant, params []any) ([]synod.Message, bool) {
			m := params[0].(synod.Voted)
			if m.Dest != p.ID || p.Status != synod.Polling || m.Number != p.LastTried || p.Voters.Contains(m.From) || p.Ledger != synod.Blank {
				return nil, false
			}
			p.Voters, p.Ledger = p.Voters.With(m.From), p.Decree
			return p.Successes(), true
		})},
	{"the answers stay on the slip", "BeginBallot", explore.StepsOnlyExplorer,
		takes("BeginBallot", func(p *synod.Participant, params []any) ([]synod.Message, bool) {
			answers := p.PrevVotes
			messages, ok := p.BeginBallot(params[0].(synod.Decree))
			p.PrevVotes = answers
			return messages, ok
		})},
	{"a success is ignored", "HandleSuccess", explore.StepsOnlyTLC,
		takes("HandleSuccess", func(*synod.Participant, []any) ([]synod.Message, bool) { return nil, false })},
	{"a crash loses the ledger", "Crash", explore.StepsOnlyExplorer,
		takes("Crash", func(p *synod.Participant, _ []any) ([]synod.Message, bool) {
			p.Ledger = synod.Blank
			return p.Crash()
		})},
	{"an answer is not sent", "HandleNextBallot", explore.StepsOnlyTLC,
		takes("HandleNextBallot", func(p *synod.Participant, params []any) ([]synod.Message, bool) {
			_, ok := p.HandleNextBallot(params[0].(synod.NextBallot))
			return nil, ok
		})},
}

func TestAFaultInACopyOfAnActionIsShownWhereItIs(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			c := compared(t, false, f.fault)
			require.False(t, c.Equal)
			i := slices.IndexFunc(c.Differences, func(d explore.Difference) bool { return d.What == f.where })
			require.GreaterOrEqual(t, i, 0, "%v", c.Differences)
			example := c.Differences[i].Examples[0]
			require.Regexp(t, `^`+f.action+` changes\n(?s:.*)\nin the state\n/\\ decree = `, example)
			require.True(t, slices.ContainsFunc(c.Differences, func(d explore.Difference) bool { return d.What == explore.CountsDiffer }), "the counts see it too")
			t.Log(example)
		})
	}
}

func TestABrokenTwinHasAStory(t *testing.T) {
	e, err := FindExploration("synod", "MCSynod")
	require.NoError(t, err)
	m := *e.Model.(*synodModel)
	faults[1].fault(&m)
	r, err := m.Run(t.Context(), explore.Options{})
	require.NoError(t, err)
	require.Equal(t, "LedgersArePassed", r.Violated)
	want, err := os.ReadFile(filepath.Join("testdata", "one-vote-is-enough.txt"))
	require.NoError(t, err)
	require.Equal(t, string(want), r.Transcript())
}
