package explore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/action"
)

// Greeters are the protocol of these tests. Each greets the others once, and
// notes who greeted it; nodding changes nothing, and nobody ever leaves.
//
// With s speakers there are 2^((n-1)s) ways to have heard them, so there are
// (1 + 2^(n-1))^n states.
type greeter struct {
	id, n   int
	greeted bool
	heard   []int
}

type greeting struct{ from, dest int }

func (g *greeter) greet() ([]greeting, bool) {
	if g.greeted {
		return nil, false
	}
	g.greeted = true
	var sent []greeting
	for q := 1; q <= g.n; q++ {
		if q != g.id {
			sent = append(sent, greeting{g.id, q})
		}
	}
	return sent, true
}

func (g *greeter) hear(m greeting) ([]greeting, bool) {
	if m.dest != g.id || slices.Contains(g.heard, m.from) {
		return nil, false
	}
	g.heard = slices.Sorted(slices.Values(append(slices.Clone(g.heard), m.from)))
	return nil, true
}

type greetModel = Model[greeter, greeting]

func greeters(n int) *greetModel {
	m := &greetModel{
		Name: fmt.Sprintf("%d greeters", n),
		Actions: action.Table[greeter, greeting]{
			action.Of("Greet", (*greeter).greet),
			action.Of1("Hear", "m", (*greeter).hear),
			action.Of("Nod", func(*greeter) ([]greeting, bool) { return nil, true }),
			action.Of("Leave", func(*greeter) ([]greeting, bool) { return nil, false }),
		},
		Choices: func(greeter) []action.Step {
			return []action.Step{action.By("Greet"), action.By("Nod"), action.By("Leave")}
		},
		Variables: greetVariables,
		Text: func(param any) string {
			return fmt.Sprintf("[from |-> %d, dest |-> %d]", param.(greeting).from, param.(greeting).dest)
		},
	}
	for i := range n {
		m.Nodes = append(m.Nodes, greeter{id: i + 1, n: n})
	}
	return m
}

func greetVariables(nodes []*greeter, messages []greeting) map[string]string {
	var greeted, heard, msgs []string
	for _, g := range nodes {
		greeted = append(greeted, strings.ToUpper(fmt.Sprint(g.greeted)))
		heard = append(heard, "{"+strings.Trim(strings.ReplaceAll(fmt.Sprint(g.heard), " ", ", "), "[]")+"}")
	}
	for _, m := range messages {
		msgs = append(msgs, fmt.Sprintf("[from |-> %d, dest |-> %d]", m.from, m.dest))
	}
	return map[string]string{
		"greeted": "<<" + strings.Join(greeted, ", ") + ">>",
		"heard":   "<<" + strings.Join(heard, ", ") + ">>",
		"msgs":    "{" + strings.Join(msgs, ", ") + "}",
	}
}

// power is x to the n.
func power(x, n int) int64 {
	p := int64(1)
	for range n {
		p *= int64(x)
	}
	return p
}
