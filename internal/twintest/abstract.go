package twintest

import (
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Abstract is a model of a spec that has no twin. What is known of it are how large its graph
// is, and which invariants are false in some states.
type Abstract struct {
	Config            string
	States, Generated int
	Unreached         map[string][]string // States, with the invariants of the configuration that are false there.
}

// size is that of a graph; the zero size is that of a model that cannot be explored, or in
// which an invariant is false.
type size struct{ states, generated int }

// graphOf is the size of the model's graph, up to one state more than that.
func graphOf(model *tla.Model, states int) size {
	var s size
	for v, err := range model.Explore() {
		if err != nil || s.states > states {
			return size{}
		}
		for _, invariant := range model.Invariants {
			if ok, err := v.Step.Holds(invariant); err != nil || !ok {
				return size{}
			}
		}
		s = size{s.states + 1, v.Generated}
	}
	return s
}

// Observe holds models of a module, which is in the folder, or here in the text, against
// what is known of them.
func Observe(t *testing.T, dir, module, text string, models ...Abstract) *Observed {
	t.Helper()
	spec, err := tla.Load(module, os.DirFS(dir), fstest.MapFS{module + ".tla": {Data: []byte(text)}})
	require.NoError(t, err)
	observed := &Observed{dir: dir, spec: spec}
	for _, a := range models {
		observed.models = append(observed.models, a.observe(t, spec))
	}
	return observed
}

func (a Abstract) observe(t *testing.T, spec *tla.Spec) *observation {
	t.Helper()
	config, err := tla.ParseConfig("Abstract.cfg", a.Config)
	require.NoError(t, err)
	model, err := spec.Bind(config)
	require.NoError(t, err)
	require.Equal(t, size{a.States, a.Generated}, graphOf(model, a.States))
	o := &observation{config: config, model: model, byName: map[string]*root{}}
	whole := &root{kind: graph, text: graph, graph: size{a.States, a.Generated}, reaches: map[string]bool{}}
	for _, name := range append([]string{config.Init, config.Next}, config.Invariants...) {
		d, err := model.Definition(name)
		require.NoError(t, err)
		for reached := range d.Reaches() {
			whole.reaches[reached] = true
		}
	}
	o.roots = append(o.roots, whole)
	for text, falsified := range a.Unreached {
		state, err := tla.ParseState(text)
		require.NoError(t, err)
		in, err := model.In(state, nil)
		require.NoError(t, err)
		for _, invariant := range model.Invariants {
			isTrue := !slices.Contains(falsified, invariant.Name)
			ok, err := in.Holds(invariant)
			require.NoError(t, err)
			require.Equal(t, isTrue, ok, "%s in %s", invariant.Name, text)
			o.see(values, invariant.Name, invariant, sight{state: state, value: tla.Bool(isTrue)})
		}
	}
	return o
}
