// Package timeline tells, of a run, who led when: for how long nobody did, when
// two did at once, who was deposed alive. It measures what an observer outside saw
// and draws it, as text and as a picture. It knows no protocol and no clock: all
// times are those since the run began.
package timeline

import (
	"slices"
	"time"
)

// Timeline is what was seen of one run.
type Timeline struct {
	Nodes  []int         `json:"nodes"`  // The participants, in ascending order.
	Length time.Duration `json:"length"` // How long the run took, in nanoseconds like all times here.
	Reigns []Reign       `json:"reigns"` // In the order in which they began.
	Bands  []Band        `json:"bands"`  // When participants were down or paused.
}

// Ending is how a reign ended.
type Ending string

// A leader crashes, or yields while it is up, or the run ends first.
const (
	Crashed    Ending = "crashed"
	Yielded    Ending = "yielded"
	StillLeads Ending = "leads still"
)

// Reign is a time in which a participant led without a break.
type Reign struct {
	Node int           `json:"node"`
	Name string        `json:"name"` // The number that it led with.
	From time.Duration `json:"from"`
	To   time.Duration `json:"to"`
	End  Ending        `json:"end"`
}

// Trouble is what keeps a participant from taking steps.
type Trouble string

// Who is Down has crashed and not recovered. Who is Paused takes no step, and does
// not know it.
const (
	Down   Trouble = "down"
	Paused Trouble = "paused"
)

// Band is a time in which a participant took no step.
type Band struct {
	Node int           `json:"node"`
	What Trouble       `json:"what"`
	From time.Duration `json:"from"`
	To   time.Duration `json:"to"`
}

// Stretch is a time in which nobody leads, one, or Several. A paused leader does
// not count: nobody is led by it.
type Stretch struct {
	From, To time.Duration
	Leaders  int
}

// Several is the number of leaders of a stretch in which two or more lead.
const Several = 2

// Stretches part the run; neighbours differ in Leaders.
func (t Timeline) Stretches() []Stretch {
	cuts := []time.Duration{0, t.Length}
	for _, r := range t.Reigns {
		cuts = append(cuts, r.From, r.To)
	}
	for _, b := range t.Bands {
		cuts = append(cuts, b.From, b.To)
	}
	slices.Sort(cuts)
	var all []Stretch
	for i := range len(cuts) - 1 {
		from, to := cuts[i], min(cuts[i+1], t.Length)
		if from >= to {
			continue
		}
		leaders := t.leadersAt(from)
		if n := len(all); n > 0 && all[n-1].Leaders == leaders {
			all[n-1].To = to
			continue
		}
		all = append(all, Stretch{from, to, leaders})
	}
	return all
}

// leadersAt is how many participants lead at a moment and are not paused, at most
// Several.
func (t Timeline) leadersAt(at time.Duration) int {
	n := 0
	for _, r := range t.Reigns {
		if r.From <= at && at < r.To && !t.isIn(Paused, r.Node, at) {
			n++
		}
	}
	return min(n, Several)
}

// isIn is true iff the node is in that trouble at that moment.
func (t Timeline) isIn(what Trouble, node int, at time.Duration) bool {
	return slices.ContainsFunc(t.Bands, func(b Band) bool {
		return b.Node == node && b.What == what && b.From <= at && at < b.To
	})
}
