package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/catalog/testdata/bulb"
	"github.com/lockstep-paxos/lockstep/internal/pairing"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// bulbs is the machinery for a table of the toy's actions. It names none of them.
type bulbs struct {
	action.Table[bulb.Bulb, bulb.Message]
}

func (b bulbs) nodes() []bulb.Bulb {
	all := ballot.Participants{1, 2}
	return []bulb.Bulb{{ID: 1, All: all}, {ID: 2, All: all}}
}

func variablesOfBulb(p *bulb.Bulb) any {
	return bulb.Variables{Durable: p.Durable, Volatile: p.Volatile}
}

// choices are the steps without parameters.
func (b bulbs) choices(bulb.Bulb) []action.Step {
	var steps []action.Step
	for _, a := range b.Table {
		if len(a.Params) == 0 {
			steps = append(steps, action.By(a.Name))
		}
	}
	return steps
}

func (b bulbs) Nodes() []int { return []int{1, 2} }
func (b bulbs) Begin(id int) trace.Node {
	return twin.KindOf(b.Table, variablesOfBulb).Begin(b.nodes()[id-1])
}

// protocol is what tracing knows.
func (b bulbs) protocol() trace.Protocol {
	p := twin.Described(trace.Protocol{Spec: "Bulb", Actors: []any{(*bulb.Bulb)(nil)}}, b.Table, bulb.Variables{})
	p.Check = func(json.RawMessage) error { return nil }
	p.Twin = func(json.RawMessage) trace.Twin { return b }
	return p
}

// explored are the actions that the explorer takes, and that a hook around all of them sees.
func (b bulbs) explored(t *testing.T) map[string]bool {
	taken := map[string]bool{}
	m := explore.Model[bulb.Bulb, bulb.Message]{Name: "bulbs", Nodes: b.nodes(), Choices: b.choices,
		Actions: b.Around(func(p *bulb.Bulb, right action.Call[bulb.Bulb, bulb.Message]) ([]bulb.Message, bool) {
			sent, ok := right.Take(p)
			taken[right.Action] = taken[right.Action] || ok
			return sent, ok
		})}
	_, err := m.Run(t.Context(), explore.Options{Workers: 1})
	require.NoError(t, err)
	return taken
}

// walked is a trace of a walk, which the twin replays.
func (b bulbs) walked(t *testing.T) *trace.Trace {
	w := &walk[bulb.Bulb, bulb.Message]{actions: b.Table, random: rand.New(rand.NewPCG(1, 0)), nodes: b.nodes(), again: 10,
		state: func(p bulb.Bulb) any { return variablesOfBulb(&p) }, dest: func(m bulb.Message) int { return int(m.Receiver()) }}
	w.receipt = w.only
	run, err := w.run(b.protocol(), map[string]any{"participants": []int{1, 2}}, 1, 12, func() error {
		if len(w.flying) > 0 && w.random.IntN(2) == 0 {
			return w.deliver()
		}
		i, steps := w.random.IntN(2), b.choices(bulb.Bulb{})
		return w.try(i, steps[w.random.IntN(len(steps))].Action)
	})
	require.NoError(t, err)
	require.NoError(t, replay.Run(run, b.protocol()))
	return run
}

// evaluated is the twin beside a spec.
func (b bulbs) evaluated(dir string) twintest.Evaluated[bulb.Bulb, bulb.Message] {
	return twintest.Evaluated[bulb.Bulb, bulb.Message]{
		Dir: dir, Module: "Bulb", Config: "CONSTANT Participant = {1, 2}", Vars: variablesOfBulb, MaxStates: 99,
		More: "TypeOK == fused \\in [Participant -> BOOLEAN] /\\ lit \\in [Participant -> BOOLEAN] /\\ msgs \\subseteq RingMessage",
		Whole: map[string]func([]*bulb.Bulb, []bulb.Message) any{
			"TypeOK": func([]*bulb.Bulb, []bulb.Message) any { return true }, // Go's types say it.
		},
		Steps: twintest.Walk[bulb.Bulb, bulb.Message]{Actions: b.Table, Nodes: b.nodes, Choices: b.choices,
			Dest: func(m bulb.Message) int { return int(m.Receiver()) }},
	}
}

// told is a test that is to fail: what it says.
type told struct{ text string }

func (f *told) Helper()                           {}
func (f *told) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) }
func (f *told) FailNow()                          { panic(f) }

// TestAnActionIsAddedInTwoPlaces adds Fuse to a toy: to its spec, and to the table of its
// twin. Nothing above names an action.
func TestAnActionIsAddedInTwoPlaces(t *testing.T) {
	const spec, dirOfTwin = "testdata/Bulb.tla", "testdata/bulb"
	text, err := os.ReadFile(spec)
	require.NoError(t, err)
	from, to := strings.Index(string(text), "Fuse(p) =="), strings.Index(string(text), "AnyRing(p) ==")
	without := strings.Replace(string(text[:from])+string(text[to:]), "  \\/ Fuse(p)\n", "", 1)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Bulb.tla"), []byte(without), 0o600))

	before, after := bulbs{bulb.Actions.Without("Fuse")}, bulbs{bulb.Actions}
	t.Run("explorer and hooks", func(t *testing.T) {
		require.ElementsMatch(t, before.Names(), slices.Collect(maps.Keys(before.explored(t))))
		require.ElementsMatch(t, after.Names(), slices.Collect(maps.Keys(after.explored(t))))
		require.True(t, after.explored(t)["Fuse"])
	})
	t.Run("walks, recorder and replay", func(t *testing.T) {
		run := after.walked(t)
		require.True(t, slices.ContainsFunc(run.Events, func(e trace.Event) bool { return e.Action == "Fuse" }))
		require.ErrorContains(t, replay.Run(run, before.protocol()), "Fuse")
		before.walked(t)
	})
	t.Run("pairing", func(t *testing.T) {
		differences, err := pairing.Compare(spec, dirOfTwin)
		require.NoError(t, err)
		require.NotContains(t, fmt.Sprint(differences), "Fuse")
		differences, err = pairing.Compare(filepath.Join(dir, "Bulb.tla"), dirOfTwin)
		require.NoError(t, err)
		require.Contains(t, fmt.Sprint(differences), "Fuse")
	})
	t.Run("evaluated", func(t *testing.T) {
		e := before.evaluated(dir)
		e.Implied = []string{"Light: ~fused[p]"} // Nothing else fuses.
		twintest.Evaluate(t, e)
		twintest.Evaluate(t, after.evaluated("testdata"))
	})
	t.Run("explanations", func(t *testing.T) {
		faulty := bulbs{after.Around(func(p *bulb.Bulb, right action.Call[bulb.Bulb, bulb.Message]) ([]bulb.Message, bool) {
			if right.Action == "Fuse" {
				p.Fused = true
				return nil, true
			}
			return right.Take(p)
		})}
		var f told
		require.Panics(t, func() { twintest.Evaluate(&f, faulty.evaluated("testdata")) })
		require.Contains(t, f.text, ": the twin takes the step, and Bulb:")
		require.Contains(t, f.text, "lit[p] is false")
	})
}
