package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace"
)

// What the registrations of protocols for tracing have in common.

// readConstants reads the constants of a trace, written in the one way that they
// may be written in.
func readConstants[C any](data json.RawMessage) (C, error) {
	var c C
	if err := json.Unmarshal(data, &c); err != nil {
		return c, err
	}
	back, err := plain.JSON(c)
	if err != nil {
		return c, err
	}
	if !bytes.Equal(back, data) {
		return c, fmt.Errorf("got %s, which is to be written %s", plain.Quote(data), plain.Quote(back))
	}
	return c, nil
}

// checkParticipants refuses participants that no run has.
func checkParticipants[ID ~int](all []ID) error {
	if err := limits.Count("the number of participants", len(all), 1, limits.Participants); err != nil {
		return err
	}
	for i, p := range all {
		if p < 1 || p > limits.Number || i > 0 && p <= all[i-1] {
			return errors.New("want participants that are positive and in ascending order")
		}
	}
	return nil
}

// nodesOf are the participants as a trace numbers nodes.
func nodesOf[ID ~int](all []ID) []int {
	nodes := make([]int, len(all))
	for i, p := range all {
		nodes[i] = int(p)
	}
	return nodes
}

// node is a node of any protocol, as the replay of a trace has it.
type node[N, M any] struct {
	now, before N // Before is now before the last step.
	*kind[N, M]
	seen []seen // The variables, in their order.
}

// seen is a variable in both states.
type seen struct{ before, now reflect.Value }

// kind is what nodes of one kind have in common.
type kind[N, M any] struct {
	actions   map[string]action.Action[N, M]
	state     func(*N) any // A struct of its variables.
	variables []variable
	may       func(action string, params map[string]any) bool // Whether the spec lets the step be tried; it does if nil.
}

// kindOf is the kind of nodes that take these actions.
func kindOf[N, M any](actions action.Table[N, M], state func(*N) any) *kind[N, M] {
	k := &kind[N, M]{actions: map[string]action.Action[N, M]{}, state: state}
	for _, a := range actions {
		k.actions[a.Name] = a
	}
	k.variables = variablesIn(reflect.TypeFor[N](), fieldsOf(reflect.TypeOf(state(new(N)))))
	return k
}

// only is the kind whose steps are tried only where may allows it.
func (k *kind[N, M]) only(may func(action string, params map[string]any) bool) *kind[N, M] {
	k.may = may
	return k
}

// begin is a node that is in a state.
func (k *kind[N, M]) begin(now N) trace.Node {
	n := &node[N, M]{now: now, kind: k}
	before, after := reflect.ValueOf(&n.before).Elem(), reflect.ValueOf(&n.now).Elem()
	for _, v := range k.variables {
		n.seen = append(n.seen, seen{before.FieldByIndex(v.path), after.FieldByIndex(v.path)})
	}
	return n
}

// Step takes the step of an action.
func (n *node[N, M]) Step(name string, params map[string]any) ([]any, bool) {
	n.before = n.now
	a, ok := n.actions[name]
	if !ok || n.may != nil && !n.may(name, params) {
		return nil, false
	}
	args := make([]any, len(a.Params))
	for i, p := range a.Params {
		args[i] = params[p.Name]
	}
	sent, enabled := a.Take(&n.now, args...)
	return trace.Messages(sent), enabled
}

// Changed yields the variables that the last step changed.
func (n *node[N, M]) Changed(yield func(string, any) bool) {
	for i, v := range n.variables {
		if value, changed := v.change(n.seen[i].before, n.seen[i].now); changed && !yield(v.name, value) {
			return
		}
	}
}

// State is the state of the node: its variables.
func (n *node[N, M]) State() any { return n.state(&n.now) }

// Copy is another such node; no action writes to what nodes share.
func (n *node[N, M]) Copy() trace.Node { return n.begin(n.now) }

// variable is a variable of a node: its name in the spec, and where the node has it.
type variable struct {
	name  string
	path  []int
	since int // The number of its method Since, which tells what was added to it; -1 if it has none.
}

// variablesIn are the variables of these names in the state of a node.
func variablesIn(node reflect.Type, names trace.Fields) []variable {
	var all []variable
	for _, f := range reflect.VisibleFields(node) {
		if name := f.Tag.Get("json"); !f.Anonymous && slices.Contains(names, name) {
			v := variable{name: name, path: f.Index, since: -1}
			if since, ok := f.Type.MethodByName("Since"); ok {
				v.since = since.Index
			}
			all = append(all, v)
		}
	}
	return all
}

// change is what to log of a variable after a step, if there is anything: what was added to it
// if it tells that, else what it is now.
func (v variable) change(before, now reflect.Value) (value any, changed bool) {
	if isEqual(before, now) {
		return nil, false
	}
	if v.since < 0 {
		return now.Interface(), true
	}
	added := now.Method(v.since).Call([]reflect.Value{before})[0]
	return added.Interface(), added.Len() > 0
}

// isEqual reports whether a variable stayed as it was: a set, which is a sorted list, element by
// element; a state machine by what a snapshot holds of it.
func isEqual(before, now reflect.Value) bool {
	if now.Kind() == reflect.Slice {
		if before.Len() != now.Len() || now.Len() == 0 || before.Pointer() == now.Pointer() {
			return before.Len() == now.Len()
		}
		for i := range now.Len() {
			if !before.Index(i).Equal(now.Index(i)) {
				return false
			}
		}
		return true
	}
	if before.Equal(now) {
		return true
	}
	was, is := asMachine(before), asMachine(now)
	return was != nil && bytes.Equal(was.Snapshot(), is.Snapshot())
}

// asMachine is the value if it is a state machine, else nil.
func asMachine(v reflect.Value) snapshots {
	if !v.Type().Implements(reflect.TypeFor[snapshots]()) {
		return nil
	}
	return v.Interface().(snapshots)
}

type snapshots interface{ Snapshot() []byte }
