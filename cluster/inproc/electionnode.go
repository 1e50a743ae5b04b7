package inproc

import (
	"math/rand/v2"
	"time"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Tally counts the steps of a run, and among them those that were taken wrongly,
// as an observer outside knows.
type Tally struct {
	Events     int `json:"events"`
	Rings      int `json:"rings"`
	WrongRings int `json:"wrongRings"` // Timers that rang though whom they wait for led, and was not paused.
	Heard      int `json:"heard"`      // Heartbeats that were handled.
	HeardLate  int `json:"heardLate"`  // Those handled after the reign that they tell of.
	Refused    int `json:"refused"`    // Heartbeats of a ballot lower than that followed: no step, so no event.
}

// Add takes the tally of another run in.
func (t *Tally) Add(u Tally) {
	t.Events += u.Events
	t.Rings += u.Rings
	t.WrongRings += u.WrongRings
	t.Heard += u.Heard
	t.HeardLate += u.HeardLate
	t.Refused += u.Refused
}

// electionNode is a participant at work: the twin says what it may do, the node
// decides when, and logs what was done.
type electionNode struct {
	p        election.Participant
	interval time.Duration
	patience Patience
	log      *trace.Recorder
	luck     *rand.Rand
	watch    *observer
	timer    time.Duration // When it is to be woken.
	heard    time.Duration // When it last heard whom it follows.
	claimed  trace.ID      // The event that claimed the ballot it leads with: what its heartbeats are caused by.
	tally    Tally
}

func newElectionNode(p election.Participant, o ElectionOptions, r *trace.Recording, watch *observer) (*electionNode, error) {
	log, err := r.Node(int(p.ID), p.Variables())
	luck := chances(o.Seed, ofPatience, int(p.ID), 0, 0)
	return &electionNode{p: p, interval: o.Interval, patience: o.patience(), log: log, luck: luck, watch: watch}, err
}

func (n *electionNode) id() int    { return int(n.p.ID) }
func (n *electionNode) end() error { return n.log.End(n.p.Variables()) }

func (n *electionNode) leads() (string, bool) {
	return n.p.Ballot.String(), n.p.Role == election.Leader
}

func (n *electionNode) due() time.Duration {
	if n.p.Role == election.Down {
		return never
	}
	return n.timer
}

func (n *electionNode) begin(now time.Duration) ([]parcel[election.Message], error) {
	n.timer = now + n.patience.Silence(n.luck)
	return nil, nil
}

// receive hears a leader. Under the rank rule that may be reason enough to claim.
func (n *electionNode) receive(now time.Duration, l letter[election.Message]) ([]parcel[election.Message], error) {
	step := election.Actions.Receipts(l.message)[0]
	_, took, err := n.step(step.Action, election.Actions.Named(step), &l.cause, func(p *election.Participant) ([]election.Message, bool) {
		return election.Actions.Take(p, step)
	})
	if err != nil {
		return nil, err
	}
	if !took {
		n.tally.Refused++
		return nil, nil
	}
	n.tally.Heard++
	if leads, _ := n.watch.reign(int(l.message.Sender()), n.p.Ballot.String()); !leads {
		n.tally.HeardLate++
	}
	n.patience.Heard(now - n.heard)
	n.heard = now
	return n.followOrClaim(now)
}

// followOrClaim is what a follower does when its timer starts anew: it waits, if
// the rule does not let it claim at once.
func (n *electionNode) followOrClaim(now time.Duration) ([]parcel[election.Message], error) {
	if n.p.MayClaim() {
		return n.claim(now)
	}
	n.timer = now + n.patience.Silence(n.luck)
	return nil, nil
}

// wake does what the timer was set for: a follower's rings, a candidate claims, a
// leader is heard again.
func (n *electionNode) wake(now time.Duration) ([]parcel[election.Message], error) {
	switch n.p.Role {
	case election.Follower:
		return nil, n.ring(now)
	case election.Candidate:
		return n.claim(now)
	case election.Leader:
		n.timer = now + n.interval
		return n.parcels(n.p.Heartbeats(n.p.Ballot)), nil
	}
	return nil, nil
}

func (n *electionNode) ring(now time.Duration) error {
	n.tally.Rings++
	if _, unpaused := n.watch.reign(int(n.p.Ballot.Owner), n.p.Ballot.String()); unpaused {
		n.tally.WrongRings++
	}
	n.timer = now + n.patience.Hesitation(n.luck)
	_, _, err := n.step("Ring", nil, nil, (*election.Participant).Ring)
	return err
}

// claim claims the least ballot that it may, and fails if there is none.
func (n *electionNode) claim(now time.Duration) ([]parcel[election.Message], error) {
	b, err := n.p.LeastClaim()
	if err != nil {
		return nil, err
	}
	n.timer = now + n.interval
	sent, _, err := n.step("Claim", map[string]any{"b": b}, nil, func(p *election.Participant) ([]election.Message, bool) { return p.Claim(b) })
	return n.parcels(sent), err
}

func (n *electionNode) crash(time.Duration) error {
	_, _, err := n.step("Crash", nil, nil, (*election.Participant).Crash)
	return err
}

func (n *electionNode) recover(now time.Duration) ([]parcel[election.Message], error) {
	if _, _, err := n.step("Recover", nil, nil, (*election.Participant).Recover); err != nil {
		return nil, err
	}
	return n.followOrClaim(now)
}

// step takes an action and logs it; what it returns may be sent then.
func (n *electionNode) step(action string, params map[string]any, cause *trace.ID, take func(*election.Participant) ([]election.Message, bool)) ([]election.Message, bool, error) {
	sent, ok := take(&n.p)
	if !ok {
		return nil, false, nil
	}
	n.tally.Events++
	id, err := n.log.Record(action, params, cause, n.p.Variables(), trace.Messages(sent))
	if action == "Claim" {
		n.claimed = id
	}
	return sent, true, err
}

// parcels are heartbeats of the reign that this node has claimed. One that is sent
// again is the same message, sent by the same event.
func (n *electionNode) parcels(heartbeats []election.Message) []parcel[election.Message] {
	var all []parcel[election.Message]
	for _, m := range heartbeats {
		all = append(all, parcel[election.Message]{int(m.Receiver()), letter[election.Message]{m, n.claimed}})
	}
	return all
}
