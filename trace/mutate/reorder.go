package mutate

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/trace"
)

// progress is how far a node has come.
type progress struct{ seq, inc int }

// item is an event of a trace that is being rearranged, with where it and its
// cause stand in the original, -1 if they do not.
type item struct {
	event       trace.Event
	orig, cause int
}

// itemsOf are the events of a trace.
func itemsOf(t *trace.Trace) []item {
	line := make(map[trace.ID]int, len(t.Events))
	for i := range t.Events {
		line[t.Events[i].ID()] = i
	}
	items := make([]item, len(t.Events))
	for i, e := range t.Events {
		items[i] = item{event: e, orig: i, cause: -1}
		if e.Cause != nil {
			items[i].cause = line[*e.Cause]
		}
	}
	return items
}

// naive is the trace of these items with all numbers as they are.
func naive(t *trace.Trace, items []item) *trace.Trace {
	m := &trace.Trace{Name: t.Name, Header: t.Header, Ends: t.Ends, Events: make([]trace.Event, len(items))}
	for i := range items {
		m.Events[i] = items[i].event
	}
	return m
}

// smart is the trace of these items, numbered anew, so that no number tells what
// was done to it: an event whose cause is gone names the event that its node then
// logged last.
func smart(t *trace.Trace, items []item, crash string) *trace.Trace {
	m := naive(t, items)
	at, ids := map[int]progress{}, map[int]trace.ID{}
	for i := range m.Events {
		e := &m.Events[i]
		next := progress{at[e.Node].seq + 1, at[e.Node].inc}
		if e.Action == crash {
			next.inc++
		}
		e.Seq, e.Inc = next.seq, next.inc
		at[e.Node] = next
		if _, again := ids[items[i].orig]; !again {
			ids[items[i].orig] = e.ID()
		}
	}
	seq := map[int]int{}
	for i := range m.Events {
		e := &m.Events[i]
		seq[e.Node] = e.Seq
		if e.Cause == nil {
			continue
		}
		id, there := ids[items[i].cause]
		if items[i].cause < 0 || !there {
			id = trace.ID{Node: e.Cause.Node, Seq: max(1, seq[e.Cause.Node])}
		}
		e.Cause = &id
	}
	m.Ends = slices.Clone(t.Ends)
	for i := range m.Ends {
		m.Ends[i].Seq = at[m.Ends[i].Node].seq
	}
	return m
}
