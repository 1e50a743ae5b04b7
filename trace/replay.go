package trace

import (
	"bytes"
	"encoding/json"
	"slices"
)

// replayer has the Go twin take the steps of traces that differ from an original
// in some lines, and tells whether it takes them all as they were logged.
type replayer struct {
	c      *checker
	before []states // before[i] are the states before Events[i] of the original, the last those at its end.
}

// states are the states of all nodes.
type states map[int]map[string]json.RawMessage

// newReplayer replays the original. It returns a *Rejection if the twin does not
// take its steps.
func newReplayer(c *checker, t *Trace) (*replayer, error) {
	at := states{}
	for _, node := range c.nodes {
		initial, err := c.record(node, c.twin.Initial(node))
		if err != nil {
			return nil, err
		}
		at[node] = initial
	}
	r := &replayer{c: c, before: []states{at}}
	sent := newOutbox(nil)
	for i := range t.Events {
		next, ok := r.step(r.before[i], sent, &t.Events[i])
		if !ok {
			return nil, &Rejection{t.Name, i + 2, "the Go twin does not take this step"}
		}
		r.before = append(r.before, next)
		sent.add(&t.Events[i])
	}
	if !ends(t, r.before[len(t.Events)]) {
		return nil, &Rejection{t.Name, len(t.Events) + 2, "the Go twins end in other states"}
	}
	return r, nil
}

// takes tells whether the twin takes all steps of t, which is as the original
// before the line of Events[from].
func (r *replayer) takes(t *Trace, from int) bool {
	at := r.before[min(from, len(r.before)-1)]
	sent := newOutbox(t.Events[:from])
	for i := from; i < len(t.Events); i++ {
		next, ok := r.step(at, sent, &t.Events[i])
		if !ok {
			return false
		}
		at = next
		sent.add(&t.Events[i])
	}
	return ends(t, at)
}

// step is the states after e. It is false if the twin does something else than was
// logged, or received what was not sent.
func (r *replayer) step(at states, sent outbox, e *Event) (states, bool) {
	for name, message := range r.c.Actions[e.Action] {
		if message != "" && (e.Cause == nil || !sent.holds(*e.Cause, e.Params[name])) {
			return nil, false
		}
	}
	x, messages, enabled := r.c.twin.Step(e.Node, at[e.Node], e.Action, e.Params)
	if !enabled {
		return nil, false
	}
	after, err := r.c.record(e.Node, x)
	if err != nil || !r.did(e, at[e.Node], after, messages) {
		return nil, false
	}
	next := states{}
	for node, state := range at {
		next[node] = state
	}
	next[e.Node] = after
	return next, true
}

// did tells whether e logged these changes and these messages.
func (r *replayer) did(e *Event, before, after map[string]json.RawMessage, sent []any) bool {
	for name, value := range after {
		want, logged := e.Post[name]
		if !logged {
			want = before[name]
		}
		if r.c.grows(name) {
			added, err := r.c.Grows.added(before[name], value)
			if err != nil {
				return false
			}
			if value = added; !logged {
				want = noRecords
			}
		}
		if !bytes.Equal(want, value) {
			return false
		}
	}
	all, err := messages(sent)
	return err == nil && slices.EqualFunc(sorted(all), sorted(e.Sent), func(a, b json.RawMessage) bool { return bytes.Equal(a, b) })
}

func sorted(messages []json.RawMessage) []json.RawMessage {
	messages = slices.Clone(messages)
	slices.SortFunc(messages, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return messages
}

// ends tells whether the nodes ended in these states.
func ends(t *Trace, at states) bool {
	for _, end := range t.Ends {
		for name, value := range end.State {
			if !bytes.Equal(at[end.Node][name], value) {
				return false
			}
		}
	}
	return true
}

// outbox holds what each event sent.
type outbox map[ID][]json.RawMessage

func newOutbox(events []Event) outbox {
	o := outbox{}
	for i := range events {
		o.add(&events[i])
	}
	return o
}

func (o outbox) add(e *Event) {
	if len(e.Sent) > 0 {
		o[e.ID()] = e.Sent
	}
}

func (o outbox) holds(by ID, message json.RawMessage) bool {
	return slices.ContainsFunc(o[by], func(m json.RawMessage) bool { return bytes.Equal(m, message) })
}
