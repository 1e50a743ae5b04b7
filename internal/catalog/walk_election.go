package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() {
	Walks[ElectionTrace.Spec] = func(seed uint64, events int) (*trace.Trace, error) {
		return ElectionWalk(election.Rule(seed%2), seed, events)
	}
}

// ElectionWalk is the trace of a run of three participants, in which steps are taken
// at random: timers ring rightly and wrongly, heartbeats come late, twice or never,
// and participants crash and recover. It goes on for as long as events says, for
// there is always another epoch.
func ElectionWalk(rule election.Rule, seed uint64, events int) (*trace.Trace, error) {
	config := election.Config{Participants: election.Participants{1, 2, 3}, Rule: rule}
	header, err := trace.NewHeader(ElectionTrace, config, fmt.Sprintf("a walk of %d events from seed %d, %s rule", events, seed, rule))
	if err != nil {
		return nil, err
	}
	w := &electionWalk{
		random:    rand.New(rand.NewPCG(seed, 0)),
		recording: &trace.Recording{Protocol: ElectionTrace, Header: header},
	}
	for _, id := range config.Participants {
		p := election.New(id, config)
		log, err := w.recording.Node(int(id), electionState{p.Durable, p.Volatile})
		if err != nil {
			return nil, err
		}
		w.nodes, w.logs = append(w.nodes, p), append(w.logs, log)
	}
	for w.taken < events {
		if err := w.step(); err != nil {
			return nil, err
		}
	}
	for i, p := range w.nodes {
		if err := w.logs[i].End(electionState{p.Durable, p.Volatile}); err != nil {
			return nil, err
		}
	}
	return w.recording.Trace(fmt.Sprintf("walk-%d.ndjson", seed))
}

type electionWalk struct {
	random    *rand.Rand
	recording *trace.Recording
	nodes     []*election.Participant
	logs      []*trace.Recorder
	flying    []heartbeat
	taken     int
}

// heartbeat is one on its way and the event that sent it.
type heartbeat struct {
	message election.Message
	by      trace.ID
}

// step tries a step. Of a hundred, 60 are receipts and one is a crash.
func (w *electionWalk) step() error {
	i := w.random.IntN(len(w.nodes))
	p := w.nodes[i]
	switch n := w.random.IntN(100); {
	case n < 60 && len(w.flying) > 0:
		return w.deliver()
	case n < 75:
		return w.take(i, election.Step{Action: "Ring", Take: (*election.Participant).Ring}, nil, nil)
	case n < 90:
		b, err := p.LeastClaim()
		if err != nil {
			return err
		}
		step := election.Step{Action: "Claim", Take: func(p *election.Participant) ([]election.Message, bool) { return p.Claim(b) }}
		return w.take(i, step, map[string]any{"b": b}, nil)
	case n < 99:
		return w.take(i, election.Step{Action: "Recover", Take: (*election.Participant).Recover}, nil, nil)
	}
	return w.take(i, election.Step{Action: "Crash", Take: (*election.Participant).Crash}, nil, nil)
}

// deliver lets a heartbeat be received. One in three will come again.
func (w *electionWalk) deliver() error {
	i := w.random.IntN(len(w.flying))
	h := w.flying[i]
	if w.random.IntN(3) > 0 {
		w.flying = slices.Delete(w.flying, i, i+1)
	}
	return w.take(int(h.message.Receiver()-1), election.Receipt(h.message), map[string]any{"m": h.message}, &h.by)
}

// take takes a step, if participant i+1 may, and records it.
func (w *electionWalk) take(i int, s election.Step, params map[string]any, cause *trace.ID) error {
	p := w.nodes[i]
	sent, enabled := s.Take(p)
	if !enabled {
		return nil
	}
	id, err := w.logs[i].Record(s.Action, params, cause, electionState{p.Durable, p.Volatile}, trace.Messages(sent))
	if err != nil {
		return err
	}
	for _, m := range sent {
		w.flying = append(w.flying, heartbeat{m, id})
	}
	w.flying = slices.Delete(w.flying, 0, max(0, len(w.flying)-maxFlying))
	w.taken++
	return nil
}
