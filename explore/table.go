package explore

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// layout says how a state, which is the numbers of its nodes' local states, is
// packed into words.
type layout struct {
	nodes   int
	width   uint // The bits of a number.
	perWord int
	words   int
}

func newLayout(nodes int, width uint) layout {
	perWord := min(nodes, int(64/width))
	return layout{nodes, width, perWord, (nodes + perWord - 1) / perWord}
}

// limit is what numbers of local states must be below.
func (l layout) limit() uint64 { return 1 << l.width }

func (l layout) unpack(key []uint64, ids []uint32) {
	for i := range l.nodes {
		ids[i] = uint32(key[i/l.perWord] >> (uint(i%l.perWord) * l.width) & (l.limit() - 1))
	}
}

// replace puts number to in the place of number from of node i.
func (l layout) replace(key []uint64, i int, from, to uint32) {
	key[i/l.perWord] ^= uint64(from^to) << (uint(i%l.perWord) * l.width)
}

// table is the set of all states visited. Each shard keeps its states in the
// order in which they came, so that levels are ranges, and an index into them by
// open addressing. Neither has pointers that a garbage collector would follow.
type table struct {
	words  int
	shards [shards]shard
	bytes  atomic.Int64
}

const (
	shardBits = 6
	shards    = 1 << shardBits
	blockSize = 256 // States in a block of a shard.
)

type shard struct {
	mu     sync.Mutex
	blocks [][]uint64
	n      int
	slots  []uint32 // One more than a state's place, or 0. At most three quarters are taken.
	_      [64]byte // Keeps shards out of each other's cache lines.
}

// ref names a state in a table: its shard, and its place there.
type ref uint64

func newRef(shard, place int) ref { return ref(shard)<<32 | ref(place) }

func (r ref) split() (shard, place int) { return int(r >> 32), int(uint32(r)) }

func newTable(words int) *table {
	t := &table{words: words}
	for i := range t.shards {
		t.shards[i].slots = make([]uint32, 64)
	}
	t.bytes.Store(shards * 64 * 4)
	return t
}

// hash mixes all bits of key.
func hash(key []uint64) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, w := range key {
		hi, lo := bits.Mul64(h^w, 0xd6e8feb86659fd93)
		h = hi ^ lo
		h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
	}
	return h ^ h>>32
}

// at is the state at a place. The caller holds the shard, or knows that the place
// was taken before its worker began.
func (s *shard) at(place, words int) []uint64 {
	at := place % blockSize * words
	return s.blocks[place/blockSize][at : at+words : at+words]
}

// insert adds the state key, and tells whether it is new.
func (t *table) insert(key []uint64) bool {
	h := hash(key)
	s := &t.shards[h>>(64-shardBits)]
	s.mu.Lock()
	defer s.mu.Unlock()
	slot, found := s.find(key, h)
	if found {
		return false
	}
	if s.n%blockSize == 0 {
		s.blocks = append(s.blocks, make([]uint64, blockSize*t.words))
		t.bytes.Add(int64(8 * blockSize * t.words))
	}
	copy(s.blocks[s.n/blockSize][s.n%blockSize*t.words:], key)
	s.n++
	s.slots[slot] = uint32(s.n)
	if 4*s.n > 3*len(s.slots) {
		s.rehash(t.words)
		t.bytes.Add(int64(4 * len(s.slots) / 2))
	}
	return true
}

// find is the slot of key, or the empty one where it belongs.
func (s *shard) find(key []uint64, h uint64) (slot uint64, found bool) {
	mask := uint64(len(s.slots) - 1)
	for slot = h & mask; s.slots[slot] != 0; slot = (slot + 1) & mask {
		if equal(s.at(int(s.slots[slot]-1), len(key)), key) {
			return slot, true
		}
	}
	return slot, false
}

func equal(a, b []uint64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// rehash doubles the index.
func (s *shard) rehash(words int) {
	s.slots = make([]uint32, 2*len(s.slots))
	mask := uint64(len(s.slots) - 1)
	for place := range s.n {
		slot := hash(s.at(place, words)) & mask
		for s.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		s.slots[slot] = uint32(place + 1)
	}
}

// lookup is the ref of a state that was inserted. Nobody may be inserting.
func (t *table) lookup(key []uint64) (ref, bool) {
	h := hash(key)
	i := int(h >> (64 - shardBits))
	slot, found := t.shards[i].find(key, h)
	if !found {
		return 0, false
	}
	return newRef(i, int(t.shards[i].slots[slot]-1)), true
}

// key is the state that r names.
func (t *table) key(r ref) []uint64 {
	i, place := r.split()
	return t.shards[i].at(place, t.words)
}

// ends is how many states each shard has.
func (t *table) ends() (ends [shards]int) {
	for i := range t.shards {
		ends[i] = t.shards[i].n
	}
	return ends
}

// len is the number of states.
func (t *table) len() int64 {
	sum := 0
	for _, n := range t.ends() {
		sum += n
	}
	return int64(sum)
}
