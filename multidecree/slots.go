package multidecree

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/persistent"
)

// Slots is a set of votes or entries, at most one in an instance. It is a value: its
// methods never write to it, and a copy of it stays as it was. A change costs time and
// memory that grow with the logarithm of the greatest instance.
type Slots[T slot] struct{ of persistent.Map[T] }

// Get is what stands in instance i, if anything does.
func (s Slots[T]) Get(i int) (slot T, ok bool) { return s.of.Get(i) }

// Has is true iff something stands in instance i.
func (s Slots[T]) Has(i int) bool { return s.of.Has(i) }

// Max is the greatest instance in which something stands, 0 if there is none.
func (s Slots[T]) Max() int { return s.of.Max() }

// Len is how many there are.
func (s Slots[T]) Len() int { return s.of.Len() }

// All yields what there is, in the order of instances.
func (s Slots[T]) All() iter.Seq[T] { return s.From(0) }

// From yields what there is in instance i and later ones, in their order.
func (s Slots[T]) From(i int) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, x := range s.of.From(i) {
			if !yield(x) {
				return
			}
		}
	}
}

// With is the set with x, in the place of what stood in its instance.
func (s Slots[T]) With(x T) Slots[T] { return Slots[T]{s.of.With(x.at(), x)} }

// Above is what there is in instances above i.
func (s Slots[T]) Above(i int) Slots[T] { return Slots[T]{s.of.Above(i)} }

// Since is what s has and before has not. If s came from before by a few changes it
// takes as much time as these did.
func (s Slots[T]) Since(before Slots[T]) []T {
	return s.of.Since(before.of, func(a, b T) bool { return a == b })
}

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
