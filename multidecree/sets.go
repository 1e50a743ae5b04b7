package multidecree

import (
	"cmp"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// The sets below are sorted slices, the empty one nil. They are small: what is
// undecided bounds them. Their methods never write to them.

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
func (s Votes) IsSet() bool { return ballot.IsSet(s, compareVotes) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Votes) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }

// Entries is a set of entries.
type Entries []Entry

// At are the entries of the set in instance i.
func (s Entries) At(i int) Entries { return at(s, i) }

// With is the set with e in it.
func (s Entries) With(e Entry) Entries { return ballot.With(s, e, compareEntries) }

// Without are the entries in other instances than i.
func (s Entries) Without(i int) Entries { return without(s, i) }

// Above are the entries in instances above i.
func (s Entries) Above(i int) Entries { return above(s, i) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Entries) IsSet() bool { return ballot.IsSet(s, compareEntries) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Entries) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }

// Counts is a set of votes received.
type Counts []Count

// Has is true iff the vote of voter in instance i is in the set.
func (s Counts) Has(i int, voter ParticipantID) bool { return slices.Contains(s, Count{i, voter}) }

// At are the votes received in instance i.
func (s Counts) At(i int) Counts { return at(s, i) }

// With is the set with c in it.
func (s Counts) With(c Count) Counts { return ballot.With(s, c, compareCounts) }

// Without are the votes received in other instances than i.
func (s Counts) Without(i int) Counts { return without(s, i) }

// Above are the votes received in instances above i.
func (s Counts) Above(i int) Counts { return above(s, i) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Counts) IsSet() bool { return ballot.IsSet(s, compareCounts) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Counts) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }

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
