package inproc

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/election"
)

// RunPublished runs, on the same chances, the rule that package election replaces:
// that of the election in understand-paxos. It is here to be compared, and is no
// part of the protocol. It leaves no trace, for it is no behaviour of the spec.
//
// Each participant counts its own heartbeats in an epoch, lifts it to the greatest
// that it sees, and decides for itself whether it leads, from the epochs and flags
// of all. A crash sets the epoch to 0 and keeps the flag.
//
// Where the published code leaves a choice, this takes the one that is kinder to
// it. Participants share a document: whatever is news to one it passes on at once,
// and nothing old replaces what is newer. And they decide when they hear of a
// change elsewhere, not on their own heartbeat: that puts its sender ahead of all
// others for a moment, and under the rank rule it would lead each time.
func RunPublished(ctx context.Context, o ElectionOptions) (ElectionReport, error) {
	if err := o.Validate(); err != nil {
		return ElectionReport{}, err
	}
	watch := newObserver(participants(o.Participants), nil)
	var players []player[news]
	for _, id := range participants(o.Participants) {
		players = append(players, &publishedNode{
			self: id, rule: o.Rule, interval: o.Interval, known: make(news, o.Participants),
		})
	}
	report, err := runPlayers(ctx, o, players, watch)
	report.Rule = "published " + o.Rule.String()
	return report, err
}

// standing is what one participant says of itself. Of two versions the higher is
// the newer.
type standing struct {
	version int
	epoch   int
	leads   bool
}

// news is what a participant knows of all: news[i] is the standing of i+1.
type news []standing

// lead is how many epochs a challenger must be ahead under its incumbent rule.
const lead = 3

type publishedNode struct {
	self     int
	rule     election.Rule
	interval time.Duration
	known    news
	number   int // The epoch with which it began to lead.
	isDown   bool
	timer    time.Duration
}

// own is the node's own standing.
func (n *publishedNode) own() *standing { return &n.known[n.self-1] }

func (n *publishedNode) id() int    { return n.self }
func (n *publishedNode) end() error { return nil }

func (n *publishedNode) leads() (string, bool) {
	return fmt.Sprint(n.number), n.own().leads && !n.isDown
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

// wake counts a heartbeat.
func (n *publishedNode) wake(now time.Duration) ([]parcel[news], error) {
	n.timer = now + n.interval
	n.own().version++
	n.own().epoch++
	return n.tell(), nil
}

// receive takes what is newer, decides, and passes it on.
func (n *publishedNode) receive(_ time.Duration, l letter[news]) ([]parcel[news], error) {
	isNews := false
	for i, s := range l.message {
		if s.version > n.known[i].version {
			n.known[i], isNews = s, true
		}
	}
	if !isNews {
		return nil, nil
	}
	n.decide()
	return n.tell(), nil
}

// tell sends all that the node knows to the others.
func (n *publishedNode) tell() []parcel[news] {
	all := slices.Clone(n.known)
	var parcels []parcel[news]
	for i := range n.known {
		if dest := i + 1; dest != n.self {
			parcels = append(parcels, parcel[news]{dest, letter[news]{message: all}})
		}
	}
	return parcels
}

func (n *publishedNode) crash(time.Duration) error {
	n.isDown = true
	return nil
}

// recover returns with an epoch of 0, and with its flag.
func (n *publishedNode) recover(now time.Duration) ([]parcel[news], error) {
	n.isDown = false
	n.own().version++
	n.own().epoch = 0
	n.timer = now + n.interval
	return n.tell(), nil
}

// decide is the published decision: lead unless some other is to be yielded to,
// and lift the epoch to the greatest known, by one more when beginning to lead.
func (n *publishedNode) decide() {
	before := *n.own()
	leads, greatest := true, before.epoch
	for i, s := range n.known {
		leads = leads && !n.yieldsTo(i+1, s)
		greatest = max(greatest, s.epoch)
	}
	now := standing{before.version, greatest, leads}
	if leads && !before.leads {
		now.epoch++
		n.number = now.epoch
	}
	if now != before {
		now.version++
	}
	*n.own() = now
}

// yieldsTo is true iff the node lets q lead, whose standing is s.
func (n *publishedNode) yieldsTo(q int, s standing) bool {
	if q == n.self {
		return false
	}
	own := *n.own()
	if n.rule == election.RankRule {
		if q < n.self {
			return s.leads && s.epoch > own.epoch
		}
		return s.epoch >= own.epoch
	}
	isNear := max(0, own.epoch-s.epoch) < lead
	if q < n.self {
		return isNear && s.leads
	}
	return isNear && !own.leads
}
