package inproc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/election"
)

// meeting lets players of the published rule hear one another at once, and those
// who are down hear nothing.
func meeting(t *testing.T, players []*publishedNode, parcels []parcel[news], err error) {
	t.Helper()
	require.NoError(t, err)
	for len(parcels) > 0 {
		p := parcels[0]
		parcels = parcels[1:]
		if dest := players[p.dest-1]; !dest.isDown {
			more, err := dest.receive(0, p.letter)
			require.NoError(t, err)
			parcels = append(parcels, more...)
		}
	}
}

// A former leader of low rank returns from a crash. Under the published incumbent
// rule it deposes the incumbent, which nothing ails, and leads with a number that is
// long past. In our spec who recovers is a follower, and hears the incumbent.
func TestUnderThePublishedRuleAFormerLeaderDeposesTheIncumbent(t *testing.T) {
	var players []*publishedNode
	for id := 1; id <= 3; id++ {
		players = append(players, &publishedNode{self: id, rule: election.IncumbentRule, interval: time.Millisecond, known: make(news, 3)})
	}
	beat := func(p *publishedNode) {
		parcels, err := p.wake(0)
		meeting(t, players, parcels, err)
	}
	leader := func() (all []int) {
		for _, p := range players {
			if _, leads := p.leads(); leads {
				all = append(all, p.self)
			}
		}
		return all
	}

	// 1 leads, because 2 and 3 are down while it counts to its lead of three.
	players[1].isDown, players[2].isDown = true, true
	for range 5 {
		players[0].wake(0)
	}
	players[0].decide()
	players[1].isDown, players[2].isDown = false, false
	beat(players[0])
	require.Equal(t, []int{1}, leader())
	number := players[0].number

	// It crashes, and 3 leads after a lead of three epochs, under a higher number.
	require.NoError(t, players[0].crash(0))
	for range 5 {
		beat(players[1])
		beat(players[2])
	}
	require.Equal(t, []int{3}, leader())
	require.Greater(t, players[2].number, number)

	// It returns, and 3 yields to it though it was up and heard by everybody.
	parcels, err := players[0].recover(0)
	meeting(t, players, parcels, err)
	require.Equal(t, []int{1}, leader())
	require.Equal(t, number, players[0].number, "it leads with the number of its first reign")
}
