package linearizability

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// text is a history as a file has it, for messages.
func text(h History) string {
	var b bytes.Buffer
	b.Write(append(appendHeader(nil, h), '\n'))
	for i := range h.Operations {
		b.Write(append(appendOperation(nil, &h.Operations[i]), '\n'))
	}
	return b.String()
}

// some is how many histories are judged where n are, or how many of a kind must be among
// them: a sixth in short tests.
func some(n int) int {
	if testing.Short() {
		return n / 6
	}
	return n
}

// tally counts what was compared, so that no comparison is of one verdict only.
type tally struct{ holds, fails, mattered int }

func (c *tally) add(v Verdict, h History) {
	if v == Fails {
		c.fails++
		return
	}
	c.holds++
	sure := h
	sure.Operations = nil
	for _, o := range h.Operations {
		if o.Outcome == Done {
			sure.Operations = append(sure.Operations, o)
		}
	}
	if h.Model == Counter {
		if v, _ := judgeExactly(sure.Operations); v == Fails {
			c.mattered++
		}
	}
}

func TestExactCheckerAgreesWithPorcupineOnThousandsOfHistories(t *testing.T) {
	c := map[string]*tally{"random": {}, "spoiled": {}, "arbitrary": {}}
	compare := func(what string, seed uint64, h History) {
		want := plainly(h)
		c[what].add(want, h)
		exact, reason := judgeExactly(h.Operations)
		require.Equal(t, want.String(), exact.String(), "exact, %s %d: %s\n%s", what, seed, reason, text(h))
		permits, _ := judgeWithPermits(context.Background(), h.Operations)
		require.Equal(t, want.String(), permits.String(), "permits, %s %d:\n%s", what, seed, text(h))
	}
	for seed := range uint64(some(15_000)) {
		h := random(seed, Counter, 2+int(seed%3), 4+int(seed%9), 0.25)
		compare("random", seed, h)
		compare("spoiled", seed, spoiled(seed, h))
		compare("arbitrary", seed, arbitrary(seed, Counter))
	}
	for what, tally := range c {
		t.Logf("%s: %+v", what, *tally)
	}
	require.Zero(t, c["random"].fails, "what a system did that is right is right")
	require.Greater(t, c["random"].mattered, some(2_000), "histories that hold only for their operations of unknown outcome")
	require.Greater(t, c["spoiled"].fails, some(4_000))
	require.Greater(t, c["spoiled"].holds, some(4_000))
	require.Greater(t, c["arbitrary"].fails, some(5_000))
	require.Greater(t, c["arbitrary"].holds, some(500))
}

func TestExactCheckerAgreesWithPermitsOnLongHistories(t *testing.T) {
	var c tally
	for seed := range uint64(some(400)) {
		h := random(seed, Counter, 6, 300, 0.05)
		for _, h := range []History{h, spoiled(seed, h)} {
			exact, reason := judgeExactly(h.Operations)
			permits, why := judgeWithPermits(t.Context(), h.Operations)
			require.Equal(t, permits.String(), exact.String(), "seed %d: exact: %s, permits: %s", seed, reason, why)
			c.add(exact, h)
		}
	}
	t.Logf("%+v", c)
	require.Greater(t, c.fails, some(100))
	require.Greater(t, c.mattered, some(400))
}
