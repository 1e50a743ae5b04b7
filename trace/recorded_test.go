package trace_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

var protocol = catalog.SynodTrace

// posted is a message on its way, with the event that sent it.
type posted struct {
	message synod.Message
	by      trace.ID
}

// recorded is the trace of a run of the synod in which whoever's turn it is tries
// steps at random, until that many have been taken. Messages come late, twice or
// never. The same seed gives the same trace.
func recorded(t testing.TB, seed uint64, steps int) *trace.Trace {
	run := newRandomRun(t, seed)
	for taken := 0; taken < steps; {
		if run.step(t) {
			taken++
		}
	}
	for i := range run.nodes {
		require.NoError(t, run.logs[run.nodes[i].ID].End(stateOf(&run.nodes[i])))
	}
	merged, err := run.recording.Trace(fmt.Sprintf("run-%d.ndjson", seed))
	require.NoError(t, err)
	return merged
}

type randomRun struct {
	model     synod.Model
	nodes     []synod.Participant
	network   []posted // At most 24 messages; older ones are lost.
	recording *trace.Recording
	logs      map[synod.ParticipantID]*trace.Recorder
	random    *rand.Rand
}

func newRandomRun(t testing.TB, seed uint64) *randomRun {
	model := synod.Model{Proposals: [][]synod.Decree{{"a", "c"}, {"b"}, {}}, Tries: 4, Crash: true}
	constants := catalog.SynodConstants{Participants: []synod.ParticipantID{1, 2, 3}, Proposals: model.Proposals}
	header, err := trace.NewHeader(protocol, constants, fmt.Sprintf("go test, seed %d", seed))
	require.NoError(t, err)
	run := &randomRun{
		model:     model,
		nodes:     model.Nodes(),
		recording: &trace.Recording{Protocol: protocol, Header: header},
		logs:      map[synod.ParticipantID]*trace.Recorder{},
		random:    rand.New(rand.NewPCG(seed, 1)),
	}
	for i := range run.nodes {
		p := &run.nodes[i]
		run.logs[p.ID], err = run.recording.Node(int(p.ID), stateOf(p))
		require.NoError(t, err)
	}
	return run
}

// step tries a step; it is false if the step was disabled.
func (run *randomRun) step(t testing.TB) bool {
	p, step, cause := run.choose()
	sent, enabled := step.Take(p)
	if !enabled {
		return false
	}
	id, err := run.logs[p.ID].Record(step.Action, paramsOf(step), cause, stateOf(p), trace.Messages(sent))
	require.NoError(t, err)
	for _, m := range sent {
		run.network = append(run.network, posted{m, id})
	}
	run.network = slices.Delete(run.network, 0, max(0, len(run.network)-24))
	return true
}

// choose picks a participant and a step for it to try: mostly to receive some
// message that was sent, seldom to crash.
func (run *randomRun) choose() (*synod.Participant, synod.Step, *trace.ID) {
	if len(run.network) > 0 && run.random.IntN(12) > 0 {
		mail := run.network[run.random.IntN(len(run.network))]
		return &run.nodes[mail.message.Receiver()-1], synod.Receipt(mail.message), &mail.by
	}
	p := &run.nodes[run.random.IntN(len(run.nodes))]
	choices := run.model.Choices(*p)
	step := choices[run.random.IntN(len(choices))]
	if step.Action == "Crash" && run.random.IntN(4) > 0 {
		return run.choose()
	}
	return p, step, nil
}

// paramsOf are the parameters of a step by the names that the spec gives them.
func paramsOf(s synod.Step) map[string]any {
	for name := range protocol.Actions[s.Action] {
		return map[string]any{name: s.Param}
	}
	return nil
}

func stateOf(p *synod.Participant) any {
	return struct {
		synod.Durable
		synod.Volatile
	}{p.Durable, p.Volatile}
}
