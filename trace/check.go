package trace

import (
	"fmt"
	"slices"
	"strconv"
)

// Check tells whether a trace is made of what p has, and is in causal order:
//   - each node of the run, and no other, has an end, in the order of nodes; one that is
//     missing makes t no whole trace;
//   - the events of a node have the sequence numbers 1, 2, 3 and so on, the last
//     of which its end names;
//   - the incarnation counts the node's crashes;
//   - an event that receives a message names its cause, which stands on an earlier
//     line, and no other event does;
//   - what a clock shows is no more than the drift below what any showed before;
//   - of what grows, a node ends with what its events added.
//
// It returns a *Rejection if the order does not hold, an *Unreadable if t is no
// whole trace of p. Whether the steps are those of the spec, Validate tells.
func Check(t *Trace, p Protocol) error {
	c, err := NewChecker(t, p)
	if err != nil {
		return err
	}
	for i := range t.Events {
		if err := c.event(&t.Events[i]); err != nil {
			return c.EventFault(t, i, err)
		}
	}
	if err := c.EndStates(t); err != nil {
		return err
	}
	return c.CausalOrder(t)
}

// progress is how far a node has come.
type progress struct{ seq, inc int }

// Order is how far the nodes of a merged trace have come.
type Order struct {
	c      *Checker
	of     authors
	events int
	at     map[int]progress
	latest int // The greatest time that a clock has shown.
	broken bool
}

// NewOrder is the order of a trace of which no event has come.
func (c *Checker) NewOrder() *Order { return &Order{c: c, at: map[int]progress{}} }

// Seq is how many events of the node have come.
func (o *Order) Seq(node int) int { return o.at[node].seq }

// Event says why e cannot come next, "" if it can. Once one cannot, there is nothing to say
// of those that follow.
func (o *Order) Event(e *Event) (why string) {
	o.events++
	if o.of.event(e); o.broken {
		return ""
	}
	why = o.event(e)
	o.broken = why != ""
	return why
}

func (o *Order) event(e *Event) string {
	if reason := o.c.follows(o.at[e.Node], e); reason != "" {
		return reason
	}
	if e.Cause != nil && (e.Cause.Seq < 1 || o.at[e.Cause.Node].seq < e.Cause.Seq) {
		return fmt.Sprintf("its cause, event %d of node %d, does not stand on an earlier line", e.Cause.Seq, e.Cause.Node)
	}
	if reason := o.time(e); reason != "" {
		return reason
	}
	o.at[e.Node] = progress{e.Seq, e.Inc}
	return ""
}

// maxTime is what a clock shows at most: TLC has integers of 32 bits, and adds to it.
const maxTime = 999_999_999

// time says why no clocks that keep to the drift can have shown, in the order of the
// trace, what they showed up to e; "" if they can.
func (o *Order) time(e *Event) string {
	reading := o.c.Protocol.reading(e)
	if reading == nil {
		return ""
	}
	t, err := strconv.Atoi(string(reading))
	switch {
	case err != nil || t < 0 || t > maxTime:
		return fmt.Sprintf("a clock shows %s, where 0 to %d is wanted", reading, maxTime)
	case t < o.latest-o.c.drift:
		return fmt.Sprintf("a clock shows %d after one has shown %d, and they may differ by %d", t, o.latest, o.c.drift)
	}
	o.latest = max(o.latest, t)
	return ""
}

// authors are the nodes whose events stand in a file: none, one or several.
type authors struct {
	first   int // 0 if there is none.
	several bool
}

func (a *authors) event(e *Event) {
	if a.first == 0 {
		a.first = e.Node
	}
	a.several = a.several || e.Node != a.first
}

// log says that a file which is to be a merged trace is the log of one node, for it has
// the end and the events of just one where the run has others. It is nil if it is not.
func (a authors) log(c *Checker, t *Trace) error {
	if len(c.Nodes) == 1 || len(t.Ends) != 1 || a.several {
		return nil
	}
	node := t.Ends[0].Node
	if !slices.Contains(c.Nodes, node) || a.first != 0 && a.first != node {
		return nil
	}
	return &Unreadable{t.Name, 0, fmt.Sprintf("it is the log of node %d alone, of a run with the nodes %v", node, c.Nodes),
		"put the logs of all nodes together first: lockstep trace merge LOG... --out merged.ndjson"}
}

// Whole returns an *Unreadable if, when all events have come, what t has of ends is the log
// of one node, where the run has others.
func (o *Order) Whole(t *Trace) error { return o.of.log(o.c, t) }

// Ends tells whether each node's end is there and agrees with the events that have come, of
// which t need not have any.
func (o *Order) Ends(t *Trace) error { return o.c.ends(t, o.events, o.c.Nodes, o.at) }

// CausalOrder tells whether a trace, the lines of which are made of what the protocol has, is
// in causal order; see Check.
func (c *Checker) CausalOrder(t *Trace) error {
	var rejection *Rejection
	o := c.NewOrder()
	for i := range t.Events {
		if reason := o.Event(&t.Events[i]); reason != "" {
			rejection = &Rejection{t.Name, i + 2, reason}
		}
	}
	if err := o.Whole(t); err != nil {
		return err
	}
	if rejection != nil {
		return rejection
	}
	if err := o.Ends(t); err != nil {
		return err
	}
	return c.GrownEnds(t)
}

// log tells whether the log of one node is in order.
func (c *Checker) log(t *Trace) error {
	switch len(t.Ends) {
	case 0:
		return cutOff(t, len(t.Events), "no end of its node stands in it")
	case 1:
	default:
		return &Unreadable{t.Name, len(t.Events) + 3, "the end of a second node: it is a merged trace, and no log", "name the logs of single nodes, or validate it as it is"}
	}
	node := t.Ends[0].Node
	if !slices.Contains(c.Nodes, node) {
		return &Rejection{t.Name, len(t.Events) + 2, fmt.Sprintf("node %d is none of the run, whose nodes are %v", node, c.Nodes)}
	}
	var at progress
	for i := range t.Events {
		e := &t.Events[i]
		reason := c.follows(at, e)
		if reason == "" && e.Node != node {
			reason = fmt.Sprintf("an event of node %d in the log of node %d", e.Node, node)
		}
		if reason != "" {
			return &Rejection{t.Name, i + 2, reason}
		}
		at = progress{e.Seq, e.Inc}
	}
	if err := c.ends(t, len(t.Events), []int{node}, map[int]progress{node: at}); err != nil {
		return err
	}
	return c.GrownEnds(t)
}

// follows says why e cannot come next at its node, "" if it can.
func (c *Checker) follows(at progress, e *Event) string {
	inc := at.inc
	if e.Action == c.Protocol.Crash {
		inc++
	}
	switch {
	case !slices.Contains(c.Nodes, e.Node):
		return fmt.Sprintf("node %d is none of the run, whose nodes are %v", e.Node, c.Nodes)
	case e.Seq != at.seq+1:
		return fmt.Sprintf("event %d of node %d stands where its event %d is to stand", e.Seq, e.Node, at.seq+1)
	case e.Inc != inc:
		return fmt.Sprintf("incarnation %d of node %d, which has crashed %d times", e.Inc, e.Node, inc)
	case c.Protocol.receives(e.Action) && e.Cause == nil:
		return fmt.Sprintf("%s receives a message and names no event that sent it", e.Action)
	case !c.Protocol.receives(e.Action) && e.Cause != nil:
		return fmt.Sprintf("%s receives no message and names a cause", e.Action)
	}
	return ""
}

// ends tells whether each node's end is there and agrees with the events, of which
// there are so many. What contradicts them is a rejection; what is missing is not judged.
func (c *Checker) ends(t *Trace, events int, nodes []int, at map[int]progress) error {
	rest, missing := nodes, 0
	for i, end := range t.Ends {
		line := events + 2 + i
		place := slices.Index(rest, end.Node)
		comesLater := func(node int) bool {
			return slices.ContainsFunc(t.Ends[i+1:], func(later End) bool { return later.Node == node })
		}
		if place < 0 || slices.ContainsFunc(rest[:place], comesLater) {
			return &Rejection{t.Name, line, fmt.Sprintf("end of node %d: the ends are one of each node, in the order %v", end.Node, nodes)}
		}
		if got := at[end.Node].seq; end.Seq != got {
			return &Rejection{t.Name, line, fmt.Sprintf("node %d ended after %d events, of which %d stand in the trace", end.Node, end.Seq, got)}
		}
		if place > 0 && missing == 0 {
			missing = rest[0]
		}
		rest = rest[place+1:]
	}
	switch {
	case missing > 0:
		return &Unreadable{t.Name, events + 2, fmt.Sprintf("no end of node %d is among the ends, which begin here; there is to be one of each of the nodes %v", missing, nodes), "record the run again, or copy the file again"}
	case len(rest) > 0:
		return cutOff(t, events, fmt.Sprintf("no end of node %d stands in it", rest[0]))
	}
	return nil
}

func cutOff(t *Trace, events int, why string) error {
	return &Unreadable{t.Name, events + len(t.Ends) + 1, "the file is cut off after this line: " + why, "record the run again, or copy the file again"}
}
