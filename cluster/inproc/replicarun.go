package inproc

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

// overseer sees the whole of a run from outside: it counts, it has the clock of the
// history, and it compares what participants and clients tell it. Nobody acts on what
// it knows.
type overseer struct {
	o      ReplicaOptions
	stop   context.CancelFunc
	clock  atomic.Int64 // It ticks when an operation is called or returns.
	seen   atomic.Int64 // The greatest value that any client was told.
	steps  atomic.Int64
	done   atomic.Int64
	clocks clocks

	mu      sync.Mutex
	made    []uint64 // made[i] is a digest of what whoever was first made of the decrees up to i+1, 0 if nobody has.
	divided []string
}

// tick is the next moment of the history.
func (s *overseer) tick() int64 { return s.clock.Add(1) }

// stepped counts a step, and returned an operation that is done.
func (s *overseer) stepped() {
	if n := s.steps.Add(1); n == int64(s.o.Events) || n == limits.Steps {
		s.stop()
	}
}

// overran is what is wrong with a run that only the greatest number of steps has ended.
func (s *overseer) overran() error {
	if s.steps.Load() < limits.Steps || s.o.Events == limits.Steps {
		return nil
	}
	return fmt.Errorf("the run was not over after %d steps, which are the most: want a shorter duration, or a number of events", limits.Steps)
}

func (s *overseer) returned() {
	if n := s.done.Add(1); n == int64(s.o.Operations) {
		s.stop()
	}
}

// told notes that a client was told a value.
func (s *overseer) told(value int) {
	for {
		seen := s.seen.Load()
		if int64(value) <= seen || s.seen.CompareAndSwap(seen, int64(value)) {
			return
		}
	}
}

// executed compares what a participant made of the decrees up to an instance with what
// others made of them.
func (s *overseer) executed(node, instance int, snapshot []byte) {
	digest := fnv.New64a()
	digest.Write(snapshot)
	made := digest.Sum64() | 1
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.made) < instance {
		s.made = append(s.made, 0)
	}
	switch first := s.made[instance-1]; {
	case first == 0:
		s.made[instance-1] = made
	case first != made:
		s.divided = append(s.divided, fmt.Sprintf("participant %d made %s of the decrees up to instance %d, and another made something else of them", node, snapshot, instance))
	}
}

// logbook is where the steps of one node are logged, if anywhere, and counted.
type logbook struct {
	node    int
	log     *trace.Recorder
	over    *overseer
	seq     int
	actions map[string]int
}

// newLogbook begins the logbook of a node that is in this state.
func newLogbook(node int, over *overseer, initial any) (*logbook, error) {
	b := &logbook{node: node, over: over, actions: map[string]int{}}
	if over.o.Stream == nil {
		return b, nil
	}
	var err error
	b.log, err = over.o.Stream.Node(node, initial)
	return b, err
}

// record logs a step; what it returned may be sent then.
func (b *logbook) record(action string, params map[string]any, cause *trace.ID, state any, sent []any) (trace.ID, error) {
	b.seq++
	b.actions[action]++
	defer b.over.stepped()
	if b.log == nil {
		return trace.ID{Node: b.node, Seq: b.seq}, nil
	}
	return b.log.Record(action, params, cause, state, sent)
}

func (b *logbook) end(state any) error {
	if b.log == nil {
		return nil
	}
	return b.log.End(state)
}

// count adds the steps of a node.
func (r *ReplicaReport) count(b *logbook) {
	for action, n := range b.actions {
		r.Actions[action] += n
	}
}

// collect gathers what the clients and the overseer know at the end.
func (r *ReplicaReport) collect(clients []*clientNode, over *overseer) {
	r.Events, r.Divided = int(over.steps.Load()), append(r.Divided, over.divided...)
	for _, c := range clients {
		for _, id := range c.ids {
			r.count(id.log)
		}
		r.Violations = append(r.Violations, c.violations...)
		r.Latencies = append(r.Latencies, c.latencies...)
		r.History.Operations = append(r.History.Operations, c.operations...)
	}
	for i := range r.History.Operations {
		if r.History.Operations[i].Outcome == linearizability.Done {
			r.Done++
		}
	}
	r.Unknown = len(r.History.Operations) - r.Done
	slices.SortFunc(r.Latencies, func(a, b timeline.Sample) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Took, b.Took)) })
	slices.SortFunc(r.History.Operations, func(a, b linearizability.Operation) int { return cmp.Compare(a.Call, b.Call) })
}
