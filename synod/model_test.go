package synod

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEachActionIsOffered(t *testing.T) {
	c := Model{Proposals: [][]Decree{{"a"}, {"b", "a"}}, Tries: 2, Crash: true}
	offered := map[string]int{}
	for _, s := range c.Choices(c.Nodes()[1]) {
		offered[s.Action]++
	}
	for _, m := range []Message{NextBallot{}, LastVote{}, BeginBallot{}, Voted{}, Success{}} {
		steps := Actions.Receipts(m)
		require.Len(t, steps, 1)
		s := steps[0]
		require.Equal(t, "Handle"+m.Type(), s.Action)
		require.Equal(t, []any{m}, s.Params)
		offered[s.Action]++
	}
	require.Equal(t, map[string]int{
		"ChooseBallotNumber": 2, "HandleNextBallot": 1, "HandleLastVote": 1, "BeginBallot": 2,
		"HandleBeginBallot": 1, "HandleVoted": 1, "HandleSuccess": 1, "Crash": 1,
	}, offered)
	for _, name := range Actions.Names() {
		require.Contains(t, offered, name)
	}
}

func TestACopyTakesAStepAlone(t *testing.T) {
	c := Model{Proposals: [][]Decree{{"a"}}, Tries: 1}
	p := c.Nodes()[0]
	taken := p
	messages, ok := Actions.Take(&taken, c.Choices(p)[0])
	require.True(t, ok)
	require.Len(t, messages, 1)
	require.Equal(t, Trying, taken.Status)
	require.Equal(t, Idle, p.Status)
}
