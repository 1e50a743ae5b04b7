package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Mutant is a trace that was spoiled in one place.
type Mutant struct {
	Kind    string // What was done: a value changed, an event dropped, and so on.
	Action  string // The action of the event that was spoiled, "End" for the end of a node.
	Field   string // Where in the event, "" if it is the event as a whole.
	Line    int    // The line of the event in the original.
	Trace   *Trace
	Refused error      // Why Check refuses the mutant; nil if only TLC and the Go twins can tell.
	Refusal *Rejection // Where the Go twins do not take the steps of one that Check lets pass; nil if they do.
	Legal   string     // Why the mutant is a behaviour of the spec all the same; "" if it is none.
}

// Mutants are the mutants of a trace, which Check must let pass and whose steps
// the Go twin must take:
//   - each value in an event or an end is another one that might stand there, or is
//     left out, or one is added;
//   - each event is dropped, repeated at once or at the end of the trace, moved to
//     each other node, changes places with the next of its node, or comes before
//     its cause; and a foreign one stands before it, from elsewhere in the trace
//     with a value changed, or from the others. Each of these is done twice: with
//     the numbers as they are, and with the events numbered anew, so that no
//     number is wrong;
//   - lines that nothing orders change places; ends are dropped and repeated.
//
// A mutant is legal iff Check lets it pass and the Go twin takes all its steps as
// they stand there. TLC is not asked: it must then accept the legal ones, and reject
// all others, in the line in which the twin refuses. The same traces give the same
// mutants. Mutants panics if t does not pass; Mutate returns an error.
func Mutants(t *Trace, p Protocol, others ...*Trace) iter.Seq[Mutant] {
	return func(yield func(Mutant) bool) {
		m, err := newMutator(t, p, others)
		if err != nil {
			panic(err)
		}
		m.yield = yield
		for i := range t.Events {
			if m.event(i); m.stopped {
				return
			}
		}
		m.ends()
	}
}

// MutantsOf are those mutants of a trace in which Events[i] is spoiled. It panics if t
// does not pass.
func MutantsOf(t *Trace, p Protocol, i int) iter.Seq[Mutant] {
	return func(yield func(Mutant) bool) {
		m, err := newMutator(t, p, nil)
		if err != nil {
			panic(err)
		}
		m.yield = yield
		m.event(i)
	}
}

// mutator yields the mutants of a trace.
type mutator struct {
	t       *Trace
	others  []*Trace
	c       *checker
	replay  *replayer
	pool    pool
	items   []item
	line    int // Events[line] is being spoiled.
	yield   func(Mutant) bool
	stopped bool
}

func newMutator(t *Trace, p Protocol, others []*Trace) (*mutator, error) {
	if err := Check(t, p); err != nil {
		return nil, fmt.Errorf("only a trace that passes can be spoiled: %w", err)
	}
	c, err := newChecker(p, t.Header)
	if err != nil {
		return nil, err
	}
	replay, err := newReplayer(c, t)
	if err != nil {
		return nil, fmt.Errorf("only a trace whose steps the Go twin takes can be spoiled: %w", err)
	}
	return &mutator{t: t, others: others, c: c, replay: replay, pool: poolOf(t), items: itemsOf(t)}, nil
}

// event yields the mutants in which Events[i] is spoiled.
func (m *mutator) event(i int) {
	e := &m.t.Events[i]
	m.line = i
	m.header(e)
	m.params(e)
	m.post(e)
	m.sent(e)
	m.arrange(i)
}

// emit judges a mutant, all lines of which before Events[from] are as they were,
// and yields it. Content is an error in what its events are made of.
func (m *mutator) emit(kind, field string, t *Trace, from int, content error) {
	if m.stopped {
		return
	}
	mutant := Mutant{Kind: kind, Action: "End", Field: field, Line: m.line + 2, Trace: t, Refused: content}
	if m.line < len(m.t.Events) {
		mutant.Action = m.t.Events[m.line].Action
	}
	t.Name = fmt.Sprintf("%s (line %d: %s %s)", m.t.Name, mutant.Line, kind, field)
	if mutant.Refused == nil {
		mutant.Refused = m.c.causality(t)
	}
	if mutant.Refused == nil {
		if mutant.Refusal = m.replay.refusal(t, from); mutant.Refusal == nil {
			mutant.Legal = m.reason(kind, field)
		}
	}
	m.stopped = !m.yield(mutant)
}

// change yields the trace in which change was made to a copy of the event.
func (m *mutator) change(kind, field string, change func(*Event)) {
	items := slices.Clone(m.items)
	e := &items[m.line].event
	change(e)
	m.emit(kind, field, naive(m.t, items), m.line, m.c.event(e))
}

// header spoils who did what when, and because of what.
func (m *mutator) header(e *Event) {
	for _, node := range m.c.nodes {
		if node != e.Node {
			m.change(Changed, "node", func(e *Event) { e.Node = node })
		}
	}
	for _, by := range []int{-1, 1} {
		m.change(Changed, "inc", func(e *Event) { e.Inc += by })
		m.change(Changed, "seq", func(e *Event) { e.Seq += by })
	}
	for _, action := range slices.Sorted(maps.Keys(m.c.Actions)) {
		if action != e.Action {
			m.change(Changed, "action", func(e *Event) { e.Action = action })
		}
	}
	if e.Cause == nil {
		m.change(Added, "cause", func(e *Event) { e.Cause = &ID{e.Node, max(1, e.Seq-1)} })
		return
	}
	m.change(Dropped, "cause", func(e *Event) { e.Cause = nil })
	for _, node := range m.c.nodes {
		if node != e.Cause.Node {
			m.change(Changed, "cause.node", func(e *Event) { e.Cause = &ID{node, e.Cause.Seq} })
		}
	}
	for seq := 0; seq <= e.Cause.Seq+1; seq++ {
		if seq != e.Cause.Seq && (seq < 2 || seq > e.Cause.Seq-2) {
			m.change(Changed, "cause.seq", func(e *Event) { e.Cause = &ID{e.Cause.Node, seq} })
		}
	}
}

// params spoils the parameters.
func (m *mutator) params(e *Event) {
	for _, name := range slices.Sorted(maps.Keys(e.Params)) {
		m.change(Dropped, "params."+name, func(e *Event) { e.Params = put(e.Params, name, nil) })
		for _, v := range m.pool.variants(name, e.Params[name]) {
			m.change(Changed, "params."+v.path, func(e *Event) { e.Params = put(e.Params, name, v.value) })
		}
	}
}

// post spoils what the step changed.
func (m *mutator) post(e *Event) {
	for _, name := range m.c.variablesOf(e.Node) {
		value, logged := e.Post[name]
		if !logged {
			now := m.replay.variable(m.line, e.Node, name)
			if m.c.grows(name) {
				now = noRecords
			}
			if others := m.pool.others(name, now); len(others) > 0 {
				m.change(Added, "post."+name, func(e *Event) { e.Post = put(e.Post, name, others[0]) })
			}
			continue
		}
		m.change(Dropped, "post."+name, func(e *Event) { e.Post = put(e.Post, name, nil) })
		for _, v := range m.pool.variants(name, value) {
			m.change(Changed, "post."+v.path, func(e *Event) { e.Post = put(e.Post, name, v.value) })
		}
	}
}

// sent spoils the messages sent.
func (m *mutator) sent(e *Event) {
	for i, message := range e.Sent {
		field := "sent " + messageType(message)
		m.change(Dropped, field, func(e *Event) { e.Sent = slices.Delete(slices.Clone(e.Sent), i, i+1) })
		m.change(Repeated, field, func(e *Event) { e.Sent = append(slices.Clone(e.Sent), message) })
		for _, v := range m.pool.variants(field, message) {
			m.change(Changed, v.path, func(e *Event) {
				e.Sent = slices.Clone(e.Sent)
				e.Sent[i] = v.value
			})
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(m.c.Messages)) {
		if foreign := m.foreignMessage(kind, e); foreign != nil {
			m.change(Added, "sent "+kind, func(e *Event) { e.Sent = append(slices.Clone(e.Sent), foreign) })
		}
	}
}

// foreignMessage is a message of the type that the trace has and e did not send,
// nil if there is none.
func (m *mutator) foreignMessage(kind string, e *Event) json.RawMessage {
	for i := range m.t.Events {
		from := &m.t.Events[(m.line+1+i)%len(m.t.Events)]
		for _, message := range from.Sent {
			sent := slices.ContainsFunc(e.Sent, func(n json.RawMessage) bool { return bytes.Equal(n, message) })
			if messageType(message) == kind && !sent {
				return message
			}
		}
	}
	return nil
}

// ends spoils the ends of the nodes.
func (m *mutator) ends() {
	for i := range m.t.Ends {
		m.line = len(m.t.Events) + i
		m.end(Dropped, "", slices.Delete(slices.Clone(m.t.Ends), i, i+1))
		m.end(Repeated, "", slices.Insert(slices.Clone(m.t.Ends), i, m.t.Ends[i]))
		for _, node := range m.c.nodes {
			if node != m.t.Ends[i].Node {
				m.changeEnd(Changed, "node", i, func(end *End) { end.Node = node })
			}
		}
		for _, by := range []int{-1, 1} {
			m.changeEnd(Changed, "seq", i, func(end *End) { end.Seq += by })
		}
		for _, name := range m.c.variablesOf(m.t.Ends[i].Node) {
			m.changeEnd(Dropped, "state."+name, i, func(end *End) { end.State = put(end.State, name, nil) })
			for _, v := range m.pool.variants(name, m.t.Ends[i].State[name]) {
				m.changeEnd(Changed, "state."+v.path, i, func(end *End) { end.State = put(end.State, name, v.value) })
			}
		}
	}
}

// changeEnd yields the trace in which change was made to a copy of an end.
func (m *mutator) changeEnd(kind, field string, i int, change func(*End)) {
	ends := slices.Clone(m.t.Ends)
	change(&ends[i])
	m.end(kind, field, ends)
}

// end yields the trace with these ends.
func (m *mutator) end(kind, field string, ends []End) {
	var content error
	for _, end := range ends {
		if err := m.c.state(end.Node, end.State); err != nil {
			content = err
		}
	}
	t := *m.t
	t.Ends = ends
	m.emit(kind, field, &t, len(t.Events), content)
}

// put is record with value under name, or without name if value is nil.
func put(record map[string]json.RawMessage, name string, value json.RawMessage) map[string]json.RawMessage {
	record = maps.Clone(record)
	if record == nil {
		record = map[string]json.RawMessage{}
	}
	if delete(record, name); value != nil {
		record[name] = value
	}
	return record
}
