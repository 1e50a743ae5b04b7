package ballot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
)

// Sets are sorted slices, the empty one nil. Nothing here writes to a set that it is given.

// Participants is a set of participants, in ascending order.
type Participants []ParticipantID

// Contains reports whether q is in the set.
func (s Participants) Contains(q ParticipantID) bool { return slices.Contains(s, q) }

// With is the set with q in it.
func (s Participants) With(q ParticipantID) Participants { return With(s, q, cmp.Compare) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Participants) IsSet() bool { return IsSet(s, cmp.Compare) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Participants) MarshalJSON() ([]byte, error) { return MarshalSet(s) }

// With is the set s with x in it. Compare says how s is sorted.
func With[S ~[]E, E any](s S, x E, compare func(a, b E) int) S {
	place, found := slices.BinarySearchFunc(s, x, compare)
	if found {
		return s
	}
	longer := make(S, 0, len(s)+1)
	return append(append(append(longer, s[:place]...), x), s[place:]...)
}

// Only is the set of the elements of s that the condition is true of.
func Only[S ~[]E, E any](s S, condition func(E) bool) S {
	var kept S
	for _, x := range s {
		if condition(x) {
			kept = append(kept, x)
		}
	}
	return slices.Clip(kept)
}

// IsSet reports whether s is in ascending order, each element once.
func IsSet[E any](s []E, compare func(a, b E) int) bool {
	for i := 1; i < len(s); i++ {
		if compare(s[i-1], s[i]) >= 0 {
			return false
		}
	}
	return true
}

// MarshalSet writes a set as a list, [] if it is empty.
func MarshalSet[S ~[]E, E any](s S) ([]byte, error) { return Marshal(append([]E{}, s...)) }

// Marshal is json.Marshal that escapes nothing that need not be, so that the same value is the
// same bytes wherever it stands.
func Marshal(x any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(x); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
