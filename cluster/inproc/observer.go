package inproc

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/linearizability"
)

// observer sees from outside who leads when. Participants do not know what it
// knows; its clock is the run's own, and no trace has it.
type observer struct {
	mu     sync.Mutex
	seen   timeline.Timeline
	reigns map[int]timeline.Reign // Those that go on.
	bands  map[int]timeline.Band  // Those that go on.

	moment        func() int64  // What the clock of the history shows, which clients have.
	ledSince      map[int]int64 // What it showed when those who lead began to.
	troubledSince map[int]int64 // What it showed when the troubles began.
	notes         []linearizability.Annotation
}

// newObserver is one that has seen nothing yet. Moment is the clock of the history, nil
// if there are no clients.
func newObserver(nodes []int, moment func() int64) *observer {
	if moment == nil {
		moment = func() int64 { return 0 }
	}
	return &observer{
		seen: timeline.Timeline{Nodes: nodes}, reigns: map[int]timeline.Reign{}, bands: map[int]timeline.Band{},
		moment: moment, ledSince: map[int]int64{}, troubledSince: map[int]int64{},
	}
}

// saw notes what a participant believes after a step.
func (o *observer) saw(now time.Duration, node int, number string, leads bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	reign, led := o.reigns[node]
	if led && (!leads || reign.Name != number) {
		o.endReign(now, node, timeline.Yielded)
		led = false
	}
	if leads && !led {
		o.reigns[node] = timeline.Reign{Node: node, Name: number, From: now}
		o.ledSince[node] = o.moment()
	}
}

func (o *observer) endReign(now time.Duration, node int, how timeline.Ending) {
	if reign, led := o.reigns[node]; led {
		o.note(linearizability.LeaderChange, o.ledSince[node], fmt.Sprintf("participant %d presides in %s (%s)", node, reign.Name, how))
		reign.To, reign.End = now, how
		o.seen.Reigns = append(o.seen.Reigns, reign)
		delete(o.reigns, node)
	}
}

// troubled notes that a participant crashes, which ends its reign, or is paused.
func (o *observer) troubled(now time.Duration, node int, what timeline.Trouble) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if what == timeline.Down {
		o.endReign(now, node, timeline.Crashed)
	}
	o.bands[node] = timeline.Band{Node: node, What: what, From: now}
	o.troubledSince[node] = o.moment()
}

// eased notes that the trouble of a participant is over.
func (o *observer) eased(now time.Duration, node int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.endBand(now, node)
}

func (o *observer) endBand(now time.Duration, node int) {
	if band, in := o.bands[node]; in {
		o.note(linearizability.Fault, o.troubledSince[node], fmt.Sprintf("participant %d is %s", node, band.What))
		band.To = now
		o.seen.Bands = append(o.seen.Bands, band)
		delete(o.bands, node)
	}
}

// note notes for the history what went on since a moment, and is over now.
func (o *observer) note(kind linearizability.AnnotationKind, since int64, text string) {
	o.notes = append(o.notes, linearizability.Annotation{Kind: kind, From: since, To: o.moment(), Text: text})
}

// reign is whether the participant leads with that number now, and whether it does
// so without being paused.
func (o *observer) reign(node int, number string) (leads, unpaused bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	reign, led := o.reigns[node]
	leads = led && reign.Name == number
	return leads, leads && o.bands[node].What != timeline.Paused
}

// finish is all that was seen of a run that ends now.
func (o *observer) finish(now time.Duration) timeline.Timeline {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, node := range o.seen.Nodes {
		o.endReign(now, node, timeline.StillLeads)
		o.endBand(now, node)
	}
	slices.SortFunc(o.seen.Reigns, func(a, b timeline.Reign) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Node, b.Node))
	})
	slices.SortFunc(o.seen.Bands, func(a, b timeline.Band) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Node, b.Node))
	})
	o.seen.Length = now
	return o.seen
}
