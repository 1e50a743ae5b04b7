package catalog

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// walksOf are so many walks of a spec.
func walksOf(t *testing.T, spec string, walks uint64, events int) []*trace.Trace {
	t.Helper()
	var traces []*trace.Trace
	for seed := range walks {
		walk, err := Walks[spec](seed, events)
		require.NoError(t, err)
		require.Len(t, walk.Events, events)
		traces = append(traces, walk)
	}
	return traces
}

// validated has TLC and the twins judge traces.
func validated(t *testing.T, spec string, traces ...*trace.Trace) validate.Report {
	t.Helper()
	report, err := validate.Run(t.Context(), traces, Traces[spec], validate.Options{
		Root: tlctest.Root(t), Jar: tlctest.Jar(t), Log: filepath.Join(t.TempDir(), "tlc.log"),
	})
	require.NoError(t, err)
	return report
}

func TestWalksAreTheSameTwice(t *testing.T) {
	for spec := range Walks {
		require.Equal(t, walksOf(t, spec, 2, 300), walksOf(t, spec, 2, 300), spec)
	}
}

// Package trace has TLC judge walks of Synod.
func TestWalksAreAcceptedAndTakeEveryAction(t *testing.T) {
	for spec, c := range map[string]struct {
		walks  uint64
		events int
		runs   int // Of TLC: one for all traces with the same constants.
	}{
		"Election":    {40, 60, 2},
		"MultiDecree": {3, 1000, 1},
		"Replica":     {4, 1000, 1},
	} {
		walks := walksOf(t, spec, c.walks, c.events)
		report := validated(t, spec, walks...)
		require.Empty(t, report.Rejections, spec)
		require.NotContains(t, report.Accepted, false, spec)
		require.Equal(t, c.runs, report.Runs, spec)
		require.Equal(t, int(c.walks)*c.events, report.Events, spec)
		require.Empty(t, report.NeverTaken, spec)
		lines := int64(c.walks) * int64(1+c.events+len(walks[0].Ends))
		if len(Traces[spec].Grows.Vars) == 0 {
			require.Equal(t, lines, report.States, "%s: one for each line: headers, events, ends", spec)
		} else {
			require.Greater(t, report.States, lines, "%s: windows are lines, too", spec)
		}
	}
}

// Walks are spoiled in every way, and so are the stories that lockstep trace mutate is
// given in make conformance.
func TestTLCAndCheckFindOutAllMutantsOfWalks(t *testing.T) {
	jar := tlctest.Jar(t)
	for spec, events := range map[string]int{"Election": 40, "MultiDecree": 20, "Replica": 25} {
		walks := walksOf(t, spec, 1, events)
		table, err := mutate.Run(t.Context(), walks, Traces[spec], func(traces []*trace.Trace) ([]*trace.Rejection, error) {
			report, err := validate.Run(t.Context(), traces, Traces[spec], validate.Options{Root: tlctest.Root(t), Jar: jar, TLCAlone: true})
			return report.Verdicts, err
		})
		require.NoError(t, err)
		require.True(t, table.Holds(), "%s: %v", spec, table.Suspect)
		byTLC := map[string]int{}
		for _, row := range table.Rows {
			byTLC[row.Action] += row.ByTLC
		}
		for _, e := range walks[0].Events {
			require.NotZero(t, byTLC[e.Action], "%s: %s", spec, e.Action)
		}
		t.Logf("%s: %d mutants, %d refused by Check, %d rejected by TLC, %d behaviours %v",
			spec, table.Total.Mutants, table.Total.ByMerge, table.Total.ByTLC, table.Total.Legal, table.Total.Reasons)
	}
}
