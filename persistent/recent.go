package persistent

import (
	"cmp"
	"iter"
	"slices"
)

// Recent is a Map for keys of which a few change again and again, among many that rest. It
// keeps the keys that changed last in a list, so that a change costs the length of that list
// however many keys rest, and it moves the whole list into the Map when the list is full.
//
// It is a value, as a Map is, and the zero value is empty. Go finds equal ones equal if neither
// had ever more keys than the list holds; of others, Since tells.
type Recent[V any] struct {
	near []entry[V] // What changed last, in ascending order.
	far  Map[V]     // All else, and what keys in near had before.
}

// most is how many keys the list has room for.
const most = 128

// Get is the value of key k, if there is one.
func (m Recent[V]) Get(k int) (value V, ok bool) {
	if i, found := m.find(k); found {
		return m.near[i].value, true
	}
	return m.far.Get(k)
}

// All yields keys and values in the order of keys.
func (m Recent[V]) All() iter.Seq2[int, V] {
	return func(yield func(int, V) bool) {
		near := m.near
		for k, v := range m.far.All() {
			for ; len(near) > 0 && near[0].key < k; near = near[1:] {
				if !yield(near[0].key, near[0].value) {
					return
				}
			}
			if len(near) > 0 && near[0].key == k {
				continue
			}
			if !yield(k, v) {
				return
			}
		}
		for _, e := range near {
			if !yield(e.key, e.value) {
				return
			}
		}
	}
}

// Since are the values of keys that have none, or another one, in the map before. If m came
// from before by a few changes it takes as much time as these did.
func (m Recent[V]) Since(before Recent[V], same func(a, b V) bool) []V {
	if m.far != before.far || slices.ContainsFunc(before.near, func(e entry[V]) bool { return !m.isNear(e.key) }) {
		return m.far.withAll(m.near).Since(before.far.withAll(before.near), same)
	}
	var list []V
	for _, e := range m.near {
		if was, ok := before.Get(e.key); !ok || !same(was, e.value) {
			list = append(list, e.value)
		}
	}
	return list
}

// find is where key k stands, or belongs, in the list.
func (m Recent[V]) find(k int) (place int, found bool) {
	return slices.BinarySearchFunc(m.near, k, func(e entry[V], k int) int { return cmp.Compare(e.key, k) })
}

func (m Recent[V]) isNear(k int) bool {
	_, found := m.find(k)
	return found
}

// Edit makes a map of another by many changes. It copies once what they share.
type Edit[V any] struct {
	Recent[V]      // As it is after the changes up to now.
	isOwn     bool // Nobody else has the list.
}

// Edit begins with m, which stays as it is.
func (m Recent[V]) Edit() *Edit[V] { return &Edit[V]{Recent: m} }

// Map is what the changes made. Later ones leave it as it is.
func (e *Edit[V]) Map() Recent[V] {
	e.isOwn = false
	return e.Recent
}

// Set gives key k, which is not negative, a value.
func (e *Edit[V]) Set(k int, value V) {
	e.own()
	i, found := e.find(k)
	if found {
		e.near[i].value = value
		return
	}
	e.near = slices.Insert(e.near, i, entry[V]{k, value})
	if len(e.near) > most {
		e.near, e.far = nil, e.far.withAll(e.near)
	}
}

// Delete takes the value of key k away.
func (e *Edit[V]) Delete(k int) {
	e.far = e.far.Without(k)
	i, found := e.find(k)
	switch {
	case found && len(e.near) == 1:
		e.near = nil // As it was before the first change.
	case found:
		e.own()
		e.near = slices.Delete(e.near, i, i+1)
	}
}

// own makes the list one that nobody else has.
func (e *Edit[V]) own() {
	if !e.isOwn {
		e.near, e.isOwn = append(make([]entry[V], 0, len(e.near)+1), e.near...), true
	}
}
