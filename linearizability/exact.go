package linearizability

import (
	"cmp"
	"math"
	"slices"
)

// The exact checker rests on this. Of a counter the increments have an order: the
// one that makes it v comes after the one that makes it v-1. So each operation
// whose result is known has its place: an increment that returned v is the v-th,
// and a read that returned v comes between the v-th and the next. Where no known
// increment made the counter v there is a gap, which an increment of unknown
// outcome must fill. Which one is no question: one may fill every gap above the
// moment of its call, so the gaps are filled from below with those called first. The
// rest of them never takes effect.
//
// Then the order of all operations is given, but for reads of the same value, and
// it is right iff none was called after one that has its place later had returned.
// That is seen in one sweep, which remembers the latest call so far.

// known is an operation that is done.
type known struct {
	value, call, ret int64
	rank             int32 // It was the rank-th to return, from 1.
	op               int32 // Which operation it is.
	read             bool
}

// attempt is an increment, as one that may fill a gap until its result is known.
type attempt struct {
	call int64
	rank int32 // It was the rank-th to return; never if its outcome is unknown.
}

const never = math.MaxInt32

// counter is a history of a counter, sorted so that each of its prefixes is judged
// in one sweep.
type counter struct {
	ops      []Operation
	returns  []int32   // See returns.
	known    []known   // By value, and the increment before its reads.
	attempts []attempt // By call.
}

// judgeExactly judges operations of a counter.
func judgeExactly(ops []Operation) (Verdict, string) {
	c := newCounter(ops)
	if x := c.contradiction(len(c.returns)); x != nil {
		return Fails, x.words(c)
	}
	return Holds, ""
}

func newCounter(ops []Operation) *counter {
	c := &counter{ops: ops, returns: returns(ops)}
	rank := make([]int32, len(ops))
	for i, op := range c.returns {
		rank[op] = int32(i + 1)
	}
	for i := range ops {
		o := &ops[i]
		if o.Outcome == Done {
			c.known = append(c.known, known{o.Count, o.Call, o.Return, rank[i], int32(i), o.Operation == OpRead})
		}
		if o.Operation == OpIncrement && o.Outcome != Failed {
			if o.Outcome == Unknown {
				rank[i] = never
			}
			c.attempts = append(c.attempts, attempt{o.Call, rank[i]})
		}
	}
	slices.SortFunc(c.known, func(a, b known) int {
		if a.value != b.value || a.read == b.read {
			return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.rank, b.rank))
		}
		if b.read {
			return -1
		}
		return 1
	})
	slices.SortFunc(c.attempts, func(a, b attempt) int { return cmp.Compare(a.call, b.call) })
	return c
}

// sweep goes over the operations in the order of their places.
type sweep struct {
	*counter
	k      int   // Only so many have returned.
	value  int64 // What the counter is at this place.
	owner  *known
	latest place // Of all places before the reads of this value, the one called latest.
	reads  place // Of the reads of this value, the one called latest.
	next   int   // The attempt that comes next to fill a gap.
}

// place is who stands somewhere, as far as it matters to those who come after.
type place struct {
	call int64
	by   *known // Nil if an attempt fills a gap here.
	gap  int64  // Which gap it fills.
}

// contradiction is what is wrong with the history after its k-th return, when all
// that has not returned is of unknown outcome; nil if nothing is.
func (c *counter) contradiction(k int) *contradiction {
	if k == 0 {
		return nil
	}
	s := sweep{counter: c, k: k}
	for i := range c.known {
		if p := &c.known[i]; int(p.rank) <= k {
			if x := s.put(p); x != nil {
				return x
			}
		}
	}
	return nil
}

// put gives p its place, which is after all that were put before.
func (s *sweep) put(p *known) *contradiction {
	below := p.value
	if !p.read {
		below--
	}
	switch {
	case below < 0:
		return &contradiction{kind: belowOne, late: p, since: p.call}
	case !p.read && s.owner != nil && s.owner.value == p.value:
		return &contradiction{kind: twice, early: s.owner, late: p, since: min(s.owner.call, p.call)}
	case p.value > s.value:
		s.pass(s.reads)
	}
	for s.value < below {
		if !s.fill() {
			return s.shortOf(s.value + 1)
		}
	}
	if p.ret < s.latest.call {
		return s.tooLate()
	}
	if p.read {
		if p.call > s.reads.call {
			s.reads = place{call: p.call, by: p}
		}
		return nil
	}
	s.value, s.owner = p.value, p
	s.pass(place{call: p.call, by: p})
	return nil
}

// pass notes that all later places come after p.
func (s *sweep) pass(p place) {
	if p.call > s.latest.call {
		s.latest = p
	}
}

// fill fills the next gap with the increment called first of those whose result is
// unknown. It is false if there is none. One called after the last return is as good
// as none: whoever needs the gap filled had returned by then.
func (s *sweep) fill() bool {
	for ; s.next < len(s.attempts); s.next++ {
		if a := s.attempts[s.next]; int(a.rank) > s.k {
			s.next++
			s.value++
			s.pass(place{call: a.call, gap: s.value})
			return true
		}
	}
	return false
}
