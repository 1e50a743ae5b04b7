package tla_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/tla"
)

// pinned is the entry of spec/models.yaml with that name, and the model that it is.
func pinned(t *testing.T, name string) (tlc.Model, *tla.Model) {
	t.Helper()
	models, err := tlc.ReadModels("../spec/models.yaml")
	require.NoError(t, err)
	i := slices.IndexFunc(models, func(m tlc.Model) bool { return m.Name == name })
	require.GreaterOrEqual(t, i, 0, name)
	return models[i], bind(t, models[i])
}

// bind is a model of spec/models.yaml.
func bind(t *testing.T, pin tlc.Model) *tla.Model {
	t.Helper()
	config := "../spec/" + pin.Config + ".cfg"
	text, err := os.ReadFile(config)
	require.NoError(t, err)
	c, err := tla.ParseConfig(config, string(text))
	require.NoError(t, err)
	spec, err := tla.Load(path.Base(pin.Module), os.DirFS("../spec/"+path.Dir(pin.Module)), os.DirFS("../spec"))
	require.NoError(t, err)
	m, err := spec.Bind(c)
	require.NoError(t, err)
	return m
}

// TestEachModelCanBeBound reads every configuration of spec/models.yaml, and whatever it
// names must be there. Those in spec/trace are read, too, though they are no models.
func TestEachModelCanBeBound(t *testing.T) {
	models, err := tlc.ReadModels("../spec/models.yaml")
	require.NoError(t, err)
	for _, pin := range models {
		require.NoError(t, bind(t, pin).CheckAssumptions(), pin.Name)
	}
	traces, err := filepath.Glob("../spec/trace/*.cfg")
	require.NoError(t, err)
	require.NotEmpty(t, traces)
	for _, file := range traces {
		module := "trace/" + strings.TrimSuffix(filepath.Base(file), ".cfg")
		bind(t, tlc.Model{Module: module, Config: module})
	}
}

// TestModelsHaveTheStatesThatTLCCounts enumerates small models: they have as many states
// as TLC finds, it generates as many to find them, and the invariants hold.
func TestModelsHaveTheStatesThatTLCCounts(t *testing.T) {
	for _, name := range []string{
		"MCConsensus", "MCLog", "MCSynod", "MCElectionRank", "MCElectionInductive", "MCElectionLiveRank", "MCMultiDecreeAlone", "MCLeaseOff",
	} {
		t.Run(name, func(t *testing.T) {
			pin, m := pinned(t, name)
			states, generated, depth := int64(0), 0, 0
			for v, err := range m.Explore() {
				require.NoError(t, err)
				states, generated, depth = states+1, v.Generated, max(depth, v.Depth)
				for _, invariant := range m.Invariants {
					holds, err := v.Step.Holds(invariant)
					require.NoError(t, err)
					require.True(t, holds, "%s in %v", invariant.Name, v.State)
				}
			}
			assert.Equal(t, pin.Distinct, states)
			assert.EqualValues(t, pin.Generated, generated)
			if !strings.Contains(name, "Inductive") { // Where a constraint cuts, TLC counts otherwise.
				assert.Equal(t, pin.Depth, depth+1)
			}
		})
	}
}

// TestAVariantLosesItsInvariant finds that broken variants break what TLC says they do,
// and nothing else on the way there.
func TestAVariantLosesItsInvariant(t *testing.T) {
	for _, name := range []string{"broken/PromiseNotKept", "broken/VoteNotTold"} {
		pin, m := pinned(t, name)
		require.Equal(t, pin.Expect, "invariant "+firstLost(t, m), name)
	}
}

// firstLost is the first invariant that does not hold.
func firstLost(t *testing.T, m *tla.Model) string {
	t.Helper()
	for v, err := range m.Explore() {
		require.NoError(t, err)
		for _, invariant := range m.Invariants {
			holds, err := v.Step.Holds(invariant)
			require.NoError(t, err)
			if !holds {
				return invariant.Name
			}
		}
	}
	return "none"
}

// TestTheGraphIsTLCs has TLC write the graphs of small models: they have the same states,
// and the same steps under the same names.
func TestTheGraphIsTLCs(t *testing.T) {
	jar := tlctest.Jar(t)
	for _, name := range []string{"MCSynod", "MCElectionRank"} {
		pin, m := pinned(t, name)
		dump := filepath.Join(t.TempDir(), "graph.dot")
		job := pin.Job("../spec", tlc.Job{Jar: jar, Graph: dump, Cache: tlc.CacheFolder("..")})
		job.Module, job.Config = absolute(t, job.Module), absolute(t, job.Config)
		_, err := tlc.Run(t.Context(), job)
		require.NoError(t, err)
		theirs, labels := readDump(t, dump)
		require.NotEmpty(t, labels)
		require.Equal(t, theirs, ownGraph(t, m, labels), name)
	}
}

func absolute(t *testing.T, file string) string {
	t.Helper()
	abs, err := filepath.Abs(file)
	require.NoError(t, err)
	return abs
}

var (
	dumpedState = regexp.MustCompile(`(?m)^(-?\d+) \[label="(.*?)"(?:,style = filled)?\];?$`)
	dumpedStep  = regexp.MustCompile(`(?m)^(-?\d+) -> (-?\d+) \[label="(\w+)"`)
)

// readDump is the steps in TLC's dump, each as its label and states, and the labels.
func readDump(t *testing.T, file string) (steps []string, labels map[string]bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	states := map[string]string{}
	for _, found := range dumpedState.FindAllStringSubmatch(string(data), -1) {
		text := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\"`, `"`).Replace(found[2])
		state, err := tla.ParseState(text)
		require.NoError(t, err)
		states[found[1]] = stateText(state)
	}
	labels = map[string]bool{}
	for _, found := range dumpedStep.FindAllStringSubmatch(string(data), -1) {
		labels[found[3]] = true
		steps = append(steps, fmt.Sprintf("%s: %s -> %s", found[3], states[found[1]], states[found[2]]))
	}
	slices.Sort(steps)
	return slices.Compact(steps), labels
}

// ownGraph is the steps that Explore finds, named by the last call that is a label.
func ownGraph(t *testing.T, m *tla.Model, labels map[string]bool) []string {
	t.Helper()
	var steps []string
	for v, err := range m.Explore() {
		require.NoError(t, err)
		for _, s := range v.Steps {
			label := ""
			for _, c := range s.Calls {
				if labels[c.Name] {
					label = c.Name
				}
			}
			steps = append(steps, fmt.Sprintf("%s: %s -> %s", label, stateText(v.State), stateText(s.State)))
		}
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

func stateText(s tla.State) string { return s.String(slices.Sorted(maps.Keys(s))) }
