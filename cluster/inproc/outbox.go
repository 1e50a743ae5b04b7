package inproc

import (
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

// outbox keeps what a participant has sent and may send again. A message that is sent
// again is no step: in the spec it was never lost. So it names the event that sent it
// first.
type outbox struct {
	ballots   []parcel[replica.Message]         // NextBallot of its last ballot.
	begun     map[int][]parcel[replica.Message] // BeginBallot in it, by instance, until the decree has passed.
	successes map[dueTo]parcel[replica.Message] // Success, for what is not truncated.
	confirms  []parcel[replica.Message]         // Confirm of the last round.
	snapshots map[int]parcel[replica.Message]   // Its last snapshot, by receiver.
}

// dueTo is a participant and an instance.
type dueTo struct{ dest, instance int }

// keep keeps a parcel.
func (o *outbox) keep(p parcel[replica.Message]) {
	switch m := p.message.(type) {
	case multidecree.NextBallot:
		if len(o.ballots) > 0 && o.ballots[0].message.(multidecree.NextBallot).Number != m.Number {
			o.ballots, o.confirms, o.begun = nil, nil, nil
		}
		o.ballots = append(o.ballots, p)
	case multidecree.BeginBallot:
		if o.begun == nil {
			o.begun = map[int][]parcel[replica.Message]{}
		}
		o.begun[m.Instance] = append(o.begun[m.Instance], p)
	case multidecree.Success:
		if o.successes == nil {
			o.successes = map[dueTo]parcel[replica.Message]{}
		}
		o.successes[dueTo{p.dest, m.Instance}] = p
	case multidecree.Snapshot:
		if o.snapshots == nil {
			o.snapshots = map[int]parcel[replica.Message]{}
		}
		o.snapshots[p.dest] = p
	case replica.Confirm:
		if len(o.confirms) > 0 && o.confirms[0].message.(replica.Confirm).Round != m.Round {
			o.confirms = nil
		}
		o.confirms = append(o.confirms, p)
	}
}

// truncate forgets what a snapshot covers, and the snapshot before it.
func (o *outbox) truncate(cut int) {
	for at := range o.successes {
		if at.instance <= cut {
			delete(o.successes, at)
		}
	}
	clear(o.snapshots)
}
