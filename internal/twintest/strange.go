package twintest

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/tla"
)

// What the spec must refuse and no state of a twin has: Go's types and the network, which
// delivers what was sent, see to it.

// alien is a value that no variable may hold.
var alien = tla.ModelValue("alien")

// strangers requires that for each variable some TypeOK, or Inv, which begins with it, is
// false where it holds an alien. The package below says it of its own variables.
func (r *evaluation[N, M]) strangers(s system[N, M]) {
	r.t.Helper()
	for _, name := range s.state.Names() {
		isRefused := false
		for _, strange := range strange(s.state[name]) {
			state := maps.Clone(s.state)
			state[name] = strange
			in, err := r.model.In(state, nil)
			require.NoError(r.t, err)
			for text := range r.Whole {
				if !strings.HasSuffix(text, "TypeOK") && text != "Inv" {
					continue
				}
				if ok, err := in.Holds(r.expression(text)); err == nil {
					isRefused = isRefused || !ok
					r.observed.see(values, text, r.expression(text), sight{state: state, value: tla.Bool(ok)})
				}
			}
		}
		require.True(r.t, isRefused || r.Own != nil, "no TypeOK refuses an alien in %s", name)
	}
}

// strange are values like v with an alien in them.
func strange(v tla.Value) []tla.Value {
	switch v.Kind() {
	case tla.SetKind:
		return []tla.Value{tla.Set(append(slices.Clone(v.Elems()), alien)...)}
	case tla.TupleKind, tla.FuncKind:
		var all []tla.Value
		for _, stranger := range []tla.Value{alien, tla.Set(alien)} {
			fields := []tla.Field{}
			for i, e := range v.Elems() {
				fields = append(fields, tla.Field{Key: key(v, i), Value: e})
			}
			fields[0].Value = stranger
			all = append(all, tla.Func(fields...))
		}
		return all
	}
	return []tla.Value{alien}
}

// key is the i-th element of the domain of a tuple or a function.
func key(v tla.Value, i int) tla.Value {
	if v.Kind() == tla.TupleKind {
		return tla.Int(int64(i + 1))
	}
	return v.Keys()[i]
}

// unheard requires that the spec refuses the receipt of a message that was taken where the
// message was not sent, and of one that is like it but for its type; and any step where the
// environment bars it.
func (r *evaluation[N, M]) unheard(s system[N, M], by action.Step, args []tla.Value) {
	r.t.Helper()
	step := by.Action
	if r.Env != nil {
		for _, barring := range r.Env.Bars(by) {
			state := maps.Clone(s.state)
			for name, x := range barring {
				state[name] = r.value(x)
			}
			r.refuses(state, step, args)
		}
	}
	for i, m := range args {
		if _, isMessage := m.At("type"); !isMessage {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(s.msgs.Elems()), func(n tla.Value) bool { return tla.Compare(m, n) == 0 })
		r.refuses(with(s.state, others), step, args)
		fields := []tla.Field{{Key: tla.String("type"), Value: alien}}
		for k, name := range m.Keys() {
			fields = append(fields, tla.Field{Key: name, Value: m.Elems()[k]})
		}
		strange := slices.Clone(args)
		strange[i] = tla.Func(fields...)
		r.refuses(with(s.state, append(others, strange[i])), step, strange)
	}
}

// with is the state where these messages were sent.
func with(state tla.State, msgs []tla.Value) tla.State {
	state = maps.Clone(state)
	state["msgs"] = tla.Set(msgs...)
	return state
}

// refuses requires that the spec refuses the step in that state.
func (r *evaluation[N, M]) refuses(state tla.State, step string, args []tla.Value) {
	r.t.Helper()
	in, err := r.model.In(state, nil)
	require.NoError(r.t, err)
	after, err := in.After(r.action(step), args...)
	require.NoError(r.t, err)
	require.Empty(r.t, after, "%s%v is allowed in\n%s", step, args, r.key(state))
	r.observed.see(steps, step, r.action(step), sight{state: state, args: args})
}

// astray has the twin receive a message that it could take, had it been for it.
func (r *evaluation[N, M]) astray(s system[N, M], owner int, step action.Step) {
	for i, p := range step.Params {
		m, isMessage := p.(M)
		if !isMessage {
			continue
		}
		other := reflect.New(reflect.TypeOf(m)).Elem()
		other.Set(reflect.ValueOf(m))
		dest := other.FieldByName("Dest")
		dest.Set(reflect.ValueOf(s.sent[r.strange.IntN(len(s.sent))]).FieldByName("Dest"))
		step.Params = slices.Clone(step.Params)
		step.Params[i] = other.Interface()
		s.spoilt = true
		r.try(r.settle(s, []M{other.Interface().(M)}), owner, step)
	}
}

// amiss has the twin try a step that it could take, with one thing as another node had it.
func (r *evaluation[N, M]) amiss(s system[N, M], owner int, step action.Step) {
	if r.others = append(r.others, s); len(r.others) > 300 {
		r.others = r.others[1:]
	}
	for range 4 {
		r.try(r.exchanged(s, r.others[r.strange.IntN(len(r.others))], owner, r.strange), owner, step)
	}
}
