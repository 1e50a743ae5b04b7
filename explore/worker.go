package explore

// worker expands states. It owns the room that this takes, so that the search
// allocates nothing for a state.
type worker[N, M any] struct {
	space  *space[N, M]
	layout layout

	ids   []uint32 // The local states of the state that was loaded,
	nodes []*N     // what the nodes know in it,
	mail  []M      // the messages sent,
	msgs  bitset   // and those messages as numbers.
	next  []uint64 // Room for a successor.
}

func newWorker[N, M any](s *space[N, M], l layout) *worker[N, M] {
	return &worker[N, M]{space: s, layout: l, ids: make([]uint32, l.nodes), nodes: make([]*N, l.nodes), next: make([]uint64, l.words)}
}

// load makes key the state that the worker looks at.
func (w *worker[N, M]) load(key []uint64) {
	w.layout.unpack(key, w.ids)
	w.mail = w.mail[:0]
	clear(w.msgs)
	for i, id := range w.ids {
		l := w.space.local(i, id)
		w.nodes[i] = l.state
		w.mail = append(w.mail, l.mail...)
		w.msgs = w.msgs.add(l.sent)
	}
}

// violates is the place of the first invariant that is false, or -1.
func (w *worker[N, M]) violates() int {
	for i, inv := range w.space.model.Invariants {
		if !inv.Holds(w.nodes, w.mail) {
			return i
		}
	}
	return -1
}

// moves calls visit with each step that is enabled: its node, and the move.
func (w *worker[N, M]) moves(visit func(i int, m move)) {
	for i, id := range w.ids {
		memo := w.space.memoOf(i, id, w.msgs)
		for _, m := range memo.moves {
			if m.message == ownAccord || w.msgs.has(m.message) {
				visit(i, m)
			}
		}
	}
}

// successor is the state that move m of node i leads to from key, in the worker's
// own room.
func (w *worker[N, M]) successor(key []uint64, i int, m move) []uint64 {
	copy(w.next, key)
	w.layout.replace(w.next, i, w.ids[i], m.to)
	return w.next
}
