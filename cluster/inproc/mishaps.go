package inproc

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/timeline"
)

// Mishap is a time in which a participant is down or paused.
type Mishap struct {
	Node     int
	What     timeline.Trouble
	From, To time.Duration
}

// longestMishap is how many intervals a mishap takes at most.
const longestMishap = 12

// misfortune is how often mishaps happen.
type misfortune struct {
	seed     uint64
	nodes    []int // To whom.
	duration time.Duration
	interval time.Duration
	crash    float64 // The chance that a participant crashes in an interval.
	pause    float64 // The chance that it is paused in an interval.
}

// validateMishaps refuses what are no chances of mishaps.
func validateMishaps(crash, pause float64) error {
	if !(crash >= 0 && pause >= 0 && crash+pause < 1) { // So that NaN is refused.
		return fmt.Errorf("crash is %v and pause %v: want chances whose sum is less than 1", crash, pause)
	}
	return nil
}

// luck is what draws the mishaps of a run: they are the same under every rule.
func (o ElectionOptions) luck() misfortune {
	return misfortune{o.Seed, participants(o.Participants), o.Duration, o.Interval, o.Crash, o.Pause}
}

// Mishaps are those of a run, none if nobody can make it. Those of one participant do
// not overlap.
func (o ElectionOptions) Mishaps() []Mishap {
	if o.Validate() != nil {
		return nil
	}
	var all []Mishap
	for _, c := range o.luck().cards() {
		for c.at < o.Duration {
			if m, happens := c.draw(); happens {
				all = append(all, m)
			}
		}
	}
	return all
}

// cards are the mishaps of one participant, drawn interval by interval when time comes
// to it. What one participant draws does not depend on others.
type cards struct {
	misfortune
	node int
	luck *rand.Rand
	at   time.Duration // The interval that is drawn next; never if nothing can happen any more.
}

// cards are those of each participant.
func (f misfortune) cards() []*cards {
	var all []*cards
	for _, node := range f.nodes {
		all = append(all, f.cardsOf(node))
	}
	return all
}

func (f misfortune) cardsOf(node int) *cards {
	c := &cards{f, node, chances(f.seed, ofMishaps, node, 0, 0), f.interval}
	c.stop()
	return c
}

// stop draws no more when the run is over, or if nothing ever happens.
func (c *cards) stop() {
	if c.at >= c.duration || c.crash+c.pause == 0 || !slices.Contains(c.nodes, c.node) {
		c.at = never
	}
}

// draw draws one interval, and the mishap that begins with it, if one does. The next that
// is drawn comes after the mishap.
func (c *cards) draw() (Mishap, bool) {
	from := c.at
	c.at += c.interval
	defer c.stop()
	what, happens := c.mishap(c.luck)
	if !happens {
		return Mishap{}, false
	}
	to := from + c.interval/2 + time.Duration(c.luck.Int64N(int64(longestMishap*c.interval)))
	for c.at-c.interval < to {
		c.at += c.interval
	}
	return Mishap{c.node, what, from, to}, true
}

// mishap draws what happens to a participant in an interval, if anything does.
func (f misfortune) mishap(luck *rand.Rand) (timeline.Trouble, bool) {
	switch x := luck.Float64(); {
	case x < f.crash:
		return timeline.Down, true
	case x < f.crash+f.pause:
		return timeline.Paused, true
	}
	return "", false
}

// What chances are drawn for. Each has a stream of its own, so that none depends
// on how often another was asked.
const (
	ofMishaps = iota + 1
	ofWeather
	ofPatience
	ofLetters
	ofOperations
	ofClocks
)

// chances is a source that depends on the seed, on what it is for, and on who it
// is for and in which interval.
func chances(seed uint64, what, from, dest, interval int) *rand.Rand {
	beyond := uint64(from>>10)<<1 | uint64(dest>>10) // What is not below 1024, and there would reach into what stands before it.
	return rand.New(rand.NewPCG(seed^beyond<<32, uint64(what)<<60|uint64(from&1023)<<50|uint64(dest&1023)<<40|uint64(interval)))
}
