package explore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/memory"
)

// Options say how to search. The zero value is legal.
type Options struct {
	Workers  int            // How many threads search; one for each processor if 0.
	MaxBytes int64          // What the states may take; half of what memory there is if 0.
	Progress func(Progress) // Called about once a second, if not nil.
}

// Progress is how far a search has come.
type Progress struct {
	Depth                     int
	Generated, Distinct, Left int64
}

// MemoryError says that the states took more than Options.MaxBytes, so that
// nothing can be said of those not visited.
type MemoryError struct {
	Model    string
	Distinct int64 // States found.
	Depth    int   // The level that was being expanded.
	MaxBytes int64
}

func (e *MemoryError) Error() string {
	return fmt.Sprintf("explore: %s: stopped at depth %d after %d distinct states, which take more than the %v allowed; allow more (--max-bytes), or search a smaller model",
		e.Model, e.Depth, e.Distinct, memory.Size(e.MaxBytes))
}

// search is one search of a model.
type search[N, M any] struct {
	model   *Model[N, M]
	options Options
	space   *space[N, M]
	layout  layout
	table   *table
	levels  [][shards]int // For each level, how many states each shard had when it was complete.

	depth                         atomic.Int64
	generated, distinct, expanded atomic.Int64
	stop                          atomic.Bool

	mu             sync.Mutex // Guards what follows.
	taken, changed []int64
	violations     []violation
	err            error
}

// violation is a state in which an invariant is false.
type violation struct {
	state     ref
	invariant int
}

// widths are the bits that the number of a local state may take: three numbers
// fit a word, or two.
var widths = []uint{21, 32}

// run searches the model to its end, or to the end of the first level at which an
// invariant is false.
func run[N, M any](ctx context.Context, m *Model[N, M], o Options) (*search[N, M], error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if o.Workers < 0 || o.MaxBytes < 0 {
		return nil, fmt.Errorf("explore: %d workers and %d bytes: want none that is negative", o.Workers, o.MaxBytes)
	}
	o.Workers, o.MaxBytes = cmp.Or(o.Workers, runtime.GOMAXPROCS(0)), cmp.Or(o.MaxBytes, memory.Default())
	ctx, release := memory.Bound(ctx, o.MaxBytes+besides)
	defer release()
	var s *search[N, M]
	err := errTooManyLocals
	for i := 0; i < len(widths) && errors.Is(err, errTooManyLocals); i++ {
		s, err = newSearch(m, o, newLayout(len(m.Nodes), widths[i]))
		if err == nil {
			err = s.search(ctx)
		}
	}
	if s != nil && errors.Is(err, memory.ErrExceeded) {
		err = s.exceeded()
	}
	return s, err
}

// besides is what a program may take besides the states of a search.
const besides = 256 << 20

func newSearch[N, M any](m *Model[N, M], o Options, l layout) (s *search[N, M], err error) {
	defer func() { err = errors.Join(err, recovered(recover())) }()
	s = &search[N, M]{model: m, options: o, layout: l, space: newSpace(m, l.limit()), table: newTable(l.words)}
	s.taken, s.changed = make([]int64, len(m.Actions)), make([]int64, len(m.Actions))
	s.table.insert(make([]uint64, l.words)) // Every node's first local state has number 0.
	s.levels = append(s.levels, s.table.ends())
	s.generated.Store(1)
	s.distinct.Store(1)
	return s, nil
}

// search expands level after level until one is empty, or something ends it.
func (s *search[N, M]) search(ctx context.Context) error {
	defer s.report()()
	for from := [shards]int{}; from != s.table.ends(); {
		to := s.table.ends()
		s.depth.Add(1)
		if err := s.level(ctx, from, to); err != nil {
			return err
		}
		from = to
		s.levels = append(s.levels, s.table.ends())
		if len(s.violations) > 0 {
			return nil
		}
	}
	return nil
}

// report calls Progress once a second until what it returns is called.
func (s *search[N, M]) report() func() {
	if s.options.Progress == nil {
		return func() {}
	}
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				s.options.Progress(s.progress())
			case <-done:
				return
			}
		}
	}()
	return func() { close(done); <-over }
}

func (s *search[N, M]) progress() Progress {
	distinct := s.distinct.Load()
	return Progress{int(s.depth.Load()), s.generated.Load(), distinct, distinct - s.expanded.Load()}
}

func (s *search[N, M]) exceeded() error {
	return &MemoryError{s.model.Name, s.distinct.Load(), int(s.depth.Load()), s.options.MaxBytes}
}

// bytes is what states and local states take.
func (s *search[N, M]) bytes() int64 { return s.table.bytes.Load() + s.space.bytes.Load() }
