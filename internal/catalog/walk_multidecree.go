package catalog

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() {
	Walks[MultiDecreeTrace.Spec] = func(seed uint64, events int) (*trace.Trace, error) {
		return MultiDecreeWalk(seed%2 == 1, seed, events)
	}
}

// MultiDecreeWalk is the trace of a run of three participants, in which steps are
// taken at random: one presides for a while and has decrees passed, until another
// outbids it or it crashes; messages come late, twice or never; participants are away
// for a while, and catch up by reminders and, where others truncate, by snapshots. It
// goes on for as long as events says, for there is always another instance.
func MultiDecreeWalk(truncates bool, seed uint64, events int) (*trace.Trace, error) {
	constants := MultiDecreeConstants{Participants: []multidecree.ParticipantID{1, 2, 3}, Window: 4}
	w := &multiDecreeWalk{truncates: truncates, walk: walk[multidecree.Participant, multidecree.Message]{
		actions: multidecree.Actions,
		random:  rand.New(rand.NewPCG(seed, 0)),
		state:   func(p multidecree.Participant) any { return p.Variables() },
		dest:    func(m multidecree.Message) int { return int(m.Receiver()) },
		again:   10,
	}}
	w.receipt = w.only
	for _, id := range constants.Participants {
		w.nodes = append(w.nodes, *multiDecreeTwin(constants).participant(int(id)))
	}
	return w.run(MultiDecreeTrace, constants, seed, events, w.step)
}

type multiDecreeWalk struct {
	walk[multidecree.Participant, multidecree.Message]
	truncates bool
	decrees   int // How many have been made up.
	away      int // Who receives nothing, 0 if nobody.
	until     int // The event at which it returns.
}

// step tries a step. Of a thousand, 750 are receipts, as long as there are messages,
// and three are crashes.
func (w *multiDecreeWalk) step() error {
	i := w.random.IntN(len(w.nodes))
	switch n := w.random.IntN(1000); {
	case n < 750 && len(w.flying) > 0:
		return w.receive()
	case n < 870:
		return w.preside()
	case n < 960:
		return w.remind(i)
	case n < 990:
		return w.keepShort(i)
	case n < 995:
		w.goAway(i)
		return nil
	case n < 997:
		return w.outbid(i)
	}
	return w.try(i, "Crash")
}

// receive lets a message be received, or lost if its receiver is away.
func (w *multiDecreeWalk) receive() error {
	if w.taken >= w.until {
		w.away = 0
	}
	w.flying = slices.DeleteFunc(w.flying, func(f flying[multidecree.Message]) bool { return w.dest(f.message) == w.away })
	if len(w.flying) == 0 {
		return nil
	}
	return w.deliver()
}

// goAway has participant i+1 miss what is sent to it for some time.
func (w *multiDecreeWalk) goAway(i int) {
	if w.away == 0 {
		w.away, w.until = i+1, w.taken+w.random.IntN(100)
	}
}

// preside has who presides put a decree to the vote. If there is nobody, or it can
// begin nothing and nothing is on its way, somebody tries to preside.
func (w *multiDecreeWalk) preside() error {
	leader := w.random.IntN(len(w.nodes))
	for i, p := range w.nodes {
		if p.Status == multidecree.Presiding && !w.nodes[leader].LastTried.IsHigher(p.LastTried) {
			leader = i
		}
	}
	p := &w.nodes[leader]
	for i := p.Written + 1; p.Status == multidecree.Presiding && i <= p.Written+p.Window; i++ {
		if p.IsWritten(i) || p.IsProposed(i) || i <= p.Truncated {
			continue
		}
		d := w.decree(p.Choices(i))
		return w.try(leader, "BeginBallot", i, d)
	}
	if len(w.flying) > 0 {
		return nil
	}
	return w.outbid(leader)
}

// decree is one of the choices, or a new one where there is any choice.
func (w *multiDecreeWalk) decree(choices multidecree.Decrees) multidecree.Decree {
	if !choices.All {
		return choices.Only[0]
	}
	w.decrees++
	return multidecree.Decree(fmt.Sprintf("[%d]", w.decrees))
}

// outbid has participant i+1 try to preside with a number above all that it knows of.
func (w *multiDecreeWalk) outbid(i int) error {
	p := &w.nodes[i]
	number := multidecree.Number{Try: max(p.LastTried.Try, p.NextBal.Try) + 1, Owner: p.ID}
	return w.try(i, "ChooseBallotNumber", number)
}

// remind has participant i+1 tell who is furthest behind what that one lacks, if it can.
func (w *multiDecreeWalk) remind(i int) error {
	q := slices.MinFunc(w.nodes, func(a, b multidecree.Participant) int { return cmp.Compare(a.Written, b.Written) })
	instance := q.Written + 1
	if w.nodes[i].Cut >= instance {
		return w.try(i, "SendSnapshot", q.ID)
	}
	return w.try(i, "Remind", q.ID, instance)
}

// keepShort has participant i+1 truncate what it has written but for the last few.
func (w *multiDecreeWalk) keepShort(i int) error {
	cut := w.nodes[i].Written - w.random.IntN(8)
	if !w.truncates || cut < w.nodes[i].Cut+8 {
		return nil
	}
	s := multidecree.State(fmt.Sprintf("[%d]", cut))
	return w.try(i, "Truncate", cut, s)
}
