package catalog

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/synod"
)

// synodModel is the type of the synod's models.
type synodModel = explore.Model[synod.Participant, synod.Message]

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

// comparedSynod compares the twins, with the fault, with TLC on the model MCSynod.
func comparedSynod(t *testing.T, byCounts bool, f synodFault) explore.Comparison {
	return comparedWithTLC(t, "synod", byCounts, "MCSynod", f.faulty(t))
}

func TestTheGraphsOfTwinsAndSpecAreEqual(t *testing.T) {
	c := comparedSynod(t, false, synodFault{})
	require.True(t, c.Equal, "%v", c.Differences)
	require.True(t, c.NodeForNode)
	require.EqualValues(t, 888, c.TLC.Distinct)
	require.Empty(t, c.TLC.Unknown)
	c = comparedSynod(t, true, synodFault{})
	require.True(t, c.Equal, "%v", c.Differences)
	require.Len(t, c.TLC.Taken, len(synod.Actions))
}

// synodFault has the twins take the steps of one action in another way.
type synodFault struct {
	name, action string
	where        string // The kind of step that shows it.
	take         func(p *synod.Participant, right action.Call[synod.Participant, synod.Message]) ([]synod.Message, bool)
}

// faulty is the model MCSynod with the fault.
func (f synodFault) faulty(t *testing.T) *synodModel {
	return withFault(t, "synod", "MCSynod", f.action, f.take)
}

// faults are copies of actions with one fault each.
var faults = []synodFault{
	{"a promise may sink", "HandleNextBallot", explore.StepsOnlyExplorer,
		func(p *synod.Participant, right action.Call[synod.Participant, synod.Message]) ([]synod.Message, bool) {
			m := right.Params[0].(synod.NextBallot)
			if m.Dest != p.ID {
				return nil, false
			}
			p.NextBal = m.Number
			return p.LastVoteTo(m), true
		}},
	{"one vote is enough", "HandleVoted", explore.StepsOnlyExplorer,
		func(p *synod.Participant, right action.Call[synod.Participant, synod.Message]) ([]synod.Message, bool) {
			m := right.Params[0].(synod.Voted)
			if m.Dest != p.ID || p.Status != synod.Polling || m.Number != p.LastTried || p.Voters.Contains(m.From) || p.Ledger != synod.Blank {
				return nil, false
			}
			p.Voters, p.Ledger = p.Voters.With(m.From), p.Decree
			return p.Successes(), true
		}},
	{"the answers stay on the slip", "BeginBallot", explore.StepsOnlyExplorer,
		func(p *synod.Participant, right action.Call[synod.Participant, synod.Message]) ([]synod.Message, bool) {
			answers := p.PrevVotes
			messages, ok := p.BeginBallot(right.Params[0].(synod.Decree))
			p.PrevVotes = answers
			return messages, ok
		}},
	{"a success is ignored", "HandleSuccess", explore.StepsOnlyTLC,
		func(*synod.Participant, action.Call[synod.Participant, synod.Message]) ([]synod.Message, bool) {
			return nil, false
		}},
	{"a crash loses the ledger", "Crash", explore.StepsOnlyExplorer,
		func(p *synod.Participant, _ action.Call[synod.Participant, synod.Message]) ([]synod.Message, bool) {
			p.Ledger = synod.Blank
			return p.Crash()
		}},
	{"an answer is not sent", "HandleNextBallot", explore.StepsOnlyTLC,
		func(p *synod.Participant, right action.Call[synod.Participant, synod.Message]) ([]synod.Message, bool) {
			_, ok := p.HandleNextBallot(right.Params[0].(synod.NextBallot))
			return nil, ok
		}},
}

func TestAFaultInACopyOfAnActionIsShownWhereItIs(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			c := comparedSynod(t, false, f)
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
	r, err := faults[1].faulty(t).Run(t.Context(), explore.Options{})
	require.NoError(t, err)
	require.Equal(t, "LedgersArePassed", r.Violated)
	want, err := os.ReadFile(filepath.Join("testdata", "one-vote-is-enough.txt"))
	require.NoError(t, err)
	require.Equal(t, string(want), r.Transcript())
}
