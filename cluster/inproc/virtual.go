package inproc

import (
	"container/heap"
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/timeline"
)

// virtual is a world without goroutines and clock: events happen one after the
// other in the order of their times. A seed fixes all of it. What befalls the
// players is drawn when time comes to it, and depends on nothing else. Nor does the
// weather where it comes in bursts: in an interval a link loses every letter or none,
// so that players under different rules, who send other letters, suffer the same.
// Elsewhere a link has its own luck with each letter.
//
// Time goes on whatever players do. Where letters take next to no time, whoever is answered
// at once asks again at once, and no interval would end: what comes to a player beyond
// busyAt waits for the next interval, and from then on the player takes few in each.
type virtual[M any] struct {
	w       world
	cards   []*cards              // In the order of players: of what happens at one time the first goes first.
	idle    int                   // How much has happened since the last step.
	steps   int64                 // How many there were then.
	links   map[[2]int]*rand.Rand // The luck of each link, where the weather has no bursts.
	now     time.Duration
	events  queue
	order   int
	seats   map[int]*seat[M]
	watch   *observer
	traffic Traffic
	err     error // The first; it ends the run.
}

// seat is a player in a virtual world.
type seat[M any] struct {
	player  player[M]
	trouble timeline.Trouble // "" if it has none.
	until   time.Duration    // When the trouble is over.
	armed   time.Duration    // When it is going to be woken.
	period  time.Duration    // The interval in which it was last busy, by its number,
	took    int              // and how much it took in that.
	isSlow  bool             // Whether it ever took more than busyAt in one.
}

// event is something that happens at a time; of those at one time the first that
// was planned is the first that happens.
type event struct {
	at    time.Duration
	order int
	do    func()
}

// What a virtual world bears.
const (
	busyAt        = 5_000 // More than comes to a player in an interval if letters take time.
	slowly        = 50    // What a slow player takes in an interval, and so much more for each player there is.
	slowlyForEach = 5
	mostUnderWay  = 1_000_000 // Letters that have not arrived, and times to wake somebody.
	mostIdleTimes = 1_000_000 // Without a step, in a run that a number of steps ends.
)

// runVirtually runs the players for the time that w says, in no time.
func runVirtually[M any](ctx context.Context, w world, players []player[M], watch *observer) (Traffic, time.Duration, error) {
	v := &virtual[M]{
		w: w, cards: w.luck.cards(), links: map[[2]int]*rand.Rand{}, seats: map[int]*seat[M]{}, watch: watch,
	}
	for _, p := range players {
		v.seats[p.id()] = &seat[M]{player: p, armed: never}
	}
	for _, p := range players {
		v.take(v.seats[p.id()], p.begin)
	}
	for v.err == nil && ctx.Err() == nil && v.next() {
		v.check()
	}
	for _, p := range players {
		if v.err == nil {
			v.err = p.end()
		}
	}
	if ctx.Err() != nil {
		return v.traffic, v.now, v.err
	}
	return v.traffic, w.duration, v.err
}

// next has the next thing happen, unless the time is over. A mishap comes before all else
// that happens at its time.
func (v *virtual[M]) next() bool {
	at := never
	if len(v.events) > 0 {
		at = v.events[0].at
	}
	for _, c := range v.cards {
		at = min(at, c.at)
	}
	if at >= v.w.duration {
		return false
	}
	for _, c := range v.cards {
		if c.at != at {
			continue
		}
		if m, happens := c.draw(); happens {
			v.now = at
			v.suffer(m)
		}
		return true
	}
	e := heap.Pop(&v.events).(event)
	v.now = e.at
	e.do()
	return true
}

// check ends a run that grows without bound, or in which nobody does anything.
func (v *virtual[M]) check() {
	if len(v.events) > mostUnderWay && v.err == nil {
		v.err = fmt.Errorf("after %v more than %d messages are under way: want a longer interval, a shorter delay, or fewer clients", v.now, mostUnderWay)
	}
	if v.w.steps == nil || v.err != nil {
		return
	}
	v.idle++
	if steps := v.w.steps(); steps != v.steps {
		v.steps, v.idle = steps, 0
	}
	if v.idle > mostIdleTimes {
		v.err = fmt.Errorf("after %v nobody takes a step any more, so that there will be no more events than %d: want a shorter duration, or fewer crashes", v.now, v.steps)
	}
}

// isBusy reports whether a player has taken all that it takes in this interval, and returns
// when the next one begins.
func (v *virtual[M]) isBusy(s *seat[M]) (until time.Duration, busy bool) {
	if period := v.now / v.w.interval; period != s.period {
		s.period, s.took = period, 0
	}
	s.took++
	if s.took > busyAt {
		s.isSlow = true
	}
	return (s.period + 1) * v.w.interval, s.isSlow && s.took > slowly+slowlyForEach*len(v.seats)
}

func (v *virtual[M]) plan(at time.Duration, do func()) {
	v.order++
	heap.Push(&v.events, event{at, v.order, do})
}

// take has a player do something, tells the observer, sends, and plans when the
// player is woken next.
func (v *virtual[M]) take(s *seat[M], do func(now time.Duration) ([]parcel[M], error)) {
	parcels, err := do(v.now)
	if err != nil {
		v.err = err
		return
	}
	number, leads := s.player.leads()
	v.watch.saw(v.now, s.player.id(), number, leads)
	for _, p := range parcels {
		v.send(s.player.id(), p)
	}
	due := s.player.due()
	if due == s.armed || due == never {
		return
	}
	s.armed = due
	v.plan(max(due, v.now), func() { v.wake(s, due) })
}

// wake wakes a player, unless it wants to be woken at another time by now.
func (v *virtual[M]) wake(s *seat[M], due time.Duration) {
	if s.player.due() != due {
		return
	}
	if s.trouble == timeline.Paused {
		v.plan(s.until, func() { v.wake(s, due) })
		return
	}
	if until, busy := v.isBusy(s); busy {
		v.plan(until, func() { v.wake(s, due) })
		return
	}
	s.armed = never
	v.take(s, s.player.wake)
}

// send loses the parcel or delivers it, once or twice, as the link has it in this
// interval.
func (v *virtual[M]) send(from int, p parcel[M]) {
	v.traffic.Sent++
	link, faults := v.link(from, p.dest), v.w.faults
	loss := faults.Loss
	if v.w.loss != nil {
		loss = v.w.loss(v.now, from, p.dest)
	}
	isLost, isDoubled := link.Float64() < loss, link.Float64() < faults.Duplicate
	if isLost {
		v.traffic.Lost++
		return
	}
	delay := func() time.Duration { return time.Duration(link.Int64N(int64(faults.Delay) + 1)) }
	v.plan(v.now+delay(), func() { v.deliver(p) })
	if isDoubled {
		v.traffic.Duplicated++
		v.plan(v.now+delay(), func() { v.deliver(p) })
	}
}

// link is what a letter from one player to another depends on.
func (v *virtual[M]) link(from, dest int) *rand.Rand {
	if v.w.bursts {
		return chances(v.w.seed, ofWeather, from, dest, int(v.now/v.w.interval))
	}
	at := [2]int{from, dest}
	if v.links[at] == nil {
		v.links[at] = chances(v.w.seed, ofLetters, from, dest, 0)
	}
	return v.links[at]
}

// deliver brings a parcel to who is up, keeps it for who is paused, and loses it if
// the player is down.
func (v *virtual[M]) deliver(p parcel[M]) {
	s := v.seats[v.w.atSeat(p.dest)]
	switch s.trouble {
	case timeline.Down:
	case timeline.Paused:
		v.plan(s.until, func() { v.deliver(p) })
	default:
		if until, busy := v.isBusy(s); busy {
			v.plan(until, func() { v.deliver(p) })
			return
		}
		v.take(s, func(now time.Duration) ([]parcel[M], error) { return s.player.receive(now, p.letter) })
	}
}

func (v *virtual[M]) suffer(m Mishap) {
	s := v.seats[m.Node]
	if m.What == timeline.Down {
		if v.err = s.player.crash(v.now); v.err != nil {
			return
		}
	}
	s.trouble, s.until = m.What, m.To
	v.watch.troubled(v.now, m.Node, m.What)
	v.plan(m.To, func() { v.ease(s, m) })
}

func (v *virtual[M]) ease(s *seat[M], m Mishap) {
	s.trouble = ""
	v.watch.eased(v.now, m.Node)
	if m.What == timeline.Down {
		v.take(s, s.player.recover)
	}
}

// queue is a heap of events.
type queue []event

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(event)) }

func (q queue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].order < q[j].order
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	*q = (*q)[:last]
	return e
}
