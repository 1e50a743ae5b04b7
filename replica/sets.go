package replica

import (
	"cmp"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// The sets below are sorted slices, the empty one nil. What is under way bounds them. Their
// methods never write to them.

// Commands is a set of commands.
type Commands []Command

// Contains is true iff k is in the set.
func (s Commands) Contains(k Command) bool {
	_, found := slices.BinarySearchFunc(s, k, compareCommands)
	return found
}

// With is the set with k in it.
func (s Commands) With(k Command) Commands { return ballot.With(s, k, compareCommands) }

// Without is the set without those of other.
func (s Commands) Without(other Commands) Commands {
	return ballot.Only(s, func(k Command) bool { return !other.Contains(k) })
}

// HasSeq is true iff a command in the set has the number seq.
func (s Commands) HasSeq(seq int) bool {
	return slices.ContainsFunc(s, func(k Command) bool { return k.Seq == seq })
}

// WithoutSeq are the commands with other numbers.
func (s Commands) WithoutSeq(seq int) Commands {
	return ballot.Only(s, func(k Command) bool { return k.Seq != seq })
}

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Commands) IsSet() bool { return ballot.IsSet(s, compareCommands) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Commands) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }

// NotedQueries is a set of queries noted.
type NotedQueries []NotedQuery

// Contains is true iff q is in the set.
func (s NotedQueries) Contains(q NotedQuery) bool { return slices.Contains(s, q) }

// Has is true iff the query of that number of client is in the set.
func (s NotedQueries) Has(client ClientID, query int) bool {
	return slices.ContainsFunc(s, func(q NotedQuery) bool { return q.Client == client && q.Query == query })
}

// In are the queries that came in ballot number.
func (s NotedQueries) In(number Number) NotedQueries {
	return ballot.Only(s, func(q NotedQuery) bool { return q.Number == number })
}

// With is the set with q in it.
func (s NotedQueries) With(q NotedQuery) NotedQueries { return ballot.With(s, q, compareQueries) }

// Without is the set without q.
func (s NotedQueries) Without(q NotedQuery) NotedQueries {
	return ballot.Only(s, func(r NotedQuery) bool { return r != q })
}

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s NotedQueries) IsSet() bool { return ballot.IsSet(s, compareQueries) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s NotedQueries) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }

// Confirmations is a set of confirmations.
type Confirmations []Confirmation

// With is the set with c in it.
func (s Confirmations) With(c Confirmation) Confirmations {
	return ballot.With(s, c, compareConfirmations)
}

// WithoutFrom are the confirmations of others than q.
func (s Confirmations) WithoutFrom(q ParticipantID) Confirmations {
	return ballot.Only(s, func(c Confirmation) bool { return c.From != q })
}

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Confirmations) IsSet() bool { return ballot.IsSet(s, compareConfirmations) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Confirmations) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }

// Numbers is a set of numbers of queries.
type Numbers []int

// Contains is true iff n is in the set.
func (s Numbers) Contains(n int) bool { return slices.Contains(s, n) }

// With is the set with n in it.
func (s Numbers) With(n int) Numbers { return ballot.With(s, n, cmp.Compare) }

// Without is the set without n.
func (s Numbers) Without(n int) Numbers { return ballot.Only(s, func(m int) bool { return m != n }) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Numbers) IsSet() bool { return ballot.IsSet(s, cmp.Compare) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Numbers) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }
