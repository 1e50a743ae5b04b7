package inproc

import (
	"context"
	"fmt"
	"time"

	"github.com/lockstep-paxos/lockstep/election"
)

// RunPublished runs, on the same chances, the rule that package election replaces:
// that of the election in understand-paxos. It is here to be compared, and is no
// part of the protocol. It leaves no trace, for it is no behaviour of the spec.
//
// Each participant counts its own heartbeats in an epoch, lifts it to the greatest
// that it sees, and decides for itself whether it leads, from what it last heard of
// the epochs and flags of the others. A crash sets the epoch to 0 and keeps the
// flag.
func RunPublished(ctx context.Context, o ElectionOptions) (ElectionReport, error) {
	if err := o.Validate(); err != nil {
		return ElectionReport{}, err
	}
	watch := newObserver(participants(o.Participants))
	var players []player[news]
	for _, id := range participants(o.Participants) {
		players = append(players, &publishedNode{
			self: id, all: participants(o.Participants), rule: o.Rule, interval: o.Interval, known: map[int]standing{},
		})
	}
	report, err := runPlayers(ctx, o, players, watch)
	report.Rule = "published " + o.Rule.String()
	return report, err
}

// standing is what one participant says of itself.
type standing struct {
	epoch int
	leads bool
}

// news is a participant's heartbeat under the published rule.
type news struct {
	from int
	standing
}

// lead is how many epochs a challenger must be ahead under its incumbent rule.
const lead = 3

type publishedNode struct {
	self     int
	all      []int
	rule     election.Rule
	interval time.Duration
	own      standing
	known    map[int]standing // What was last heard of the others.
	number   int              // The epoch with which it began to lead.
	isDown   bool
	timer    time.Duration
}

func (n *publishedNode) id() int    { return n.self }
func (n *publishedNode) end() error { return nil }

func (n *publishedNode) leads() (string, bool) {
	return fmt.Sprint(n.number), n.own.leads && !n.isDown
}

func (n *publishedNode) due() time.Duration {
	if n.isDown {
		return never
	}
	return n.timer
}

func (n *publishedNode) begin(now time.Duration) ([]parcel[news], error) {
	n.timer = now + n.interval
	return nil, nil
}

// wake counts a heartbeat and tells the others. It decides nothing: who decides on
// its own heartbeat is ahead of everybody at that moment, and the rank rule would
// have it lead. So this is the reading that is kindest to the rule.
func (n *publishedNode) wake(now time.Duration) ([]parcel[news], error) {
	n.timer = now + n.interval
	n.own.epoch++
	var all []parcel[news]
	for _, dest := range n.all {
		if dest != n.self {
			all = append(all, parcel[news]{dest, letter[news]{message: news{n.self, n.own}}})
		}
	}
	return all, nil
}

func (n *publishedNode) receive(_ time.Duration, l letter[news]) ([]parcel[news], error) {
	n.known[l.message.from] = l.message.standing
	n.decide()
	return nil, nil
}

func (n *publishedNode) crash(time.Duration) error {
	n.isDown = true
	n.own.epoch = 0
	return nil
}

func (n *publishedNode) recover(now time.Duration) ([]parcel[news], error) {
	n.isDown = false
	n.timer = now + n.interval
	return nil, nil
}

// decide is the published decision: lead unless some other is to be yielded to,
// and lift the epoch to the greatest known, by one more when beginning to lead.
func (n *publishedNode) decide() {
	leads, greatest := true, n.own.epoch
	for _, q := range n.all {
		if q == n.self {
			continue
		}
		leads = leads && !n.yieldsTo(q, n.known[q])
		greatest = max(greatest, n.known[q].epoch)
	}
	begins := leads && !n.own.leads
	n.own = standing{greatest, leads}
	if begins {
		n.own.epoch++
		n.number = n.own.epoch
	}
}

func (n *publishedNode) yieldsTo(q int, s standing) bool {
	if n.rule == election.RankRule {
		if q < n.self {
			return s.leads && s.epoch > n.own.epoch
		}
		return s.epoch >= n.own.epoch
	}
	isNear := max(0, n.own.epoch-s.epoch) < lead
	if q < n.self {
		return isNear && s.leads
	}
	return isNear && !n.own.leads
}
