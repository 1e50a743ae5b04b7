package inproc

import (
	"sync"
	"time"

	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/trace"
)

// What a participant does about leases, and what its clock shows.

// timed takes an action at the time that the clock of the participant shows. Between the
// reading and its line in the trace nobody else reads a clock, so that the trace has the
// readings in the order in which they happened.
func (n *replicaNode[M]) timed(cause *trace.ID, name string, params ...any) bool {
	n.over.clocks.reading.Lock()
	defer n.over.clocks.reading.Unlock()
	return n.step(cause, name, append(params, n.clock())...)
}

// clock is what the clock of the participant shows. It is ahead of the slowest that may be
// by some time, another one every interval and so sometimes a lesser: it may run backward.
func (n *replicaNode[M]) clock() lease.Time {
	now := n.over.clocks.now(n.now)
	luck := chances(n.o.Seed, ofClocks, n.id(), 0, int(now/n.o.Interval))
	return lease.Time((now + time.Duration(luck.Int64N(int64(n.o.skew()/clockUnit)+1))*clockUnit) / clockUnit)
}

// promise promises, unless another was granted a lease.
func (n *replicaNode[M]) promise(m multidecree.NextBallot, cause *trace.ID) bool {
	if n.o.Term == 0 { // Whatever the time is.
		return n.step(cause, "HandleNextBallot", m)
	}
	return n.timed(cause, "Promise", m)
}

// lose loses what is volatile. With leases the term for which it then promises nothing
// begins when it goes down, not when it returns, and so is over sooner. In the spec to go
// and to return is one step, at any time after its last grant.
func (n *replicaNode[M]) lose() {
	if n.o.Term == 0 {
		n.step(nil, "Lose")
		return
	}
	n.timed(nil, "LoseGrants")
}

// readByLease answers a query at once, if it holds a lease.
func (n *replicaNode[M]) readByLease(m replica.Query, cause *trace.ID) bool {
	return n.o.Term > 0 && n.timed(cause, "LeaseRead", m)
}

// askAgain is how often a president asks while a grant stands: some requests are lost.
const askAgain = 4

// ask asks for a lease, well before the last one ends.
func (n *replicaNode[M]) ask() {
	if n.o.Term == 0 || n.now < n.asked+n.o.Term/askAgain {
		return
	}
	if n.timed(nil, "RequestLease") {
		n.asked = n.now
	}
}

// clocks are where all clocks of a run come from.
type clocks struct {
	reading sync.Mutex // Held from when a clock is read until that stands in the trace.
	start   time.Time  // When the run began; zero in virtual time.
}

// now is how long the run has lasted; in virtual time the player says it.
func (c *clocks) now(virtual time.Duration) time.Duration {
	if c.start.IsZero() {
		return virtual
	}
	return time.Since(c.start)
}
