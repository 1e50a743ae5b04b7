package explore

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

// compareGraphs has TLC write its graph, and notes how it differs from that of s.
func (s *search[N, M]) compareGraphs(ctx context.Context, against TLC, brief bool, c *Comparison) error {
	common := &canon{seen: map[digest]digest{}}
	ours, err := s.graph(common)
	if err != nil {
		return fmt.Errorf("explore: model %s: %w", s.model.Name, err)
	}
	theirs := newTLCGraph(against.Labels, common, ours, s.model.Actions.Names())
	if c.TLC, err = against.Checker.Check(ctx, CheckOptions{Graph: theirs.read, Brief: brief}); err != nil {
		return err
	}
	c.TLC.take(against.Labels, theirs.taken)
	c.Steps = int64(len(ours.edges))
	both := &twoGraphs[N, M]{s, ours, theirs}
	both.compare(c)
	return nil
}

// tlcGraph is TLC's graph, its states numbered as in ours. Those that ours lacks
// have the numbers after it.
type tlcGraph struct {
	labels  map[string]string
	taken   map[string]int64 // Steps by label.
	canon   *canon
	ours    *twins
	actions map[string]uint8
	numbers map[string]uint32 // By TLC's names of states.
	rank    map[uint32]int    // The place of each state in TLC's order.
	foreign []map[string]string
	steps   []dotStep
	edges   []edge
}

// dotStep is a step as TLC wrote it, before all states are known.
type dotStep struct{ from, to, action string }

func newTLCGraph(labels map[string]string, c *canon, ours *twins, actions []string) *tlcGraph {
	g := &tlcGraph{labels: labels, taken: map[string]int64{}, canon: c, ours: ours, actions: map[string]uint8{}, numbers: map[string]uint32{}, rank: map[uint32]int{}}
	for i, name := range actions {
		g.actions[name] = uint8(i)
	}
	return g
}

// read reads the graph that TLC dumped, and counts the steps of each label in it.
func (g *tlcGraph) read(dump io.Reader) error {
	err := readDot(dump, g.node, func(from, to, label string) error {
		g.taken[strings.Clone(label)]++
		if action, ok := g.labels[label]; ok {
			g.steps = append(g.steps, dotStep{strings.Clone(from), strings.Clone(to), action})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, s := range g.steps {
		from, okFrom := g.numbers[s.from]
		to, okTo := g.numbers[s.to]
		action, okAction := g.actions[s.action]
		if !okFrom || !okTo || !okAction {
			return fmt.Errorf("state graph: a step %s from %s to %s joins what is not there", s.action, s.from, s.to)
		}
		g.edges = append(g.edges, edge{from, to, action})
	}
	g.steps = nil
	g.edges = sortEdges(g.edges)
	return nil
}

func (g *tlcGraph) node(id string, variables map[string]string) error {
	d, err := g.canon.state(variables)
	if err != nil {
		return fmt.Errorf("state graph: state %s: %w", id, err)
	}
	number, ok := g.ours.numbers[d]
	if !ok {
		number = uint32(len(g.ours.states) + len(g.foreign))
		g.foreign = append(g.foreign, variables)
	}
	g.rank[number] = len(g.rank)
	g.numbers[strings.Clone(id)] = number
	return nil
}

// twoGraphs compares two graphs.
type twoGraphs[N, M any] struct {
	search *search[N, M]
	ours   *twins
	theirs *tlcGraph
}

// compare notes what differs. Steps come first: the first one from a state that
// both reach shows where the two part.
func (b *twoGraphs[N, M]) compare(c *Comparison) {
	b.steps(c, StepsOnlyExplorer, onlyIn(b.ours.edges, b.theirs.edges))
	b.steps(c, StepsOnlyTLC, onlyIn(b.theirs.edges, b.ours.edges))
	var missing, foreign []uint32
	for i := range b.ours.states {
		if _, ok := b.theirs.rank[uint32(i)]; !ok {
			missing = append(missing, uint32(i))
		}
	}
	for i := range b.theirs.foreign {
		foreign = append(foreign, uint32(len(b.ours.states)+i))
	}
	b.states(c, StatesOnlyExplorer, missing)
	b.states(c, StatesOnlyTLC, foreign)
}

// steps notes edges that one graph lacks. Its examples begin in states that both
// have, the first of them in TLC's order. They are of different actions, and those
// that change the state come first.
func (b *twoGraphs[N, M]) steps(c *Comparison, what string, edges []edge) {
	from := slices.DeleteFunc(slices.Clone(edges), func(e edge) bool {
		_, ranked := b.theirs.rank[e.from]
		return !ranked || int(e.from) >= len(b.ours.states)
	})
	slices.SortStableFunc(from, func(x, y edge) int {
		return cmp.Or(compareBools(x.from == x.to, y.from == y.to),
			cmp.Compare(b.theirs.rank[x.from], b.theirs.rank[y.from]), cmp.Compare(x.action, y.action))
	})
	var first []edge
	for len(first) < maxExamples && len(from) > 0 {
		action := from[0].action
		first = append(first, from[0])
		from = slices.DeleteFunc(from, func(e edge) bool { return e.action == action })
	}
	var examples []string
	for _, e := range first {
		examples = append(examples, b.stepText(e))
	}
	c.differ(what, len(edges), examples...)
}

func (b *twoGraphs[N, M]) states(c *Comparison, what string, states []uint32) {
	var examples []string
	for _, i := range states[:min(maxExamples, len(states))] {
		examples = append(examples, stateText(b.variables(i)))
	}
	c.differ(what, len(states), examples...)
}

// variables are those of a state of either graph.
func (b *twoGraphs[N, M]) variables(i uint32) map[string]string {
	if int(i) < len(b.ours.states) {
		return b.search.variables(b.search.table.key(b.ours.states[i]))
	}
	return b.theirs.foreign[int(i)-len(b.ours.states)]
}

// stepText is a step: its action, what it changes, and the state that it is from.
func (b *twoGraphs[N, M]) stepText(e edge) string {
	before, after := b.variables(e.from), b.variables(e.to)
	changed := changes(before, after)
	if len(changed) == 0 {
		changed = []string{"nothing"}
	}
	return fmt.Sprintf("%s changes\n    %s\nin the state\n%s", b.search.model.Actions[e.action].Name, strings.Join(changed, "\n    "), stateText(before))
}

// compareBools puts false first.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
