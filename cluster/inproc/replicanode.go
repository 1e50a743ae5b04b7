package inproc

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/trace"
)

// replicaNode is a participant of a cluster at work: the twin says what it may do, the
// node decides when, and logs what was done. Its policy stands in replicapolicy.go, what
// it does about leases in leasenode.go. Without them it takes no step of package lease.
type replicaNode[M replica.Machine[M]] struct {
	r    *lease.Replica[M]
	does action.Table[lease.Replica[M], replica.Message] // What it can do.
	acts []func() bool                                   // What it tries of its own accord, in this order.
	o    ReplicaOptions
	over *overseer
	log  *logbook
	luck *rand.Rand
	now  time.Duration
	err  error // The first; nothing is done after it.

	isDown  bool
	own     []letter[replica.Message] // To itself: they come at once.
	parcels []parcel[replica.Message] // To others: they leave when it has done what it can.
	again   outbox                    // What may be sent again.

	ring   time.Duration // When it tries a ballot, if nothing happens until then.
	beat   time.Duration // When it sends again what was not answered, while it has a ballot.
	rings  int           // How often in a row its timer rang.
	try    int           // The greatest try of which it has heard.
	cursor int           // Up to which instance it has told others again what has passed.
	cutAt  time.Duration // When it took its last snapshot.
	asked  time.Duration // When it asked for a lease last.
	isIdle bool          // Whether it has proposed what it can, as far as it was told.
}

func newReplicaNode[M replica.Machine[M]](id replica.ParticipantID, o ReplicaOptions, over *overseer) (*replicaNode[M], error) {
	r := lease.New[M](id, o.leases())
	n := &replicaNode[M]{r: r, o: o, over: over, luck: chances(o.Seed, ofPatience, int(id), 0, 0), beat: never}
	n.acts = []func() bool{n.execute, n.snapshot, n.answer, n.preside}
	if n.does = lease.Unleased[M](); o.Term > 0 {
		n.does = lease.Leased[M]()
	}
	var err error
	n.log, err = newLogbook(int(id), over, n.variables())
	return n, err
}

func (n *replicaNode[M]) id() int    { return int(n.r.ID) }
func (n *replicaNode[M]) end() error { return n.log.end(n.variables()) }

// variables are those that are logged.
func (n *replicaNode[M]) variables() any {
	if n.o.Term == 0 {
		return n.r.Variables().Variables
	}
	return n.r.Variables()
}

// leads is whether it presides and has promised no higher ballot.
func (n *replicaNode[M]) leads() (string, bool) {
	return n.r.LastTried.String(), !n.isDown && n.r.Status == multidecree.Presiding && n.hasBallot()
}

// hasBallot is whether its own ballot is the highest of which it has heard.
func (n *replicaNode[M]) hasBallot() bool {
	return n.r.Status != multidecree.Idle && !n.r.NextBal.IsHigher(n.r.LastTried)
}

func (n *replicaNode[M]) due() time.Duration {
	if n.isDown {
		return never
	}
	return min(n.ring, n.beat)
}

func (n *replicaNode[M]) begin(now time.Duration) ([]parcel[replica.Message], error) {
	n.now = now
	n.isCalm()
	return nil, nil
}

func (n *replicaNode[M]) receive(now time.Duration, l letter[replica.Message]) ([]parcel[replica.Message], error) {
	n.now = now
	n.handle(l)
	return n.settle()
}

func (n *replicaNode[M]) wake(now time.Duration) ([]parcel[replica.Message], error) {
	n.now = now
	n.onTime()
	return n.settle()
}

func (n *replicaNode[M]) crash(now time.Duration) error {
	n.now, n.isDown = now, true
	n.lose()
	n.again, n.own, n.parcels, n.beat = outbox{}, nil, nil, never
	return n.err
}

func (n *replicaNode[M]) recover(now time.Duration) ([]parcel[replica.Message], error) {
	n.now, n.isDown = now, false
	n.isCalm()
	return n.settle()
}

// settle does what can be done at once, and returns what is to be sent.
func (n *replicaNode[M]) settle() ([]parcel[replica.Message], error) {
	for n.err == nil {
		if len(n.own) > 0 {
			l := n.own[0]
			n.own = n.own[1:]
			n.handle(l)
			continue
		}
		if !n.act() {
			break
		}
	}
	parcels := n.parcels
	n.parcels = nil
	return parcels, n.err
}

// handle takes the step that a message asks for, if that is one now.
func (n *replicaNode[M]) handle(l letter[replica.Message]) {
	n.noteNumber(l.message)
	switch m := l.message.(type) {
	case multidecree.NextBallot:
		if n.promise(m, &l.cause) {
			n.bring(m.From, m.First)
		}
	case multidecree.LastVote:
		if n.step(&l.cause, "HandleLastVote", m) && n.r.Status == multidecree.Presiding {
			n.beginReign()
		}
	case multidecree.BeginBallot:
		n.step(&l.cause, "HandleBeginBallot", m)
	case multidecree.Voted:
		if n.step(&l.cause, "HandleVoted", m) && n.r.IsWritten(m.Instance) {
			n.passed(m.Instance)
		}
	case multidecree.Success:
		n.step(&l.cause, "HandleSuccess", m)
	case multidecree.Snapshot:
		n.step(&l.cause, "Restore", m)
	case lease.LeaseRequest:
		n.timed(&l.cause, "GrantLease", m)
	case lease.Grant:
		n.step(&l.cause, "HandleGrant", m)
	default:
		n.handleClients(l)
	}
	n.hear(l.message)
}

// handleClients handles what is about commands and queries.
func (n *replicaNode[M]) handleClients(l letter[replica.Message]) {
	switch m := l.message.(type) {
	case replica.Request:
		if n.step(&l.cause, "HandleRequest", m) {
			n.isIdle = false
			return
		}
		n.step(&l.cause, "AnswerAgain", m)
	case replica.Query:
		if !n.readByLease(m, &l.cause) {
			n.step(&l.cause, "HandleQuery", m)
		}
	case replica.Confirm:
		n.step(&l.cause, "HandleConfirm", m)
	case replica.Confirmed:
		n.step(&l.cause, "HandleConfirmed", m)
	default:
		n.err = fmt.Errorf("participant %d got a message %s, which is for none", n.r.ID, m.Type())
	}
}

// step takes an action, and tells whether it could.
func (n *replicaNode[M]) step(cause *trace.ID, name string, params ...any) bool {
	if n.err != nil {
		return false
	}
	s := action.By(name, params...)
	sent, ok := n.does.Take(n.r, s)
	return ok && n.took(cause, name, n.does.Named(s), sent)
}

// took logs a step that was taken, and only then sends: a message may leave when what it
// rests on is written.
func (n *replicaNode[M]) took(cause *trace.ID, name string, params map[string]any, sent []replica.Message) bool {
	id, err := n.log.record(name, params, cause, n.variables(), trace.Messages(sent))
	if err != nil {
		n.err = err
		return false
	}
	for _, m := range sent {
		p := parcel[replica.Message]{int(m.Receiver()), letter[replica.Message]{m, id}}
		n.again.keep(p)
		n.send(p)
	}
	return true
}

// send sends what was sent before, or is now.
func (n *replicaNode[M]) send(p parcel[replica.Message]) {
	if p.dest == n.id() {
		n.own = append(n.own, p.letter)
		return
	}
	n.parcels = append(n.parcels, p)
}
