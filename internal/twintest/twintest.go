// Package twintest holds the tests that every twin of a spec has to pass: that it
// pairs with the spec, that its guards refuse for the conjunct they quote, and that
// its stories are told as they stand.
package twintest

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/pairing"
	"github.com/lockstep-paxos/lockstep/internal/transcript"
)

// Pairs has the package in dir pair with the spec, and its table of actions be the spec's:
// those that the module itself defines, in its order, with its parameters.
func Pairs[N, M any](t *testing.T, spec, dir string, actions action.Table[N, M]) {
	t.Helper()
	differences, err := pairing.Compare(spec, dir)
	require.NoError(t, err)
	for _, d := range differences {
		t.Error(d)
	}
	module, err := pairing.ReadModule(spec)
	require.NoError(t, err)
	var want, got []string
	for _, a := range module.Actions {
		want = append(want, fmt.Sprint(a.Name, a.Params[1:]))
	}
	for _, a := range actions {
		params := []string{}
		for _, p := range a.Params {
			params = append(params, p.Name)
		}
		got = append(got, fmt.Sprint(a.Name, params))
	}
	assert.Equal(t, want, got, "the twin lists its actions in the spec's order, with the spec's parameters")
}

// Walk is a random walk of a twin.
type Walk[N, M any] struct {
	Actions  action.Table[N, M]    // All actions.
	Nodes    func() []N            // Those of participants 1, 2 and so on, before the first step.
	Sent     []M                   // The messages sent before the first step.
	Choices  func(N) []action.Step // What a node may try of its own accord.
	Receipts func(M) []action.Step // What a node may do when it receives a message; that of Actions if nil.
	Dest     func(M) int           // Whom a message is for: 1 for the first node, and so on.
	Actor    func(*N) any          // What of a node has the actions: a pointer, nodes themselves if nil.
	Rarely   int                   // One step in so many is of a node's own accord, the others receive.
	Steps    int                   // How many steps to try in a walk.
	Seeds    uint64                // How many walks to make.
}

// Guards walks at random and now and then tries one's steps on another: an action
// that returns false has a first false conjunct and changed nothing, one that
// returns true has none. Each guard of each action must have been the first false
// one, and so must each step that an action takes of a twin which is extended; each
// action must have been taken. In short tests no walk follows the one with which all
// that was seen.
func Guards[N, M any](t *testing.T, dir string, constants map[string]any, actions []string, w Walk[N, M]) {
	t.Helper()
	guards, err := pairing.ReadGuards(dir, constants)
	require.NoError(t, err)
	seen := map[string]int{}
	kinds := slices.Clone(actions)
	for _, action := range actions {
		for _, conjunct := range guards.Conjuncts(action) {
			kinds = append(kinds, action+": "+conjunct)
		}
	}
	unseen := func(kind string) bool { return seen[kind] == 0 }
	for seed := range w.Seeds {
		w.take(t, guards, rand.New(rand.NewPCG(seed, 0)), seen)
		if testing.Short() && !slices.ContainsFunc(kinds, unseen) {
			break
		}
	}
	for _, kind := range kinds {
		assert.NotZero(t, seen[kind], "%s was never taken, or was never refused for this", kind)
	}
}

// take takes steps from the initial state, and counts in seen what was taken and
// what was refused, and for which conjunct.
func (w Walk[N, M]) take(t *testing.T, guards *pairing.Guards, random *rand.Rand, seen map[string]int) {
	nodes := w.Nodes()
	messages := slices.Clone(w.Sent)
	for range w.Steps {
		step, owner := w.anyStep(nodes, messages, random)
		p := &nodes[owner]
		if random.IntN(10) == 0 {
			q := &nodes[random.IntN(len(nodes))]
			if reflect.TypeOf(w.actor(q)) == reflect.TypeOf(w.actor(p)) {
				p = q
			}
		}
		before := fmt.Sprintf("%+v", *p)
		want, err := guards.FirstFalse(step.Action, w.actor(p), step.Params...)
		require.NoError(t, err)
		sent, taken := w.Actions.Take(p, step)
		if taken {
			require.Empty(t, want, "%s is enabled", step.Action)
			messages = append(messages, sent...)
			seen[step.Action]++
			continue
		}
		require.NotEmpty(t, want, "%s%v is disabled in %s", step.Action, step.Params, before)
		require.Empty(t, sent, "%s is disabled", step.Action)
		require.Equal(t, before, fmt.Sprintf("%+v", *p), "%s is disabled", step.Action)
		conjunct, _, _ := strings.Cut(want, `: /\ `) // What is false of a step does not matter.
		seen[step.Action+": "+conjunct]++
	}
}

// actor is what of a node has the actions.
func (w Walk[N, M]) actor(p *N) any {
	if w.Actor == nil {
		return p
	}
	return w.Actor(p)
}

// recent is how many messages were sent of late: one of them is received as often as
// one of all.
const recent = 12

// anyStep is a step that somebody may try, and the index of whose it is.
func (w Walk[N, M]) anyStep(nodes []N, messages []M, random *rand.Rand) (action.Step, int) {
	if len(messages) > 0 && random.IntN(w.Rarely) > 0 {
		late := 0
		if random.IntN(2) == 0 {
			late = max(0, len(messages)-recent)
		}
		m := messages[late+random.IntN(len(messages)-late)]
		steps := w.receipts(m)
		if len(steps) == 1 {
			return steps[0], w.Dest(m) - 1
		}
		return steps[random.IntN(len(steps))], w.Dest(m) - 1
	}
	owner := random.IntN(len(nodes))
	steps := w.Choices(nodes[owner])
	return steps[random.IntN(len(steps))], owner
}

// receipts are what a node may do when it receives m.
func (w Walk[N, M]) receipts(m M) []action.Step {
	if w.Receipts == nil {
		return w.Actions.Receipts(m)
	}
	return w.Receipts(m)
}

// Stories plays the stories in testdata, of which there must be some.
func Stories(t *testing.T, protocol func() transcript.Protocol) {
	t.Helper()
	paths, err := fs.Glob(os.DirFS("."), "testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) { transcript.Run(t, path, protocol()) })
	}
}

// Play takes the commands of a story, whatever they print, up to the first error.
// What follows a command on further lines is its input.
func Play(t *testing.T, protocol transcript.Protocol, story []string) error {
	t.Helper()
	p, err := transcript.New(protocol)
	require.NoError(t, err)
	for i, command := range story {
		line, input, _ := strings.Cut(command, "\n")
		cmd, args, err := datadriven.ParseLine(line)
		require.NoError(t, err)
		d := &datadriven.TestData{Pos: fmt.Sprintf("story.txt:%d", i+1), Cmd: cmd, CmdArgs: args, Input: input}
		if _, err := p.Do(d); err != nil {
			return err
		}
	}
	return nil
}

// Callable requires that of these actions an actor has as methods those of its table, and
// that what others can name of it has no others: an action that is a part of a step cannot
// be taken alone.
func Callable[N, M any](t *testing.T, actor any, table action.Table[N, M], actions ...string) {
	t.Helper()
	typ := reflect.TypeOf(actor)
	for _, name := range actions {
		_, has := typ.MethodByName(name)
		_, inTable := table.Find(name)
		assert.Equal(t, inTable, has, "%s of %s", name, typ)
	}
	for i := range typ.Elem().NumField() {
		field := typ.Elem().Field(i)
		if !field.IsExported() || field.Type.Kind() != reflect.Struct {
			continue
		}
		Callable(t, reflect.New(field.Type).Interface(), action.Table[N, M]{}, actions...)
	}
}
