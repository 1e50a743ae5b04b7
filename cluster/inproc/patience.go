package inproc

import (
	"math/rand/v2"
	"time"
)

// Patience is the policy of a participant's timer: how long a silence must last
// before it rings, and how long a candidate then hesitates. No rule of the
// election depends on it; a bad one costs time, not agreement. It is the place for
// a timeout that is randomised and learns from what it measures: each participant
// has one of its own and tells it of each heartbeat that it hears.
type Patience interface {
	Heard(since time.Duration)                // A leader was heard, that long after the last time or after the start.
	Silence(luck *rand.Rand) time.Duration    // How long a follower waits for a heartbeat before its timer rings.
	Hesitation(luck *rand.Rand) time.Duration // How long a candidate waits for a heartbeat that is only late before it claims.
}

// FixedPatience waits a fixed number of heartbeat intervals and learns nothing. A
// candidate hesitates for a random part of an interval, so that of several that
// miss one leader, mostly one claims.
type FixedPatience struct {
	Interval  time.Duration
	Intervals int
}

// DefaultIntervals is how many heartbeat intervals a silence lasts before a timer
// rings, unless something else is said.
const DefaultIntervals = 3

// Heard learns nothing.
func (f FixedPatience) Heard(time.Duration) {}

// Silence is the same each time.
func (f FixedPatience) Silence(*rand.Rand) time.Duration {
	return time.Duration(f.Intervals) * f.Interval
}

// Hesitation is less than an interval.
func (f FixedPatience) Hesitation(luck *rand.Rand) time.Duration {
	return time.Duration(luck.Int64N(int64(f.Interval)))
}
