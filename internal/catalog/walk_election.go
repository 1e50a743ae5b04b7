package catalog

import (
	"math/rand/v2"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() {
	Walks[ElectionTrace.Spec] = func(seed uint64, events int) (*trace.Trace, error) {
		return ElectionWalk(election.Rule(seed%2), seed, events)
	}
}

// ElectionWalk is the trace of a run of three participants, in which steps are taken
// at random: timers ring rightly and wrongly, heartbeats come late, twice or never,
// and participants crash and recover. It goes on for as long as events says, for
// there is always another epoch.
func ElectionWalk(rule election.Rule, seed uint64, events int) (*trace.Trace, error) {
	nodes := election.Model{Participants: 3, Rule: rule}.Nodes()
	w := &electionWalk{walk[election.Participant, election.Message]{
		actions: election.Actions,
		random:  rand.New(rand.NewPCG(seed, 0)),
		nodes:   nodes,
		state:   func(p election.Participant) any { return p.Variables() },
		dest:    func(m election.Message) int { return int(m.Receiver()) },
		again:   3,
	}}
	w.receipt = w.only
	return w.run(ElectionTrace, nodes[0].Config, seed, events, w.step)
}

type electionWalk struct {
	walk[election.Participant, election.Message]
}

// step tries a step. Of a hundred, 60 are receipts and one is a crash.
func (w *electionWalk) step() error {
	i := w.random.IntN(len(w.nodes))
	switch n := w.random.IntN(100); {
	case n < 60 && len(w.flying) > 0:
		return w.deliver()
	case n < 75:
		return w.try(i, "Ring")
	case n < 90:
		b, err := w.nodes[i].LeastClaim()
		if err != nil {
			return err
		}
		return w.try(i, "Claim", b)
	case n < 99:
		return w.try(i, "Recover")
	}
	return w.try(i, "Crash")
}
