package inproc

import (
	"errors"
	"fmt"
	"time"

	"github.com/lockstep-paxos/lockstep/lease"
)

// tick is the unit of what clocks show, in traces too.
const tick = time.Millisecond

// LeaseConstants are those of a run with leases.
type LeaseConstants struct {
	ReplicaConstants
	Term  lease.Time `json:"term"` // In milliseconds.
	Drift lease.Time `json:"drift"`
}

// longestTimed is how long a run with leases may take: what a clock shows is bounded.
const longestTimed = 200 * time.Hour

// validateLeases refuses clocks and leases that no run has.
func (o ReplicaOptions) validateLeases() error {
	for _, d := range []time.Duration{o.Term, o.Drift, o.Skew} {
		if d < 0 || d%tick != 0 || d > longestTimed {
			return fmt.Errorf("term, drift or skew is %v: want milliseconds, not negative, and %v at most", d, longestTimed)
		}
	}
	switch {
	case o.Term == 0 && o.Drift+o.Skew > 0:
		return errors.New("a drift or a skew without a term: clocks mean nothing without leases")
	case o.Term > 0 && o.Term <= 2*o.Drift:
		return fmt.Errorf("a term of %v is over before it is of use, for the margin is twice the drift, %v", o.Term, 2*o.Drift)
	case o.Term > 0 && o.Duration > longestTimed:
		return fmt.Errorf("duration %v: want no more than %v with leases", o.Duration, longestTimed)
	}
	return nil
}

// skew is how far clocks differ in fact.
func (o ReplicaOptions) skew() time.Duration { return max(o.Drift, o.Skew) }

// leases is what everybody in the run is told, of leases too.
func (o ReplicaOptions) leases() lease.Config {
	return lease.Config{Config: o.Config(), Term: lease.Time(o.Term / tick), Drift: lease.Time(o.Drift / tick)}
}
