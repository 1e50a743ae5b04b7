package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Walks makes traces of any length, by the name of the module: a run of the twins
// at random, of as many events as asked for. The same seed gives the same trace.
var Walks = map[string]func(seed uint64, events int) (*trace.Trace, error){}

// walk is a random run of participants 1 to n, recorded. What steps it tries, its
// protocol says.
type walk[N any, M message] struct {
	random    *rand.Rand
	nodes     []N
	state     func(N) any                // The variables of a node, as they are logged.
	dest      func(M) int                // Whom a message is for.
	receipt   func(M) explore.Step[N, M] // What a node does when it receives a message.
	again     int                        // One message received in so many comes again.
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

// run records so many events of the steps that try tries, and merges the logs.
func (w *walk[N, M]) run(p trace.Protocol, constants any, seed uint64, events int, try func() error) (*trace.Trace, error) {
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
		if err := try(); err != nil {
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
	step := w.receipt(f.message)
	return w.take(w.dest(f.message)-1, step.Action, map[string]any{"m": f.message}, &f.by, step.Take)
}

// take takes a step, if node i+1 may, and records it.
func (w *walk[N, M]) take(i int, action string, params map[string]any, cause *trace.ID, take func(*N) ([]M, bool)) error {
	sent, enabled := take(&w.nodes[i])
	if !enabled {
		return nil
	}
	id, err := w.logs[i].Record(action, params, cause, w.state(w.nodes[i]), trace.Messages(sent))
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
