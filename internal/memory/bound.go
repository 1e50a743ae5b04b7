package memory

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// ErrExceeded is why Bound ends a context.
var ErrExceeded = errors.New("it takes more memory than it may")

// Bound is a context that ends when the program has taken more than so many bytes, or half of what there is if most is 0.
// Until the function that it returns is called, the garbage collector works as hard as it must for that: what counts is
// what is in use. The cause wraps ErrExceeded.
func Bound(ctx context.Context, most int64) (context.Context, func()) {
	if most <= 0 {
		most = Default()
	}
	ctx, cancel := context.WithCancelCause(context.WithValue(ctx, key{}, most))
	b := &bound{most: most}
	hold(b)
	over, done := make(chan struct{}), sync.WaitGroup{}
	if b.isExceeded() {
		debug.FreeOSMemory() // Perhaps it is garbage.
	}
	watch := func() bool {
		exceeded := b.isExceeded()
		if exceeded {
			cancel(b.exceeded())
		}
		return exceeded
	}
	if !watch() {
		done.Go(func() {
			ticker := time.NewTicker(sample)
			defer ticker.Stop()
			for {
				select {
				case <-over:
					return
				case <-ctx.Done():
					return
				case <-ticker.C:
					if watch() {
						return
					}
				}
			}
		})
	}
	return ctx, func() {
		close(over)
		done.Wait()
		exceeded := errors.Is(context.Cause(ctx), ErrExceeded)
		cancel(nil)
		if exceeded {
			debug.FreeOSMemory() // Else the collector would wait until twice as much is taken.
		}
		release(b)
	}
}

// Fits is nil if the program may take so much more under the bound of a context, which is one of Bound's or stems from it.
func Fits(ctx context.Context, more int64) error {
	if most, ok := ctx.Value(key{}).(int64); ok && Taken()+more > most {
		return (&bound{most}).exceeded()
	}
	return nil
}

// key is that of the bound in a context.
type key struct{}

// sample is how often a bound looks: in that time a program takes some megabytes.
const sample = 2 * time.Millisecond

// bound is one that somebody set.
type bound struct{ most int64 }

// isExceeded reports whether the program has taken more.
func (b *bound) isExceeded() bool { return Taken() > b.most }

func (b *bound) exceeded() error { return fmt.Errorf("%w (%v)", ErrExceeded, Size(b.most)) }

// Taken is what the program has taken of the system.
func Taken() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}

// Those bounds that are set, and the limit of the collector before there was any.
var (
	mu     sync.Mutex
	bounds = map[*bound]bool{}
	before int64
)

func hold(b *bound) {
	mu.Lock()
	defer mu.Unlock()
	if len(bounds) == 0 {
		before = debug.SetMemoryLimit(-1)
	}
	bounds[b] = true
	limit()
}

func release(b *bound) {
	mu.Lock()
	defer mu.Unlock()
	delete(bounds, b)
	limit()
}

// limit has the collector keep all bounds, with some room: what it cannot keep within is in use.
func limit() {
	least := int64(math.MaxInt64)
	for b := range bounds {
		least = min(least, b.most/8*7)
	}
	debug.SetMemoryLimit(min(before, least))
}
