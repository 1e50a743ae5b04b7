package explore

import (
	"context"
	"fmt"
)

// Comparison is what a comparison of the twins' state graph with TLC's gave.
type Comparison struct {
	Model       string       `json:"model"`       // The name of both models.
	NodeForNode bool         `json:"nodeForNode"` // Else only the counts were compared.
	Steps       int64        `json:"steps"`       // The labelled steps that were compared, each once; 0 unless node for node.
	Equal       bool         `json:"equal"`       // No difference was found.
	Differences []Difference `json:"differences"` // Empty if equal.
	Explorer    Report       `json:"explorer"`
	TLC         TLCReport    `json:"tlc"`

	// The explorer's distinct states a second for each of TLC's, when TLC had
	// nothing else to do; 0 unless TLC.Timed.
	TimesAsQuick float64 `json:"timesAsQuick,omitempty"`
}

// Difference is one way in which the graphs differ, with the first examples.
type Difference struct {
	What     string   `json:"what"`
	Count    int64    `json:"count"`
	Examples []string `json:"examples,omitempty"`
}

// Ways in which graphs differ.
const (
	StepsOnlyExplorer  = "steps that only the explorer takes"
	StepsOnlyTLC       = "steps that only TLC takes"
	StatesOnlyExplorer = "states that only the explorer reaches"
	StatesOnlyTLC      = "states that only TLC reaches"
	CountsDiffer       = "counts that differ"
	VerdictsDiffer     = "verdicts that differ"
)

const maxExamples = 3

// Compare runs the search and TLC on the same model and holds their graphs
// against each other: node for node and step for step, or by their counts if
// against.ByCounts. A difference is no error; an error means that one of the two
// could not do its work.
func (m *Model[N, M]) Compare(ctx context.Context, o Options, against TLC) (Comparison, error) {
	if m.Variables == nil {
		return Comparison{}, fmt.Errorf("explore: model %s does not give the variables of its spec, so it cannot be compared", m.Name)
	}
	if against.Checker == nil || len(against.Labels) == 0 {
		return Comparison{}, fmt.Errorf("explore: model %s cannot be compared without TLC.Checker and TLC.Labels", m.Name)
	}
	s, r, err := m.explore(ctx, o)
	if err == nil && r.Violated != "" && !against.ByCounts {
		s, err = m.unchecked(ctx, o)
	}
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Model: m.Name, NodeForNode: !against.ByCounts, Explorer: r, Differences: []Difference{}}
	brief := r.Generated < briefStates
	if against.ByCounts {
		if c.TLC, err = against.Checker.Check(ctx, CheckOptions{Steps: true, Brief: brief}); err == nil {
			c.TLC.take(against.Labels, c.TLC.Taken)
		}
	} else {
		err = s.compareGraphs(ctx, against, brief, &c)
	}
	if err != nil {
		return Comparison{}, err
	}
	c.compareCounts(m.Actions.Names())
	c.Equal = len(c.Differences) == 0
	if against.Timed {
		err = c.time(ctx, against)
	}
	return c, err
}

// time runs TLC once more, with nothing to write out and no coverage to count, and
// notes its speed.
func (c *Comparison) time(ctx context.Context, against TLC) error {
	plain, err := against.Checker.Check(ctx, CheckOptions{Anew: true})
	if err != nil {
		return err
	}
	c.TLC.Seconds, c.TLC.StatesPerSecond = plain.Seconds, plain.StatesPerSecond
	c.TimesAsQuick = c.Explorer.StatesPerSecond / plain.StatesPerSecond
	return nil
}

// unchecked is a search to the end, whatever the invariants say.
func (m *Model[N, M]) unchecked(ctx context.Context, o Options) (*search[N, M], error) {
	all := *m
	all.Invariants = nil
	return run(ctx, &all, o)
}

// differ notes a difference.
func (c *Comparison) differ(what string, count int, examples ...string) {
	if count > 0 {
		c.Differences = append(c.Differences, Difference{what, int64(count), examples})
	}
}

// compareCounts compares verdicts and counts.
func (c *Comparison) compareCounts(actions []string) {
	verdict := c.Explorer.verdict()
	switch {
	case verdict != c.TLC.Verdict:
		c.differ(VerdictsDiffer, 1, fmt.Sprintf("the explorer says %s, TLC says %s", verdict, c.TLC.Verdict))
	case verdict != "holds":
		c.differ(VerdictsDiffer, 1, fmt.Sprintf("both say %s, so that neither graph is complete", verdict))
	}
	var lines []string
	count := func(what string, explorer, tlc int64) {
		if explorer != tlc {
			lines = append(lines, fmt.Sprintf("%s: %d by the explorer, %d by TLC", what, explorer, tlc))
		}
	}
	count("distinct states", c.Explorer.Distinct, c.TLC.Distinct)
	count("generated states", c.Explorer.Generated, c.TLC.Generated)
	count("depth", int64(c.Explorer.Depth), int64(c.TLC.Depth))
	for i, name := range actions {
		count("steps of "+name, c.Explorer.Actions[i].Taken, c.TLC.Taken[name])
	}
	for _, name := range sortedKeys(c.TLC.Unknown) {
		count("steps that TLC calls "+name, 0, c.TLC.Unknown[name])
	}
	c.differ(CountsDiffer, len(lines), lines...)
}
