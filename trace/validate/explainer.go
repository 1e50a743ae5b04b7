package validate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/internal/pairing"
	"github.com/lockstep-paxos/lockstep/tla"
	"github.com/lockstep-paxos/lockstep/trace"
)

// explainer evaluates the spec's own text where a trace is rejected. It judges nothing.
type explainer struct {
	c     *trace.Checker
	spec  *pairing.Module
	model *tla.Model // Of the trace spec, which says what the constants are.
	sets  []string   // The names of the fields that hold sets.
}

// explainer is the one for traces of a batch.
func (v *validation) explainer(b *batch) (*explainer, error) {
	folder, module := filepath.Join(v.o.Root, "spec"), "Trace"+v.p.Spec
	path := cmp.Or(v.o.config, filepath.Join(folder, "trace", module+".cfg"))
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	config, err := tla.ParseConfig(path, string(text))
	if err != nil {
		return nil, err
	}
	delete(config.Replacements, "Received")  // The messages are in the state,
	delete(config.Replacements, "IsWritten") // and so are whole logs.
	constants, err := tla.OfJSON([]byte(b.constants))
	if err != nil {
		return nil, err
	}
	config.Given = map[string]tla.Value{"Constants": constants}
	e := &explainer{c: v.checkers[b.constants]}
	if e.model, err = traceModel(folder, module, config); err != nil {
		return nil, err
	}
	if e.spec, err = pairing.ReadModule(filepath.Join(folder, v.p.Spec+".tla")); err != nil {
		return nil, err
	}
	e.sets, err = textsIn(e.model, "Sets")
	return e, err
}

// traceModel is the model of a trace spec.
func traceModel(specs, module string, config *tla.Config) (*tla.Model, error) {
	spec, err := tla.Load(module, os.DirFS(filepath.Join(specs, "trace")), os.DirFS(specs))
	if err != nil {
		return nil, err
	}
	return spec.Bind(config)
}

// elemsOf are the elements of a set that depends on constants alone.
func elemsOf(m *tla.Model, set string) ([]tla.Value, error) {
	d, err := m.Definition(set)
	if err != nil {
		return nil, err
	}
	nowhere, err := m.In(nil, nil)
	if err != nil {
		return nil, err
	}
	v, err := nowhere.Eval(d)
	return v.Elems(), err
}

// textsIn are the strings in such a set.
func textsIn(m *tla.Model, set string) (texts []string, err error) {
	elems, err := elemsOf(m, set)
	for _, e := range elems {
		texts = append(texts, e.Text())
	}
	return texts, err
}

// record is what stands in a trace as a record of the spec.
func (e *explainer) record(fields map[string]json.RawMessage) (tla.Value, error) {
	text, err := json.Marshal(fields)
	if err != nil || len(fields) == 0 {
		return tla.Record(nil), err
	}
	return tla.OfJSON(text, e.sets...)
}

// messages are messages as a set, or as a list if some are none.
func (e *explainer) messages(sent []json.RawMessage) (tla.Value, error) {
	var all []tla.Value
	isSet := true
	for _, m := range sent {
		v, err := tla.OfJSON(m, e.sets...)
		if err != nil {
			return v, err
		}
		all, isSet = append(all, v), isSet && v.Kind() == tla.RecordKind
	}
	if !isSet {
		return tla.Tuple(all...), nil
	}
	return tla.Set(all...), nil
}

// state is the state of the spec in which the nodes are in these. What a trace spec adds
// stays as it begins, but for what clocks have shown.
func (e *explainer) state(p *past) (tla.State, error) {
	of := map[string][]tla.Field{}
	for node, state := range p.nodes {
		v, err := e.record(state)
		if err != nil {
			return nil, err
		}
		for i, name := range v.Keys() {
			of[name.Text()] = append(of[name.Text()], tla.Field{Key: tla.Int(int64(node)), Value: v.Elems()[i]})
		}
	}
	msgs, err := e.messages(p.sent)
	others := tla.State{"msgs": msgs, "latest": tla.Int(int64(p.latest))}
	state := tla.State{}
	for _, name := range e.model.Variables() {
		if other, ok := others[name]; ok {
			state[name] = other
		} else if state[name] = tla.Int(0); len(of[name]) > 0 {
			state[name] = tla.Func(of[name]...)
		}
	}
	return state, err
}

// of are the variables of a node in a state.
func (e *explainer) of(node int, s tla.State) map[string]tla.Value {
	of := map[string]tla.Value{}
	for _, name := range e.c.VariablesOf(node) {
		if v, ok := s[name].Of(tla.Int(int64(node))); ok {
			of[name] = v
		}
	}
	return of
}

// find finds why the line at fault is not what the spec makes of the lines before it.
func (x *Explanation) find(e *explainer, f fault) error {
	lines, err := f.batch.read([]int{f.line})
	if err != nil {
		return err
	}
	event, end := lines[0].Event, lines[0].End
	x.name(event, e.c.Protocol)
	x.Reason = judge.NoStep(e.c.Protocol, event, end) + ": "
	of := event
	if event == nil {
		of = &trace.Event{Node: end.Node}
	}
	p, err := pastOf(e.c, f, of.Cause)
	if err != nil {
		return err
	}
	before, err := e.state(p)
	if err != nil {
		return err
	}
	if isNode := slices.Contains(e.c.Nodes, of.Node); isNode {
		x.Before = map[string]string{}
		for name, v := range e.of(of.Node, before) {
			x.Before[name] = v.String()
		}
	} else if end != nil {
		x.Reason += e.noNode(end.Node)
		return nil
	}
	if end == nil {
		return x.step(e, before, event)
	}
	told, err := e.record(end.State)
	if err != nil {
		return err
	}
	x.differ(tla.Record(e.of(end.Node, before)), told)
	x.tell(e.spec.Name)
	return nil
}

func (e *explainer) noNode(node int) string {
	return fmt.Sprintf("%s has no node %d", e.spec.Name, node)
}

// step tells why an event is no step from the state before it.
func (x *Explanation) step(e *explainer, before tla.State, event *trace.Event) error {
	a, _ := e.spec.Action(event.Action)
	why, err := e.foreign(a, event)
	if why != "" || err != nil {
		x.Reason += why
		return err
	}
	given, err := e.record(event.Params)
	if err != nil {
		return err
	}
	args := []tla.Value{tla.Int(int64(event.Node))}
	for _, name := range a.Params[1:] {
		v, _ := given.At(name)
		args = append(args, v)
	}
	in, err := e.model.In(before, nil)
	if err != nil {
		return err
	}
	action, err := e.model.Definition(a.Name)
	if err != nil {
		return err
	}
	judged, err := in.Judge(action, args...)
	if err != nil {
		return err
	}
	if x.Conjunct, err = e.firstFalse(judged, nil); err != nil {
		x.Reason += fmt.Sprintf("%s cannot be evaluated: %v", x.Conjunct, err)
	} else if x.Conjunct != "" {
		x.Values = e.valuesIn(x.Conjunct, in, a.Params, args)
		x.Reason += falsity(x.Conjunct, x.Values, event.Cause)
	} else if steps, err := in.Take(action, args...); err != nil || len(steps) == 0 {
		x.Reason += fmt.Sprintf("all its guards are true, and what it does cannot be evaluated: %v", err)
	} else {
		return x.effects(e, before, steps[0], event)
	}
	return nil
}

// foreign says why the spec has nothing to say of an event that is said to be that action,
// "" if it has.
func (e *explainer) foreign(a pairing.Action, event *trace.Event) (string, error) {
	if a.Name == "" {
		return e.spec.Name + " has no such action", nil
	}
	if !slices.Equal(slices.Sorted(maps.Keys(event.Params)), slices.Sorted(slices.Values(a.Params[1:]))) {
		return fmt.Sprintf("the action is %s(%s)", a.Name, strings.Join(a.Params, ", ")), nil
	}
	nodes, err := elemsOf(e.model, a.Of)
	isNode := func(n tla.Value) bool { return n.Int() == int64(event.Node) }
	switch {
	case err != nil || slices.ContainsFunc(nodes, isNode):
		return "", err
	case slices.Contains(e.c.Nodes, event.Node):
		return fmt.Sprintf("the action is one of %s, and node %d is none", a.Of, event.Node), nil
	}
	return e.noNode(event.Node), nil
}

// firstFalse is the first guard that is not true, "" if all are; an error says why it is
// neither true nor false. In the place of a step of the module that is extended stand the
// guards of that, about what it is given.
func (e *explainer) firstFalse(judged []tla.Judgement, given map[string]string) (conjunct string, err error) {
	for _, j := range judged {
		expr, noText := tla.ParseExpr(j.Text)
		conjunct = j.Text
		if noText == nil { // A list in a list needs its columns.
			conjunct = expr.With(given)
		}
		switch {
		case j.IsEffect:
			if conjunct, err = e.firstFalse(j.Inner, e.given(expr, given)); conjunct != "" {
				return conjunct, err
			}
		case j.Err != nil || !j.Holds:
			return conjunct, j.Err
		}
	}
	return "", nil
}

// given is what the parameters of a definition are where it is applied.
func (e *explainer) given(call tla.Expr, outer map[string]string) map[string]string {
	o, _ := e.spec.Operator(call.Op())
	given := map[string]string{}
	for i, param := range o.Params {
		given[param] = call.Args()[i].With(outer)
		if isBetween(call.Args()[i]) {
			given[param] = "(" + given[param] + ")"
		}
	}
	return given
}

// isBetween is true iff an expression is an operator between two others.
func isBetween(e tla.Expr) bool {
	return len(e.Args()) == 2 && e.Op() != "[.]" && strings.HasPrefix(e.Text(), e.Args()[0].Text())
}

// sides are the expressions whose values tell why a conjunct is false: both sides of a
// relation, the element of which membership is asked, or the arguments of an operator.
// There are none if the conjunct is of another form.
func sides(e tla.Expr) []tla.Expr {
	switch name := e.Op(); {
	case name == "~":
		return sides(e.Args()[0])
	case name == `\in` || name == `\notin`:
		return e.Args()[:1]
	case slices.Contains([]string{"=", "#", "<", ">", "<=", ">=", `\subseteq`}, name), name != "" && strings.HasPrefix(e.Text(), name+"("):
		return e.Args()
	}
	return nil
}

// valuesIn are the values of the sides of a conjunct, in these parameters.
func (e *explainer) valuesIn(conjunct string, in *tla.Step, params []string, args []tla.Value) []string {
	var values []string
	whole, _ := tla.ParseExpr(conjunct)
	for _, side := range sides(whole) {
		d, err := e.model.Expression(side.Text(), params...)
		var v tla.Value
		if err == nil {
			v, err = in.Eval(d, args...)
		}
		if err != nil {
			values = append(values, err.Error())
			continue
		}
		values = append(values, v.String())
	}
	return values
}

// effects tells what the spec's step does otherwise than the event tells.
func (x *Explanation) effects(e *explainer, before, after tla.State, event *trace.Event) error {
	made, told := e.of(event.Node, after), e.of(event.Node, before)
	for name, v := range made {
		if e.c.Protocol.Grows.Has(name) {
			made[name], told[name] = less(v, told[name]), tla.Set()
		}
	}
	post, err := e.record(event.Post)
	if err != nil {
		return err
	}
	for i, name := range post.Keys() {
		told[name.Text()] = post.Elems()[i]
	}
	x.differ(tla.Record(made), tla.Record(told))
	sent, err := e.messages(event.Sent)
	if err != nil {
		return err
	}
	if msgs := after["msgs"]; tla.Compare(msgs, sent) != 0 {
		x.Differences = append(x.Differences, Difference{"sent", less(msgs, sent).String(), less(sent, msgs).String()})
	}
	x.tell(e.spec.Name)
	return nil
}
