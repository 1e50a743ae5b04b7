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
	folder := filepath.Join(v.o.Root, "spec")
	module := "Trace" + v.p.Spec
	path := cmp.Or(v.o.config, filepath.Join(folder, "trace", module+".cfg"))
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	config, err := tla.ParseConfig(path, string(text))
	if err != nil {
		return nil, err
	}
	delete(config.Replacements, "Received") // The messages are in the state.
	constants, err := tla.OfJSON([]byte(b.constants))
	if err != nil {
		return nil, err
	}
	config.Given = map[string]tla.Value{"Constants": constants}
	traces, err := tla.Load(module, os.DirFS(filepath.Join(folder, "trace")), os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	e := &explainer{c: v.checkers[b.constants]}
	if e.model, err = traces.Bind(config); err != nil {
		return nil, err
	}
	if e.spec, err = pairing.ReadModule(filepath.Join(folder, v.p.Spec+".tla")); err != nil {
		return nil, err
	}
	sets, err := e.set("Sets")
	for _, name := range sets {
		e.sets = append(e.sets, name.Text())
	}
	return e, err
}

// set are the elements of a set that depends on constants alone.
func (e *explainer) set(name string) ([]tla.Value, error) {
	d, err := e.model.Definition(name)
	if err != nil {
		return nil, err
	}
	nowhere, err := e.model.In(nil, nil)
	if err != nil {
		return nil, err
	}
	v, err := nowhere.Eval(d)
	return v.Elems(), err
}

// record is what stands in a trace as a record of the spec.
func (e *explainer) record(fields map[string]json.RawMessage) (tla.Value, error) {
	if len(fields) == 0 {
		return tla.Record(nil), nil
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return tla.Value{}, err
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

// state is the state of the spec. What a trace spec adds stays as it begins, but for what
// clocks have shown.
func (e *explainer) state(p *past) (tla.State, error) {
	nodes := map[int]tla.Value{}
	for node, state := range p.nodes {
		v, err := e.record(state)
		if err != nil {
			return nil, err
		}
		nodes[node] = v
	}
	state := tla.State{}
	for _, name := range e.model.Variables() {
		var of []tla.Field
		for _, node := range e.c.Nodes {
			if v, ok := nodes[node].At(name); ok {
				of = append(of, tla.Field{Key: tla.Int(int64(node)), Value: v})
			}
		}
		if state[name] = tla.Int(0); len(of) > 0 {
			state[name] = tla.Func(of...)
		}
	}
	state["latest"] = tla.Int(int64(p.latest))
	if !slices.Contains(e.model.Variables(), "latest") {
		delete(state, "latest")
	}
	var err error
	state["msgs"], err = e.messages(p.sent)
	return state, err
}

// of are the variables of a node in a state.
func (e *explainer) of(node int, s tla.State) map[string]tla.Value {
	of := map[string]tla.Value{}
	for _, name := range e.c.VariablesOf(node) {
		if v, ok := valueAt(s[name], node); ok {
			of[name] = v
		}
	}
	return of
}

// valueAt is what a variable of all nodes is at one.
func valueAt(variable tla.Value, node int) (tla.Value, bool) {
	keys := variable.Keys()
	if variable.Kind() == tla.TupleKind {
		if node < 1 || node > len(variable.Elems()) {
			return tla.Value{}, false
		}
		return variable.Elems()[node-1], true
	}
	i := slices.IndexFunc(keys, func(k tla.Value) bool { return k.Int() == int64(node) })
	if i < 0 {
		return tla.Value{}, false
	}
	return variable.Elems()[i], true
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
	var cause *trace.ID
	node := 0
	if event != nil {
		cause, node = event.Cause, event.Node
	} else {
		node = end.Node
	}
	p, err := pastOf(e.c, f, cause)
	if err != nil {
		return err
	}
	before, err := e.state(p)
	if err != nil {
		return err
	}
	if slices.Contains(e.c.Nodes, node) {
		x.Before = map[string]string{}
		for name, v := range e.of(node, before) {
			x.Before[name] = v.String()
		}
	} else if end != nil {
		x.Reason += fmt.Sprintf("%s has no node %d", e.spec.Name, node)
		return nil
	}
	if end != nil {
		return x.end(e, p, *end)
	}
	return x.step(e, before, event)
}

// end tells in what a node ended otherwise, as far as its window reaches.
func (x *Explanation) end(e *explainer, p *past, end trace.End) error {
	spec, err := e.record(p.nodes[end.Node])
	if err != nil {
		return err
	}
	told, err := e.record(end.State)
	if err != nil {
		return err
	}
	x.differ(spec, told)
	x.tell(e.spec.Name)
	return nil
}

// step tells why an event is no step from the state before it.
func (x *Explanation) step(e *explainer, before tla.State, event *trace.Event) error {
	action, isAction := e.spec.Action(event.Action)
	if why, err := e.foreign(action, isAction, event); why != "" || err != nil {
		x.Reason += why
		return err
	}
	args := []tla.Value{tla.Int(int64(event.Node))}
	given, err := e.record(event.Params)
	if err != nil {
		return err
	}
	for _, name := range action.Params[1:] {
		v, _ := given.At(name)
		args = append(args, v)
	}
	in, err := e.model.In(before, nil)
	if err != nil {
		return err
	}
	d, err := e.model.Definition(action.Name)
	if err != nil {
		return err
	}
	judged, err := in.Judge(d, args...)
	if err != nil {
		return err
	}
	if failed := e.firstFalse(judged, nil); failed != nil {
		x.guard(e, in, *failed, action.Params, args, event.Cause)
		return nil
	}
	return x.effects(e, in, before, d, args, event)
}

// foreign says why the spec has nothing to say of an event, "" if it has.
func (e *explainer) foreign(a pairing.Action, isAction bool, event *trace.Event) (string, error) {
	if !isAction {
		return e.spec.Name + " has no such action", nil
	}
	if !slices.Equal(slices.Sorted(maps.Keys(event.Params)), slices.Sorted(slices.Values(a.Params[1:]))) {
		return fmt.Sprintf("the action is %s(%s)", a.Name, strings.Join(a.Params, ", ")), nil
	}
	nodes, err := e.set(a.Of)
	isNode := func(n tla.Value) bool { return n.Int() == int64(event.Node) }
	switch {
	case err != nil || slices.ContainsFunc(nodes, isNode):
		return "", err
	case slices.Contains(e.c.Nodes, event.Node):
		return fmt.Sprintf("the action is one of %s, and node %d is none", a.Of, event.Node), nil
	}
	return fmt.Sprintf("%s has no node %d", e.spec.Name, event.Node), nil
}

// failure is a guard that is not true, in the words of the action.
type failure struct {
	text string
	expr tla.Expr // With its own parameters.
	err  error    // Why it is neither true nor false.
}

// firstFalse is the first guard that is not true, or nil. In the place of a step of the
// module that is extended stand the guards of that, about what it is given.
func (e *explainer) firstFalse(judged []tla.Judgement, given map[string]string) *failure {
	for _, j := range judged {
		expr, err := tla.ParseExpr(j.Text)
		if err != nil {
			expr = tla.Expr{} // A list of lists needs its columns: it has no sides to tell.
		}
		text := j.Text
		if len(given) > 0 && err == nil {
			text = expr.With(given)
		}
		switch {
		case j.IsEffect:
			if failed := e.firstFalse(j.Inner, e.given(expr, given)); failed != nil {
				return failed
			}
		case j.Err != nil || !j.Holds:
			return &failure{text, expr, j.Err}
		}
	}
	return nil
}

// given is what the parameters of a definition are where it is applied.
func (e *explainer) given(call tla.Expr, outer map[string]string) map[string]string {
	d, err := e.model.Definition(call.Op())
	if err != nil || len(d.Params) != len(call.Args()) {
		return nil
	}
	given := map[string]string{}
	for i, arg := range call.Args() {
		text := arg.With(outer)
		if isBetween(arg) {
			text = "(" + text + ")"
		}
		given[d.Params[i].Name] = text
	}
	return given
}

// isBetween is true iff an expression is an operator between two others.
func isBetween(e tla.Expr) bool {
	return len(e.Args()) == 2 && e.Op() != "[]" && strings.HasPrefix(e.Text(), e.Args()[0].Text())
}

// sides are the expressions whose values tell why a conjunct is false: both sides of a
// relation, the element of which membership is asked, or the arguments of an operator.
// There are none if the conjunct is of another form.
func sides(e tla.Expr) []tla.Expr {
	switch e.Op() {
	case "~":
		return sides(e.Args()[0])
	case `\in`, `\notin`:
		return e.Args()[:1]
	case "=", "#", "<", ">", "<=", ">=", `\subseteq`:
		return e.Args()
	}
	if name := e.Op(); name != "" && strings.HasPrefix(e.Text(), name+"(") {
		return e.Args()
	}
	return nil
}

// guard tells of a guard that is not true.
func (x *Explanation) guard(e *explainer, in *tla.Step, failed failure, params []string, args []tla.Value, cause *trace.ID) {
	x.Conjunct = failed.text
	if failed.err != nil {
		x.Reason += fmt.Sprintf("%s cannot be evaluated: %v", failed.text, failed.err)
		return
	}
	whole, err := tla.ParseExpr(failed.text)
	if err == nil {
		for _, side := range sides(whole) {
			text := "?"
			if d, err := e.model.Expression(side.Text(), params...); err == nil {
				if v, err := in.Eval(d, args...); err == nil {
					text = v.String()
				}
			}
			x.Values = append(x.Values, text)
		}
	}
	x.Reason += falsity(x.Conjunct, x.Values, cause)
}

// effects tells what the spec's step does otherwise than the event tells.
func (x *Explanation) effects(e *explainer, in *tla.Step, before tla.State, d *tla.Definition, args []tla.Value, event *trace.Event) error {
	steps, err := in.Take(d, args...)
	if err != nil || len(steps) == 0 {
		x.Reason += fmt.Sprintf("all its guards are true, and what it does cannot be evaluated: %v", err)
		return nil
	}
	made, told := map[string]tla.Value{}, map[string]tla.Value{}
	was, is := e.of(event.Node, before), e.of(event.Node, steps[0])
	for name, v := range is {
		made[name], told[name] = v, was[name]
		if e.c.Protocol.Grows.Has(name) {
			made[name], told[name] = less(v, was[name]), tla.Set()
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
	if msgs := steps[0]["msgs"]; tla.Compare(msgs, sent) != 0 {
		x.Differences = append(x.Differences, Difference{"sent", less(msgs, sent).String(), less(sent, msgs).String()})
	}
	x.tell(e.spec.Name)
	return nil
}
