// Package published is the election rule of understand-paxos, an election that was published
// before this project began. Package election replaces it. It is here to be compared with, on
// the same random numbers, and is no part of the protocol. It leaves no trace, because it is
// no behaviour of spec/Election.tla. docs/election-runs.md shows what goes wrong with it.
//
// Each participant counts its own heartbeats in an epoch, raises the epoch to the greatest
// one that it sees, and decides for itself whether it leads, from the epochs and flags of
// all. A crash sets the epoch to 0 and keeps the flag.
//
// Where the published code leaves a choice, this package makes the kinder one. The
// participants share a document: each passes news on at once, and an old version never
// replaces a newer one. A participant decides when it hears of a change elsewhere, and not on
// its own heartbeat: that heartbeat puts it ahead of all others for a moment, and under the
// rank rule it would lead each time.
package published

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/election"
)

// Run runs an election by the published rule, under the rule that o names, and with the
// faults that inproc.RunElection has for the same options.
func Run(ctx context.Context, o inproc.ElectionOptions) (inproc.ElectionReport, error) {
	if err := o.Validate(); err != nil {
		return inproc.ElectionReport{}, err
	}
	var nodes []inproc.ElectionProcess[document]
	for id := 1; id <= o.Participants; id++ {
		nodes = append(nodes, newNode(id, o))
	}
	report, err := inproc.RunOtherElection(ctx, o, nodes)
	report.Rule = "published " + o.Rule.String()
	return report, err
}

// entry is what one participant says of itself. Of two entries the one with the higher
// version is newer.
type entry struct {
	version int
	epoch   int
	leads   bool
}

// document is what a participant knows of all participants: document[i] is the entry of i+1.
type document []entry

// lead is how many epochs a challenger must be ahead under the incumbent rule.
const lead = 3

// node is a participant.
type node struct {
	self     int
	rule     election.Rule
	interval time.Duration
	known    document
	number   int // The epoch with which it began to lead.
	isDown   bool
	timer    time.Duration
}

func newNode(id int, o inproc.ElectionOptions) *node {
	return &node{self: id, rule: o.Rule, interval: o.Interval, known: make(document, o.Participants)}
}

// own is the node's own entry.
func (n *node) own() *entry { return &n.known[n.self-1] }

// ID is the participant's.
func (n *node) ID() int { return n.self }

// Leads reports whether the node believes that it leads, and since which epoch.
func (n *node) Leads() (string, bool) {
	return fmt.Sprint(n.number), n.own().leads && !n.isDown
}

// Due is when the next heartbeat comes.
func (n *node) Due() (time.Duration, bool) { return n.timer, !n.isDown }

// Start sets the timer for the first heartbeat.
func (n *node) Start(now time.Duration) { n.timer = now + n.interval }

// Wake counts a heartbeat.
func (n *node) Wake(now time.Duration) []inproc.Outgoing[document] {
	n.timer = now + n.interval
	n.own().version++
	n.own().epoch++
	return n.tell()
}

// Receive takes over newer entries, decides, and passes them on.
func (n *node) Receive(_ time.Duration, m document) []inproc.Outgoing[document] {
	isNews := false
	for i, s := range m {
		if s.version > n.known[i].version {
			n.known[i], isNews = s, true
		}
	}
	if !isNews {
		return nil
	}
	n.decide()
	return n.tell()
}

// tell sends the document of the node to the others.
func (n *node) tell() []inproc.Outgoing[document] {
	all := slices.Clone(n.known)
	var sent []inproc.Outgoing[document]
	for i := range n.known {
		if dest := i + 1; dest != n.self {
			sent = append(sent, inproc.Outgoing[document]{Dest: dest, Message: all})
		}
	}
	return sent
}

// Crash takes the node down.
func (n *node) Crash(time.Duration) { n.isDown = true }

// Recover brings the node back with an epoch of 0, and with the flag that it had.
func (n *node) Recover(now time.Duration) []inproc.Outgoing[document] {
	n.isDown = false
	n.own().version++
	n.own().epoch = 0
	n.timer = now + n.interval
	return n.tell()
}

// decide is the published decision: the node leads unless it yields to some other. It raises
// its epoch to the greatest that it knows, and by one more when it begins to lead.
func (n *node) decide() {
	before := *n.own()
	leads, greatest := true, before.epoch
	for i, s := range n.known {
		leads = leads && !n.yieldsTo(i+1, s)
		greatest = max(greatest, s.epoch)
	}
	now := entry{before.version, greatest, leads}
	if leads && !before.leads {
		now.epoch++
		n.number = now.epoch
	}
	if now != before {
		now.version++
	}
	*n.own() = now
}

// yieldsTo reports whether the node lets q lead, whose entry is s.
func (n *node) yieldsTo(q int, s entry) bool {
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
