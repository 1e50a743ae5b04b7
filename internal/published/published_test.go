package published

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/election"
)

// deliver delivers messages, and those that are sent on receipt, until there are none. Nodes
// that are down receive nothing.
func deliver(nodes []*node, sent []inproc.Outgoing[document]) {
	for len(sent) > 0 {
		m := sent[0]
		sent = sent[1:]
		if dest := nodes[m.Dest-1]; !dest.isDown {
			sent = append(sent, dest.Receive(0, m.Message)...)
		}
	}
}

// A former leader of low rank returns from a crash. Under the published incumbent rule it
// deposes the incumbent, which has no fault, and leads with a number that is long past. In
// spec/Election.tla a participant recovers as a follower, and hears the incumbent.
func TestUnderThePublishedRuleAFormerLeaderDeposesTheIncumbent(t *testing.T) {
	var nodes []*node
	for id := 1; id <= 3; id++ {
		nodes = append(nodes, newNode(id, inproc.ElectionOptions{Participants: 3, Rule: election.IncumbentRule, Interval: time.Millisecond}))
	}
	beat := func(p *node) { deliver(nodes, p.Wake(0)) }
	leader := func() (all []int) {
		for _, p := range nodes {
			if _, leads := p.Leads(); leads {
				all = append(all, p.self)
			}
		}
		return all
	}

	// 1 leads, because 2 and 3 are down while it counts to its lead of three.
	nodes[1].isDown, nodes[2].isDown = true, true
	for range 5 {
		nodes[0].Wake(0)
	}
	nodes[0].decide()
	nodes[1].isDown, nodes[2].isDown = false, false
	beat(nodes[0])
	require.Equal(t, []int{1}, leader())
	number := nodes[0].number

	// It crashes, and 3 leads after a lead of three epochs, under a higher number.
	nodes[0].Crash(0)
	for range 5 {
		beat(nodes[1])
		beat(nodes[2])
	}
	require.Equal(t, []int{3}, leader())
	require.Greater(t, nodes[2].number, number)

	// It returns, and 3 yields to it though it was up and all others heard it.
	deliver(nodes, nodes[0].Recover(0))
	require.Equal(t, []int{1}, leader())
	require.Equal(t, number, nodes[0].number, "it leads with the number of its first reign")
}
