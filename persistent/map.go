// Package persistent has maps of which copies are cheap: a change makes another map, which
// shares with the first what they have in common. Map is for keys that change anywhere, Recent
// for keys of which a few change again and again while many rest.
//
// The package imports the standard library only, and has no clock, randomness, goroutine or I/O.
package persistent

import (
	"iter"
	"math/bits"
	"slices"
)

// Map maps integers that are not negative to values. It is a value: no method writes to it,
// and a copy of it stays as it was. A change costs time and memory that grow with the
// logarithm of the greatest key. The zero value is empty.
//
// It is a tree: a node has up to 16 parts, for as many ranges of keys of one length; the
// lowest nodes have the values. The tree is as high as the greatest key needs and has no
// empty nodes, so that maps are equal if and only if their trees are.
type Map[V any] struct {
	height int      // Of the root; a lowest node has height 0.
	root   *node[V] // nil if the map is empty.
}

// node has what there is of 16 keys in a row, or of 16 nodes below it. It is never written
// to after it was made.
type node[V any] struct {
	taken  uint16     // Bit k tells whether part k is there.
	values []V        // The parts of a lowest node, in their order.
	below  []*node[V] // Those of others.
}

// digitBits is how many bits of a key choose a part of a node.
const digitBits = 4

// Get is the value of key k, if there is one.
func (m Map[V]) Get(k int) (value V, ok bool) {
	if m.root == nil || k < 0 || k > greatest(m.height) {
		return value, false
	}
	n := m.root
	for height := m.height; ; height-- {
		place, taken := n.place(digit(k, height))
		switch {
		case !taken:
			return value, false
		case height == 0:
			return n.values[place], true
		}
		n = n.below[place]
	}
}

// Has reports whether key k has a value.
func (m Map[V]) Has(k int) bool {
	_, ok := m.Get(k)
	return ok
}

// IsEmpty reports whether no key has a value.
func (m Map[V]) IsEmpty() bool { return m.root == nil }

// Max is the greatest key that has a value, 0 if none has.
func (m Map[V]) Max() int {
	if m.root == nil {
		return 0
	}
	return m.root.max(m.height)
}

// Len is how many keys have a value. It counts them.
func (m Map[V]) Len() int {
	n := 0
	for range m.All() {
		n++
	}
	return n
}

// All yields keys and values in the order of keys.
func (m Map[V]) All() iter.Seq2[int, V] { return m.From(0) }

// From yields keys from k on, and their values, in the order of keys.
func (m Map[V]) From(k int) iter.Seq2[int, V] {
	return func(yield func(int, V) bool) {
		if m.root != nil && k <= greatest(m.height) {
			m.root.each(max(k, 0), 0, m.height, yield)
		}
	}
}

// With is the map in which key k, which is not negative, has that value.
func (m Map[V]) With(k int, value V) Map[V] { return m.withAll([]entry[V]{{k, value}}) }

// entry is a key and its value.
type entry[V any] struct {
	key   int
	value V
}

// withAll is the map with these entries, which stand in ascending order. Each node on the way
// to some of them is made once.
func (m Map[V]) withAll(entries []entry[V]) Map[V] {
	if len(entries) == 0 {
		return m
	}
	for k := entries[len(entries)-1].key; k > greatest(m.height); {
		if m.root == nil {
			m.height++
			continue
		}
		m = m.higher()
	}
	return Map[V]{m.height, m.root.withAll(entries, m.height)}
}

// Without is the map in which key k has no value.
func (m Map[V]) Without(k int) Map[V] {
	if !m.Has(k) {
		return m
	}
	m.root = m.root.without(k, m.height)
	for m.root != nil && m.height > 0 && m.root.taken == 1 {
		m.height, m.root = m.height-1, m.root.below[0]
	}
	if m.root == nil {
		return Map[V]{}
	}
	return m
}

// Above is the map of the keys above k.
func (m Map[V]) Above(k int) Map[V] {
	switch {
	case m.root == nil || k < 0:
		return m
	case k >= m.Max():
		return Map[V]{}
	}
	return Map[V]{m.height, m.root.above(k, m.height)}
}

// Since are the values of keys that have none, or another one, in the map before. If m came
// from before by a few changes it takes as much time as these did.
func (m Map[V]) Since(before Map[V], same func(a, b V) bool) []V {
	if m.root == nil {
		return nil
	}
	for before.root != nil && before.height < m.height {
		before = before.higher()
	}
	for before.root != nil && before.height > m.height { // m has no greater keys.
		if before.root.taken&1 == 0 {
			before.root = nil
			break
		}
		before = Map[V]{before.height - 1, before.root.below[0]}
	}
	return m.root.since(before.root, same, nil)
}

// higher is the same map with a root above its root, which only a greater key makes right.
func (m Map[V]) higher() Map[V] {
	return Map[V]{m.height + 1, &node[V]{taken: 1, below: []*node[V]{m.root}}}
}

// greatest is the greatest key that a tree of that height has room for.
func greatest(height int) int {
	if shift := digitBits * (height + 1); shift < bits.UintSize-1 {
		return 1<<shift - 1
	}
	return int(^uint(0) >> 1)
}

// digit is which part of a node of that height key k belongs to.
func digit(k, height int) int { return k >> (digitBits * height) & (1<<digitBits - 1) }

// place is where part k of a node stands, or belongs.
func (n *node[V]) place(k int) (place int, taken bool) {
	bit := uint16(1) << k
	return bits.OnesCount16(n.taken & (bit - 1)), n.taken&bit != 0
}

// each yields keys from k on and their values, and tells whether to go on. The keys of the
// node begin with first.
func (n *node[V]) each(k, first, height int, yield func(int, V) bool) bool {
	for place, part := range n.parts {
		from := first | part<<(digitBits*height)
		switch {
		case height > 0 && from+greatest(height-1) >= k:
			if !n.below[place].each(k, from, height-1, yield) {
				return false
			}
		case height == 0 && from >= k:
			if !yield(from, n.values[place]) {
				return false
			}
		}
	}
	return true
}

// withAll is the node, or an empty one if it is nil, with entries that belong to it.
func (n *node[V]) withAll(entries []entry[V], height int) *node[V] {
	if n == nil {
		n = &node[V]{}
	}
	with := &node[V]{taken: n.taken}
	for _, e := range entries {
		with.taken |= 1 << digit(e.key, height)
	}
	size := bits.OnesCount16(with.taken)
	if height == 0 {
		with.values = spread(make([]V, size), n.values, n.taken, with.taken)
	} else {
		with.below = spread(make([]*node[V], size), n.below, n.taken, with.taken)
	}
	for len(entries) > 0 {
		part := digit(entries[0].key, height)
		place, _ := with.place(part)
		if height == 0 {
			with.values[place], entries = entries[0].value, entries[1:]
			continue
		}
		own := 1
		for own < len(entries) && digit(entries[own].key, height) == part {
			own++
		}
		with.below[place], entries = with.below[place].withAll(entries[:own], height-1), entries[own:]
	}
	return with
}

// spread puts parts, those of a node that takes some, where they stand in one that takes more.
func spread[E any](wider, parts []E, some, more uint16) []E {
	if some == more {
		copy(wider, parts)
		return wider
	}
	for place := 0; more != 0; place++ {
		if bit := more & -more; some&bit != 0 {
			wider[place], parts = parts[0], parts[1:]
		}
		more &= more - 1
	}
	return wider
}

// without is the node without key k, which has a value; nil if nothing is left.
func (n *node[V]) without(k, height int) *node[V] {
	part := digit(k, height)
	place, _ := n.place(part)
	var below *node[V]
	if height > 0 {
		below = n.below[place].without(k, height-1)
	}
	switch {
	case below != nil:
		others := slices.Clone(n.below)
		others[place] = below
		return &node[V]{taken: n.taken, below: others}
	case n.taken == 1<<part:
		return nil
	}
	without := &node[V]{taken: n.taken &^ (1 << part)}
	if height > 0 {
		without.below = slices.Concat(n.below[:place], n.below[place+1:])
	} else {
		without.values = slices.Concat(n.values[:place], n.values[place+1:])
	}
	return without
}

// above is the node without the keys up to k. Something must be left.
func (n *node[V]) above(k, height int) *node[V] {
	part := digit(k, height)
	place, taken := n.place(part)
	above := &node[V]{taken: n.taken &^ (1<<(part+1) - 1)}
	if height == 0 {
		if taken {
			place++
		}
		above.values = slices.Clone(n.values[place:])
		return above
	}
	rest := n.below[place:]
	if taken {
		rest = rest[1:]
		if low := n.below[place]; low.max(height-1) > k&greatest(height-1) {
			above.taken |= 1 << part
			above.below = append(above.below, low.above(k, height-1))
		}
	}
	above.below = append(above.below, rest...)
	return above
}

// parts yields the places of the parts and which they are.
func (n *node[V]) parts(yield func(place, part int) bool) {
	taken := n.taken
	for place := 0; taken != 0; place++ {
		if !yield(place, bits.TrailingZeros16(taken)) {
			return
		}
		taken &= taken - 1
	}
}

// since appends to list what n has and before has not, which has the same height, or is nil.
func (n *node[V]) since(before *node[V], same func(a, b V) bool, list []V) []V {
	if n == before {
		return list
	}
	if before == nil {
		before = &node[V]{}
	}
	for place, part := range n.parts {
		was, there := before.place(part)
		switch {
		case len(n.below) > 0 && there:
			list = n.below[place].since(before.below[was], same, list)
		case len(n.below) > 0:
			list = n.below[place].since(nil, same, list)
		case !there || !same(before.values[was], n.values[place]):
			list = append(list, n.values[place])
		}
	}
	return list
}

// max is the greatest key of the node, counted from the first that it has room for.
func (n *node[V]) max(height int) int {
	part := bits.Len16(n.taken) - 1
	if height == 0 {
		return part
	}
	return part<<(digitBits*height) | n.below[len(n.below)-1].max(height-1)
}
