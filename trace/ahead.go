package trace

import (
	"iter"
	"runtime"
	"slices"
	"sync"
)

// pieceLength is how many events of a long trace are checked at a time; a trace is long
// if it has several such pieces.
const pieceLength = 1024

// Events checks events, and yields what each holds, in their order, up to the first in
// which something is wrong. What it yields of one is good until the next.
func (c *Checker) Events(events []Event) iter.Seq2[Held, error] {
	if len(events) > 4*pieceLength && runtime.GOMAXPROCS(0) > 1 {
		return c.checkAhead(events)
	}
	return func(yield func(Held, error) bool) {
		for i := range events {
			err := c.event(&events[i])
			if !yield(c.last, err) || err != nil {
				return
			}
		}
	}
}

// checkAhead does so in pieces, which other goroutines check ahead of whom it yields to:
// so many that each processor has one, so that few are kept.
func (c *Checker) checkAhead(events []Event) iter.Seq2[Held, error] {
	return func(yield func(Held, error) bool) {
		others := sync.Pool{New: func() any { return c.another() }}
		pieces, stop := make(chan chan []checked, runtime.GOMAXPROCS(0)), make(chan struct{})
		defer close(stop)
		go func() {
			defer close(pieces)
			for piece := range slices.Chunk(events, pieceLength) {
				found := make(chan []checked, 1)
				select {
				case pieces <- found:
				case <-stop:
					return
				}
				go func() {
					other := others.Get().(*Checker)
					found <- other.checkPiece(piece)
					others.Put(other)
				}()
			}
		}()
		for found := range pieces {
			for _, x := range <-found {
				if !yield(x.Held, x.err) || x.err != nil {
					return
				}
			}
		}
	}
}

// checked is what a checker found of an event: what it holds, or what is wrong.
type checked struct {
	Held
	err error
}

// checkPiece checks a piece of the events, up to the first in which something is wrong.
func (c *Checker) checkPiece(events []Event) []checked {
	found := make([]checked, 0, len(events))
	for i := range events {
		c.last = newHeld()
		err := c.event(&events[i])
		found = append(found, checked{c.last, err})
		if err != nil {
			break
		}
	}
	return found
}
