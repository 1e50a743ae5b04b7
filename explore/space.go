package explore

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/lockstep-paxos/lockstep/action"
)

// space is what a search has met of a model so far: messages and the local states
// of each node, numbered, and the moves of local states, once somebody needed
// them. Workers share it.
type space[N, M any] struct {
	model   *Model[N, M]
	actions map[string]uint8
	nodes   []*node[N, M]
	limit   uint64       // Numbers of local states are below this.
	bytes   atomic.Int64 // Roughly what all this takes.

	mu       sync.RWMutex // Guards what follows.
	messages []message[M]
	byKey    map[string]uint32
}

type message[M any] struct {
	value  M
	sender int
}

// node has the local states of one node.
type node[N, M any] struct {
	locals atomic.Pointer[[]*local[N, M]]
	mu     sync.Mutex // Guards byKey and the growth of locals.
	byKey  map[string]uint32
}

// local is a local state: what a node knows and what it has sent.
type local[N, M any] struct {
	state *N
	key   []byte // What tells state from others.
	sent  bitset
	mail  []M // The messages in sent.
	memo  atomic.Pointer[memo]
}

// memo has the moves of a local state: those of its own accord, and those on the
// messages that were tried. It never changes; a greater one takes its place.
type memo struct {
	tried bitset
	moves []move
}

// move is a step that is enabled in a local state.
type move struct {
	to      uint32 // The local state that it leads to.
	message uint32 // The message received, or ownAccord.
	choice  uint32 // Which of the choices it is, or of the receipts of the message.
	action  uint8
}

const ownAccord = ^uint32(0)

func newSpace[N, M any](m *Model[N, M], limit uint64) *space[N, M] {
	s := &space[N, M]{model: m, limit: limit, actions: map[string]uint8{}, byKey: map[string]uint32{}}
	for i, a := range m.Actions {
		s.actions[a.Name] = uint8(i)
	}
	for i := range m.Nodes {
		n := &node[N, M]{byKey: map[string]uint32{}}
		n.locals.Store(&[]*local[N, M]{})
		s.nodes = append(s.nodes, n)
		state := m.Nodes[i]
		s.intern(i, &state, nil)
	}
	return s
}

// local is local state id of node i.
func (s *space[N, M]) local(i int, id uint32) *local[N, M] {
	return (*s.nodes[i].locals.Load())[id]
}

// count is the number of local states met, of all nodes.
func (s *space[N, M]) count() int {
	sum := 0
	for _, n := range s.nodes {
		sum += len(*n.locals.Load())
	}
	return sum
}

func keyOf[T any](x *T) []byte { return appendKey(nil, reflect.ValueOf(x).Elem()) }

// intern numbers the local state of node i.
func (s *space[N, M]) intern(i int, state *N, sent bitset) uint32 {
	key := keyOf(state)
	own := len(key)
	for _, w := range sent {
		key = binary.BigEndian.AppendUint64(key, w)
	}
	n := s.nodes[i]
	n.mu.Lock()
	defer n.mu.Unlock()
	if id, ok := n.byKey[string(key)]; ok {
		return id
	}
	all := *n.locals.Load()
	if uint64(len(all)) >= s.limit {
		panic(fault{errTooManyLocals})
	}
	l := &local[N, M]{state: state, key: key[:own:own], sent: sent, mail: s.valuesOf(sent)}
	all = append(all, l)
	n.locals.Store(&all)
	id := uint32(len(all) - 1)
	n.byKey[string(key)] = id
	s.bytes.Add(int64(2*len(key) + 16*len(l.mail) + 8*len(sent) + 200))
	return id
}

// valuesOf are the messages of a set.
func (s *space[N, M]) valuesOf(set bitset) []M {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var values []M
	for id := range set.elements {
		values = append(values, s.messages[id].value)
	}
	return values
}

// send numbers a message that node i sends.
func (s *space[N, M]) send(i int, m M) uint32 {
	key := string(keyOf(&m))
	s.mu.Lock()
	defer s.mu.Unlock()
	id, ok := s.byKey[key]
	if !ok {
		id = uint32(len(s.messages))
		s.messages = append(s.messages, message[M]{m, i})
		s.byKey[key] = id
	}
	if first := s.messages[id].sender; first != i {
		raise("model %s: nodes %d and %d send the same message %v; a message must name its sender", s.model.Name, first+1, i+1, m)
	}
	return id
}

func (s *space[N, M]) message(id uint32) M {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.messages[id].value
}

// memoOf is the memo of local state id of node i, in which all of msgs have been
// tried.
func (s *space[N, M]) memoOf(i int, id uint32, msgs bitset) *memo {
	l := s.local(i, id)
	for {
		old := l.memo.Load()
		if old != nil && msgs.within(old.tried) {
			return old
		}
		grown := s.grow(i, l, old, msgs)
		if l.memo.CompareAndSwap(old, grown) {
			s.bytes.Add(int64(8*len(grown.tried) + 16*len(grown.moves)))
			return grown
		}
	}
}

// grow is old with the moves on msgs, and those of l's own accord, if it is nil.
func (s *space[N, M]) grow(i int, l *local[N, M], old *memo, msgs bitset) *memo {
	grown := &memo{}
	if old == nil {
		old = &memo{}
		for c, step := range s.model.Choices(*l.state) {
			if to, ok := s.take(i, l, step); ok {
				grown.moves = append(grown.moves, move{to: to, message: ownAccord, choice: uint32(c), action: s.action(step)})
			}
		}
	}
	grown.moves = slices.Concat(old.moves, grown.moves)
	for id := range msgs.elements {
		if old.tried.has(id) {
			continue
		}
		for c, step := range s.model.receipts(s.message(id)) {
			if to, ok := s.take(i, l, step); ok {
				grown.moves = append(grown.moves, move{to: to, message: id, choice: uint32(c), action: s.action(step)})
			}
		}
	}
	grown.tried = slices.Clone(old.tried).add(msgs)
	return grown
}

// action is the number of a step's action.
func (s *space[N, M]) action(step action.Step) uint8 {
	a, ok := s.actions[step.Action]
	if !ok {
		raise("model %s takes action %s, which its Actions do not name", s.model.Name, step.Action)
	}
	if !s.model.Actions[a].Fits(step.Params...) {
		raise("model %s takes action %s with the parameters %v, which are not of its types", s.model.Name, step.Action, step.Params)
	}
	return a
}

// take has a copy of l take the step, and tells the local state that it led to.
// It holds the twin to its contract: a disabled action changes nothing, and no
// action writes to what the copy shares.
func (s *space[N, M]) take(i int, l *local[N, M], step action.Step) (uint32, bool) {
	next := *l.state
	messages, ok := s.model.Actions[s.action(step)].Take(&next, step.Params...)
	if !ok {
		if len(messages) > 0 || !bytes.Equal(l.key, keyOf(&next)) {
			raise("model %s: %s at node %d said that it is disabled, but changed or sent something", s.model.Name, step.Action, i+1)
		}
		return 0, false
	}
	if !bytes.Equal(l.key, keyOf(l.state)) {
		raise("model %s: %s changed what a copy of node %d shares with it", s.model.Name, step.Action, i+1)
	}
	sent := l.sent
	for _, m := range messages {
		if id := s.send(i, m); !sent.has(id) {
			sent = sent.with(id)
		}
	}
	return s.intern(i, &next, sent), true
}
