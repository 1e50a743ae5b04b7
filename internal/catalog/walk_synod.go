package catalog

import (
	"math/rand/v2"

	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() { Walks[SynodTrace.Spec] = SynodWalk }

// SynodWalk is the trace of a run of two proposers among three participants, in
// which steps are taken at random: messages come late, twice or never, and
// participants crash. It goes on for as long as events says, for there is always
// another ballot to try.
func SynodWalk(seed uint64, events int) (*trace.Trace, error) {
	proposals := [][]synod.Decree{{"a"}, {"b"}, {}}
	w := &synodWalk{walk[synod.Participant, synod.Message]{
		actions: synod.Actions,
		random:  rand.New(rand.NewPCG(seed, 0)),
		nodes:   synod.Model{Proposals: proposals}.Nodes(),
		state:   func(p synod.Participant) any { return p.Variables() },
		dest:    func(m synod.Message) int { return int(m.Receiver()) },
		again:   10,
	}}
	w.receipt = w.only
	constants := SynodConstants{Participants: []synod.ParticipantID{1, 2, 3}, Proposals: proposals}
	return w.run(SynodTrace, constants, seed, events, w.step)
}

type synodWalk struct {
	walk[synod.Participant, synod.Message]
}

// step tries a step. Of a hundred, 80 are receipts and one is a crash.
func (w *synodWalk) step() error {
	i := w.random.IntN(len(w.nodes))
	switch n := w.random.IntN(100); {
	case n < 80 && len(w.flying) > 0:
		return w.deliver()
	case n < 90:
		return w.try(i, "BeginBallot", synod.Decree([]string{"a", "b"}[w.random.IntN(2)]))
	case n < 99:
		return w.try(i, "ChooseBallotNumber", synod.Number{Try: w.nodes[i].LastTried.Try + 1, Owner: w.nodes[i].ID})
	}
	return w.try(i, "Crash")
}
