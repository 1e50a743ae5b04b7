package linearizability

import "fmt"

// contradiction is why a history of a counter is not linearizable.
type contradiction struct {
	kind  contradictionKind
	early *known // The one that returned first; nil if there is but one.
	late  *known // The one that was called too late; nil if increments are short.
	since int64  // All operations that are at fault were under way at this moment, or were called later.

	owned int64 // With shortage: how many increments up to early's value are known,
	had   int64 // and how many of unknown outcome had been called when it returned.
}

type contradictionKind int

const (
	overtaken contradictionKind = iota // late was called after early had returned, and comes before it.
	shortage                           // early returned a value that so few increments cannot have made.
	twice                              // Two increments returned one value.
	belowOne                           // An increment returned 0.
)

// tooLate is the contradiction in which the latest place so far was called after
// one that comes later had returned.
func (s *sweep) tooLate() *contradiction {
	late := s.latest.by
	if late == nil {
		return s.shortOf(s.latest.gap)
	}
	// Of those who had returned the one that saw the most, and it first, tells best.
	var early *known
	for i := range s.known {
		p := &s.known[i]
		if int(p.rank) <= s.k && p.ret < late.call && (early == nil || p.value > early.value || p.value == early.value && p.ret < early.ret) {
			early = p
		}
	}
	return &contradiction{kind: overtaken, early: early, late: late, since: early.ret}
}

// shortOf is the contradiction in which nothing can fill a gap in time.
func (s *sweep) shortOf(gap int64) *contradiction {
	var early *known
	for i := range s.known {
		p := &s.known[i]
		if int(p.rank) <= s.k && p.value >= gap && (early == nil || p.ret < early.ret) {
			early = p
		}
	}
	x := &contradiction{kind: shortage, early: early, since: early.ret}
	last := int64(0)
	for i := range s.known {
		if p := &s.known[i]; int(p.rank) <= s.k && !p.read && p.value <= early.value && p.value != last {
			last = p.value
			x.owned++
		}
	}
	for _, a := range s.attempts {
		if a.call <= early.ret && int(a.rank) > s.k {
			x.had++
		}
	}
	return x
}

// words is the contradiction as a sentence.
func (x *contradiction) words(c *counter) string {
	switch x.kind {
	case belowOne:
		return c.did(x.late) + ", where an increment returns at least 1"
	case twice:
		return fmt.Sprintf("%s, and so did %s", c.did(x.late), c.noun(x.early))
	case shortage:
		return fmt.Sprintf("%s, so %s had taken effect by then; of these the results of %d are known, and of unknown outcome only %d had been called",
			c.did(x.early), increments(x.early.value), x.owned, x.had)
	}
	return fmt.Sprintf("%s after %s had returned at %d", c.did(x.late), c.noun(x.early), x.early.ret)
}

func increments(n int64) string {
	if n == 1 {
		return "1 increment"
	}
	return fmt.Sprintf("%d increments", n)
}

// did is what a client did, as a sentence.
func (c *counter) did(p *known) string {
	o := &c.ops[p.op]
	if p.read {
		return fmt.Sprintf("client %d read %d (call %d, return %d)", o.Client, o.Count, o.Call, o.Return)
	}
	return fmt.Sprintf("client %d incremented to %d (call %d, return %d)", o.Client, o.Count, o.Call, o.Return)
}

// noun is an operation as the object of a sentence.
func (c *counter) noun(p *known) string {
	o := &c.ops[p.op]
	if p.read {
		return fmt.Sprintf("client %d's read of %d", o.Client, o.Count)
	}
	return fmt.Sprintf("client %d's increment to %d", o.Client, o.Count)
}
