package inproc

import (
	"math"
	"time"
)

// player is a participant or a client with its timers, as one machine: it is
// told what happens and when, and returns the letters to send. It has no clock and
// is for one goroutine. Times are those since the run began.
type player[M any] interface {
	id() int
	begin(now time.Duration) ([]parcel[M], error)
	receive(now time.Duration, l letter[M]) ([]parcel[M], error)
	wake(now time.Duration) ([]parcel[M], error)
	crash(now time.Duration) error
	recover(now time.Duration) ([]parcel[M], error)
	due() time.Duration                 // When it is to be woken next.
	leads() (number string, leads bool) // What it believes.
	end() error                         // The run is over.
}

// parcel is a letter with its address.
type parcel[M any] struct {
	dest int
	letter[M]
}

// never is later than the end of every run.
const never = time.Duration(math.MaxInt64)
