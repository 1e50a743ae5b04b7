// Package twin makes of a protocol's table of actions what machinery needs of its Go side: a
// node that replays a trace, the description of its events, and the variables of its states
// as TLA+.
package twin

import (
	"bytes"
	"reflect"
	"slices"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Node is a node of any protocol, as the replay of a trace has it.
type Node[N, M any] struct {
	now, before N // Before is now before the last step.
	*Kind[N, M]
	seen []seen // The variables, in their order.
}

// seen is a variable in both states.
type seen struct{ before, now reflect.Value }

// Kind is what nodes of one kind have in common.
type Kind[N, M any] struct {
	actions   map[string]action.Action[N, M]
	state     func(*N) any // A struct of its variables.
	variables []variable
	may       func(action string, params map[string]any) bool // Whether the spec lets the step be tried; it does if nil.
}

// KindOf is the kind of nodes that take these actions.
func KindOf[N, M any](actions action.Table[N, M], state func(*N) any) *Kind[N, M] {
	k := &Kind[N, M]{actions: map[string]action.Action[N, M]{}, state: state}
	for _, a := range actions {
		k.actions[a.Name] = a
	}
	k.variables = variablesIn(reflect.TypeFor[N](), fieldsOf(reflect.TypeOf(state(new(N)))))
	return k
}

// Only is the kind whose steps are tried only where may allows it.
func (k *Kind[N, M]) Only(may func(action string, params map[string]any) bool) *Kind[N, M] {
	k.may = may
	return k
}

// Taking is the kind whose nodes take these actions.
func (k *Kind[N, M]) Taking(actions action.Table[N, M]) *Kind[N, M] { return KindOf(actions, k.state) }

// Names are those of the variables.
func (k *Kind[N, M]) Names() []string {
	var all []string
	for _, v := range k.variables {
		all = append(all, v.name)
	}
	slices.Sort(all)
	return all
}

// Begin is a node that is in a state.
func (k *Kind[N, M]) Begin(now N) trace.Node {
	n := &Node[N, M]{now: now, Kind: k}
	before, after := reflect.ValueOf(&n.before).Elem(), reflect.ValueOf(&n.now).Elem()
	for _, v := range k.variables {
		n.seen = append(n.seen, seen{before.FieldByIndex(v.path), after.FieldByIndex(v.path)})
	}
	return n
}

// Step takes the step of an action.
func (n *Node[N, M]) Step(name string, params map[string]any) ([]any, bool) {
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
func (n *Node[N, M]) Changed(yield func(string, any) bool) {
	for i, v := range n.variables {
		if value, changed := v.change(n.seen[i].before, n.seen[i].now); changed && !yield(v.name, value) {
			return
		}
	}
}

// State is the state of the node: its variables.
func (n *Node[N, M]) State() any { return n.state(&n.now) }

// Copy is another such node; no action writes to what nodes share.
func (n *Node[N, M]) Copy() trace.Node { return n.Begin(n.now) }

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
			if !areEqual(before.Index(i), now.Index(i)) {
				return false
			}
		}
		return true
	}
	if areEqual(before, now) {
		return true
	}
	if was := asMachine(before); was != nil {
		return bytes.Equal(was.Snapshot(), asMachine(now).Snapshot())
	}
	return reflect.DeepEqual(before.Interface(), now.Interface()) // It costs what they do not share.
}

// areEqual reports whether two values of a type are the same to Go, or, if it does not compare
// them, hold the same.
func areEqual(a, b reflect.Value) bool {
	if a.Comparable() && b.Comparable() {
		return a.Equal(b)
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// asMachine is the value if it is a state machine, else nil.
func asMachine(v reflect.Value) snapshots {
	if !v.Type().Implements(reflect.TypeFor[snapshots]()) {
		return nil
	}
	return v.Interface().(snapshots)
}

type snapshots interface{ Snapshot() []byte }

// Described is p with what the table of a protocol's actions says, and the structs that hold
// the variables of its nodes.
func Described[N, M any](p trace.Protocol, actions action.Table[N, M], states ...any) trace.Protocol {
	p.Actions, p.Messages, p.Types = map[string]trace.Parameters{}, map[string]trace.Fields{}, map[string]any{}
	for _, a := range actions {
		params := trace.Parameters{}
		for _, param := range a.Params {
			example := reflect.Zero(param.Type).Interface()
			message := param.Message()
			if params[param.Name] = message; message == "" {
				p.Types[a.Name+"."+param.Name] = example
			} else {
				p.Messages[message], p.Types[message] = fieldsOf(param.Type), example
			}
		}
		p.Actions[a.Name] = params
	}
	for _, state := range states {
		p.State = append(p.State, fieldsOf(reflect.TypeOf(state))...)
	}
	return p
}

// fieldsOf are the fields of a struct as JSON and the spec call them, in their order.
func fieldsOf(typ reflect.Type) trace.Fields {
	var names trace.Fields
	for _, f := range reflect.VisibleFields(typ) {
		if !f.Anonymous {
			names = append(names, f.Tag.Get("json"))
		}
	}
	return names
}
