package persistent_test

import (
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/persistent"
)

// TestAMapOfRecentChangesDoesWhatGosMapDoes edits both at random, a few changes at a time, and
// looks at old copies again: one that an edit began with, and one that an edit gave halfway.
// With few keys nothing leaves the list, and equal maps are equal to Go.
func TestAMapOfRecentChangesDoesWhatGosMapDoes(t *testing.T) {
	for seed := range uint64(9) {
		random := rand.New(rand.NewPCG(seed, 0))
		var p, old persistent.Recent[string]
		m, oldMap := map[int]string{}, map[int]string{}
		size := []int{20, 300, 70_000}[seed%3]
		for range 100 {
			edit := p.Edit()
			for i := range random.IntN(20) {
				if i == 3 && random.IntN(4) == 0 {
					old, oldMap = edit.Map(), maps.Clone(m)
				}
				k := random.IntN(size)
				if random.IntN(3) == 0 {
					edit.Delete(k)
					delete(m, k)
				} else {
					m[k] = []string{"a", "b", ""}[random.IntN(3)]
					edit.Set(k, m[k])
				}
				value, ok := edit.Get(k)
				want, has := m[k]
				require.Equal(t, has, ok)
				require.Equal(t, want, value)
			}
			if random.IntN(12) == 0 {
				old, oldMap = p, maps.Collect(p.All())
			}
			p = edit.Map()
			require.Equal(t, want(m), list(p), "in order, each once")
			require.Equal(t, want(oldMap), list(old), "a copy stays as it was")
			require.Equal(t, m, filled(m, p))
			if size < 100 {
				require.Equal(t, recent(m), p)
			}
			var changed []string
			for k, v := range p.All() {
				if was, ok := oldMap[k]; !ok || was != v {
					changed = append(changed, v)
				}
			}
			require.Equal(t, changed, p.Since(old, same))
		}
	}
}

// recent is the map that a Go map is.
func recent(m map[int]string) persistent.Recent[string] {
	edit := persistent.Recent[string]{}.Edit()
	for k, v := range m {
		edit.Set(k, v)
	}
	return edit.Map()
}

type pair struct {
	key   int
	value string
}

// list is what a map yields, want what one that is equal to m should yield.
func list(p persistent.Recent[string]) (all []pair) {
	for k, v := range p.All() {
		all = append(all, pair{k, v})
	}
	return all
}

func want(m map[int]string) (all []pair) {
	for k, v := range of(m).All() {
		all = append(all, pair{k, v})
	}
	return all
}

// filled are the values that p has of the keys of m.
func filled(m map[int]string, p persistent.Recent[string]) map[int]string {
	found := map[int]string{}
	for k := range m {
		found[k], _ = p.Get(k)
	}
	return found
}
