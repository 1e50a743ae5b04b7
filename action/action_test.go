package action_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
)

// A lamp is switched on and off, and told how bright to be by messages.
type lamp struct{ on, bright bool }

type order struct{ bright bool }

func (order) Type() string { return "Order" }

func (l *lamp) Switch(on bool) ([]order, bool) {
	if l.on == on {
		return nil, false
	}
	l.on = on
	return []order{{bright: on}}, true
}

func (l *lamp) Obey(m order) ([]order, bool) {
	l.bright = m.bright
	return nil, l.on
}

func (l *lamp) Break() ([]order, bool) { *l = lamp{}; return nil, true }

var actions = action.Table[lamp, order]{
	action.Of1("Switch", "on", (*lamp).Switch),
	action.Of1("Obey", "m", (*lamp).Obey),
	action.Of("Break", (*lamp).Break),
}

func ExampleTable() {
	var l lamp
	sent, enabled := actions.Take(&l, action.By("Switch", true))
	fmt.Println(sent, enabled)
	for _, step := range actions.Receipts(sent[0]) {
		_, enabled = actions.Take(&l, step)
		fmt.Println(step.Action, actions.Named(step), enabled)
	}
	fmt.Println(l)
	// Output:
	// [{true}] true
	// Obey map[m:{true}] true
	// {true true}
}

func TestAParameterKnowsItsMessage(t *testing.T) {
	require.Equal(t, []string{"Switch", "Obey", "Break"}, actions.Names())
	require.Equal(t, "", actions[0].Params[0].Message())
	require.Equal(t, "Order", actions[1].Params[0].Message())
}

func TestAnActionIsDisabledWithOtherParameters(t *testing.T) {
	for _, params := range [][]any{nil, {1}, {true, true}, {nil}} {
		var l lamp
		sent, enabled := actions[0].Take(&l, params...)
		require.False(t, enabled, params)
		require.Empty(t, sent)
	}
}

func TestAStepThatTheTableLacksIsRefusedLoudly(t *testing.T) {
	var l lamp
	require.PanicsWithValue(t, "action: no action Dim has the parameters []", func() { actions.Take(&l, action.By("Dim")) })
	require.PanicsWithValue(t, "action: no action Switch has the parameters [1]", func() { actions.Take(&l, action.By("Switch", 1)) })
	require.PanicsWithValue(t, "action: no action Break has the parameters []", func() { actions.Without("Break").Take(&l, action.By("Break")) })
}

func TestAFaultIsPutAroundActions(t *testing.T) {
	stuck := actions.Around(func(l *lamp, right action.Call[lamp, order]) ([]order, bool) {
		if right.Action == "Break" {
			return nil, false
		}
		return right.Take(l)
	})
	var l lamp
	_, switched := stuck.Take(&l, action.By("Switch", true))
	_, broken := stuck.Take(&l, action.By("Break"))
	require.Equal(t, []bool{true, false, true}, []bool{switched, broken, l.on})
}

func TestActionsOfAPartAreDisabledWithoutIt(t *testing.T) {
	type house struct{ hall *lamp }
	at := action.On(func(h *house) *lamp { return h.hall }, actions)
	_, dark := at.Take(&house{}, action.By("Break"))
	_, lit := at.Take(&house{&lamp{}}, action.By("Break"))
	require.Equal(t, []bool{false, true}, []bool{dark, lit})
}
