package linearizability

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// In half of the random histories each put has a text of its own, in the others
// they share few.
func TestKeysAreJudgedAsTheWholeStoreIsOnThousandsOfHistories(t *testing.T) {
	c := map[string]*tally{"random": {}, "spoiled": {}, "arbitrary": {}}
	took := 0
	compare := func(what string, seed uint64, h History) {
		want := plainly(h)
		c[what].add(want, h)
		got, reason := judgeKeys(t.Context(), h.Operations)
		require.Equal(t, want.String(), got.String(), "%s %d: %s\n%s", what, seed, reason, text(h))
		took += mustHaveTakenEffect(h)
	}
	for seed := range uint64(some(8_000)) {
		r := &run{Rand: rand.New(rand.NewPCG(seed, 1)), model: KeyValue, keys: 2, values: int(seed%2) * 3, unknown: 0.25, failed: 0.05}
		h := r.random(2+int(seed%3), 4+int(seed%9))
		compare("random", seed, h)
		compare("spoiled", seed, spoiled(seed, h))
		compare("arbitrary", seed, arbitrary(seed, KeyValue))
	}
	for what, tally := range c {
		t.Logf("%s: %+v", what, *tally)
	}
	require.Zero(t, c["random"].fails, "what a system did that is right is right")
	require.Greater(t, c["spoiled"].fails, some(800))
	require.Greater(t, c["spoiled"].holds, some(4_000))
	require.Greater(t, c["arbitrary"].fails, some(2_000))
	require.Greater(t, c["arbitrary"].holds, some(2_000))
	require.Greater(t, took, some(1_000))
}

// mustHaveTakenEffect counts the puts of unknown outcome that were read.
func mustHaveTakenEffect(h History) int {
	n := 0
	for _, ops := range byKey(h.Operations) {
		end := endOf(ops)
		for _, o := range keyOperations(ops) {
			if o.Input.(onKey).Outcome == Unknown && o.Return < end {
				n++
			}
		}
	}
	return n
}

func TestPutOfUnknownOutcomeMayTakeEffectLate(t *testing.T) {
	late := func(value string) Operation {
		return Operation{Client: 1, Seq: 1, Operation: OpPut, Outcome: Unknown, Key: "k0", Value: value, Call: 0}
	}
	empty := storeOf(late(""), get(2, "", 1, 2), put(3, "a", 3, 4), get(4, "", 5, 6))
	require.Equal(t, Holds, Check(t.Context(), empty, Options{}).Verdict, "it read as it was at first, before it was put")
	shared := storeOf(late("a"), put(2, "a", 1, 2), get(3, "a", 3, 4), put(4, "b", 5, 6), get(5, "a", 7, 8))
	require.Equal(t, Holds, Check(t.Context(), shared, Options{}).Verdict)
	once := storeOf(late("a"), get(3, "a", 3, 4), put(4, "b", 5, 6), get(5, "a", 7, 8))
	require.Equal(t, Fails, Check(t.Context(), once, Options{}).Verdict, "it takes effect but once")
}

func TestPutsThatNobodyReadCostNothing(t *testing.T) {
	h := storeOf(put(1, "a", 1, 2), get(2, "b", 3, 4), put(3, "b", 1, 2), get(4, "a", 5, 6))
	for i := range 1_000 {
		h.Operations = append(h.Operations, Operation{Client: 10 + i, Seq: 1, Operation: OpPut, Outcome: Unknown, Key: "k0", Value: text(counterOf(lost(i, 1))), Call: 1})
	}
	require.Equal(t, Fails, Check(t.Context(), h, Options{}).Verdict)
}

func TestADeleteLeavesNothing(t *testing.T) {
	removed := func(client int, outcome Outcome, call, ret int64) Operation {
		return Operation{Client: client, Seq: 1, Operation: OpDelete, Outcome: outcome, Key: "k0", Call: call, Return: ret}
	}
	require.Equal(t, Holds, Check(t.Context(), storeOf(put(1, "a", 1, 2), removed(2, Done, 3, 4), get(3, "", 5, 6)), Options{}).Verdict)
	r := Check(t.Context(), storeOf(put(1, "a", 1, 2), removed(2, Done, 3, 4), get(3, "a", 5, 6)), Options{})
	require.Equal(t, Fails, r.Verdict)
	late := storeOf(removed(2, Unknown, 1, 0), put(1, "a", 2, 3), get(3, "a", 4, 5), get(4, "", 6, 7), get(5, "a", 8, 9))
	require.Equal(t, Fails, Check(t.Context(), late, Options{}).Verdict, "it was put once")
	late.Operations = late.Operations[:4]
	require.Equal(t, Holds, Check(t.Context(), late, Options{}).Verdict)
}
