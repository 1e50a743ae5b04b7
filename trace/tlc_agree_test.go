package trace_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
)

// withFault is the synod with a fault in its twin: step takes its steps, and may ask
// the right twin to.
func withFault(step func(right trace.Node, action string, params map[string]any) ([]any, bool)) trace.Protocol {
	p := protocol
	p.Twin = func(constants json.RawMessage) trace.Twin { return faultyTwin{protocol.Twin(constants), step} }
	return p
}

type faultyTwin struct {
	trace.Twin
	step func(trace.Node, string, map[string]any) ([]any, bool)
}

func (t faultyTwin) Begin(node int) trace.Node { return faultyNode{t.Twin.Begin(node), t} }

type faultyNode struct {
	trace.Node
	twin faultyTwin
}

func (n faultyNode) Step(action string, params map[string]any) ([]any, bool) {
	return n.twin.step(n.Node, action, params)
}

func (n faultyNode) Copy() trace.Node { return faultyNode{n.Node.Copy(), n.twin} }

// voteTwice is the story in which participant 1 counts the vote of 2 once more, in its
// line 14, which changes nothing.
func voteTwice(t *testing.T) *trace.Trace {
	run := told(t)
	again := run.Events[10]
	again.Seq++
	again.Post, again.Sent = map[string]json.RawMessage{}, nil
	run.Events = append(run.Events, again)
	run.Ends[0].Seq++
	return run
}

// deafToSuccess does not learn what has passed.
func deafToSuccess(right trace.Node, action string, params map[string]any) ([]any, bool) {
	if action == "HandleSuccess" {
		return nil, false
	}
	return right.Step(action, params)
}

// countsTwice counts a vote that it has counted.
func countsTwice(right trace.Node, action string, params map[string]any) ([]any, bool) {
	sent, enabled := right.Step(action, params)
	return sent, enabled || action == "HandleVoted"
}

// If TLC and the twins say different things there is no verdict, whoever is right, and
// it is said who says what of which trace.
func TestDisagreementsAreNoVerdict(t *testing.T) {
	run := told(t)
	for name, c := range map[string]struct {
		step   func(trace.Node, string, map[string]any) ([]any, bool)
		traces []*trace.Trace
		want   string
	}{
		"TLC accepts what the twins reject": {deafToSuccess, []*trace.Trace{run}, "story.ndjson: TLC accepts it, and the Go twins reject line 13 (HandleSuccess"},
		"the twins accept what TLC rejects": {countsTwice, []*trace.Trace{run, voteTwice(t)}, "story.ndjson: TLC rejects line 14 (HandleVoted"},
		"they do not reject the same line":  {deafToSuccess, []*trace.Trace{voteTwice(t)}, "and the Go twins reject line 13 (HandleSuccess"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := trace.Validate(context.Background(), c.traces, withFault(c.step), options(t))
			var all trace.Disagreements
			require.ErrorAs(t, err, &all)
			require.Len(t, all, 1)
			require.ErrorContains(t, err, "TLC and the Go twins disagree on 1 traces, so nothing is judged")
			require.ErrorContains(t, err, c.want)
		})
	}
}

// A mutant of which they say different things is found, too.
func TestAMutantOfWhichATwinIsWrongIsFound(t *testing.T) {
	p := withFault(countsTwice)
	run := told(t)
	table, err := trace.Mutate(context.Background(), []*trace.Trace{run}, p, func(traces []*trace.Trace) ([]*trace.Rejection, error) {
		all := make([]*trace.Rejection, len(traces))
		for i, mutant := range traces {
			if line := plays(mutant, ""); line > 0 {
				all[i] = &trace.Rejection{Trace: mutant.Name, Line: line, Reason: "no step"}
			}
		}
		return all, nil
	})
	require.NoError(t, err)
	require.False(t, table.Holds())
	require.NotZero(t, table.Total.Wronged)
	require.True(t, slices.ContainsFunc(table.Suspect, func(s string) bool {
		return s == "story.ndjson (line 11: repeated, renumbered ): TLC rejects line 12 (no step), and the Go twins accept it"
	}), "%v", table.Suspect)
}

func TestManyDisagreementsAreToldInPart(t *testing.T) {
	var all trace.Disagreements
	for range 7 {
		all = append(all, &trace.Disagreement{Trace: "run.ndjson", Twins: &trace.Rejection{Line: 3, Reason: "why"}})
	}
	require.Contains(t, all.Error(), "\nrun.ndjson: TLC accepts it, and the Go twins reject line 3 (why)\n")
	require.Contains(t, all.Error(), "\nand 2 more")
}
