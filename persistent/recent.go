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

// IsEmpty reports whether no key has a value.
func (m Recent[V]) IsEmpty() bool { return len(m.near) == 0 && m.far.IsEmpty() }

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
	var list []V
	rest := before.near
	for _, e := range m.near {
		var was V
		ok := len(rest) > 0 && rest[0].key == e.key
		if ok {
			was, rest = rest[0].value, rest[1:]
		} else {
			was, ok = before.far.Get(e.key)
		}
		if !ok || !same(was, e.value) {
			list = append(list, e.value)
		}
	}
	if m.far != before.far || len(rest) > 0 { // What was in the list is elsewhere now.
		return m.far.withAll(m.near).Since(before.far.withAll(before.near), same)
	}
	return list
}

// find is where key k stands, or belongs, in the list.
func (m Recent[V]) find(k int) (place int, found bool) {
	return slices.BinarySearchFunc(m.near, k, func(e entry[V], k int) int { return cmp.Compare(e.key, k) })
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
	i, found := e.find(k)
	if found {
		e.own(0)
		e.near[i].value = value
		return
	}
	e.own(1)
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
		e.own(0)
		e.near = slices.Delete(e.near, i, i+1)
	}
}

// own makes the list one that nobody else has, with room for so many more keys.
func (e *Edit[V]) own(more int) {
	if !e.isOwn {
		e.near, e.isOwn = append(make([]entry[V], 0, len(e.near)+more), e.near...), true
	}
}
