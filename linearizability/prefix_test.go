package linearizability

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The plain models tell where a history first fails by trying each prefix.
func TestSmallestFailingPrefixIsTheFirstThatFails(t *testing.T) {
	failed := map[Model]int{}
	for seed := range uint64(some(1_500)) {
		for _, model := range []Model{Counter, KeyValue} {
			h := spoiled(seed, random(seed, model, 3, 10, 0.2))
			first := 0
			for k := 1; k <= len(returns(h.Operations)); k++ {
				verdict := plainly(h.Cut(k))
				if first == 0 && verdict == Fails {
					first = k
				}
				require.Equal(t, first > 0, verdict == Fails, "seed %d: what fails goes on failing\n%s", seed, text(h))
			}
			p := SmallestFailing(t.Context(), h, Options{})
			require.Equal(t, first > 0, p.Result.Verdict == Fails, "seed %d\n%s", seed, text(h))
			require.Equal(t, first, p.Returns, "seed %d\n%s", seed, text(h))
			if first > 0 {
				failed[model]++
				require.NotEmpty(t, p.Result.Reason)
				require.Equal(t, h.Cut(first), p.History)
			}
		}
	}
	t.Log(failed)
	require.Greater(t, failed[Counter], some(300))
	require.Greater(t, failed[KeyValue], some(200))
}

func TestCutKnowsNoMoreThanWasKnownThen(t *testing.T) {
	refused := Operation{Client: 6, Seq: 1, Operation: OpIncrement, Outcome: Failed, Call: 2, Return: 30}
	h := counterOf(inc(1, 1, 1, 5), inc(2, 2, 3, 9), read(3, 1, 5, 8), lost(4, 4), read(5, 2, 6, 9), refused)
	h.Annotations = []Annotation{{Fault, 5, 20, "a"}, {Fault, 6, 7, "b"}}
	require.Equal(t, counterOf().Operations, h.Cut(0).Operations)
	first := h.Cut(1)
	require.Equal(t, []Operation{inc(1, 1, 1, 5), lost(2, 3), {Client: 3, Seq: 1, Operation: OpRead, Outcome: Unknown, Call: 5}, lost(4, 4), refused}, first.Operations)
	require.Equal(t, h.Annotations[:1], first.Annotations)
	require.Equal(t, h, h.Cut(4))
	require.Equal(t, h, h.Cut(5), "more have not returned")
}

func TestLastOperationOfThePrefixIsTheOneThatCameOneTooMany(t *testing.T) {
	p := SmallestFailing(t.Context(), counterOf(inc(1, 1, 1, 2), read(2, 0, 3, 4), read(3, 7, 5, 6)), Options{})
	require.Equal(t, 2, p.Returns)
	require.Equal(t, read(2, 0, 3, 4), p.Last)
	require.Equal(t, "client 2 read 0 (call 3, return 4) after client 1's increment to 1 had returned at 2", p.Result.Reason)
}

func TestGetThatNoOrderExplainsIsNamed(t *testing.T) {
	p := SmallestFailing(t.Context(), storeOf(put(1, "a", 1, 2), get(2, "", 3, 4), get(3, "a", 5, 6)), Options{})
	require.Equal(t, `client 2 got "" from key "k0" (call 3, return 4), and no order of the operations on this key until then explains it`, p.Result.Reason)
}

func TestNoFailingPrefixOfWhatHoldsOrIsUnjudged(t *testing.T) {
	require.Equal(t, Holds, SmallestFailing(t.Context(), counterOf(inc(1, 1, 1, 2)), Options{}).Result.Verdict)
	require.Equal(t, Unjudged, SmallestFailing(t.Context(), counterOf(), Options{}).Result.Verdict)
}

// It fails at once, for key k0 does, but in most prefixes there is but k1, which
// takes too long.
func TestPrefixThatCannotBeNarrowedDownIsUnjudged(t *testing.T) {
	soon, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	h := hard(40)
	for i := range h.Operations {
		h.Operations[i].Key = "k1"
	}
	h.Operations = append(h.Operations, get(90, "nothing", 200, 201))
	p := SmallestFailing(soon, h, Options{})
	require.Equal(t, Unjudged, p.Result.Verdict)
	require.Contains(t, p.Result.Reason, "it fails, and first between its returns")
	require.Contains(t, p.Result.Reason, "did not come to an end")
}
