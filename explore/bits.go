package explore

import "math/bits"

// bitset is a set of small numbers. Words that are missing are zero.
type bitset []uint64

func (s bitset) has(i uint32) bool {
	return int(i/64) < len(s) && s[i/64]>>(i%64)&1 == 1
}

// with is the set with i in it; s stays as it was.
func (s bitset) with(i uint32) bitset {
	t := make(bitset, max(len(s), int(i/64)+1))
	copy(t, s)
	t[i/64] |= 1 << (i % 64)
	return t
}

// add puts the elements of t into s, which may be reused, and returns it.
func (s bitset) add(t bitset) bitset {
	for len(s) < len(t) {
		s = append(s, 0)
	}
	for i, w := range t {
		s[i] |= w
	}
	return s
}

// within is true iff all elements of s are in t.
func (s bitset) within(t bitset) bool {
	for i, w := range s {
		if i >= len(t) {
			if w != 0 {
				return false
			}
		} else if w&^t[i] != 0 {
			return false
		}
	}
	return true
}

// elements calls yield with each element, in ascending order.
func (s bitset) elements(yield func(uint32) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(uint32(i*64 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}
