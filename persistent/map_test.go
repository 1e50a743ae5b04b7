package persistent_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/persistent"
)

// of is the map that a Go map is.
func of(m map[int]string) (p persistent.Map[string]) {
	for k, v := range m {
		p = p.With(k, v)
	}
	return p
}

func same(a, b string) bool { return a == b }

// TestAMapDoesWhatGosMapDoes changes both at random, and looks at an old copy again. Equal maps
// are equal trees, in whatever order they were filled.
func TestAMapDoesWhatGosMapDoes(t *testing.T) {
	for seed := range uint64(9) {
		random := rand.New(rand.NewPCG(seed, 0))
		var p, old persistent.Map[string]
		m, oldMap := map[int]string{}, map[int]string{}
		size := []int{20, 300, 70_000}[seed%3]
		for range 300 {
			k := random.IntN(size)
			switch random.IntN(12) {
			case 0:
				old, oldMap = p, maps.Clone(m)
			case 1:
				k /= 4
				p = p.Above(k)
				maps.DeleteFunc(m, func(key int, _ string) bool { return key <= k })
			case 2, 3, 4, 5:
				p = p.Without(k)
				delete(m, k)
			default:
				m[k] = []string{"a", "b", ""}[random.IntN(3)]
				p = p.With(k, m[k])
			}
			require.Equal(t, of(m), p, "one content, one tree")
		}
		require.Equal(t, m, maps.Collect(p.All()))
		require.Equal(t, oldMap, maps.Collect(old.All()), "a copy stays as it was")
		require.True(t, slices.IsSorted(slices.Collect(keys(p))))
		for _, k := range []int{-1, 0, size / 3, size, math.MaxInt} {
			value, ok := p.Get(k)
			want, has := m[k]
			require.Equal(t, has, ok)
			require.Equal(t, want, value)
			from := maps.Clone(m)
			maps.DeleteFunc(from, func(key int, _ string) bool { return key < k })
			require.Equal(t, from, maps.Collect(p.From(k)))
		}
		require.Equal(t, len(m), p.Len())
		require.Equal(t, len(m) == 0, p.IsEmpty())
		var changed []string
		for k, v := range p.All() {
			if was, ok := oldMap[k]; !ok || was != v {
				changed = append(changed, v)
			}
		}
		require.Equal(t, changed, p.Since(old, same))
	}
}

func keys(p persistent.Map[string]) func(func(int) bool) {
	return func(yield func(int) bool) {
		for k := range p.All() {
			if !yield(k) {
				return
			}
		}
	}
}

func TestTheGreatestKeyHasRoom(t *testing.T) {
	p := of(map[int]string{0: "a", math.MaxInt: "b"})
	require.Equal(t, math.MaxInt, p.Max())
	require.Equal(t, of(map[int]string{0: "a"}), p.Without(math.MaxInt))
	require.Equal(t, map[int]string{math.MaxInt: "b"}, maps.Collect(p.From(math.MaxInt)))
}
