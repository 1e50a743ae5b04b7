package inproc

import (
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

// When a participant of a cluster does what the twin lets it do. Nothing that is decided
// here can make a run wrong, only slow.

// act takes a step of its own accord, if one is to be taken.
func (n *replicaNode[M]) act() bool {
	return slices.ContainsFunc(n.acts, func(act func() bool) bool { return act() })
}

// preside has decrees passed, if it leads.
func (n *replicaNode[M]) preside() bool {
	if _, leads := n.leads(); !leads {
		return false
	}
	if n.o.Shuffle && n.luck.IntN(2) == 0 && n.propose() {
		return true
	}
	return n.fillGap() || n.propose() || n.confirm()
}

func (n *replicaNode[M]) execute() bool {
	if !n.step(nil, "Execute") {
		return false
	}
	n.isIdle = false
	n.over.executed(n.id(), n.r.Executed, n.r.Value.Snapshot())
	return true
}

// snapshot takes a snapshot now and then.
func (n *replicaNode[M]) snapshot() bool {
	if n.r.Executed-n.r.Cut < n.o.Snapshots || !n.step(nil, "TakeSnapshot") {
		return false
	}
	n.again.truncate(n.r.Cut)
	n.cutAt = n.now
	return true
}

func (n *replicaNode[M]) answer() bool {
	if len(n.r.Queries) == 0 {
		return false
	}
	for _, q := range n.r.Answerable() {
		if n.step(nil, "AnswerQuery", q) {
			return true
		}
	}
	return false
}

// fillGap has something passed that may have passed in a lower ballot, or nothing.
func (n *replicaNode[M]) fillGap() bool {
	gaps := n.r.Gaps()
	if len(gaps) == 0 {
		return false
	}
	e := gaps[0]
	if n.o.Shuffle {
		e = gaps[n.luck.IntN(len(gaps))]
	}
	return n.step(nil, "Repropose", e.Instance, e.Decree)
}

// propose has commands passed that it was asked for.
func (n *replicaNode[M]) propose() bool {
	i := n.r.Top() + 1
	if n.isIdle || i > n.r.Written+n.r.Window {
		return false
	}
	batch := n.batch()
	if len(batch) == 0 {
		n.isIdle = true
		return false
	}
	d := replica.NewBatch(batch...)
	return n.step(nil, "Propose", i, d)
}

// batch are the commands that are to be passed next: of each client those whose turn
// comes, for a session executes no other. Who shuffles takes whatever it was asked for,
// now and then: then commands are passed in vain, or twice.
func (n *replicaNode[M]) batch() []replica.Command {
	if n.o.Shuffle && n.luck.IntN(20) == 0 {
		requests := n.r.Requests.List()
		return requests[:min(len(requests), n.o.Batch)]
	}
	underWay := n.r.UnderWay()
	var batch []replica.Command
	next := map[replica.ClientID]int{}
	for k := range n.r.Requests.All() {
		if len(batch) == n.o.Batch {
			break
		}
		if next[k.Client] == 0 {
			next[k.Client] = n.r.Sessions.LastOf(k.Client) + 1
		}
		if k.Seq != next[k.Client] {
			continue
		}
		next[k.Client]++
		if !underWay.Contains(k) {
			batch = append(batch, k)
		}
	}
	return batch
}

// confirm asks whether its ballot is still the highest, unless it waits for the answer
// to that already: then queries that came meanwhile share the next round.
func (n *replicaNode[M]) confirm() bool {
	if !n.r.IsToConfirm() || len(n.again.confirms) > 0 && !n.isConfirmed() {
		return false
	}
	return n.step(nil, "Confirm")
}

// isConfirmed is whether a majority has confirmed its ballot in the last round.
func (n *replicaNode[M]) isConfirmed() bool {
	return n.r.IsConfirmed(replica.NotedQuery{Number: n.r.LastTried, Round: n.r.Round})
}

// onTime does what a time was set for.
func (n *replicaNode[M]) onTime() {
	switch {
	case n.now >= n.ring:
		n.tryBallot()
	case n.now >= n.beat:
		n.repeat()
	}
}

// tryBallot tries a ballot above all of which it has heard. Of two who disturb each
// other each waits for a random time, up to longer ones until one of them is heard.
func (n *replicaNode[M]) tryBallot() {
	const maxRings = 6
	n.rings = min(n.rings+1, maxRings)
	n.ring = n.now + n.silence() + time.Duration(n.luck.Int64N(int64(n.o.Interval)<<n.rings))
	n.beat = n.now + n.o.Interval
	number := replica.Number{Try: max(n.try, n.r.NextBal.Try, n.r.LastTried.Try) + 1, Owner: n.r.ID}
	n.step(nil, "ChooseBallotNumber", number)
}

// silence is how long nothing must happen before a timer rings.
func (n *replicaNode[M]) silence() time.Duration { return time.Duration(n.o.Silence) * n.o.Interval }

// isCalm starts its timer anew, with a bit of chance so that mostly one rings first.
func (n *replicaNode[M]) isCalm() {
	n.rings /= 2
	n.ring = n.now + n.silence() + time.Duration(n.luck.Int64N(int64(n.o.Interval)))
}

// beginReign is called when it begins to preside.
func (n *replicaNode[M]) beginReign() {
	n.rings, n.isIdle, n.asked = 0, false, n.now-n.o.Term
	n.ask()
	n.gotOn()
}

// passed is called when a decree has passed in an instance in its ballot.
func (n *replicaNode[M]) passed(instance int) {
	delete(n.again.begun, instance)
	n.gotOn()
}

// gotOn gives a president some time to have something passed. After it, it tries a
// higher ballot: perhaps others have promised one of which it did not hear.
func (n *replicaNode[M]) gotOn() { n.ring = n.now + 2*n.silence() }

// noteNumber notes how high ballots are.
func (n *replicaNode[M]) noteNumber(m replica.Message) {
	if number, ok := numberOf(m); ok {
		n.try = max(n.try, number.Try)
	}
}

// hear starts the timer anew if the message is of whom it follows.
func (n *replicaNode[M]) hear(m replica.Message) {
	number, ok := numberOf(m)
	if n.hasBallot() || m.Sender() != n.r.NextBal.Owner || ok && number != n.r.NextBal {
		return
	}
	n.beat = never
	n.isCalm()
}

// numberOf is the number of the ballot of whoever sent the message, if it has one.
func numberOf(m replica.Message) (replica.Number, bool) {
	switch m := m.(type) {
	case multidecree.NextBallot:
		return m.Number, true
	case multidecree.BeginBallot:
		return m.Number, true
	case replica.Confirm:
		return m.Number, true
	case lease.LeaseRequest:
		return m.Number, true
	}
	return replica.Number{}, false
}

// repeat sends again what was not answered. What a president repeats keeps others calm,
// too.
func (n *replicaNode[M]) repeat() {
	if !n.hasBallot() {
		n.beat = never
		return
	}
	n.beat = n.now + n.o.Interval
	_, leads := n.leads()
	for _, p := range n.again.ballots {
		if leads || !n.r.Answered.Contains(replica.ParticipantID(p.dest)) {
			n.sendAgain(p)
		}
	}
	if !leads {
		return
	}
	for _, e := range n.r.Proposed {
		for _, p := range n.again.begun[e.Instance] {
			if !n.r.Voters.Has(e.Instance, replica.ParticipantID(p.dest)) {
				n.sendAgain(p)
			}
		}
	}
	if !n.isConfirmed() {
		for _, p := range n.again.confirms {
			n.sendAgain(p)
		}
	}
	n.ask()
	n.remind()
	if len(n.r.Proposed) == 0 && n.r.Truncated <= n.r.Written {
		n.gotOn()
	}
}

// sendAgain sends to others what was sent before; it has come to itself.
func (n *replicaNode[M]) sendAgain(p parcel[replica.Message]) {
	if p.dest != n.id() {
		n.parcels = append(n.parcels, p)
	}
}

// atOnce is of how many instances others are told at a time.
const atOnce = 8

// remind tells others of what has passed and is not truncated, some instances each
// time, one after the other, and of its snapshot: it does not know what they have
// missed. A snapshot waits until what it covers has come to those who do not lag.
func (n *replicaNode[M]) remind() {
	if n.cursor < n.r.Cut || n.cursor >= n.r.Written {
		n.cursor = n.r.Cut
		if n.now-n.cutAt >= 2*n.o.Interval {
			n.sendSnapshots()
		}
	}
	last := min(n.cursor+atOnce, n.r.Written)
	for _, q := range n.others() {
		n.tell(q, n.cursor+1, last)
	}
	n.cursor = last
}

// tell tells a participant what has passed in some instances.
func (n *replicaNode[M]) tell(q replica.ParticipantID, from, to int) {
	for i := from; i <= to; i++ {
		if p, ok := n.again.successes[dueTo{int(q), i}]; ok {
			n.sendAgain(p)
			continue
		}
		n.step(nil, "Remind", q, i)
	}
}

func (n *replicaNode[M]) sendSnapshots() {
	for _, q := range n.others() {
		n.sendSnapshot(q)
	}
}

func (n *replicaNode[M]) sendSnapshot(q replica.ParticipantID) {
	if p, ok := n.again.snapshots[int(q)]; ok {
		n.sendAgain(p)
		return
	}
	n.step(nil, "SendSnapshot", q)
}

// bring brings who asks for votes from an instance on, and so has written none of them,
// to where it is itself.
func (n *replicaNode[M]) bring(q replica.ParticipantID, first int) {
	if q == n.r.ID {
		return
	}
	if first <= n.r.Cut {
		n.sendSnapshot(q)
		first = n.r.Cut + 1
	}
	n.tell(q, first, min(first+atOnce-1, n.r.Written))
}

func (n *replicaNode[M]) others() replica.Participants {
	return slices.DeleteFunc(slices.Clone(n.r.Participants), func(q replica.ParticipantID) bool { return q == n.r.ID })
}
