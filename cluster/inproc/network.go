package inproc

import (
	"cmp"
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Faults says what the network and the participants suffer.
type Faults struct {
	Loss      float64       // The chance that a message is lost.
	Duplicate float64       // The chance that a message arrives twice.
	Delay     time.Duration // A message takes any time up to this.
	Crash     float64       // The chance that a participant crashes after a step.
	Crashes   int           // How often one participant may crash in a run.
}

// Validate refuses chances that are none.
func (f Faults) Validate() error {
	return cmp.Or(
		limits.Chance("loss", f.Loss),
		limits.Chance("duplicate", f.Duplicate),
		limits.NotNegative("delay", f.Delay, limits.Time),
		limits.Chance("crash", f.Crash),
		limits.Count("crashes", f.Crashes, 0, limits.Number),
	)
}

// Traffic counts what became of messages.
type Traffic struct {
	Sent       int64 `json:"sent"` // Those sent again included.
	Lost       int64 `json:"lost"`
	Duplicated int64 `json:"duplicated"`
}

// letter is a message on its way, with the event that sent it.
type letter[M any] struct {
	message M
	cause   trace.ID
}

// network carries letters between goroutines, badly. Each has an inbox.
type network[M any] struct {
	faults  Faults
	inboxes map[int]chan letter[M]
	ctx     context.Context // Ends the carrying.
	carried sync.WaitGroup  // The letters on their way.
	carries atomic.Int64    // How many they are.
	sent    atomic.Int64
	lost    atomic.Int64
	doubled atomic.Int64
}

func newNetwork[M any](ctx context.Context, faults Faults, nodes []int) *network[M] {
	n := &network[M]{faults: faults, inboxes: map[int]chan letter[M]{}, ctx: ctx}
	for _, node := range nodes {
		n.inboxes[node] = make(chan letter[M])
	}
	return n
}

// send carries the letter to dest, or loses it, or brings it twice, as the
// sender's luck has it. It does not wait.
func (n *network[M]) send(dest int, l letter[M], luck *rand.Rand) {
	n.sent.Add(1)
	if luck.Float64() < n.faults.Loss {
		n.lost.Add(1)
		return
	}
	n.carry(dest, l, luck)
	if luck.Float64() < n.faults.Duplicate {
		n.doubled.Add(1)
		n.carry(dest, l, luck)
	}
}

// mostCarried is how many letters are on their way at most; others are lost.
const mostCarried = 100_000

func (n *network[M]) carry(dest int, l letter[M], luck *rand.Rand) {
	delay := time.Duration(luck.Int64N(int64(n.faults.Delay) + 1))
	if n.carries.Add(1) > mostCarried {
		n.carries.Add(-1)
		n.lost.Add(1)
		return
	}
	n.carried.Go(func() {
		defer n.carries.Add(-1)
		select {
		case <-time.After(delay):
		case <-n.ctx.Done():
			return
		}
		select {
		case n.inboxes[dest] <- l:
		case <-n.ctx.Done():
		}
	})
}

func (n *network[M]) traffic() Traffic {
	return Traffic{Sent: n.sent.Load(), Lost: n.lost.Load(), Duplicated: n.doubled.Load()}
}
