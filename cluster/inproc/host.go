package inproc

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/timeline"
)

// host lets a player run as a goroutine, on the wall clock, and fall into its
// mishaps.
type host[M any] struct {
	player player[M]
	world  world
	cards  *cards
	mishap *Mishap // The one that comes next; nil if it is not drawn yet.
	net    *network[M]
	luck   *rand.Rand
	watch  *observer
	start  time.Time
}

// runForReal runs the players as goroutines for the time that w says.
func runForReal[M any](ctx context.Context, w world, players []player[M], watch *observer) (Traffic, time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, w.duration)
	defer cancel()
	var seats []int
	for _, p := range players {
		seats = append(seats, p.id())
	}
	net := newNetwork[M](ctx, w.faults, seats)
	start := time.Now()
	errs := make([]error, len(players))
	var done sync.WaitGroup
	for i, p := range players {
		h := &host[M]{p, w, w.luck.cardsOf(p.id()), nil, net, chances(w.seed, ofLetters, p.id(), 0, 0), watch, start}
		done.Go(func() {
			if errs[i] = h.run(ctx); errs[i] != nil {
				cancel()
			}
		})
	}
	done.Wait()
	net.carried.Wait()
	return net.traffic(), min(w.duration, time.Since(start)), errors.Join(errs...)
}

func (h *host[M]) now() time.Duration { return time.Since(h.start) }

func (h *host[M]) run(ctx context.Context) error {
	if err := h.take(h.player.begin); err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		if ctx.Err() != nil { // It may have ended during a mishap.
			return h.player.end()
		}
		timer.Reset(h.next() - h.now())
		var err error
		select {
		case <-ctx.Done():
			return h.player.end()
		case l := <-h.net.inboxes[h.player.id()]:
			err = h.take(func(now time.Duration) ([]parcel[M], error) { return h.player.receive(now, l) })
		case <-timer.C:
			err = h.onTime(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// drawnAhead is how many intervals are drawn at a time.
const drawnAhead = 1000

// next is when something happens of itself, or when more mishaps are to be drawn.
func (h *host[M]) next() time.Duration {
	for i := 0; i < drawnAhead && h.mishap == nil && h.cards.at != never; i++ {
		if m, happens := h.cards.draw(); happens {
			h.mishap = &m
		}
	}
	if h.mishap != nil {
		return min(h.mishap.From, h.player.due())
	}
	return min(h.cards.at, h.player.due())
}

func (h *host[M]) onTime(ctx context.Context) error {
	now := h.now()
	if h.mishap != nil && h.mishap.From <= now {
		m := *h.mishap
		h.mishap = nil
		return h.suffer(ctx, m)
	}
	if h.player.due() <= now {
		return h.take(h.player.wake)
	}
	return nil
}

// suffer lets a mishap happen. To who is paused letters wait, and come late; those
// to who is down are lost.
func (h *host[M]) suffer(ctx context.Context, m Mishap) error {
	inbox := h.net.inboxes[m.Node]
	if m.What == timeline.Paused {
		inbox = nil
	} else if err := h.player.crash(h.now()); err != nil {
		return err
	}
	h.watch.troubled(h.now(), m.Node, m.What)
	over := time.After(m.To - h.now())
	for waits := true; waits; {
		select {
		case <-ctx.Done():
			return nil
		case <-inbox:
		case <-over:
			waits = false
		}
	}
	h.watch.eased(h.now(), m.Node)
	if m.What == timeline.Paused {
		return nil
	}
	return h.take(h.player.recover)
}

// take has the player do something, tells the observer, and only then sends.
func (h *host[M]) take(do func(now time.Duration) ([]parcel[M], error)) error {
	now := h.now()
	parcels, err := do(now)
	if err != nil {
		return err
	}
	number, leads := h.player.leads()
	h.watch.saw(now, h.player.id(), number, leads)
	for _, p := range parcels {
		h.net.send(h.world.atSeat(p.dest), p.letter, h.luck)
	}
	return nil
}
