// Package limits says what a run may be: how many participants and clients it has at most, what is a chance, how long a time
// may be. It is the one definition for the flags of commands, the options of clusters, and the constants of traces.
//
// Each function returns an error that names the option, its value, and what is allowed; nil if the value is allowed.
package limits

import (
	"fmt"
	"time"
)

// How much of each there may be.
const (
	Participants = 64
	Clients      = 1000               // As the spec counts them: each identity of a client is one.
	Depth        = 1000               // Operations that a client has under way.
	Number       = 999_999_999        // The greatest integer of a trace.
	Intervals    = 1_000_000          // Of a run that nothing else bounds.
	Steps        = 100_000_000        // Of a run.
	Runs         = 1_000_000          // Of one command.
	Threads      = 1024               // Or processes, at a time.
	Interval     = time.Hour          // So that multiples of it are no overflow.
	Time         = 100_000 * Interval // Eleven years.
)

// Count refuses a number that is not from one bound to the other.
func Count(name string, n, from, to int) error {
	if n < from || n > to {
		return fmt.Errorf("%s is %d: want %d to %d", name, n, from, to)
	}
	return nil
}

// Chance refuses what is no chance, or is a certainty.
func Chance(name string, x float64) error {
	if !(x >= 0 && x < 1) { // So that NaN is refused.
		return fmt.Errorf("%s is %v: want a chance of at least 0 and less than 1", name, x)
	}
	return nil
}

// Positive refuses a time that is not more than 0, or more than the greatest.
func Positive(name string, d, greatest time.Duration) error {
	if d <= 0 || d > greatest {
		return fmt.Errorf("%s is %v: want more than 0s, and no more than %v", name, d, greatest)
	}
	return nil
}

// NotNegative refuses a time that is less than 0, or more than the greatest.
func NotNegative(name string, d, greatest time.Duration) error {
	if d < 0 || d > greatest {
		return fmt.Errorf("%s is %v: want at least 0s, and no more than %v", name, d, greatest)
	}
	return nil
}

// Fits refuses a time that is more than so many of another, which is another option.
func Fits(name string, d time.Duration, unit string, of time.Duration, most int) error {
	if of > 0 && d/of > time.Duration(most) {
		return fmt.Errorf("%s is %v, %d times the %s of %v: want no more than %d times", name, d, d/of, unit, of, most)
	}
	return nil
}
