package memory

import (
	"context"
	"math"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestASizeIsReadWithAndWithoutAUnit(t *testing.T) {
	for text, want := range map[string]Size{"1": 1, "200000": 200_000, "1.5kB": 1500, "3 MB": 3e6, "2MiB": 2 << 20, "100B": 100} {
		var s Size
		require.NoError(t, s.Set(text), text)
		require.Equal(t, want, s, text)
	}
	require.Equal(t, "2.3GB", Size(2_304_000_000).String())
	require.Equal(t, "50MB", Size(50e6).String())
	require.Equal(t, "7B", Size(7).String())
	require.Empty(t, Size(0).String())
}

func TestWhatIsNoSizeIsRefused(t *testing.T) {
	for _, text := range []string{"", "0", "-1", "NaN", "Inf", "1e300", "0.5", "GB", "5 parsecs", "9999999999999999999"} {
		s := Size(5)
		require.ErrorContains(t, s.Set(text), "want ", text)
		require.Equal(t, Size(5), s, text)
	}
}

func TestTheDefaultIsHalfOfWhatThereIsAtMost(t *testing.T) {
	require.Positive(t, Default())
	require.LessOrEqual(t, Default(), available()/2)
	require.Equal(t, int64(math.MaxInt64), number("unlimited"))
	require.Equal(t, int64(math.MaxInt64), number("max"))
	require.Equal(t, int64(4096), number("4096"))
}

// kept is what a test takes.
var kept [][]byte

func TestABoundEndsItsContext(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	ctx, release := Bound(t.Context(), Taken()+100<<20)
	require.Less(t, debug.SetMemoryLimit(-1), before)
	for i := 0; i < 60 && ctx.Err() == nil; i++ {
		_ = make([]byte, 10<<20) // Garbage is not in use.
		time.Sleep(sample)
	}
	require.NoError(t, ctx.Err())
	require.NoError(t, Fits(ctx, 1<<20))
	require.ErrorIs(t, Fits(ctx, 200<<20), ErrExceeded)
	for i := 0; i < 60 && ctx.Err() == nil; i++ {
		kept = append(kept, make([]byte, 10<<20))
		for at := range kept[i] {
			kept[i][at] = 1
		}
		time.Sleep(sample)
	}
	require.ErrorIs(t, context.Cause(ctx), ErrExceeded)
	kept = nil
	release()
	require.Equal(t, before, debug.SetMemoryLimit(-1))
}

func TestABoundEndsWithItsParentAndByItself(t *testing.T) {
	parent, cancel := context.WithCancel(t.Context())
	ctx, release := Bound(parent, 0)
	cancel()
	<-ctx.Done()
	require.ErrorIs(t, context.Cause(ctx), context.Canceled)
	release()
	ctx, release = Bound(t.Context(), 1)
	require.ErrorIs(t, context.Cause(ctx), ErrExceeded)
	release()
}
