package multidecree

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// Slots is a set of votes or entries, at most one in an instance. It is a value: its
// methods never write to it, and a copy of it stays as it was. A change costs time and
// memory that grow with the logarithm of the greatest instance.
//
// It is a tree: a node has up to 64 parts, for as many ranges of instances of one
// length, the lowest nodes have elements. The tree is as high as the greatest instance
// needs and has no empty nodes, so sets are equal iff their trees are.
type Slots[T slot] struct {
	height int      // Of the root; a lowest node has height 0.
	root   *node[T] // nil if the set is empty.
}

// node has what there is of 64 instances in a row, or of 64 nodes below it. It is
// never written to after it was made.
type node[T slot] struct {
	taken uint64     // Bit k tells whether part k is there.
	slots []T        // The parts of a lowest node, in their order.
	below []*node[T] // Those of others.
}

// digitBits is how many bits of an instance choose a part of a node.
const digitBits = 6

// Get is what stands in instance i, if anything does.
func (s Slots[T]) Get(i int) (slot T, ok bool) {
	if s.root == nil || i < 0 || i > greatest(s.height) {
		return slot, false
	}
	n := s.root
	for height := s.height; ; height-- {
		place, taken := n.place(digit(i, height))
		switch {
		case !taken:
			return slot, false
		case height == 0:
			return n.slots[place], true
		}
		n = n.below[place]
	}
}

// Has is true iff something stands in instance i.
func (s Slots[T]) Has(i int) bool {
	_, ok := s.Get(i)
	return ok
}

// Max is the greatest instance in which something stands, 0 if there is none.
func (s Slots[T]) Max() int {
	if s.root == nil {
		return 0
	}
	n := s.root
	for len(n.below) > 0 {
		n = n.below[len(n.below)-1]
	}
	return n.slots[len(n.slots)-1].at()
}

// Len is how many there are.
func (s Slots[T]) Len() int {
	n := 0
	for range s.All() {
		n++
	}
	return n
}

// All yields what there is, in the order of instances.
func (s Slots[T]) All() iter.Seq[T] { return s.From(0) }

// From yields what there is in instance i and later ones, in their order.
func (s Slots[T]) From(i int) iter.Seq[T] {
	return func(yield func(T) bool) {
		if s.root != nil {
			s.root.each(max(i, 0), s.height, yield)
		}
	}
}

// With is the set with x, in the place of what stood in its instance.
func (s Slots[T]) With(x T) Slots[T] {
	for s.root == nil && x.at() > greatest(s.height) {
		s.height++
	}
	for x.at() > greatest(s.height) {
		s = s.higher()
	}
	return Slots[T]{s.height, s.root.with(x, s.height)}
}

// Above is what there is in instances above i.
func (s Slots[T]) Above(i int) Slots[T] {
	if i < 1 || s.root == nil {
		return s
	}
	if i >= s.Max() {
		return Slots[T]{}
	}
	return Slots[T]{s.height, s.root.above(i, s.height)}
}

// Since is what s has and before has not. If s came from before by a few changes it
// takes as much time as these did.
func (s Slots[T]) Since(before Slots[T]) []T {
	if s.root == nil {
		return nil
	}
	for before.root != nil && before.height < s.height {
		before = before.higher()
	}
	if before.root != nil && before.height > s.height {
		return slices.DeleteFunc(slices.Collect(s.All()), func(x T) bool { was, ok := before.Get(x.at()); return ok && was == x })
	}
	return s.root.since(before.root, nil)
}

// higher is the same set with a root above its root, which only a greater instance
// makes right.
func (s Slots[T]) higher() Slots[T] {
	return Slots[T]{s.height + 1, &node[T]{taken: 1, below: []*node[T]{s.root}}}
}

// greatest is the greatest instance that a tree of that height has room for.
func greatest(height int) int {
	if shift := digitBits * (height + 1); shift < bits.UintSize-1 {
		return 1<<shift - 1
	}
	return int(^uint(0) >> 1)
}

// digit is which part of a node of that height instance i belongs to.
func digit(i, height int) int { return i >> (digitBits * height) & 63 }

// place is where part k of a node stands, or belongs.
func (n *node[T]) place(k int) (place int, taken bool) {
	bit := uint64(1) << k
	return bits.OnesCount64(n.taken & (bit - 1)), n.taken&bit != 0
}

// each yields what stands in instance i and later ones, and tells whether to go on.
func (n *node[T]) each(i, height int, yield func(T) bool) bool {
	for _, x := range n.slots {
		if x.at() >= i && !yield(x) {
			return false
		}
	}
	for _, part := range n.below {
		if part.max() >= i && !part.each(i, height-1, yield) {
			return false
		}
	}
	return true
}

// with is the node, or an empty one if it is nil, with x.
func (n *node[T]) with(x T, height int) *node[T] {
	if n == nil {
		n = &node[T]{}
	}
	k := digit(x.at(), height)
	place, taken := n.place(k)
	with := &node[T]{taken: n.taken | 1<<k}
	if height == 0 {
		with.slots = put(n.slots, place, taken, x)
		return with
	}
	var part *node[T]
	if taken {
		part = n.below[place]
	}
	with.below = put(n.below, place, taken, part.with(x, height-1))
	return with
}

// put is list with x at a place, in the place of what is there if it is taken.
func put[E any](list []E, place int, taken bool, x E) []E {
	if taken {
		list = slices.Clone(list)
		list[place] = x
		return list
	}
	longer := make([]E, 0, len(list)+1)
	return append(append(append(longer, list[:place]...), x), list[place:]...)
}

// above is the node without the instances up to i. Something must be left.
func (n *node[T]) above(i, height int) *node[T] {
	if n.min() > i {
		return n
	}
	above := &node[T]{}
	for place, k := range n.parts {
		switch {
		case height == 0:
			if x := n.slots[place]; x.at() > i {
				above.taken, above.slots = above.taken|1<<k, append(above.slots, x)
			}
		case n.below[place].max() > i:
			above.taken, above.below = above.taken|1<<k, append(above.below, n.below[place].above(i, height-1))
		}
	}
	return above
}

// parts yields the places of the parts and which they are.
func (n *node[T]) parts(yield func(place, k int) bool) {
	taken := n.taken
	for place := 0; taken != 0; place++ {
		if !yield(place, bits.TrailingZeros64(taken)) {
			return
		}
		taken &= taken - 1
	}
}

// since appends to list what n has and before has not, which has the same height, or
// is nil.
func (n *node[T]) since(before *node[T], list []T) []T {
	if n == before {
		return list
	}
	if before == nil {
		before = &node[T]{}
	}
	for place, k := range n.parts {
		was, there := before.place(k)
		switch {
		case len(n.below) > 0 && there:
			list = n.below[place].since(before.below[was], list)
		case len(n.below) > 0:
			list = n.below[place].since(nil, list)
		case !there || before.slots[was] != n.slots[place]:
			list = append(list, n.slots[place])
		}
	}
	return list
}

func (n *node[T]) min() int {
	for len(n.below) > 0 {
		n = n.below[0]
	}
	return n.slots[0].at()
}

func (n *node[T]) max() int { return Slots[T]{root: n}.Max() }

// MarshalJSON writes a list in the order of instances.
func (s Slots[T]) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(slices.Collect(s.All())) }

// UnmarshalJSON reads a list in the order of instances, each at most once.
func (s *Slots[T]) UnmarshalJSON(data []byte) error {
	var list []T
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	var read Slots[T]
	for i, x := range list {
		if x.at() < 1 || i > 0 && x.at() <= list[i-1].at() {
			return fmt.Errorf("instance %d: want positive instances in ascending order, each once", x.at())
		}
		read = read.With(x)
	}
	*s = read
	return nil
}
