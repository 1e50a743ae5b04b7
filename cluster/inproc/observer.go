package inproc

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/timeline"
)

// observer sees from outside who leads when. Participants do not know what it
// knows; its clock is the run's own, and no trace has it.
type observer struct {
	mu     sync.Mutex
	seen   timeline.Timeline
	reigns map[int]timeline.Reign // Those that go on.
	bands  map[int]timeline.Band  // Those that go on.
}

func newObserver(nodes []int) *observer {
	return &observer{seen: timeline.Timeline{Nodes: nodes}, reigns: map[int]timeline.Reign{}, bands: map[int]timeline.Band{}}
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
	}
}

func (o *observer) endReign(now time.Duration, node int, how timeline.Ending) {
	if reign, led := o.reigns[node]; led {
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
}

// eased notes that the trouble of a participant is over.
func (o *observer) eased(now time.Duration, node int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.endBand(now, node)
}

func (o *observer) endBand(now time.Duration, node int) {
	if band, in := o.bands[node]; in {
		band.To = now
		o.seen.Bands = append(o.seen.Bands, band)
		delete(o.bands, node)
	}
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
