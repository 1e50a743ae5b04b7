package conform

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlcgraph"
	"github.com/lockstep-paxos/lockstep/internal/twin"
)

// Model is a protocol made finite, on both sides.
type Model[N any] struct {
	Config  string                 // TLC's configuration of it, with the same bounds; that of the protocol if empty.
	Choices func(*N) []action.Step // What a node may try of its own accord, besides receiving any message. See action.By.
}

// side is the model on the side of the code.
func (s *sides[N, M]) side(m Model[N]) (*explore.Model[N, M], error) {
	if m.Choices == nil {
		return nil, fmt.Errorf("conform: Model.Choices is not given: what may a node do of its own accord?")
	}
	if !s.hasTwin {
		return nil, fmt.Errorf("conform: %s has an action that is only Named, so nothing can take its steps", s.Spec.Module)
	}
	w := twin.NewVariables[N, M](s.Vars, s.sets...)
	e := &explore.Model[N, M]{
		Name: s.Spec.Module, Actions: s.actions, Choices: func(n N) []action.Step { return m.Choices(&n) },
		Variables: w.Of, Text: w.Text,
	}
	for i := range s.Protocol.Nodes {
		e.Nodes = append(e.Nodes, *s.New(i + 1))
	}
	return e, nil
}

// modelOf reads a protocol, and a model of it with the path of its module and configuration.
func modelOf[N any, M Message](t testing.TB, p Protocol[N, M], m Model[N]) (s *sides[N, M], e *explore.Model[N, M], module, config string) {
	t.Helper()
	s, err := p.read()
	if err != nil {
		t.Fatal(err)
	}
	if e, err = s.side(m); err != nil {
		t.Fatal(err)
	}
	if m.Config == "" {
		m.Config = p.Spec.Config
	}
	if m.Config == "" {
		m.Config = p.Spec.Module + ".cfg"
	}
	if module, _, err = s.readConfig(m.Config); err != nil {
		t.Fatal(err)
	}
	return s, e, filepath.Join(s.dir, module+".tla"), filepath.Join(s.dir, m.Config)
}

// CompareGraph visits every state that the methods can reach, and has TLC visit every state
// of the spec. The test fails unless both find the same states and the same steps between
// them, each by the same action. It sees what no run shows: a spec that allows too much.
func CompareGraph[N any, M Message](t testing.TB, p Protocol[N, M], m Model[N]) {
	t.Helper()
	c := Graphs(t, p, m)
	for _, d := range c.Differences {
		t.Errorf("%s: %d\n%s", d.What, d.Count, strings.Join(d.Examples, "\n"))
	}
}

// Graphs is CompareGraph for a test that wants to look at the comparison itself: it fails
// only if there is none.
func Graphs[N any, M Message](t testing.TB, p Protocol[N, M], m Model[N]) explore.Comparison {
	t.Helper()
	s, e, module, config := modelOf(t, p, m)
	labels := map[string]string{}
	for _, a := range s.spec.Actions {
		labels[a.Name], labels[a.Via] = a.Name, a.Name
	}
	checker := &tlcgraph.Checker{Jar: jar(t), Module: module, Config: config, Log: filepath.Join(t.TempDir(), "tlc.log")}
	c, err := e.Compare(t.Context(), explore.Options{}, explore.TLC{Checker: checker, Labels: labels})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Replay has TLC make up behaviours of the spec at random, and the methods take their steps:
// the test fails where no step of theirs leads to the spec's next state. The zero options
// are usable.
func Replay[N any, M Message](t testing.TB, p Protocol[N, M], m Model[N], o ReplayOptions) {
	t.Helper()
	_, e, module, config := modelOf(t, p, m)
	jar, folder := jar(t), t.TempDir()
	if o.Behaviours <= 0 {
		o.Behaviours = 20
	}
	if o.Depth <= 0 {
		o.Depth = 50
	}
	_, err := tlc.Run(t.Context(), tlc.Job{Jar: jar, Module: module, Config: config, Brief: true, Args: []string{
		"-simulate", fmt.Sprintf("num=%d,file=%s", o.Behaviours, filepath.Join(folder, "behaviour")),
		"-depth", fmt.Sprint(o.Depth), "-seed", fmt.Sprint(o.Seed),
	}})
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(os.DirFS(folder), "behaviour*")
	if err != nil || len(names) == 0 {
		t.Fatalf("conform: TLC wrote no behaviour: %v", err)
	}
	for _, name := range names {
		if err := replayFile(e, filepath.Join(folder, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// ReplayOptions say how much to replay.
type ReplayOptions struct {
	Behaviours int   // How many; 20 if 0.
	Depth      int   // Of how many states at most; 50 if 0.
	Seed       int64 // Of TLC's choices.
}

func replayFile[N any, M Message](e *explore.Model[N, M], path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := explore.ReadBehaviour(f)
	if err == nil {
		_, err = e.Replay(b)
	}
	return err
}
