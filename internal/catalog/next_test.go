package catalog

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/tla"
)

// protocols are the modules that say what may happen, each with its disjunction of all
// actions. One that stands on another comes before it.
var protocols = []struct{ module, next string }{
	{"Lease", "LeaseNext"}, {"Replica", "ReplicaNext"}, {"MultiDecree", "Next"}, {"Synod", "Next"}, {"Election", "Next"},
}

// isProtocol reports whether a module is one of them.
func isProtocol(module string) bool {
	return slices.ContainsFunc(protocols, func(p struct{ module, next string }) bool { return p.module == module })
}

// actionsOf are the actions of a protocol, and what its environment does.
func actionsOf(module string) []string {
	var names []string
	for name := range Traces[module].Actions {
		names = append(names, name)
	}
	if module == "Lease" {
		names = append(names, "Tick")
	}
	slices.Sort(names)
	return names
}

// stepsOfModel is a model, and what of it the test asks.
type stepsOfModel struct {
	model  *tla.Model
	next   string // What its configuration calls what a step is.
	module string // The protocol.
}

func readConfig(t *testing.T, file string) *tla.Config {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	c, err := tla.ParseConfig(file, string(text))
	require.NoError(t, err)
	return c
}

// readSteps reads a module with a configuration. A model of no protocol has no module.
func readSteps(t *testing.T, module string, c *tla.Config, folders ...string) stepsOfModel {
	t.Helper()
	from := append(folders, "../../spec")
	s, err := tla.Load(path.Base(module), os.DirFS(from[0]), os.DirFS(from[len(from)-1]))
	require.NoError(t, err)
	m, err := s.Bind(c)
	require.NoError(t, err)
	r := stepsOfModel{model: m, next: c.Next + c.Specification}
	for _, p := range protocols {
		isOf := func(d *tla.Definition) bool { return d.Module == p.module }
		if r.module == "" && slices.ContainsFunc(m.Definitions(), isOf) {
			r.module = p.module
		}
	}
	return r
}

// only are those of the names that are actions.
func only(actions, names []string) []string {
	return slices.DeleteFunc(slices.Clone(actions), func(name string) bool { return !slices.Contains(names, name) })
}

// faults are the actions that no step of the model takes though it does not say that it leaves
// them out, and those that it only says it does.
func (s stepsOfModel) faults() []string {
	actions := actionsOf(s.module)
	var taken, said, faults []string
	for _, d := range s.model.Disjuncts() {
		taken = append(taken, only(actions, d.Applies)...)
	}
	for _, name := range s.without() {
		d, err := s.model.Definition(name)
		if err != nil {
			faults = append(faults, fmt.Sprintf("%sWithout names %s, which nothing defines", s.next, name))
			continue
		}
		said = append(said, only(actions, d.Applies())...)
	}
	if unsaid := slices.DeleteFunc(slices.Clone(actions), func(a string) bool { return slices.Contains(taken, a) || slices.Contains(said, a) }); len(unsaid) > 0 {
		faults = append(faults, fmt.Sprintf("%s leaves out %s; add it, or say so in %sWithout", s.next, strings.Join(unsaid, ", "), s.next))
	}
	if wrong := only(taken, said); len(wrong) > 0 {
		faults = append(faults, fmt.Sprintf("%s takes %s; remove it from %sWithout", s.next, strings.Join(wrong, ", "), s.next))
	}
	return faults
}

// without are the steps that the model says it leaves out.
func (s stepsOfModel) without() []string {
	d, err := s.model.Definition(s.next + "Without")
	if err != nil {
		return nil
	}
	step, err := s.model.In(nil, nil)
	if err != nil {
		return nil
	}
	names, err := step.Eval(d)
	if err != nil {
		return []string{err.Error()}
	}
	var all []string
	for _, name := range names.Elems() {
		all = append(all, name.Text())
	}
	return all
}

// most is how many steps of its protocol a model lists at most with nothing beside them. More
// are a part of Next, which has a name there, or wants one.
const most = 2

// copies are the lists of steps in modules that are no protocol.
func (s stepsOfModel) copies() []string {
	var found []string
	for _, d := range s.model.Definitions() {
		if isProtocol(d.Module) {
			continue
		}
		for _, list := range d.Lists() {
			steps := slices.DeleteFunc(list, func(name string) bool { return !s.isStep(name) })
			if len(steps) > most {
				found = append(found, fmt.Sprintf("%s!%s lists %s; name the part of %s that they are", d.Module, d.Name, strings.Join(steps, ", "), s.module))
			}
		}
	}
	return found
}

// isStep reports whether the definition of that name is a protocol's, and takes one action.
func (s stepsOfModel) isStep(name string) bool {
	d, err := s.model.Definition(name)
	return err == nil && isProtocol(d.Module) && len(only(actionsOf(s.module), d.Applies())) == 1
}

// A new action is in all models and trace specs, or they say that they leave it out.
func TestNoModelLeavesOutAnActionUnsaidOrCopiesAList(t *testing.T) {
	models, err := tlc.ReadModels("../../spec/models.yaml")
	require.NoError(t, err)
	judged := map[string]int{}
	seen := map[string]bool{} // Modules with what of a configuration steps depend on.
	for _, m := range models {
		config := readConfig(t, "../../spec/"+m.Config+".cfg")
		steps := fmt.Sprint(m.Module, config.Next, config.Specification, config.Replacements)
		if seen[steps] {
			continue
		}
		seen[steps] = true
		s := readSteps(t, m.Module, config, "../../spec/"+path.Dir(m.Module))
		judged[s.module]++
		if s.module == "" {
			continue
		}
		assert.Empty(t, append(s.faults(), s.copies()...), m.Name)
	}
	for _, p := range protocols {
		assert.Greater(t, judged[p.module], 5, p.module)
		module := "trace/Trace" + p.module
		s := readSteps(t, module, readConfig(t, "../../spec/"+module+".cfg"), "../../spec/trace")
		assert.Equal(t, p.module, s.module)
		assert.Empty(t, append(s.faults(), s.copies()...), module)
	}
}

// A protocol has all actions of the one that it stands on, as steps of its own or in them.
func TestAProtocolTakesEveryActionBelowIt(t *testing.T) {
	for _, on := range []struct{ model, next, below string }{
		{"MCReplicaGraph", "ReplicaNext", "MultiDecree"},
		{"MCLeaseGraph", "LeaseNext", "Replica"},
		{"MCLeaseGraph", "LeaseNext", "Lease"},
	} {
		s := readSteps(t, on.model, readConfig(t, "../../spec/"+on.model+".cfg"))
		next, err := s.model.Definition(on.next)
		require.NoError(t, err)
		assert.Equal(t, actionsOf(on.below), only(actionsOf(on.below), next.Applies()), "%s on %s", on.next, on.below)
	}
}

func TestAModelThatLeavesOutOrCopiesIsTold(t *testing.T) {
	for name, want := range map[string][]string{
		"LeavesOut": {"MCNext leaves out HandleSuccess; add it, or say so in MCNextWithout"},
		"Overrides": {"Next leaves out Crash; add it, or say so in NextWithout"},
		"SaysMore":  {"MCNext takes Crash; remove it from MCNextWithout", "MCNextWithout names LeanSteps, which nothing defines"},
		"Copies":    {"Copies!MCNext lists AnyNumber, AnyNextBallot, AnyBegin, AnyCrash; name the part of Synod that they are"},
	} {
		s := readSteps(t, name, readConfig(t, "testdata/next/"+name+".cfg"), "testdata/next")
		assert.ElementsMatch(t, want, append(s.faults(), s.copies()...), name)
	}
}
