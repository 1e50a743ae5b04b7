package twintest

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
)

// counter is the twin of one participant of Toy, which is never sent anything.
type counter struct {
	Durable
	Volatile
}

type Volatile struct{}

type Durable struct {
	Count int `json:"count"`
}

func (c *counter) Add() ([]string, bool) {
	if c.Count >= 2 {
		return nil, false
	}
	c.Count++
	return nil, true
}

// TestARedundantConjunctIsNamed has a guard that nothing needs declared redundant not at
// all, rightly, in the wrong place, and beside a declaration of one that is needed and one
// of what is not there.
func TestARedundantConjunctIsNamed(t *testing.T) {
	actions := action.Table[counter, string]{action.Of("Add", (*counter).Add)}
	observed := Evaluate(t, Evaluated[counter, string]{
		Dir: "testdata", Module: "Toy", Config: "CONSTANT Participant = {1, 2}", Init: "Init", MaxStates: 9, Implied: []string{"Add: count[p] # 3"},
		Vars: func(c *counter) any { return c.Durable },
		Whole: map[string]func([]*counter, []string) any{"TypeOK": func(nodes []*counter, _ []string) any {
			return nodes[0].Count <= 2 && nodes[1].Count <= 2
		}},
		Steps: Walk[counter, string]{
			Actions: actions, Nodes: func() []counter { return make([]counter, 2) },
			Choices: func(counter) []action.Step { return []action.Step{action.By("Add")} },
		},
	})
	toy, err := os.ReadFile("testdata/Toy.tla")
	require.NoError(t, err)
	const guard, other = "  /\\ count[p] # 3\n", "  /\\ count[p] < 2\n"
	redundant := func(change string) string { return "  \\* REDUNDANT " + change + ": of Add.\n" }
	for _, c := range []struct {
		name, at, comment string
		want              []string
	}{
		{"no comment", guard, "", []string{"Toy:15: Add: count[p] # 3 -> TRUE: nothing that was observed tells the difference"}},
		{"a comment", guard, redundant("count[p] # 3 -> TRUE"), nil},
		{"in another definition", "  /\\ msgs = {}\n", redundant("count[p] # 3 -> TRUE"), []string{
			"Toy:15: Add: count[p] # 3 -> TRUE: nothing that was observed tells the difference",
			"Toy:11: count[p] # 3 -> TRUE: of Add. is no change of Init that is tried",
		}},
		{"one that is needed", guard, redundant("count[p] # 3 -> TRUE") + redundant("count[p] < 2 -> TRUE"), []string{
			"Toy:16: count[p] < 2 -> TRUE: of Add. is not redundant"}},
		{"one that is not there", other, redundant("count[p] # 3 -> TRUE") + redundant("count[p] # 4 -> TRUE"), []string{
			"Toy:15: count[p] # 4 -> TRUE: of Add. is no change of Add that is tried"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := observed.weakened("Toy", strings.Replace(string(toy), c.at, c.comment+c.at, 1), false)
			require.Len(t, faults, len(c.want), faults)
			for i, want := range c.want {
				require.Contains(t, faults[i], want)
			}
		})
	}
	score, _ := observed.weakened("Toy", string(toy), false)
	require.Equal(t, "Toy: 14 mutants, initial states 3, steps 6, values 4", score)
}
