package explore

import (
	"context"
	"sync"
	"sync/atomic"
)

// chunk is a part of a level, within one block of one shard.
type chunk struct {
	shard, from int
	states      []uint64
}

// chunks are the states between two ends of the shards. What they hold is
// complete, so that workers read it while others add to the shards.
func (t *table) chunks(from, to [shards]int) []chunk {
	var chunks []chunk
	for i := range t.shards {
		for at := from[i]; at < to[i]; {
			end := min(to[i], (at/blockSize+1)*blockSize)
			block := t.shards[i].blocks[at/blockSize]
			chunks = append(chunks, chunk{i, at, block[at%blockSize*t.words : ((end-1)%blockSize+1)*t.words]})
			at = end
		}
	}
	return chunks
}

// each calls visit with each state of the chunk.
func (c chunk) each(words int, visit func(r ref, key []uint64)) {
	for i := 0; i*words < len(c.states); i++ {
		visit(newRef(c.shard, c.from+i), c.states[i*words:(i+1)*words])
	}
}

// level expands the states of one level with all workers. It returns when all are
// done or one met an error.
func (s *search[N, M]) level(ctx context.Context, from, to [shards]int) error {
	chunks := s.table.chunks(from, to)
	var at atomic.Int64
	var group sync.WaitGroup
	for range min(s.options.Workers, len(chunks)) {
		group.Go(func() {
			e := newExpander(s)
			err := e.work(ctx, func() (chunk, bool) {
				i := int(at.Add(1)) - 1
				if i >= len(chunks) || s.stop.Load() {
					return chunk{}, false
				}
				return chunks[i], true
			})
			s.add(e, err)
		})
	}
	group.Wait()
	return s.err
}

// expander is a worker of the search, with what it counted.
type expander[N, M any] struct {
	*worker[N, M]
	search         *search[N, M]
	taken, changed []int64
	violations     []violation
	fresh          int64 // The states found since they were last reported.
	steps          int64 // The steps taken since then.
}

func newExpander[N, M any](s *search[N, M]) *expander[N, M] {
	n := len(s.model.Actions)
	return &expander[N, M]{worker: newWorker(s.space, s.layout), search: s, taken: make([]int64, n), changed: make([]int64, n)}
}

// work expands chunks until there are no more.
func (e *expander[N, M]) work(ctx context.Context, next func() (chunk, bool)) (err error) {
	defer func() {
		if failed := recovered(recover()); failed != nil {
			err = failed
		}
	}()
	s := e.search
	for c, ok := next(); ok; c, ok = next() {
		c.each(s.layout.words, e.expand)
		s.generated.Add(e.steps)
		s.distinct.Add(e.fresh)
		s.expanded.Add(int64(len(c.states) / s.layout.words))
		e.steps, e.fresh = 0, 0
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if s.bytes() > s.options.MaxBytes {
			return s.exceeded()
		}
	}
	return nil
}

// expand checks one state and finds its successors.
func (e *expander[N, M]) expand(r ref, key []uint64) {
	e.load(key)
	if i := e.violates(); i >= 0 {
		e.violations = append(e.violations, violation{r, i})
	}
	e.moves(func(i int, m move) {
		e.steps++
		e.taken[m.action]++
		if m.to == e.ids[i] {
			return
		}
		e.changed[m.action]++
		if e.search.table.insert(e.successor(key, i, m)) {
			e.fresh++
		}
	})
}

// add adds up what an expander counted, and keeps the first error.
func (s *search[N, M]) add(e *expander[N, M], err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range e.taken {
		s.taken[i] += e.taken[i]
		s.changed[i] += e.changed[i]
	}
	s.violations = append(s.violations, e.violations...)
	if err != nil && s.err == nil {
		s.err = err
	}
	if err != nil {
		s.stop.Store(true)
	}
}
