// Package mutate spoils traces in every way it can think of, and counts who finds it out:
// the gate of whoever judges traces.
package mutate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Mutant is a trace that was spoiled in one place.
type Mutant struct {
	Kind    string // What was done: a value changed, an event dropped, and so on.
	Action  string // The action of the event that was spoiled, "End" for the end of a node.
	Field   string // Where in the event, "" if it is the event as a whole.
	Line    int    // The line of the event in the original.
	Trace   *trace.Trace
	Refused error            // Why Check refuses the mutant; nil if only TLC and the Go twins can tell.
	Refusal *trace.Rejection // Where the Go twins do not take the steps of one that Check lets pass; nil if they do.
	Legal   string           // Why the mutant is a behaviour of the spec all the same; "" if it is none.
}

// All are the mutants of a trace, which Check must let pass and whose steps
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
// mutants. All panics if t does not pass; Run returns an error.
func All(t *trace.Trace, p trace.Protocol, others ...*trace.Trace) iter.Seq[Mutant] {
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

// Of are those mutants of a trace in which Events[i] is spoiled. It panics if t
// does not pass.
func Of(t *trace.Trace, p trace.Protocol, i int) iter.Seq[Mutant] {
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
	t       *trace.Trace
	others  []*trace.Trace
	c       *trace.Checker
	replay  *judge.Replayer
	pool    pool
	items   []item
	line    int // Events[line] is being spoiled.
	yield   func(Mutant) bool
	stopped bool
}

func newMutator(t *trace.Trace, p trace.Protocol, others []*trace.Trace) (*mutator, error) {
	if err := trace.Check(t, p); err != nil {
		return nil, fmt.Errorf("only a trace that passes can be spoiled: %w", err)
	}
	c, err := trace.NewChecker(t, p)
	if err != nil {
		return nil, err
	}
	replay, err := judge.NewReplayer(c, t)
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

// check tells whether an event is made of what the protocol has.
func (m *mutator) check(e *trace.Event) error {
	_, err := m.c.Event(e)
	return err
}

// emit judges a mutant, all lines of which before Events[from] are as they were,
// and yields it. Content is an error in what its events are made of.
func (m *mutator) emit(kind, field string, t *trace.Trace, from int, content error) {
	if m.stopped {
		return
	}
	mutant := Mutant{Kind: kind, Action: "End", Field: field, Line: m.line + 2, Trace: t, Refused: content}
	if m.line < len(m.t.Events) {
		mutant.Action = m.t.Events[m.line].Action
	}
	t.Name = fmt.Sprintf("%s (line %d: %s %s)", m.t.Name, mutant.Line, kind, field)
	if mutant.Action == "End" {
		mutant.Refused = m.c.EndStates(t)
	}
	if mutant.Refused == nil {
		mutant.Refused = m.c.CausalOrder(t)
	}
	if mutant.Refused == nil {
		if mutant.Refusal = m.replay.Refusal(t, from); mutant.Refusal == nil {
			mutant.Legal = m.reason(kind, field)
		}
	}
	m.stopped = !m.yield(mutant)
}

// change yields the trace in which change was made to a copy of the event.
func (m *mutator) change(kind, field string, change func(*trace.Event)) {
	items := slices.Clone(m.items)
	e := &items[m.line].event
	change(e)
	m.emit(kind, field, naive(m.t, items), m.line, m.check(e))
}

// header spoils who did what when, and because of what.
func (m *mutator) header(e *trace.Event) {
	for _, node := range m.c.Nodes {
		if node != e.Node {
			m.change(Changed, "node", func(e *trace.Event) { e.Node = node })
		}
	}
	for _, by := range []int{-1, 1} {
		m.change(Changed, "inc", func(e *trace.Event) { e.Inc += by })
		m.change(Changed, "seq", func(e *trace.Event) { e.Seq += by })
	}
	for _, action := range slices.Sorted(maps.Keys(m.c.Protocol.Actions)) {
		if action != e.Action {
			m.change(Changed, "action", func(e *trace.Event) { e.Action = action })
		}
	}
	if e.Cause == nil {
		m.change(Added, "cause", func(e *trace.Event) { e.Cause = &trace.ID{Node: e.Node, Seq: max(1, e.Seq-1)} })
		return
	}
	m.change(Dropped, "cause", func(e *trace.Event) { e.Cause = nil })
	for _, node := range m.c.Nodes {
		if node != e.Cause.Node {
			m.change(Changed, "cause.node", func(e *trace.Event) { e.Cause = &trace.ID{Node: node, Seq: e.Cause.Seq} })
		}
	}
	for seq := 0; seq <= e.Cause.Seq+1; seq++ {
		if seq != e.Cause.Seq && (seq < 2 || seq > e.Cause.Seq-2) {
			m.change(Changed, "cause.seq", func(e *trace.Event) { e.Cause = &trace.ID{Node: e.Cause.Node, Seq: seq} })
		}
	}
}

// params spoils the parameters.
func (m *mutator) params(e *trace.Event) {
	for _, name := range slices.Sorted(maps.Keys(e.Params)) {
		m.change(Dropped, "params."+name, func(e *trace.Event) { e.Params = put(e.Params, name, nil) })
		for _, v := range m.pool.variants(name, e.Params[name]) {
			m.change(Changed, "params."+v.path, func(e *trace.Event) { e.Params = put(e.Params, name, v.value) })
		}
	}
}

// post spoils what the step changed.
func (m *mutator) post(e *trace.Event) {
	for _, name := range m.c.VariablesOf(e.Node) {
		value, logged := e.Post[name]
		if !logged {
			now := m.replay.Variable(m.line, e.Node, name)
			if m.c.Protocol.Grows.Has(name) {
				now = json.RawMessage("[]")
			}
			if others := m.pool.others(name, now); len(others) > 0 {
				m.change(Added, "post."+name, func(e *trace.Event) { e.Post = put(e.Post, name, others[0]) })
			}
			continue
		}
		m.change(Dropped, "post."+name, func(e *trace.Event) { e.Post = put(e.Post, name, nil) })
		for _, v := range m.pool.variants(name, value) {
			m.change(Changed, "post."+v.path, func(e *trace.Event) { e.Post = put(e.Post, name, v.value) })
		}
	}
}

// sent spoils the messages sent.
func (m *mutator) sent(e *trace.Event) {
	for i, message := range e.Sent {
		field := "sent " + string(canonical.TypeOf(message))
		m.change(Dropped, field, func(e *trace.Event) { e.Sent = slices.Delete(slices.Clone(e.Sent), i, i+1) })
		m.change(Repeated, field, func(e *trace.Event) { e.Sent = append(slices.Clone(e.Sent), message) })
		for _, v := range m.pool.variants(field, message) {
			m.change(Changed, v.path, func(e *trace.Event) {
				e.Sent = slices.Clone(e.Sent)
				e.Sent[i] = v.value
			})
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(m.c.Protocol.Messages)) {
		if foreign := m.foreignMessage(kind, e); foreign != nil {
			m.change(Added, "sent "+kind, func(e *trace.Event) { e.Sent = append(slices.Clone(e.Sent), foreign) })
		}
	}
}

// foreignMessage is a message of the type that the trace has and e did not send,
// nil if there is none.
func (m *mutator) foreignMessage(kind string, e *trace.Event) json.RawMessage {
	for i := range m.t.Events {
		from := &m.t.Events[(m.line+1+i)%len(m.t.Events)]
		for _, message := range from.Sent {
			sent := slices.ContainsFunc(e.Sent, func(n json.RawMessage) bool { return bytes.Equal(n, message) })
			if string(canonical.TypeOf(message)) == kind && !sent {
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
		for _, node := range m.c.Nodes {
			if node != m.t.Ends[i].Node {
				m.changeEnd(Changed, "node", i, func(end *trace.End) { end.Node = node })
			}
		}
		for _, by := range []int{-1, 1} {
			m.changeEnd(Changed, "seq", i, func(end *trace.End) { end.Seq += by })
		}
		for _, name := range m.c.VariablesOf(m.t.Ends[i].Node) {
			m.changeEnd(Dropped, "state."+name, i, func(end *trace.End) { end.State = put(end.State, name, nil) })
			for _, v := range m.pool.variants(name, m.t.Ends[i].State[name]) {
				m.changeEnd(Changed, "state."+v.path, i, func(end *trace.End) { end.State = put(end.State, name, v.value) })
			}
		}
	}
}

// changeEnd yields the trace in which change was made to a copy of an end.
func (m *mutator) changeEnd(kind, field string, i int, change func(*trace.End)) {
	ends := slices.Clone(m.t.Ends)
	change(&ends[i])
	m.end(kind, field, ends)
}

// end yields the trace with these ends.
func (m *mutator) end(kind, field string, ends []trace.End) {
	t := *m.t
	t.Ends = ends
	m.emit(kind, field, &t, len(t.Events), nil)
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
