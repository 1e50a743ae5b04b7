package trace

import (
	"bytes"
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Merge puts the logs of a run's nodes, one of each, in causal order. Events that
// do not depend on each other are ordered by the greatest time that a clock has shown
// in a chain of causes that ends with them, if the spec has clocks; then by how long the
// longest chain is, then by node: the same logs, in any order, give the same trace. If
// there is an order in which the clocks can have shown these times, this is one; if there
// is none, Merge returns a *Rejection.
// It takes time in proportion to n log n for n events.
func Merge(logs []*Trace, p Protocol) (*Trace, error) {
	if len(logs) == 0 {
		return nil, errors.New("no logs to merge; name those of all nodes")
	}
	c, err := NewChecker(logs[0], p)
	if err != nil {
		return nil, err
	}
	byNode, err := c.arrange(logs)
	if err != nil {
		return nil, err
	}
	t := &Trace{Name: "merged", Header: byNode[0].Header}
	events := 0
	for _, log := range byNode {
		t.Ends = append(t.Ends, log.Ends[0])
		events += len(log.Events)
	}
	t.Events = make([]Event, 0, events)
	if err := newMerger(byNode, p).run(t); err != nil {
		return t, err
	}
	return t, c.clocks(t)
}

// clocks tells whether clocks can have shown, in the order of a trace, what they showed.
func (c *Checker) clocks(t *Trace) error {
	o := c.NewOrder()
	for i := range t.Events {
		if reason := o.time(&t.Events[i]); reason != "" {
			return &Rejection{t.Name, i + 2, reason}
		}
	}
	return nil
}

// arrange returns the logs in the order of nodes, checked.
func (c *Checker) arrange(logs []*Trace) ([]*Trace, error) {
	first := logs[0]
	for _, log := range logs {
		if err := c.log(log); err != nil {
			return nil, err
		}
		if log.Header.Spec != first.Header.Spec || !bytes.Equal(log.Header.Constants, first.Header.Constants) {
			return nil, &Unreadable{log.Name, 1, "another spec or other constants than in " + first.Name, "merge the logs of one run"}
		}
	}
	byNode := slices.Clone(logs)
	slices.SortStableFunc(byNode, func(a, b *Trace) int { return cmp.Compare(a.Ends[0].Node, b.Ends[0].Node) })
	for i, log := range byNode {
		node := log.Ends[0].Node
		if i > 0 && byNode[i-1].Ends[0].Node == node {
			return nil, &Unreadable{log.Name, 1, fmt.Sprintf("a log of node %d, as %s is", node, byNode[i-1].Name), "name each log once"}
		}
	}
	for _, node := range c.Nodes {
		if !slices.ContainsFunc(byNode, func(log *Trace) bool { return log.Ends[0].Node == node }) {
			return nil, &Unreadable{first.Name, 1, fmt.Sprintf("the run has a node %d, whose log is missing", node), "name the logs of all nodes"}
		}
	}
	return byNode, nil
}

// merger merges logs. Each log that is not at its end is either ready, its next
// event's cause being done, or waits for that cause.
type merger struct {
	protocol Protocol
	logs     map[int]*pending
	ready    ready
	waiting  map[ID][]*pending
}

// pending is what is left of a log.
type pending struct {
	log   *Trace
	times []moment // Of the events done.
	time  moment   // Of the next event, once it is ready.
}

// moment is when an event happens, as far as the chains of causes that it ends tell: the
// greatest time that a clock has shown in one, and the length of the longest. An event
// that must stand before another, because of a cause or of what clocks show, has an
// earlier moment.
type moment struct{ clock, chain int32 }

func (a moment) compare(b moment) int {
	return cmp.Or(cmp.Compare(a.clock, b.clock), cmp.Compare(a.chain, b.chain))
}

// after is the moment of an event of which other is a cause too.
func (a moment) after(other moment) moment {
	return moment{max(a.clock, other.clock), max(a.chain, other.chain+1)}
}

func newMerger(logs []*Trace, p Protocol) *merger {
	m := &merger{protocol: p, logs: map[int]*pending{}, waiting: map[ID][]*pending{}}
	for _, log := range logs {
		m.logs[log.Ends[0].Node] = &pending{log: log, times: make([]moment, 0, len(log.Events))}
	}
	for _, log := range logs {
		m.enlist(m.logs[log.Ends[0].Node])
	}
	return m
}

// enlist makes a log ready or has it wait.
func (m *merger) enlist(l *pending) {
	if len(l.times) == len(l.log.Events) {
		return
	}
	l.time = moment{m.clock(&l.log.Events[len(l.times)]), 1}
	if n := len(l.times); n > 0 {
		l.time = l.time.after(l.times[n-1])
	}
	if cause := l.cause(); cause != nil {
		from := m.logs[cause.Node]
		if from == nil || cause.Seq < 1 || cause.Seq > len(from.times) {
			m.waiting[*cause] = append(m.waiting[*cause], l)
			return
		}
		l.time = l.time.after(from.times[cause.Seq-1])
	}
	heap.Push(&m.ready, l)
}

// clock is what a clock showed at an event, 0 if none was read. One that is no time is
// refused when all is merged.
func (m *merger) clock(e *Event) int32 {
	reading := m.protocol.reading(e)
	if reading == nil {
		return 0
	}
	t, _ := strconv.ParseInt(string(reading), 10, 32)
	return int32(t)
}

// run appends all events to t.
func (m *merger) run(t *Trace) error {
	for len(m.ready) > 0 {
		l := heap.Pop(&m.ready).(*pending)
		e := l.log.Events[len(l.times)]
		t.Events = append(t.Events, e)
		l.times = append(l.times, l.time)
		m.enlist(l)
		for _, waiter := range m.waiting[e.ID()] {
			m.enlist(waiter)
		}
		delete(m.waiting, e.ID())
	}
	if len(m.waiting) > 0 {
		return m.stuck()
	}
	return nil
}

// stuck tells why the events that are left cannot come: of the first node whose
// event has a cause that nobody logged, or else of the first that waits.
func (m *merger) stuck() error {
	var left []*pending
	for _, waiters := range m.waiting {
		left = append(left, waiters...)
	}
	slices.SortFunc(left, func(a, b *pending) int { return cmp.Compare(a.log.Ends[0].Node, b.log.Ends[0].Node) })
	for _, l := range left {
		cause := l.cause()
		switch from := m.logs[cause.Node]; {
		case from == nil:
			return l.reject("is of a node that is none of the run")
		case cause.Seq < 1 || cause.Seq > len(from.log.Events):
			return l.reject(fmt.Sprintf("was never logged: the node logged %d events", len(from.log.Events)))
		}
	}
	return left[0].reject("waits itself, directly or not, for this event")
}

// cause is the cause of the next event, nil if it has none.
func (l *pending) cause() *ID { return l.log.Events[len(l.times)].Cause }

// reject says what is wrong with the cause of the next event.
func (l *pending) reject(why string) error {
	cause := l.cause()
	return &Rejection{l.log.Name, len(l.times) + 2, fmt.Sprintf("its cause, event %d of node %d, %s", cause.Seq, cause.Node, why)}
}

// ready is a heap of logs, that with the earliest event first.
type ready []*pending

func (r ready) Len() int { return len(r) }
func (r ready) Less(i, j int) bool {
	return cmp.Or(r[i].time.compare(r[j].time), cmp.Compare(r[i].log.Ends[0].Node, r[j].log.Ends[0].Node)) < 0
}
func (r ready) Swap(i, j int) { r[i], r[j] = r[j], r[i] }
func (r *ready) Push(x any)   { *r = append(*r, x.(*pending)) }
func (r *ready) Pop() any {
	last := len(*r) - 1
	l := (*r)[last]
	*r = (*r)[:last]
	return l
}
