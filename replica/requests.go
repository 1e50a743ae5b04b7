package replica

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/lockstep-paxos/lockstep/persistent"
)

// Requests is a set of commands that wait. It is a value: its methods never write to it, and a
// copy of it stays as it was. A change costs what one client has in it, and little more however
// many clients wait.
type Requests struct{ of persistent.Recent[Commands] }

// NewRequests is the set of these commands.
func NewRequests(commands ...Command) Requests {
	var s Requests
	for _, k := range commands {
		s = s.With(k)
	}
	return s
}

// All yields the commands in the order of clients, and of their numbers.
func (s Requests) All() iter.Seq[Command] {
	return func(yield func(Command) bool) {
		for _, own := range s.of.All() {
			for _, k := range own {
				if !yield(k) {
					return
				}
			}
		}
	}
}

// IsEmpty is true iff no command is in the set.
func (s Requests) IsEmpty() bool { return s.of.IsEmpty() }

// List is the same set, nil if it is empty.
func (s Requests) List() Commands { return slices.Collect(s.All()) }

// Of are the commands of client.
func (s Requests) Of(client ClientID) Commands {
	own, _ := s.of.Get(int(client))
	return own
}

// Contains is true iff k is in the set.
func (s Requests) Contains(k Command) bool { return s.Of(k.Client).Contains(k) }

// With is the set with k in it.
func (s Requests) With(k Command) Requests {
	edit := s.of.Edit()
	edit.Set(int(k.Client), s.Of(k.Client).With(k))
	return Requests{edit.Map()}
}

// Without is the set without those of other.
func (s Requests) Without(other Commands) Requests {
	edit := s.of.Edit()
	for i, k := range other {
		if i > 0 && other[i-1].Client == k.Client {
			continue // They are gone.
		}
		own := s.Of(k.Client)
		rest := own.Without(other[i:])
		switch {
		case len(rest) == 0:
			edit.Delete(int(k.Client))
		case len(rest) < len(own):
			edit.Set(int(k.Client), rest)
		}
	}
	return Requests{edit.Map()}
}

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Requests) MarshalJSON() ([]byte, error) { return s.List().MarshalJSON() }

// UnmarshalJSON reads a list in ascending order, each command once.
func (s *Requests) UnmarshalJSON(data []byte) error {
	var list Commands
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	if !list.IsSet() {
		return errors.New("commands out of order: the elements of a set stand in ascending order, each once")
	}
	if len(list) > 0 && list[0].Client < 0 {
		return fmt.Errorf("client %d: want none that is negative", list[0].Client)
	}
	*s = NewRequests(list...)
	return nil
}
