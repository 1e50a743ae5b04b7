package inproc

import (
	"errors"
	"fmt"
	"time"

	"github.com/lockstep-paxos/lockstep/lease"
)

// clockUnit is the unit of what clocks show, in traces too.
const clockUnit = time.Millisecond

// LeaseConstants are those of a run with leases.
type LeaseConstants struct {
	ReplicaConstants
	Term  lease.Time `json:"term"` // In milliseconds.
	Drift lease.Time `json:"drift"`
}

// latest is what stands for a time in a trace at most, which is bounded: the end of a grant
// that was given at the end of the run.
const latest = 999_999_999 * clockUnit

// validateLeases refuses clocks and leases that no run has.
func (o ReplicaOptions) validateLeases() error {
	for i, d := range []time.Duration{o.Term, o.Drift, o.Skew} {
		name := []string{"term", "drift", "skew"}[i]
		if d < 0 || d%clockUnit != 0 {
			return fmt.Errorf("%s is %v: want milliseconds, not negative", name, d)
		}
		if d > latest {
			return fmt.Errorf("%s is %v: want no more than %v", name, d, latest)
		}
	}
	switch {
	case o.Term == 0 && o.Drift+o.Skew > 0:
		return errors.New("drift and skew need a term: clocks mean nothing without leases")
	case o.Term > 0 && o.Term <= 2*o.Drift:
		return fmt.Errorf("term is %v: it must exceed twice the drift (%v), or the lease ends before it is of use", o.Term, 2*o.Drift)
	case o.Skew > 0 && o.Skew <= o.Drift:
		return fmt.Errorf("skew is %v: it must exceed the drift (%v) or be 0", o.Skew, o.Drift)
	case o.Term > 0 && o.Duration > latest-o.Term-o.skew():
		return fmt.Errorf("duration is %v, with a term of %v and clocks that differ by %v: want no more than %v in all", o.Duration, o.Term, o.skew(), latest)
	}
	return nil
}

// skew is how far clocks differ in fact.
func (o ReplicaOptions) skew() time.Duration { return max(o.Drift, o.Skew) }

// leases is what everybody in the run is told, of leases too.
func (o ReplicaOptions) leases() lease.Config {
	return lease.Config{Config: o.Config(), Term: lease.Time(o.Term / clockUnit), Drift: lease.Time(o.Drift / clockUnit)}
}
