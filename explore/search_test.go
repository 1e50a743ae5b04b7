package explore

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
)

func TestCountsAreThoseOfTheFormula(t *testing.T) {
	for n := 1; n <= 4; n++ {
		for _, workers := range []int{1, 4} {
			t.Run(fmt.Sprintf("%d greeters, %d workers", n, workers), func(t *testing.T) {
				r, err := greeters(n).Run(t.Context(), Options{Workers: workers})
				require.NoError(t, err)
				ways := 1 << (n - 1)                    // Of having heard those whom one speaker greets.
				others := power(1+ways, n-1)            // States of all but one speaker and what it sent.
				greets := int64(n) * others             // One has not greeted yet.
				hears := int64(n*(n-1)*ways/2) * others // One speaker is not yet heard by one other.
				states := power(1+ways, n)
				nods := int64(n) * states
				require.Equal(t, states, r.Distinct)
				require.Equal(t, 1+greets+hears+nods, r.Generated)
				require.Equal(t, n*n+1, r.Depth)
				require.Equal(t, []Action{{"Greet", greets, greets}, {"Hear", hears, hears}, {"Nod", nods, 0}, {"Leave", 0, 0}}, r.Actions)
				require.Contains(t, r.NeverTaken, "Nod")
				require.Contains(t, r.NeverTaken, "Leave")
				require.NotContains(t, r.NeverTaken, "Greet")
			})
		}
	}
}

func TestASearchThatOutgrowsItsLayoutBeginsAgainWithAWiderOne(t *testing.T) {
	narrow := widths
	defer func() { widths = narrow }()
	widths = []uint{2, 21}
	r, err := greeters(3).Run(t.Context(), Options{})
	require.NoError(t, err)
	require.Equal(t, power(5, 3), r.Distinct)
	widths = []uint{2}
	_, err = greeters(3).Run(t.Context(), Options{})
	require.ErrorIs(t, err, errTooManyLocals)
}

func TestInvariantsSeeTheNodesAndEveryMessage(t *testing.T) {
	m := greeters(3)
	m.Invariants = []Invariant[greeter, greeting]{{"Sent", func(nodes []*greeter, messages []greeting) bool {
		spoke := 0
		for i, g := range nodes {
			if g.id != i+1 {
				return false
			}
			if g.greeted {
				spoke++
			}
		}
		return len(messages) == 2*spoke
	}}}
	r, err := m.Run(t.Context(), Options{})
	require.NoError(t, err)
	require.Empty(t, r.Violated)
	require.Equal(t, []string{"Sent"}, r.Invariants)
}

// heardAll is false where node 1 has heard everybody.
func heardAll(nodes []*greeter, _ []greeting) bool { return len(nodes[0].heard) < nodes[0].n-1 }

func TestACounterexampleIsShortestAndAlwaysTheSame(t *testing.T) {
	for i := range 20 {
		m := greeters(3)
		m.Invariants = []Invariant[greeter, greeting]{{"Always", func([]*greeter, []greeting) bool { return true }}, {"NotAll", heardAll}}
		r, err := m.Run(t.Context(), Options{Workers: 1 + i%4})
		require.NoError(t, err)
		require.Equal(t, "NotAll", r.Violated)
		require.Empty(t, r.NeverTaken, "a search that ended early cannot tell")
		require.Equal(t, `1. Greet(2)
    greeted[2]: FALSE -> TRUE
    msgs: with [dest |-> 1, from |-> 2]
    msgs: with [dest |-> 3, from |-> 2]
2. Greet(3)
    greeted[3]: FALSE -> TRUE
    msgs: with [dest |-> 1, from |-> 3]
    msgs: with [dest |-> 2, from |-> 3]
3. Hear(1, [from |-> 2, dest |-> 1])
    heard[1]: with 2
4. Hear(1, [from |-> 3, dest |-> 1])
    heard[1]: with 3
`, r.Transcript())
	}
}

func TestAnInvariantThatIsFalseAtFirstNeedsNoSteps(t *testing.T) {
	m := greeters(2)
	m.Invariants = []Invariant[greeter, greeting]{{"Never", func([]*greeter, []greeting) bool { return false }}}
	r, err := m.Run(t.Context(), Options{})
	require.NoError(t, err)
	require.Equal(t, "Never", r.Violated)
	require.Empty(t, r.Counterexample)
}

func TestTheFirstOfTwoFalseInvariantsIsTold(t *testing.T) {
	m := greeters(2)
	second := func(nodes []*greeter, _ []greeting) bool { return !nodes[1].greeted }
	first := func(nodes []*greeter, _ []greeting) bool { return !nodes[0].greeted }
	m.Invariants = []Invariant[greeter, greeting]{{"First", first}, {"Second", second}}
	r, err := m.Run(t.Context(), Options{})
	require.NoError(t, err)
	require.Equal(t, "First", r.Violated)
	require.Len(t, r.Counterexample, 1)
}

func TestTooLittleMemoryIsAnErrorThatTellsTheFlag(t *testing.T) {
	_, err := greeters(4).Run(t.Context(), Options{MaxBytes: 200_000})
	var memory *MemoryError
	require.ErrorAs(t, err, &memory)
	require.Equal(t, int64(200_000), memory.MaxBytes)
	require.Positive(t, memory.Distinct)
	require.ErrorContains(t, err, "--max-bytes")
}

func TestASearchStopsWhenItsContextEnds(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(reason)
	_, err := greeters(3).Run(ctx, Options{})
	require.ErrorIs(t, err, reason)
}

func TestTwinsThatBreakTheirContractAreCaught(t *testing.T) {
	shared := []int{0}
	for want, spoil := range map[string]func(*greetModel){
		"no nodes":          func(m *greetModel) { m.Nodes = nil },
		"names no actions":  func(m *greetModel) { m.Actions = nil },
		"names 257 actions": func(m *greetModel) { m.Actions = make(action.Table[greeter, greeting], 257) },
		"lacks Choices":     func(m *greetModel) { m.Choices = nil },
		"action Sing, which its Actions do not name": func(m *greetModel) { m.Choices = tries(action.By("Sing")) },
		"action Greet with the parameters [7]":       func(m *greetModel) { m.Choices = tries(action.By("Greet", 7)) },
		"Greet changed what a copy of node 1 shares with it": func(m *greetModel) {
			m.Nodes[0].heard = shared
			m.Actions = greetsBy(func(g *greeter) ([]greeting, bool) {
				g.heard[0]++
				return nil, true
			})
		},
		"Greet at node 1 said that it is disabled, but changed": func(m *greetModel) {
			m.Actions = greetsBy(func(g *greeter) ([]greeting, bool) {
				g.greeted = true
				return nil, false
			})
		},
		"nodes 1 and 2 send the same message": func(m *greetModel) {
			m.Actions = greetsBy(func(g *greeter) ([]greeting, bool) {
				g.greeted = true
				return []greeting{{9, 9}}, true
			})
		},
	} {
		m := greeters(2)
		spoil(m)
		_, err := m.Run(t.Context(), Options{Workers: 1})
		require.ErrorContains(t, err, want)
	}
}

// greetsBy are the greeters' actions, with Greet taken in this way.
func greetsBy(take func(*greeter) ([]greeting, bool)) action.Table[greeter, greeting] {
	return append(action.Table[greeter, greeting]{action.Of("Greet", take)}, greeters(2).Actions.Without("Greet")...)
}

// tries offers one step.
func tries(step action.Step) func(greeter) []action.Step {
	return func(greeter) []action.Step { return []action.Step{step} }
}

func TestProgressIsOfStatesFound(t *testing.T) {
	s, err := newSearch(greeters(3), Options{Workers: 1, MaxBytes: 1 << 20}, newLayout(3, 21))
	require.NoError(t, err)
	require.Equal(t, Progress{Depth: 0, Generated: 1, Distinct: 1, Left: 1}, s.progress())
	require.NoError(t, s.search(t.Context()))
	require.Equal(t, Progress{Depth: 10, Generated: s.generated.Load(), Distinct: 125, Left: 0}, s.progress())
}
