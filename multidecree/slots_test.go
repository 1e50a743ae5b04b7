package multidecree

import (
	"encoding/json"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sorted are the entries of a map in the order of instances.
func sorted(m map[int]Entry) []Entry {
	var list []Entry
	for _, i := range slices.Sorted(maps.Keys(m)) {
		list = append(list, m[i])
	}
	return list
}

// TestSlotsDoWhatAMapDoes changes both at random, and looks at an old copy again.
func TestSlotsDoWhatAMapDoes(t *testing.T) {
	decrees := []Decree{NoOp, `["a"]`, `["b"]`}
	for seed := range uint64(15) {
		random := rand.New(rand.NewPCG(seed, 0))
		var s, old Slots[Entry]
		m, oldMap := map[int]Entry{}, map[int]Entry{}
		for range 300 {
			switch i := 1 + random.IntN(9000); random.IntN(30) {
			case 0:
				s = s.Above(i)
				maps.DeleteFunc(m, func(k int, _ Entry) bool { return k <= i })
			case 1:
				old, oldMap = s, maps.Clone(m)
			default:
				m[i] = Entry{i, decrees[random.IntN(len(decrees))]}
				s = s.With(m[i])
			}
		}
		require.Equal(t, sorted(m), slices.Collect(s.All()))
		require.Equal(t, sorted(oldMap), slices.Collect(old.All()), "a copy stays as it was")
		require.Equal(t, slotsOf(sorted(m)), s, "one content, one tree")
		compareSlots(t, s, m)
		compareSince(t, s, old, m)
	}
}

func slotsOf(list []Entry) Slots[Entry] {
	var s Slots[Entry]
	for _, e := range list {
		s = s.With(e)
	}
	return s
}

func compareSlots(t *testing.T, s Slots[Entry], m map[int]Entry) {
	require.Equal(t, len(m), s.Len())
	for i := -1; i <= 9010; i += 1 + 7*(i&1) {
		e, ok := s.Get(i)
		want, wanted := m[i]
		require.Equal(t, wanted, ok)
		require.Equal(t, want, e)
		require.Equal(t, wanted, s.Has(i))
		from := slices.DeleteFunc(sorted(m), func(e Entry) bool { return e.Instance < i })
		require.ElementsMatch(t, from, slices.Collect(s.From(i)))
		above := slices.DeleteFunc(from, func(e Entry) bool { return e.Instance == i })
		require.Equal(t, slotsOf(above), s.Above(i))
	}
	if len(m) > 0 {
		require.Equal(t, slices.Max(slices.Collect(maps.Keys(m))), s.Max())
	}
}

func compareSince(t *testing.T, s, old Slots[Entry], m map[int]Entry) {
	want := maps.Clone(m)
	maps.DeleteFunc(want, func(i int, e Entry) bool {
		was, ok := old.Get(i)
		return ok && was == e
	})
	require.Equal(t, sorted(want), s.Since(old))
	require.Empty(t, s.Since(s))
	require.Equal(t, sorted(m), s.Since(Slots[Entry]{}))
}

func TestEmptySlotsHaveNoGreatestInstance(t *testing.T) {
	require.Zero(t, Slots[Entry]{}.Max())
	require.Equal(t, Slots[Entry]{}, Slots[Entry]{}.With(Entry{3, NoOp}).Above(3))
}

func TestSlotsHaveRoomForEveryInstance(t *testing.T) {
	var s Slots[Entry]
	for _, i := range []int{math.MaxInt, 1, 1 << 40, 64} {
		s = s.With(Entry{i, NoOp})
		require.True(t, s.Has(i))
	}
	require.Equal(t, []Entry{{1 << 40, NoOp}, {math.MaxInt, NoOp}}, slices.Collect(s.Above(64).All()))
	require.Equal(t, []Entry{{1 << 40, NoOp}, {math.MaxInt, NoOp}}, s.Since(slotsOf([]Entry{{1, NoOp}, {64, NoOp}})))
	require.Empty(t, slotsOf([]Entry{{1, NoOp}, {64, NoOp}}).Since(s))
}

func TestSlotsThatAreNoSetAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                           "cannot unmarshal object",
		`[{"instance":0,"decree":[]}]`: "instance 0: want positive instances in ascending order, each once",
		`[{"instance":2,"decree":[]},{"instance":1,"decree":[]}]`:    "instance 1: want positive instances",
		`[{"instance":2,"decree":[]},{"instance":2,"decree":["a"]}]`: "instance 2: want positive instances",
		`[{"instance":1,"decree":"a"}]`:                              "want a list",
	} {
		var s Slots[Entry]
		assert.ErrorContains(t, json.Unmarshal([]byte(text), &s), want, text)
		assert.Equal(t, Slots[Entry]{}, s)
	}
}

// BenchmarkSlotsWith writes the next entry of a long log.
func BenchmarkSlotsWith(b *testing.B) {
	var s Slots[Entry]
	for i := range 100_000 {
		s = s.With(Entry{i + 1, NoOp})
	}
	b.ReportAllocs()
	for b.Loop() {
		after := s.With(Entry{s.Max() + 1, NoOp})
		if len(after.Since(s)) != 1 {
			b.Fatal("one entry is new")
		}
	}
}
