package inproc

import (
	"math/rand/v2"
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

// Mishaps are those of a run, drawn beforehand from the seed: they are the same
// under every rule. Those of one participant do not overlap.
func (o ElectionOptions) Mishaps() []Mishap {
	return misfortune{o.Seed, participants(o.Participants), o.Duration, o.Interval, o.Crash, o.Pause}.draw()
}

// draw draws the mishaps of a run.
func (f misfortune) draw() []Mishap {
	var all []Mishap
	for _, node := range f.nodes {
		luck := chances(f.seed, ofMishaps, node, 0, 0)
		for at := f.interval; at < f.duration; at += f.interval {
			what, happens := f.mishap(luck)
			if !happens {
				continue
			}
			to := at + f.interval/2 + time.Duration(luck.Int64N(int64(longestMishap*f.interval)))
			all = append(all, Mishap{node, what, at, to})
			for at < to {
				at += f.interval
			}
		}
	}
	return all
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

func mishapsOf(node int, all []Mishap) []Mishap {
	var own []Mishap
	for _, m := range all {
		if m.Node == node {
			own = append(own, m)
		}
	}
	return own
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
	return rand.New(rand.NewPCG(seed, uint64(what)<<60|uint64(from)<<50|uint64(dest)<<40|uint64(interval)))
}
