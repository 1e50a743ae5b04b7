package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Walks makes traces of any length, by the name of the module: a run of the twins
// at random, of as many events as asked for. The same seed gives the same trace.
var Walks = map[string]func(seed uint64, events int) (*trace.Trace, error){}

// walk is a random run of participants 1 to n, recorded. What steps it tries, its
// protocol says.
type walk[N any, M twin.Message] struct {
	actions   action.Table[N, M]
	random    *rand.Rand
	nodes     []N
	state     func(N) any         // The variables of a node, as they are logged.
	dest      func(M) int         // Whom a message is for.
	receipt   func(M) action.Step // What a node does when it receives a message.
	again     int                 // One message received in so many comes again.
	recording *trace.Recording
	logs      []*trace.Recorder
	flying    []flying[M]
	taken     int
}

// flying is a message on its way and the event that sent it.
type flying[M any] struct {
	message M
	by      trace.ID
}

// maxFlying bounds how many messages are on their way; the oldest are lost.
const maxFlying = 20

// run records so many events of the steps that step tries, and merges the logs.
func (w *walk[N, M]) run(p trace.Protocol, constants any, seed uint64, events int, step func() error) (*trace.Trace, error) {
	header, err := trace.NewHeader(p, constants, fmt.Sprintf("a walk of %d events from seed %d", events, seed))
	if err != nil {
		return nil, err
	}
	w.recording = &trace.Recording{Protocol: p, Header: header}
	for i, n := range w.nodes {
		log, err := w.recording.Node(i+1, w.state(n))
		if err != nil {
			return nil, err
		}
		w.logs = append(w.logs, log)
	}
	for w.taken < events {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for i, n := range w.nodes {
		if err := w.logs[i].End(w.state(n)); err != nil {
			return nil, err
		}
	}
	return w.recording.Trace(fmt.Sprintf("walk-%d.ndjson", seed))
}

// deliver lets a message be received.
func (w *walk[N, M]) deliver() error {
	i := w.random.IntN(len(w.flying))
	f := w.flying[i]
	if w.random.IntN(w.again) > 0 {
		w.flying = slices.Delete(w.flying, i, i+1)
	}
	return w.take(w.dest(f.message)-1, w.receipt(f.message), &f.by)
}

// only is the receipt of messages with which a node can do one thing.
func (w *walk[N, M]) only(m M) action.Step { return w.actions.Receipts(m)[0] }

// try takes a step that node i+1 tries of its own accord, if it may, and records it.
func (w *walk[N, M]) try(i int, name string, params ...any) error {
	return w.take(i, action.By(name, params...), nil)
}

// take takes a step, if node i+1 may, and records it.
func (w *walk[N, M]) take(i int, step action.Step, cause *trace.ID) error {
	sent, enabled := w.actions.Take(&w.nodes[i], step)
	if !enabled {
		return nil
	}
	id, err := w.logs[i].Record(step.Action, w.actions.Named(step), cause, w.state(w.nodes[i]), trace.Messages(sent))
	if err != nil {
		return err
	}
	for _, m := range sent {
		w.flying = append(w.flying, flying[M]{m, id})
	}
	w.flying = slices.Delete(w.flying, 0, max(0, len(w.flying)-maxFlying))
	w.taken++
	return nil
}
