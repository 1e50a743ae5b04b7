package inproc

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

// synodNode is a participant at work: the twin says what it may do, the node
// decides when, and logs what was done.
type synodNode struct {
	p       synod.Participant
	o       SynodOptions
	net     *network[synod.Message]
	log     *trace.Recorder
	luck    *rand.Rand
	knows   chan<- struct{} // Told once when the ledger is written.
	told    bool
	outbox  []letter[synod.Message] // What it sent last of each type, to be sent again.
	ballots []Ballot
	events  int
	crashes int
}

func newSynodNode(p synod.Participant, o SynodOptions, net *network[synod.Message], r *trace.Recording, knows chan<- struct{}) (*synodNode, error) {
	log, err := r.Node(int(p.ID), p.Variables())
	return &synodNode{p: p, o: o, net: net, log: log, luck: luck(o.Seed, p.ID), knows: knows}, err
}

// run receives messages and, if the participant proposes, tries ballots, until
// ctx ends.
func (n *synodNode) run(ctx context.Context) error {
	retry := time.NewTimer(n.patience() / 4)
	defer retry.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return n.log.End(n.p.Variables())
		case l := <-n.net.inboxes[int(n.p.ID)]:
			err = n.receive(l)
		case <-retry.C:
			err = n.tryAgain()
			retry.Reset(n.patience())
		}
		if err != nil {
			return err
		}
		n.tellWhoWaits()
	}
}

// patience is how long a proposer waits before it tries again: randomised, so
// that two who disturb each other part.
func (n *synodNode) patience() time.Duration {
	return n.o.Retry + time.Duration(n.luck.Int64N(int64(n.o.Retry)))
}

// receive takes the step that a letter asks for, and the step that it makes
// possible.
func (n *synodNode) receive(l letter[synod.Message]) error {
	step := synod.Actions.Receipts(l.message)[0]
	took, err := n.step(step.Action, synod.Actions.Named(step), &l.cause, func(p *synod.Participant) ([]synod.Message, bool) { return synod.Actions.Take(p, step) })
	if err != nil || !took {
		return err
	}
	if n.p.Status != synod.Trying || !n.p.IsMajority(n.p.Answered()) {
		return n.maybeCrash()
	}
	choices := n.p.Choices()
	if err := n.begin(choices[n.luck.IntN(len(choices))]); err != nil {
		return err
	}
	return n.maybeCrash()
}

func (n *synodNode) begin(d synod.Decree) error {
	_, err := n.step("BeginBallot", map[string]any{"d": d}, nil, func(p *synod.Participant) ([]synod.Message, bool) { return p.BeginBallot(d) })
	n.ballots = append(n.ballots, Ballot{Number: n.p.LastTried, Proposer: n.p.ID, Decree: d})
	return err
}

// tryAgain sends again what was sent last, and begins another ballot if the
// decree is not known yet. A message sent again is no step: in the spec it was
// never lost. That holds across a crash too.
func (n *synodNode) tryAgain() error {
	for _, l := range n.outbox {
		n.net.send(int(l.message.Receiver()), l, n.luck)
	}
	if n.p.Ledger != synod.Blank || len(n.p.Proposals) == 0 {
		return nil
	}
	number := synod.Number{Try: max(n.p.LastTried.Try, n.p.NextBal.Try) + 1, Owner: n.p.ID}
	_, err := n.step("ChooseBallotNumber", map[string]any{"number": number}, nil, func(p *synod.Participant) ([]synod.Message, bool) { return p.ChooseBallotNumber(number) })
	return err
}

func (n *synodNode) maybeCrash() error {
	if n.crashes >= n.o.Faults.Crashes || n.luck.Float64() >= n.o.Faults.Crash {
		return nil
	}
	n.crashes++
	_, err := n.step("Crash", nil, nil, (*synod.Participant).Crash)
	return err
}

// step takes an action, logs it, and only then sends: a message may leave when
// what it rests on is written.
func (n *synodNode) step(action string, params map[string]any, cause *trace.ID, take func(*synod.Participant) ([]synod.Message, bool)) (bool, error) {
	sent, ok := take(&n.p)
	if !ok {
		return false, nil
	}
	n.events++
	id, err := n.log.Record(action, params, cause, n.p.Variables(), trace.Messages(sent))
	if err != nil {
		return true, err
	}
	n.send(sent, id)
	return true, nil
}

// send sends what a step returned, which is all of one type, and keeps it to be
// sent again.
func (n *synodNode) send(sent []synod.Message, cause trace.ID) {
	for i, m := range sent {
		if i == 0 {
			n.outbox = slices.DeleteFunc(n.outbox, func(l letter[synod.Message]) bool { return l.message.Type() == m.Type() })
		}
		l := letter[synod.Message]{m, cause}
		n.outbox = append(n.outbox, l)
		n.net.send(int(m.Receiver()), l, n.luck)
	}
}

func (n *synodNode) tellWhoWaits() {
	if n.p.Ledger != synod.Blank && !n.told {
		n.told = true
		n.knows <- struct{}{}
	}
}
