package multidecree

import (
	"cmp"
	"slices"
)

// The sets below are sorted slices, the empty one nil. They are small: what is
// undecided bounds them. Their methods never write to them.

// Participants is a set of participants.
type Participants []ParticipantID

// Contains is true iff q is in the set.
func (s Participants) Contains(q ParticipantID) bool { return slices.Contains(s, q) }

// With is the set with q in it.
func (s Participants) With(q ParticipantID) Participants { return with(s, q, cmp.Compare) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Participants) IsSet() bool { return isSet(s, cmp.Compare) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Participants) MarshalJSON() ([]byte, error) { return marshalSet(s) }

// Votes is a set of votes.
type Votes []Vote

// At are the votes of the set in instance i.
func (s Votes) At(i int) Votes { return at(s, i) }

// Without are the votes in other instances than i.
func (s Votes) Without(i int) Votes { return without(s, i) }

// Above are the votes in instances above i.
func (s Votes) Above(i int) Votes { return above(s, i) }

// Highest are the votes with the highest number in their instance.
//
// Spec: MultiDecree!Highest.
func (s Votes) Highest() Votes {
	var highest Votes
	for i, v := range s {
		same := s[i:].At(v.Instance) // Sorted by number, too.
		if same[len(same)-1].Number == v.Number {
			highest = append(highest, v)
		}
	}
	return highest
}

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Votes) IsSet() bool { return isSet(s, compareVotes) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Votes) MarshalJSON() ([]byte, error) { return marshalSet(s) }

// Entries is a set of entries.
type Entries []Entry

// At are the entries of the set in instance i.
func (s Entries) At(i int) Entries { return at(s, i) }

// With is the set with e in it.
func (s Entries) With(e Entry) Entries { return with(s, e, compareEntries) }

// Without are the entries in other instances than i.
func (s Entries) Without(i int) Entries { return without(s, i) }

// Above are the entries in instances above i.
func (s Entries) Above(i int) Entries { return above(s, i) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Entries) IsSet() bool { return isSet(s, compareEntries) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Entries) MarshalJSON() ([]byte, error) { return marshalSet(s) }

// Counts is a set of votes received.
type Counts []Count

// Has is true iff the vote of voter in instance i is in the set.
func (s Counts) Has(i int, voter ParticipantID) bool { return slices.Contains(s, Count{i, voter}) }

// At are the votes received in instance i.
func (s Counts) At(i int) Counts { return at(s, i) }

// With is the set with c in it.
func (s Counts) With(c Count) Counts { return with(s, c, compareCounts) }

// Without are the votes received in other instances than i.
func (s Counts) Without(i int) Counts { return without(s, i) }

// Above are the votes received in instances above i.
func (s Counts) Above(i int) Counts { return above(s, i) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Counts) IsSet() bool { return isSet(s, compareCounts) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Counts) MarshalJSON() ([]byte, error) { return marshalSet(s) }

// slot is what is about an instance.
type slot interface {
	comparable
	at() int
}

// find is the place of the first element of the sorted slice s that is about i or
// a later instance.
func find[S ~[]E, E slot](s S, i int) int {
	place, _ := slices.BinarySearchFunc(s, i, func(e E, i int) int { return cmp.Compare(e.at(), i) })
	return place
}

func at[S ~[]E, E slot](s S, i int) S {
	return some(s[find(s, i):find(s, i+1)])
}

func above[S ~[]E, E slot](s S, i int) S {
	return some(s[find(s, i+1):])
}

func without[S ~[]E, E slot](s S, i int) S {
	from, to := find(s, i), find(s, i+1)
	if from == to {
		return s
	}
	return some(slices.Concat(s[:from], s[to:]))
}

// some is s without room to grow, nil if it is empty.
func some[S ~[]E, E any](s S) S {
	if len(s) == 0 {
		return nil
	}
	return slices.Clip(s)
}

// with inserts x into the sorted slice s, unless it is there, and leaves s as it was.
func with[S ~[]E, E any](s S, x E, compare func(a, b E) int) S {
	place, found := slices.BinarySearchFunc(s, x, compare)
	if found {
		return s
	}
	return slices.Insert(slices.Clip(slices.Clone(s)), place, x)
}

// isSet reports whether s is in ascending order, each element once.
func isSet[E any](s []E, compare func(a, b E) int) bool {
	for i := 1; i < len(s); i++ {
		if compare(s[i-1], s[i]) >= 0 {
			return false
		}
	}
	return true
}

func marshalSet[S ~[]E, E any](s S) ([]byte, error) { return marshal(append([]E{}, s...)) }
