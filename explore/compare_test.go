package explore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var greetLabels = map[string]string{"Greet": "Greet", "AnyHear": "Hear", "Nod": "Nod", "Leave": "Leave"}

// greetDump is a search of two greeters, and its graph as TLC would write it: a
// line for each state and step.
func greetDump(t *testing.T) (*search[greeter, greeting], []string) {
	s, err := run(t.Context(), greeters(2), Options{Workers: 1})
	require.NoError(t, err)
	g, err := s.graph(&canon{seen: map[digest]digest{}})
	require.NoError(t, err)
	labels := []string{"Greet", "AnyHear", "Nod", "Leave"}
	var lines []string
	for i, r := range g.states {
		text := strings.TrimSpace(stateText(s.variables(s.table.key(r))))
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
		lines = append(lines, fmt.Sprintf(`%d [label="%s"];`, i-3, text))
	}
	for _, e := range g.edges {
		lines = append(lines, fmt.Sprintf(`%d -> %d [label="%s",color="black",fontcolor="black"];`, int(e.from)-3, int(e.to)-3, labels[e.action]))
	}
	return s, lines
}

// dumped is a TLC that dumped this graph.
type dumped string

func (d dumped) Check(_ context.Context, o CheckOptions) (TLCReport, error) {
	return TLCReport{}, o.Graph(strings.NewReader(string(d)))
}

func compareLines(t *testing.T, s *search[greeter, greeting], lines []string) (Comparison, error) {
	var c Comparison
	err := s.compareGraphs(t.Context(), TLC{Checker: dumped("strict digraph DiskGraph {\n" + strings.Join(lines, "\n") + "\n}\n"), Labels: greetLabels}, true, &c)
	return c, err
}

// found are the differences, as what they are and how many.
func found(c Comparison) map[string]int64 {
	all := map[string]int64{}
	for _, d := range c.Differences {
		all[d.What] = d.Count
	}
	return all
}

func TestAGraphEqualsItself(t *testing.T) {
	s, lines := greetDump(t)
	slices.Reverse(lines)
	c, err := compareLines(t, s, lines)
	require.NoError(t, err)
	require.Empty(t, c.Differences)
	require.Equal(t, map[string]int64{"Greet": 6, "Hear": 6, "Nod": 9}, c.TLC.Taken)
	require.EqualValues(t, 21, c.Steps)
}

func TestEveryLineThatIsMissingIsADifference(t *testing.T) {
	s, lines := greetDump(t)
	for i, line := range lines {
		c, err := compareLines(t, s, slices.Delete(slices.Clone(lines), i, i+1))
		if !strings.Contains(line, "->") || strings.Contains(line, "|->") && !strings.Contains(line, " -> ") {
			require.ErrorContains(t, err, "joins what is not there", "steps lead to the state %s", line)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, map[string]int64{StepsOnlyExplorer: 1}, found(c), line)
		require.Contains(t, c.Differences[0].Examples[0], "changes\n")
	}
}

func TestEveryLineThatIsOfAnotherActionIsADifference(t *testing.T) {
	s, lines := greetDump(t)
	for i, line := range lines {
		if !strings.Contains(line, `[label="Greet"`) {
			continue
		}
		spoiled := slices.Clone(lines)
		spoiled[i] = strings.Replace(line, `"Greet"`, `"Leave"`, 1)
		c, err := compareLines(t, s, spoiled)
		require.NoError(t, err)
		require.Equal(t, map[string]int64{StepsOnlyExplorer: 1, StepsOnlyTLC: 1}, found(c))
		require.True(t, strings.HasPrefix(c.Differences[1].Examples[0], "Leave changes\n    greeted["))
	}
}

func TestAnotherValueMakesAnotherState(t *testing.T) {
	s, lines := greetDump(t)
	last := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "0 [") })
	lines[last] = strings.Replace(lines[last], "heard = <<{", "heard = <<{7, ", 1)
	lines[last] = strings.Replace(lines[last], "{7, }", "{7}", 1)
	c, err := compareLines(t, s, lines)
	require.NoError(t, err)
	all := found(c)
	require.EqualValues(t, 1, all[StatesOnlyExplorer])
	require.EqualValues(t, 1, all[StatesOnlyTLC])
	require.Equal(t, all[StepsOnlyExplorer], all[StepsOnlyTLC])
	require.Contains(t, c.Differences[len(c.Differences)-1].Examples[0], "7")
}

func TestALabelThatIsNoActionsIsADifferenceInCounts(t *testing.T) {
	s, lines := greetDump(t)
	for i, line := range lines {
		lines[i] = strings.Replace(line, `"Nod"`, `"Next"`, 1)
	}
	c, err := compareLines(t, s, lines)
	require.NoError(t, err)
	c.Explorer = Report{Actions: []Action{{Name: "Greet", Taken: 6}, {Name: "Hear", Taken: 6}, {Name: "Nod", Taken: 18}, {Name: "Leave"}}}
	c.TLC.Verdict = "holds"
	c.compareCounts([]string{"Greet", "Hear", "Nod", "Leave"})
	require.Equal(t, []string{"steps of Nod: 18 by the explorer, 0 by TLC", "steps that TLC calls Next: 0 by the explorer, 9 by TLC"},
		c.Differences[len(c.Differences)-1].Examples)
}

func TestEachCountThatDiffersIsTold(t *testing.T) {
	equal := func() Comparison {
		return Comparison{
			Explorer: Report{Distinct: 3, Generated: 5, Depth: 2, Actions: []Action{{"Greet", 4, 2}}},
			TLC:      TLCReport{Verdict: "holds", Distinct: 3, Generated: 5, Depth: 2, Taken: map[string]int64{"Greet": 4}},
		}
	}
	c := equal()
	c.compareCounts([]string{"Greet"})
	require.Empty(t, c.Differences)
	for want, spoil := range map[string]func(*Comparison){
		"distinct states: 3 by the explorer, 4 by TLC":  func(c *Comparison) { c.TLC.Distinct++ },
		"generated states: 5 by the explorer, 6 by TLC": func(c *Comparison) { c.TLC.Generated++ },
		"depth: 2 by the explorer, 3 by TLC":            func(c *Comparison) { c.TLC.Depth++ },
		"steps of Greet: 4 by the explorer, 5 by TLC":   func(c *Comparison) { c.TLC.Taken["Greet"]++ },
		"the explorer says holds, TLC says invariant A": func(c *Comparison) { c.TLC.Verdict = "invariant A" },
		"the explorer says invariant B, TLC says holds": func(c *Comparison) { c.Explorer.Violated = "B" },
		"both say invariant A, so that neither graph is complete": func(c *Comparison) {
			c.Explorer.Violated, c.TLC.Verdict = "A", "invariant A"
		},
	} {
		c := equal()
		spoil(&c)
		c.compareCounts([]string{"Greet"})
		require.Len(t, c.Differences, 1, want)
		require.Equal(t, []string{want}, c.Differences[0].Examples)
	}
}

func TestWhatNoVariableShowsIsAnError(t *testing.T) {
	m := greeters(2)
	full := m.Variables
	m.Variables = func(nodes []*greeter, messages []greeting) map[string]string {
		variables := full(nodes, messages)
		delete(variables, "heard")
		return variables
	}
	s, err := run(t.Context(), m, Options{})
	require.NoError(t, err)
	_, err = s.graph(&canon{seen: map[digest]digest{}})
	require.ErrorContains(t, err, "two states of the twins are one of the spec")
}

func TestAModelWithoutVariablesCannotBeCompared(t *testing.T) {
	m := greeters(2)
	m.Variables = nil
	_, err := m.Compare(t.Context(), Options{}, TLC{})
	require.ErrorContains(t, err, "does not give the variables")
}

func TestAComparisonWithNothingIsNoVerdict(t *testing.T) {
	for _, against := range []TLC{{}, {Labels: greetLabels}, {Checker: dumped("")}} {
		_, err := greeters(2).Compare(t.Context(), Options{}, against)
		require.ErrorContains(t, err, "cannot be compared without TLC.Checker and TLC.Labels")
	}
}
