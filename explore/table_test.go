package explore

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTheTableIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.IntRange(1, 3).Draw(t, "words")
		table, seen := newTable(words), map[[3]uint64]bool{}
		for range 200 {
			var key [3]uint64
			for i := range words {
				key[i] = rapid.Uint64Max(3).Draw(t, "word")
			}
			require.Equal(t, !seen[key], table.insert(key[:words]))
			seen[key] = true
		}
		require.EqualValues(t, len(seen), table.len())
		for key := range seen {
			r, ok := table.lookup(key[:words])
			require.True(t, ok)
			require.Equal(t, key[:words], table.key(r))
		}
		_, ok := table.lookup([]uint64{9, 9, 9}[:words])
		require.False(t, ok)
	})
}

func TestManyWorkersInsertEachStateOnce(t *testing.T) {
	const states = 100_000
	table := newTable(1)
	var fresh atomic.Int64
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range states {
				if table.insert([]uint64{uint64(i)}) {
					fresh.Add(1)
				}
			}
		})
	}
	group.Wait()
	require.EqualValues(t, states, fresh.Load())
	var found []uint64
	for _, c := range table.chunks([shards]int{}, table.ends()) {
		c.each(1, func(r ref, key []uint64) {
			require.Equal(t, table.key(r), key)
			found = append(found, key[0])
		})
	}
	slices.Sort(found)
	require.Len(t, slices.Compact(found), states)
}

func TestPackedStatesUnpackToThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.SampledFrom([]uint{2, 21, 32}).Draw(t, "width")
		l := newLayout(rapid.IntRange(1, 9).Draw(t, "nodes"), width)
		key, ids, want := make([]uint64, l.words), make([]uint32, l.nodes), make([]uint32, l.nodes)
		for range 20 {
			i := rapid.IntRange(0, l.nodes-1).Draw(t, "node")
			to := uint32(rapid.Uint64Max(l.limit()-1).Draw(t, "id"))
			l.replace(key, i, want[i], to)
			want[i] = to
			l.unpack(key, ids)
			require.Equal(t, want, ids)
		}
	})
}

func TestBitsetsAreSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) (bitset, []uint32) {
			list := slices.Compact(slices.Sorted(slices.Values(rapid.SliceOf(rapid.Uint32Max(200)).Draw(t, label))))
			var s bitset
			for _, i := range list {
				s = s.with(i)
			}
			return s, list
		}
		a, listA := draw("a")
		b, listB := draw("b")
		require.Equal(t, listA, slices.Collect(a.elements))
		contained := !slices.ContainsFunc(listA, func(i uint32) bool { return !slices.Contains(listB, i) })
		require.Equal(t, contained, a.within(b))
		union := slices.Compact(slices.Sorted(slices.Values(slices.Concat(listA, listB))))
		require.Equal(t, union, slices.Collect(slices.Clone(a).add(b).elements))
		for _, i := range listB {
			require.Equal(t, slices.Contains(listA, i), a.has(i))
		}
	})
}
