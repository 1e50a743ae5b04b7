package mutate

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/trace"
)

// What is done to a value, or to an event as a whole.
const (
	Changed  = "changed"
	Added    = "added"
	Dropped  = "dropped"
	Repeated = "repeated"
)

// What is done to an event only.
const (
	Later       = "repeated at the end"
	Moved       = "moved to another node"
	Swapped     = "swapped with the next of its node"
	BeforeCause = "put before its cause"
	NextLine    = "swapped with the next line"
	Invented    = "preceded by an invented one"
	Foreign     = "preceded by one of another trace"
)

// Renumbered follows the name of what was done when events were numbered anew.
const Renumbered = ", renumbered"

// arrange drops, repeats and moves the event at a line.
func (m *mutator) arrange(i int) {
	dropped := slices.Delete(slices.Clone(m.items), i, i+1)
	m.both(Dropped, dropped, i)
	m.both(Repeated, slices.Insert(slices.Clone(m.items), i+1, m.items[i]), i+1)
	if i < len(m.items)-1 {
		m.both(Later, append(slices.Clone(m.items), m.items[i]), len(m.items))
	}
	for _, node := range m.c.Nodes {
		if node != m.items[i].event.Node {
			moved := slices.Clone(m.items)
			moved[i].event.Node = node
			m.emit(Moved+Renumbered, "", smart(m.t, moved, m.c.Protocol.Crash), i, m.check(&moved[i].event))
		}
	}
	m.swap(i)
	if cause := m.items[i].cause; cause >= 0 {
		m.both(BeforeCause, slices.Insert(slices.Clone(dropped), cause, m.items[i]), cause)
	}
	m.foreign(i)
}

// both yields the trace of these items with the numbers as they are, and with
// events numbered anew.
func (m *mutator) both(kind string, items []item, from int) {
	m.emit(kind, "", naive(m.t, items), from, nil)
	m.emit(kind+Renumbered, "", smart(m.t, items, m.c.Protocol.Crash), from, nil)
}

// swap has the event change places with the next of its node, and with the next
// line if that is of another node. Two that are the same but for their numbers do
// not.
func (m *mutator) swap(i int) {
	e := &m.items[i].event
	swapped := func(j int) []item {
		items := slices.Clone(m.items)
		items[i], items[j] = items[j], items[i]
		return items
	}
	for j := i + 1; j < len(m.items); j++ {
		if m.items[j].event.Node == e.Node {
			if !alike(e, &m.items[j].event) {
				m.both(Swapped, swapped(j), i)
			}
			break
		}
	}
	if i+1 < len(m.items) && m.items[i+1].event.Node != e.Node {
		m.emit(NextLine, "", naive(m.t, swapped(i+1)), i, nil)
	}
}

// foreign puts an event before the one at the line: another one of the trace with
// a value changed, and one of another trace.
func (m *mutator) foreign(i int) {
	if invented, ok := m.invent(m.items[(i+len(m.items)/2)%len(m.items)]); ok {
		m.both(Invented, slices.Insert(slices.Clone(m.items), i, invented), i)
	}
	for _, other := range m.others {
		if len(other.Events) == 0 {
			continue
		}
		if e := other.Events[i%len(other.Events)]; m.check(&e) == nil { // A run with other constants may have other nodes.
			m.both(Foreign, slices.Insert(slices.Clone(m.items), i, item{e, -1, -1}), i)
		}
	}
}

// invent changes a value in an event; it is false if the result is no event.
func (m *mutator) invent(from item) (item, bool) {
	from.orig = -1
	for _, record := range []*map[string]json.RawMessage{&from.event.Params, &from.event.Post} {
		for _, name := range slices.Sorted(maps.Keys(*record)) {
			for _, v := range m.pool.variants(name, (*record)[name]) {
				*record = put(*record, name, v.value)
				return from, m.check(&from.event) == nil
			}
		}
	}
	return from, true
}

// alike tells whether two events are the same but for their numbers.
func alike(a, b *trace.Event) bool {
	same := func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }
	return a.Action == b.Action && (a.Cause == b.Cause || a.Cause != nil && b.Cause != nil && *a.Cause == *b.Cause) &&
		maps.EqualFunc(a.Params, b.Params, same) && maps.EqualFunc(a.Post, b.Post, same) && slices.EqualFunc(a.Sent, b.Sent, same)
}

// reason says what makes a mutant a behaviour of the spec that was spoiled in this
// way, the Go twin having taken its steps.
func (m *mutator) reason(kind, field string) string {
	e := trace.Event{}
	if m.line < len(m.t.Events) {
		e = m.t.Events[m.line]
	}
	switch kind {
	case Dropped + Renumbered:
		if len(e.Post)+len(e.Sent) == 0 {
			return "the step changed nothing and sent nothing"
		}
		return "nobody received what the step sent, and what it changed was changed again before it mattered"
	case Repeated + Renumbered, Later + Renumbered:
		return "taken once more, the step changes nothing and sends nothing"
	case Swapped + Renumbered:
		return "neither of the two steps reads or changes what the other changes"
	case NextLine:
		return "neither of the two lines is the cause of the other"
	case Moved + Renumbered:
		return "the step may be taken at the other node too"
	case Invented + Renumbered, Foreign + Renumbered:
		return "the step may be taken here, and nothing afterwards depends on it"
	}
	if strings.HasPrefix(field, "cause.") {
		return "the other event sent the same message"
	}
	return "the Go twin takes these steps too"
}
