package catalog

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// A twin that answers queries too early leaves traces with which it agrees, for it made
// them. TLC rejects them, and that is the verdict.
func TestATraceThatAFaultyTwinMadeDoesNotHold(t *testing.T) {
	p := ReplicaTrace
	p.Twin = func(json.RawMessage) trace.Twin { return staleTwin{counterTwin{threeAndTwo}} }
	run := staleRead(t, p)
	require.NoError(t, replay.Run(run, p), "the twin agrees with itself")

	o := validate.Options{Root: tlctest.Root(t), Jar: tlctest.Jar(t), Explain: 1}
	report, err := validate.Run(t.Context(), []*trace.Trace{run}, p, o)
	require.NoError(t, err)
	require.Equal(t, []bool{false}, report.Accepted)
	require.Contains(t, report.Rejections[0].Reason, "HandleQuery(p=1, ")
	require.Equal(t, "replica.Replica.HandleQuery", report.Explanations[0].Function)
	require.Contains(t, report.Explanations[0].Differences[0].Spec, "point |-> 2")
	require.Contains(t, report.Explanations[0].Differences[0].Trace, "point |-> 0")
	require.True(t, report.Disagreements[0].TwinAtFault)
	require.Nil(t, report.Disagreements[0].Twins)
}

var threeAndTwo = ReplicaConstants{Participants: replica.Participants{1, 2, 3}, Window: 3, Depth: 2, Clients: []replica.ClientID{4, 5}}

// staleTwin is the twin with ReadPoint at fault: it leaves out what the ledger has above a
// gap, as spec/broken/ReplicaLedgerIgnored does.
type staleTwin struct{ counterTwin }

func (t staleTwin) Begin(id int) trace.Node {
	n := t.counterTwin.Begin(id)
	if p, ok := n.(*twin.Node[parliament, replica.Message]); ok {
		actions := replica.ActionsOn(itself[parliament], nobody[parliament, replica.Client]).Around(takeStale)
		p.Kind = p.Kind.Taking(actions)
	}
	return n
}

func takeStale(p *parliament, right action.Call[parliament, replica.Message]) ([]replica.Message, bool) {
	sent, enabled := right.Take(p)
	if right.Action != "HandleQuery" || !enabled {
		return sent, enabled
	}
	queries := slices.Clone(p.Queries)
	for i := range queries {
		queries[i].Point = max(p.Written, p.Inherited)
	}
	p.Queries = queries
	return sent, true
}

type parliament = replica.Replica[machine.Counter]

// staleRead is the trace of a run in which a decree passes in instance 2, above a gap,
// before a client queries participant 1, which presides.
func staleRead(t *testing.T, p trace.Protocol) *trace.Trace {
	r := newRehearsal(t, p, threeAndTwo)
	r.step(1, "ChooseBallotNumber", map[string]any{"number": replica.Number{Try: 1, Owner: 1}})
	for _, voter := range []int{1, 2} {
		r.receive(voter, "NextBallot", 1)
		r.receive(1, "LastVote", voter)
	}
	for seq := 1; seq <= 2; seq++ {
		r.step(4, "Call", map[string]any{"op": replica.Op(machine.Increment)})
		r.receive(1, "Request", 4)
		r.step(1, "Propose", map[string]any{"i": seq, "d": replica.NewBatch(replica.Command{Client: 4, Seq: seq, Op: machine.Increment})})
	}
	for _, voter := range []int{1, 2} {
		r.receive(voter, "BeginBallot", 1)
		r.receive(1, "Voted", voter)
	}
	r.step(5, "Ask", map[string]any{"op": replica.Op(machine.Read)})
	r.receive(1, "Query", 5)
	return r.trace()
}

// rehearsal is a run of the twins of a protocol that take the steps that a test tells
// them, and log them.
type rehearsal struct {
	t         *testing.T
	recording *trace.Recording
	nodes     map[int]trace.Node
	logs      map[int]*trace.Recorder
	sent      []flying[replica.Message]
}

func newRehearsal(t *testing.T, p trace.Protocol, constants any) *rehearsal {
	header, err := trace.NewHeader(p, constants, "a test")
	require.NoError(t, err)
	r := &rehearsal{t: t, recording: &trace.Recording{Protocol: p, Header: header}, nodes: map[int]trace.Node{}, logs: map[int]*trace.Recorder{}}
	twin := p.Twin(header.Constants)
	for _, id := range twin.Nodes() {
		r.nodes[id] = twin.Begin(id)
		r.logs[id], err = r.recording.Node(id, r.nodes[id].State())
		require.NoError(t, err)
	}
	return r
}

func (r *rehearsal) step(id int, action string, params map[string]any) {
	r.t.Helper()
	r.take(id, action, params, nil)
}

// receive has a node receive the last message of the type from another.
func (r *rehearsal) receive(id int, kind string, from int) {
	r.t.Helper()
	for _, f := range slices.Backward(r.sent) {
		if f.message.Type() == kind && int(f.message.Sender()) == from && int(f.message.Receiver()) == id {
			r.take(id, "Handle"+kind, map[string]any{"m": f.message}, &f.by)
			return
		}
	}
	require.Fail(r.t, "nobody sent it", "%s from %d to %d", kind, from, id)
}

func (r *rehearsal) take(id int, action string, params map[string]any, cause *trace.ID) {
	r.t.Helper()
	sent, enabled := r.nodes[id].Step(action, params)
	require.True(r.t, enabled, "%s of %d", action, id)
	by, err := r.logs[id].Record(action, params, cause, r.nodes[id].State(), sent)
	require.NoError(r.t, err)
	for _, m := range sent {
		r.sent = append(r.sent, flying[replica.Message]{m.(replica.Message), by})
	}
}

// trace is the trace of the run, which ends here.
func (r *rehearsal) trace() *trace.Trace {
	for id, log := range r.logs {
		require.NoError(r.t, log.End(r.nodes[id].State()))
	}
	run, err := r.recording.Trace("run.ndjson")
	require.NoError(r.t, err)
	return run
}
