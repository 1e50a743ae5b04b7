package conform

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/tla"
)

// maxStates is how many states Evaluate visits at most, the first ones.
const maxStates = 2000

// Evaluate visits states that the methods can reach, breadth first, and evaluates the spec's
// own text in each, without Java: a step that a method takes must make every conjunct of its
// action true, and one that it refuses must have a false guard; the invariants of the
// configuration must be true. Each action must be taken, and each guard must once be all
// that refuses a step. Implied are those, "Action: guard", that never are, because the
// others imply them.
func Evaluate[N any, M Message](t testing.TB, p Protocol[N, M], m Model[N], implied ...string) {
	t.Helper()
	s, e, module, config := modelOf(t, p, m)
	v := &evaluation[N, M]{s: s, choices: e.Choices, seen: map[string]bool{}}
	if err := v.bind(strings.TrimSuffix(filepath.Base(module), ".tla"), config); err != nil {
		t.Fatal(err)
	}
	if err := v.visit(system[N, M]{nodes: e.Nodes}); err != nil {
		t.Fatal(err)
	}
	for _, a := range s.spec.Actions {
		kinds := []string{a.Name}
		for _, c := range v.actions[a.Name].Conjuncts() {
			if kind := a.Name + ": " + c.Text; !c.IsEffect && !ofType.MatchString(c.Text) && !slices.Contains(implied, kind) {
				kinds = append(kinds, kind)
			}
		}
		for _, kind := range kinds {
			if !v.seen[kind] {
				t.Errorf("%s: it was never taken, or never refused for this guard alone: let Choices try more, or say that it is implied", kind)
			}
		}
	}
}

// ofType is a guard that Go's types have in its place: that m was sent, and its type.
var ofType = regexp.MustCompile(`^Received\(\w+\)$|^\w+\.type = "\w+"$`)

// evaluation is the state of one Evaluate.
type evaluation[N any, M Message] struct {
	s       *sides[N, M]
	choices func(N) []action.Step
	model   *tla.Model
	actions map[string]*tla.Definition
	seen    map[string]bool // Actions that were taken, and guards, "Action: guard", that alone refused a step.
}

// system is a state: the nodes, and what was sent.
type system[N any, M Message] struct {
	nodes []N
	sent  []M
}

func (v *evaluation[N, M]) bind(module, config string) error {
	text, err := os.ReadFile(config)
	if err != nil {
		return err
	}
	c, err := tla.ParseConfig(config, string(text))
	if err != nil {
		return err
	}
	spec, err := tla.Load(module, os.DirFS(v.s.dir))
	if err != nil {
		return err
	}
	if v.model, err = spec.Bind(c); err != nil {
		return err
	}
	v.actions = map[string]*tla.Definition{}
	for _, a := range v.s.spec.Actions {
		if v.actions[a.Name], err = v.model.Definition(a.Name); err != nil {
			return err
		}
	}
	return nil
}

// visit visits the states from one on.
func (v *evaluation[N, M]) visit(first system[N, M]) error {
	queue, seen := []system[N, M]{first}, map[string]bool{}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		state, err := v.state(s)
		if err != nil {
			return err
		}
		key := state.String(state.Names())
		if seen[key] || len(seen) == maxStates {
			continue
		}
		seen[key] = true
		if err := v.invariants(state); err != nil {
			return err
		}
		for i := range s.nodes {
			steps := v.choices(s.nodes[i])
			for _, m := range s.sent {
				steps = append(steps, v.s.actions.Receipts(m)...)
			}
			for _, step := range steps {
				next, taken, err := v.try(s, state, i, step)
				if err != nil {
					return err
				}
				if taken {
					queue = append(queue, next)
				}
			}
		}
	}
	return nil
}

// try has a node take a step, and judges what it does.
func (v *evaluation[N, M]) try(s system[N, M], state tla.State, i int, step action.Step) (next system[N, M], taken bool, err error) {
	next = system[N, M]{slices.Clone(s.nodes), slices.Clone(s.sent)}
	sent, taken := v.s.actions.Take(&next.nodes[i], step)
	next.sent = append(next.sent, sent...)
	after, err := v.state(next)
	if err != nil {
		return next, taken, err
	}
	args := []tla.Value{tla.Int(int64(i + 1))}
	for _, p := range step.Params {
		arg, err := v.value(p)
		if err != nil {
			return next, taken, err
		}
		args = append(args, arg)
	}
	in, err := v.model.In(state, after)
	if err != nil {
		return next, taken, err
	}
	judged, err := in.Judge(v.actions[step.Action], args...)
	if err == nil {
		if why := v.wrong(step.Action, judged, taken, state.Changes(after)); why != "" {
			err = fmt.Errorf("%s%v: %s\nin the state\n%s", step.Action, args, why, state.String(state.Names()))
		}
	}
	return next, taken, err
}

// wrong says what is wrong with a step, or "".
func (v *evaluation[N, M]) wrong(action string, judged []tla.Judgement, taken bool, changes []string) string {
	var refusing []tla.Judgement
	for _, j := range judged {
		isTrue := j.Err == nil && j.Holds
		if taken && !isTrue {
			return fmt.Sprintf("the method takes it, and %s is false: %v\nit changes\n%s", j.Text, parts(j), strings.Join(changes, "\n"))
		}
		if !isTrue && !j.IsEffect {
			refusing = append(refusing, j)
		}
	}
	switch {
	case taken:
		v.seen[action] = true
	case len(changes) > 0:
		return "the method refuses it, and changes\n" + strings.Join(changes, "\n")
	case len(refusing) == 0:
		return "the method refuses it, and each guard is true"
	case len(refusing) == 1:
		v.seen[action+": "+refusing[0].Text] = true
	}
	return ""
}

// parts are what a conjunct compares.
func parts(j tla.Judgement) string {
	if j.Err != nil {
		return j.Err.Error()
	}
	var all []string
	for _, p := range j.Parts {
		all = append(all, fmt.Sprintf("%s is %s", p.Text, p.Value))
	}
	return strings.Join(all, ", ")
}

// invariants evaluates those of the configuration.
func (v *evaluation[N, M]) invariants(state tla.State) error {
	in, err := v.model.In(state, nil)
	if err != nil {
		return err
	}
	for _, invariant := range v.model.Invariants {
		if holds, err := in.Holds(invariant); err != nil || !holds {
			return fmt.Errorf("invariant %s is false (%v) in the state\n%s", invariant.Name, err, state.String(state.Names()))
		}
	}
	return nil
}

// state is a state as the spec has it.
func (v *evaluation[N, M]) state(s system[N, M]) (tla.State, error) {
	of := map[string][]tla.Value{}
	for i := range s.nodes {
		vars, err := tla.Of(v.s.Vars(&s.nodes[i]), v.s.sets...)
		if err != nil {
			return nil, err
		}
		for k, name := range vars.Keys() {
			of[name.Text()] = append(of[name.Text()], vars.Elems()[k])
		}
	}
	var sent []tla.Value
	for _, m := range s.sent {
		message, err := v.value(m)
		if err != nil {
			return nil, err
		}
		sent = append(sent, message)
	}
	state := tla.State{"msgs": tla.Set(sent...)}
	for _, name := range slices.Sorted(maps.Keys(of)) {
		state[name] = tla.Tuple(of[name]...)
	}
	return state, nil
}

// value is a parameter as the spec has it: of a message, a record with its type.
func (v *evaluation[N, M]) value(x any) (tla.Value, error) {
	value, err := tla.Of(x, v.s.sets...)
	m, isMessage := x.(Message)
	if err != nil || !isMessage {
		return value, err
	}
	fields := []tla.Field{{Key: tla.String("type"), Value: tla.String(m.Type())}}
	for i, key := range value.Keys() {
		fields = append(fields, tla.Field{Key: key, Value: value.Elems()[i]})
	}
	return tla.Func(fields...), nil
}
