// Package action describes the actions of a protocol, once, to machinery that knows no
// protocol: the explorer, the recorder, replays, walks, runtimes, faults and tests.
//
// A protocol's package exports one Table. It names each action as the spec does, with its
// parameters by name and type, and says which method takes it. Nobody else lists actions:
// whoever adds one adds it to the spec and to the table.
//
// The package imports the standard library only, and protocols import it.
package action

import (
	"fmt"
	"reflect"
	"slices"
)

// Action is one action of a protocol. N is the state of a node, M a message.
type Action[N, M any] struct {
	Name   string  // As in the spec; the method has the same name.
	Params []Param // In the spec's order, without the first, which is the node.
	take   func(n *N, params []any) ([]M, bool)
}

// Param is a parameter of an action.
type Param struct {
	Name string
	Type reflect.Type
}

// Message is the type in the spec of the message that the parameter is, "" if it is none.
func (p Param) Message() string {
	if m, ok := reflect.Zero(p.Type).Interface().(interface{ Type() string }); ok {
		return m.Type()
	}
	return ""
}

// Of is an action without parameters.
func Of[N, M any](name string, take func(*N) ([]M, bool)) Action[N, M] {
	return Action[N, M]{name, nil, func(n *N, _ []any) ([]M, bool) { return take(n) }}
}

// Of1 is an action with a parameter, which the spec calls a.
func Of1[N, M, A any](name, a string, take func(*N, A) ([]M, bool)) Action[N, M] {
	return Action[N, M]{name, []Param{param[A](a)}, func(n *N, params []any) ([]M, bool) { return take(n, params[0].(A)) }}
}

// Of2 is an action with two parameters, which the spec calls a and b.
func Of2[N, M, A, B any](name, a, b string, take func(*N, A, B) ([]M, bool)) Action[N, M] {
	return Action[N, M]{name, []Param{param[A](a), param[B](b)}, func(n *N, params []any) ([]M, bool) {
		return take(n, params[0].(A), params[1].(B))
	}}
}

// Func is an action with any parameters, for those who make a table at run time. It takes
// parameters of the types that it names.
func Func[N, M any](name string, params []Param, take func(n *N, params []any) ([]M, bool)) Action[N, M] {
	return Action[N, M]{name, params, take}
}

func param[A any](name string) Param { return Param{name, reflect.TypeFor[A]()} }

// Take has n take the action with these parameters. It returns the messages to send and
// true; or nil and false, having changed nothing, if the action is disabled or its
// parameters are of other types.
func (a Action[N, M]) Take(n *N, params ...any) ([]M, bool) {
	if !a.Fits(params...) {
		return nil, false
	}
	return a.take(n, params)
}

// Fits reports whether the action has parameters of these types.
func (a Action[N, M]) Fits(params ...any) bool {
	return slices.EqualFunc(a.Params, params, func(p Param, x any) bool { return reflect.TypeOf(x) == p.Type })
}

// Table lists the actions of a protocol, in the order of Next in the spec.
type Table[N, M any] []Action[N, M]

// Names are the names of the actions.
func (t Table[N, M]) Names() []string {
	names := make([]string, len(t))
	for i, a := range t {
		names[i] = a.Name
	}
	return names
}

// Find is the action of that name.
func (t Table[N, M]) Find(name string) (Action[N, M], bool) {
	i := slices.IndexFunc(t, func(a Action[N, M]) bool { return a.Name == name })
	if i < 0 {
		return Action[N, M]{}, false
	}
	return t[i], true
}

// Without is the table without the actions of these names.
func (t Table[N, M]) Without(names ...string) Table[N, M] {
	return slices.DeleteFunc(slices.Clone(t), func(a Action[N, M]) bool { return slices.Contains(names, a.Name) })
}

// On is the table of a node of which the actions are those of a part. Part returns nil for
// a node that has no such part: there they are disabled.
func On[N, P, M any](part func(*N) *P, t Table[P, M]) Table[N, M] {
	lifted := make(Table[N, M], len(t))
	for i, a := range t {
		lifted[i] = Action[N, M]{a.Name, a.Params, func(n *N, params []any) ([]M, bool) {
			p := part(n)
			if p == nil {
				return nil, false
			}
			return a.take(p, params)
		}}
	}
	return lifted
}

// Around is the table of which each action is taken by take, which is given what the node is to
// do, and may have it do that or something else: a fault, say.
func (t Table[N, M]) Around(take func(n *N, right Call[N, M]) ([]M, bool)) Table[N, M] {
	wrapped := make(Table[N, M], len(t))
	for i, a := range t {
		wrapped[i] = Action[N, M]{a.Name, a.Params, func(n *N, params []any) ([]M, bool) {
			return take(n, Call[N, M]{Step{a.Name, params}, a.take})
		}}
	}
	return wrapped
}

// Call is a step that a node is about to take.
type Call[N, M any] struct {
	Step
	take func(n *N, params []any) ([]M, bool)
}

// Take has n take the step; see Action.Take.
func (c Call[N, M]) Take(n *N) ([]M, bool) { return c.take(n, c.Params) }

// Step is an action with its parameters, without the first, which is the node.
type Step struct {
	Action string
	Params []any
}

// By is the step of an action with these parameters.
func By(action string, params ...any) Step { return Step{action, params} }

// Take has n take the step; see Action.Take. It panics if the table has no such action, or
// the action no such parameters.
func (t Table[N, M]) Take(n *N, s Step) ([]M, bool) {
	a, ok := t.Find(s.Action)
	if !ok || !a.Fits(s.Params...) {
		panic(fmt.Sprintf("action: no action %s has the parameters %v", s.Action, s.Params))
	}
	return a.take(n, s.Params)
}

// Named are the parameters of a step of the table, by their names.
func (t Table[N, M]) Named(s Step) map[string]any {
	a, _ := t.Find(s.Action)
	named := make(map[string]any, len(s.Params))
	for i, p := range a.Params {
		named[p.Name] = s.Params[i]
	}
	return named
}

// Receiving are the actions that receive m: their first parameter is a message of its type.
func (t Table[N, M]) Receiving(m M) Table[N, M] {
	var receiving Table[N, M]
	for _, a := range t {
		if len(a.Params) > 0 && a.Params[0].Type == reflect.TypeOf(m) {
			receiving = append(receiving, a)
		}
	}
	return receiving
}

// Receipts are the steps in which a node receives m, of the actions with no other parameter.
func (t Table[N, M]) Receipts(m M) []Step {
	var steps []Step
	for _, a := range t.Receiving(m) {
		if len(a.Params) == 1 {
			steps = append(steps, By(a.Name, m))
		}
	}
	return steps
}
