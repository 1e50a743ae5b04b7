package mutate_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// The gate itself: no mutant that is no behaviour passes both Check and TLC, and
// TLC accepts all that are.
func TestTLCAndCheckFindOutAllMutants(t *testing.T) {
	tlctest.Jar(t)
	runs := []*trace.Trace{told(t), recorded(t, 1, 40)}
	table, err := mutate.Run(context.Background(), runs, protocol, func(traces []*trace.Trace) ([]*trace.Rejection, error) {
		report, err := validate.Run(context.Background(), traces, protocol, validate.Options{Root: "../..", TLCAlone: true})
		return report.Verdicts, err
	})
	require.NoError(t, err)
	require.True(t, table.Holds(), "%v", table.Suspect)
	total := table.Total
	require.Equal(t, total.Mutants, total.ByMerge+total.ByTLC+total.Legal)
	t.Logf("%d mutants: %d refused by Check, %d rejected by TLC, %d behaviours %v", total.Mutants, total.ByMerge, total.ByTLC, total.Legal, total.Reasons)
	requireAllKinds(t, protocol, table)
}

// What is spoiled in a story is all that can be, of each protocol, and the twins find out
// some of it in each action. Whether TLC says the same of all of it lockstep trace mutate
// finds out.
func TestStoriesAreSpoiledInEveryWay(t *testing.T) {
	for spec := range tracetest.Stories {
		p := catalog.Traces[spec]
		var table mutate.Table
		for m := range mutate.All(toldOf(t, spec), p, foreign(t, spec)) {
			row := mutate.Row{Action: m.Action, Kind: m.Kind, Field: m.Field}
			if m.Refused != nil {
				row.ByMerge = 1
			} else if m.Refusal != nil {
				row.ByTLC = 1
			}
			table.Rows = append(table.Rows, row)
		}
		requireAllKinds(t, p, table)
	}
}

// foreign is a trace from which events come that do not belong into a story: a walk, or,
// of a protocol that has none, the story from its second event on.
func foreign(t *testing.T, spec string) *trace.Trace {
	t.Helper()
	walk, ok := catalog.Walks[spec]
	if !ok {
		run := toldOf(t, spec)
		run.Events = run.Events[1:]
		return run
	}
	run, err := walk(1, 10)
	require.NoError(t, err)
	return run
}

// requireAllKinds wants some mutant of each kind to be found out, for each action
// something that TLC alone can tell, and each value of an event spoiled.
func requireAllKinds(t *testing.T, p trace.Protocol, table mutate.Table) {
	t.Helper()
	killed, byTLC, fields := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, row := range table.Rows {
		killed[row.Kind] += row.ByMerge + row.ByTLC
		byTLC[row.Action] += row.ByTLC
		fields[row.Field] = true
	}
	for _, kind := range []string{
		mutate.Changed, mutate.Added, mutate.Dropped, mutate.Repeated, mutate.Later, mutate.Swapped, mutate.BeforeCause, mutate.NextLine, mutate.Invented, mutate.Foreign,
		mutate.Dropped + mutate.Renumbered, mutate.Repeated + mutate.Renumbered, mutate.Later + mutate.Renumbered, mutate.Moved + mutate.Renumbered,
		mutate.Swapped + mutate.Renumbered, mutate.BeforeCause + mutate.Renumbered, mutate.Invented + mutate.Renumbered, mutate.Foreign + mutate.Renumbered,
	} {
		require.NotZero(t, killed[kind], kind)
	}
	want := []string{"node", "inc", "seq", "action", "cause", "cause.node", "cause.seq"}
	for action, params := range p.Actions {
		require.NotZero(t, byTLC[action], action)
		for name, message := range params {
			if message == "" {
				want = append(want, "params."+name)
			}
		}
	}
	for _, name := range p.State {
		want = append(want, "post."+name, "state."+name)
	}
	for kind, names := range p.Messages {
		for _, name := range names {
			want = append(want, "sent "+kind+"."+name, "params.m."+name)
		}
	}
	for _, field := range want {
		require.True(t, slices.ContainsFunc(slices.Collect(maps.Keys(fields)), func(f string) bool {
			return f == field || strings.HasPrefix(f, field+".") || strings.HasPrefix(f, field+"[]")
		}), "%s: %s", p.Spec, field)
	}
}

// Judges that are blind to something must let mutants survive, and just there.
func TestBlindJudgesAreFoundOut(t *testing.T) {
	for blind, where := range map[string]string{"post": "post.", "sent": "sent ", "ends": "state.", "received": "cause."} {
		t.Run(blind, func(t *testing.T) {
			table := judged(t, func(run *trace.Trace) int { return plays(run, blind) })
			require.False(t, table.Holds())
			require.NotEmpty(t, table.Suspect)
			survived := 0
			for _, row := range table.Rows {
				if strings.HasPrefix(row.Field, where) {
					survived += row.Survived
				}
				require.Zero(t, row.Wronged)
			}
			require.NotZero(t, survived, "%+v", table.Total)
		})
	}
}

func TestJudgeThatSeesAllIsNotBlamed(t *testing.T) {
	table := judged(t, func(run *trace.Trace) int { return plays(run, "") })
	require.True(t, table.Holds(), "%v", table.Suspect)
	require.Equal(t, 1.0, table.Total.Rate())
	require.Equal(t, table.Total.ByTLC+table.Total.Legal, table.Compared)
	require.Equal(t, table.Compared, table.Agreed)
}

func TestJudgeThatRejectsBehavioursIsFoundOut(t *testing.T) {
	table := judged(t, func(run *trace.Trace) int {
		if run.Name == "story.ndjson" {
			return 0
		}
		return max(2, plays(run, ""))
	})
	require.False(t, table.Holds())
	require.Zero(t, table.Total.Survived)
	require.NotZero(t, table.Total.Wronged)
	require.Equal(t, table.Total.Wronged, table.Compared-table.Agreed)
	require.Contains(t, table.Suspect[0], "TLC rejects line 2 (no step), and the Go twins accept it")
}

// To reject what is to be rejected is not enough: it must be the same line.
func TestJudgeThatRejectsAnotherLineIsFoundOut(t *testing.T) {
	table := judged(t, func(run *trace.Trace) int {
		if line := plays(run, ""); line > 0 {
			return line + 1
		}
		return 0
	})
	require.False(t, table.Holds())
	require.Zero(t, table.Total.Survived+table.Total.Wronged)
	require.Equal(t, table.Total.ByTLC, table.Total.Elsewhere)
	require.Equal(t, table.Total.Legal, table.Agreed)
	require.Len(t, table.Suspect, 20)
}

func TestJudgeThatRejectsTheOriginalProvesNothing(t *testing.T) {
	_, err := mutate.Run(context.Background(), []*trace.Trace{told(t)}, protocol, func(traces []*trace.Trace) ([]*trace.Rejection, error) {
		var all []*trace.Rejection
		for _, run := range traces {
			all = append(all, &trace.Rejection{Trace: run.Name, Line: 2})
		}
		return all, nil
	})
	require.ErrorContains(t, err, "story.ndjson is rejected as it was recorded")
	require.ErrorAs(t, err, new(*trace.Rejection), "which is a verdict")
}

func TestTraceThatIsNoBehaviourIsNotSpoiled(t *testing.T) {
	run := told(t)
	run.Events[0].Post["lastTried"] = json.RawMessage("[2,1]")
	_, err := mutate.Run(context.Background(), []*trace.Trace{run}, protocol, nil)
	require.ErrorAs(t, err, new(*trace.Rejection))
}

func TestDroppedCrashOfAnIdleParticipantIsABehaviour(t *testing.T) {
	run := told(t)
	found := false
	for m := range mutate.All(run, protocol) {
		if m.Action == "Crash" && m.Kind == mutate.Dropped+mutate.Renumbered {
			found = true
			require.Equal(t, "the step changed nothing and sent nothing", m.Legal)
		}
		require.False(t, m.Legal != "" && m.Refused != nil, "Check refuses no behaviour that is in order")
	}
	require.True(t, found)
}

func TestMutantsOfAnEventAreThoseInWhichItIsSpoiled(t *testing.T) {
	const event = 6
	var want, got []string
	for m := range mutate.All(told(t), protocol) {
		if m.Line == event+2 {
			want = append(want, m.Trace.Name)
		}
	}
	for m := range mutate.Of(told(t), protocol, event) {
		got = append(got, m.Trace.Name)
	}
	require.NotEmpty(t, got)
	require.Equal(t, want, got)
}

func TestMutantsAreTheSameEachTime(t *testing.T) {
	var all [2][]string
	for i := range all {
		for m := range mutate.All(told(t), protocol) {
			all[i] = append(all[i], m.Trace.Name+m.Legal)
		}
	}
	require.Equal(t, all[0], all[1])
}

// judged is the table of the story's mutants with a judge of single traces, which says
// in which line it rejects one, 0 if it does not.
func judged(t *testing.T, rejects func(*trace.Trace) int) mutate.Table {
	table, err := mutate.Run(context.Background(), []*trace.Trace{told(t)}, protocol, func(traces []*trace.Trace) ([]*trace.Rejection, error) {
		all := make([]*trace.Rejection, len(traces))
		for i, run := range traces {
			if line := rejects(run); line > 0 {
				all[i] = &trace.Rejection{Trace: run.Name, Line: line, Reason: "no step"}
			}
		}
		return all, nil
	})
	require.NoError(t, err)
	return table
}
