package inproc

import (
	"context"
	"time"
)

// world says where players play: what befalls them, and for how long. Players know
// nothing of it.
type world struct {
	seed     uint64
	virtual  bool // Without goroutines and clock: the seed fixes all of the run.
	duration time.Duration
	interval time.Duration // The weather of a virtual world lasts so long.
	bursts   bool          // In a virtual world: in an interval a link loses every letter or none.
	faults   Faults
	luck     misfortune
	loss     func(at time.Duration, from, dest int) float64 // In a virtual world: the chance that a link loses a letter; faults say it if nil.
	seat     func(dest int) int                             // Whose inbox an address is; nil if each is its own.
	steps    func() int64                                   // In a virtual world: how many steps were taken; nil if the duration bounds the run.
}

// atSeat is the player to whom letters for dest go.
func (w world) atSeat(dest int) int {
	if w.seat == nil {
		return dest
	}
	return w.seat(dest)
}

// play runs the players until the time is over or ctx ends, and tells how long that
// was.
func play[M any](ctx context.Context, w world, players []player[M], watch *observer) (Traffic, time.Duration, error) {
	if w.virtual {
		return runVirtually(ctx, w, players, watch)
	}
	return runForReal(ctx, w, players, watch)
}
