package linearizability

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/anishathalye/porcupine"

	"github.com/lockstep-paxos/lockstep/internal/memory"
)

// maxForPorcupine bounds how many operations on one counter or key Porcupine is
// asked about: it remembers sets of them, and as many sets as there are operations,
// at least.
const maxForPorcupine = 10_000

// search has Porcupine look for an order of the operations. It gives up soon after
// ctx is done; Porcupine itself knows of no ctx but its own.
func search(ctx context.Context, m porcupine.Model, ops []porcupine.Operation) (Verdict, string) {
	if len(ops) > maxForPorcupine {
		return Unjudged, fmt.Sprintf("%d operations are too many for Porcupine, which takes %d on one counter or key", len(ops), maxForPorcupine)
	}
	m, gaveUp := giveUpWith(ctx, m)
	switch {
	case porcupine.CheckOperations(m, ops):
		return Holds, ""
	case gaveUp.Load():
		return Unjudged, "Porcupine did not come to an end: " + whyStopped(ctx)
	}
	return Fails, ""
}

// whyStopped is why ctx is done, and if it is for want of memory what to do.
func whyStopped(ctx context.Context) string {
	cause := context.Cause(ctx)
	if errors.Is(cause, memory.ErrExceeded) {
		return fmt.Sprintf("%v; allow more (--max-bytes), or check a shorter history", cause)
	}
	return cause.Error()
}

// giveUpWith is m, in which nothing is possible any more once ctx is done; then it
// says so. Without possible steps a search ends.
func giveUpWith(ctx context.Context, m porcupine.Model) (porcupine.Model, *atomic.Bool) {
	gaveUp := new(atomic.Bool)
	step := m.Step
	m.StepContext = func(_ context.Context, state, input, output any) (bool, any) {
		if ctx.Err() != nil {
			gaveUp.Store(true)
			return false, nil
		}
		return step(state, input, output)
	}
	return m, gaveUp
}

// endOf is a moment after all others of the operations: when those of unknown
// outcome return, for Porcupine.
func endOf(ops []Operation) int64 {
	end := int64(0)
	for i := range ops {
		end = max(end, ops[i].Call, ops[i].Return)
	}
	return end + 1
}
