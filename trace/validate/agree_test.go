package validate_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
	"github.com/lockstep-paxos/lockstep/trace/replay"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// withFault is the synod with a fault in its twin: step takes its steps, and may ask
// the right twin to.
func withFault(step func(right trace.Node, action string, params map[string]any) ([]any, bool)) trace.Protocol {
	return faulty(protocol, step)
}

// faulty is a protocol with such a fault.
func faulty(p trace.Protocol, step func(right trace.Node, action string, params map[string]any) ([]any, bool)) trace.Protocol {
	right := p.Twin
	p.Twin = func(constants json.RawMessage) trace.Twin { return faultyTwin{right(constants), step} }
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

// What TLC rejects does not hold, whatever the twins say: they may have made the trace.
// It is said that the twin is at fault.
func TestTLCIsTheJudge(t *testing.T) {
	for name, c := range map[string]struct {
		step func(trace.Node, string, map[string]any) ([]any, bool)
		note string
	}{
		"the twins accept the trace":    {countsTwice, "the Go twins accept this trace, so the twin itself is at fault"},
		"the twins reject another line": {deafToSuccess, "the Go twins reject line 13 (HandleSuccess("},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := validate.Run(context.Background(), []*trace.Trace{voteTwice(t)}, withFault(c.step), options(t))
			require.NoError(t, err)
			require.Equal(t, []bool{false}, report.Accepted)
			require.Equal(t, 14, report.Rejections[0].Line)
			require.Equal(t, report.Rejections, report.Verdicts)
			require.Len(t, report.Disagreements, 1)
			require.Empty(t, report.Unjudged())
			require.Same(t, report.Rejections[0], report.Disagreements[0].TLC)
			require.True(t, report.Disagreements[0].TwinAtFault)
			require.Contains(t, report.Disagreements[0].Note(), c.note)
		})
	}
}

// What TLC accepts and the twins reject is not judged. The other traces are.
func TestTwoWitnessesAgainstEachOtherAreNoVerdict(t *testing.T) {
	short := told(t)
	short.Events = short.Events[:11] // Without the HandleSuccess in line 13.
	short.Ends[2].Seq--
	set(short.Ends[2].State, "ledger", `""`)
	report, err := validate.Run(context.Background(), []*trace.Trace{told(t), short, voteTwice(t)}, withFault(deafToSuccess), options(t))
	var all replay.Contradictions
	require.ErrorAs(t, err, &all)
	require.Len(t, all, 1)
	require.ErrorContains(t, err, "1 of the traces cannot be judged, for TLC and the Go twins contradict each other\nstory.ndjson: TLC accepts it, and the Go twins reject line 13 (HandleSuccess")
	require.Equal(t, []bool{false, true, false}, report.Accepted)
	require.Len(t, report.Rejections, 1)
	require.Equal(t, []*trace.Rejection{nil, nil, report.Rejections[0]}, report.Verdicts)
	require.Len(t, report.Disagreements, 2)
	require.Equal(t, all, report.Unjudged())
	require.Equal(t, 1, report.Agreed)
	require.Equal(t, 2, report.ByAction["HandleVoted"], "those of the trace that is accepted, and of no other")
}

// Twins at fault may be past the line at fault.
func TestARejectionThatTheTwinsDoNotSeeIsExplained(t *testing.T) {
	run := replicaWalk(t)
	at := slices.IndexFunc(run.Events, func(e trace.Event) bool { return e.Action == "HandleVoted" }) + 1
	again := run.Events[at-1]
	again.Post, again.Sent = map[string]json.RawMessage{}, nil
	insert(run, at, again)
	p := faulty(catalog.ReplicaTrace, func(right trace.Node, action string, params map[string]any) ([]any, bool) {
		sent, _ := right.Step(action, params)
		return sent, true
	})
	whole, err := validate.Explain(context.Background(), run, p, options(t))
	require.NoError(t, err)
	require.Equal(t, at+2, whole.Line)
	o := options(t).InLanes(3, 100)
	o.Explain = 1
	report, err := validate.Run(context.Background(), []*trace.Trace{run}, p, o)
	require.NoError(t, err)
	require.Empty(t, report.Unexplained)
	require.Equal(t, []validate.Explanation{whole}, report.Explanations)
	require.True(t, report.Disagreements[0].TwinAtFault)
}

// insert puts an event of a node, with the number of the one before it, into a trace.
func insert(run *trace.Trace, at int, e trace.Event) {
	last := e.ID()
	e.Seq++
	for i := at; i < len(run.Events); i++ {
		other := &run.Events[i]
		if other.Node == last.Node {
			other.Seq++
		}
		if cause := other.Cause; cause != nil && cause.Node == last.Node && cause.Seq > last.Seq {
			other.Cause = &trace.ID{Node: cause.Node, Seq: cause.Seq + 1}
		}
	}
	run.Ends[last.Node-1].Seq++
	run.Events = slices.Insert(run.Events, at, e)
}

// Of a state of the twin, in which a part of a trace ends, TLC says nothing of the trace.
func TestAWrongStateOfATwinIsNoRejection(t *testing.T) {
	p := catalog.ReplicaTrace
	p.Twin = func(constants json.RawMessage) trace.Twin { return boastfulTwin{catalog.ReplicaTrace.Twin(constants)} }
	run := replicaWalk(t)
	report, err := validate.Run(context.Background(), []*trace.Trace{run}, p, options(t).InLanes(2, 100))
	require.ErrorAs(t, err, new(replay.Contradictions))
	require.ErrorContains(t, err, "TLC accepts it, and the Go twins reject line 226 (after it node 1 is in another state at the twin than in Replica, and there a part of the trace ends; judge it as a whole: --workers 1, no --shard)")
	require.Empty(t, report.Rejections)
	require.Equal(t, []bool{false}, report.Accepted)
}

// boastfulTwin is a twin that tells of more rounds than there were.
type boastfulTwin struct{ trace.Twin }

func (t boastfulTwin) Begin(node int) trace.Node { return boastfulNode{t.Twin.Begin(node)} }

type boastfulNode struct{ trace.Node }

func (n boastfulNode) State() any {
	if v, ok := n.Node.State().(replica.Variables[machine.Counter]); ok {
		v.Round++
		return v
	}
	return n.Node.State()
}

// If an explanation fails, for whatever reason, there is a verdict all the same.
func TestAFailedExplanationReplacesNoVerdict(t *testing.T) {
	text, err := os.ReadFile("../../spec/Synod.tla")
	require.NoError(t, err)
	o := options(t)
	tools := filepath.Join(o.Root, ".tools")
	o.Root = t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(o.Root, "spec"), os.DirFS("../../spec")))
	require.NoError(t, os.WriteFile(filepath.Join(o.Root, "spec/Synod.tla"), []byte(strings.NewReplacer("\nNext ==", "\nSteps ==", "[Next]", "[Steps]").Replace(string(text))), 0o600))
	require.NoError(t, os.Symlink(tools, filepath.Join(o.Root, ".tools")))
	o.Explain = 1
	report, err := validate.Run(context.Background(), []*trace.Trace{voteTwice(t)}, protocol, o)
	require.NoError(t, err)
	require.Equal(t, 14, report.Rejections[0].Line)
	require.Empty(t, report.Explanations)
	require.Contains(t, report.Unexplained, "Next reaches no action")
}

// A mutant of which they say different things is found, too.
func TestAMutantOfWhichATwinIsWrongIsFound(t *testing.T) {
	p := withFault(countsTwice)
	run := told(t)
	table, err := mutate.Run(context.Background(), []*trace.Trace{run}, p, func(traces []*trace.Trace) ([]*trace.Rejection, error) {
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

func TestManyContradictionsAreToldInPart(t *testing.T) {
	var all replay.Contradictions
	for range 7 {
		all = append(all, &replay.Disagreement{Trace: "run.ndjson", Twins: &trace.Rejection{Line: 3, Reason: "why"}})
	}
	require.Contains(t, all.Error(), "\nrun.ndjson: TLC accepts it, and the Go twins reject line 3 (why)\n")
	require.Contains(t, all.Error(), "\nand 2 more")
}
