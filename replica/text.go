package replica

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/multidecree"
)

// Text is canonical JSON text, such as the answer of a machine, which is compared and
// never read. The zero value is none.
type Text string

// MarshalJSON writes the text as it is.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return nil, errors.New("the zero value of replica.Text is none")
	}
	return []byte(t), nil
}

// UnmarshalJSON takes canonical text as it is and refuses any other.
func (t *Text) UnmarshalJSON(data []byte) error {
	if !isInteger(data) {
		list := listOf(data)
		text, err := multidecree.NewDecree(list)
		if err == nil && string(text) != string(list) {
			err = fmt.Errorf("got %s, which is to be written %s", data, text[1:len(text)-1])
		}
		if err != nil {
			return err
		}
	}
	*t = Text(data)
	return nil
}

// listOf is a list of one element.
func listOf(element []byte) json.RawMessage {
	return append(append([]byte{'['}, element...), ']')
}

// isInteger is true iff data is the text of a small natural number, as answers often are.
func isInteger(data []byte) bool {
	if len(data) == 0 || len(data) > 9 || len(data) > 1 && data[0] == '0' {
		return false
	}
	for _, c := range data {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// NewBatch is the decree that says these commands, one after the other.
func NewBatch(commands ...Command) Decree {
	if len(commands) == 0 {
		return NoOp
	}
	return Decree(mustMarshal(commands))
}

// ReadBatch are the commands that a decree says. It fails if that is no batch.
func ReadBatch(d Decree) ([]Command, error) {
	var commands []Command
	if err := strictly([]byte(d), &commands); err != nil {
		return nil, fmt.Errorf("%s is no batch of commands: %w", d, err)
	}
	for _, k := range commands {
		if k.Client < 1 || k.Seq < 1 || k.Op == "" {
			return nil, fmt.Errorf("%s is no batch of commands: want client and seq that are positive, and op", d)
		}
	}
	if again := NewBatch(commands...); again != d {
		return nil, fmt.Errorf("%s is no batch of commands: it is to be written %s", d, again)
	}
	return commands, nil
}

// State is what a snapshot holds: the machine and the sessions.
//
// Spec: Replica!State.
type State[M Machine[M]] struct {
	Value    M
	Sessions Sessions
}

// stateText is how a State is written. The fields stand in the order of canonical JSON.
type stateText struct {
	Sessions Sessions        `json:"sessions"`
	Value    json.RawMessage `json:"value"`
}

// Text is the state as multidecree keeps it.
func (s State[M]) Text() multidecree.State {
	return multidecree.State(mustMarshal(stateText{s.Sessions, s.Value.Snapshot()}))
}

// ReadState is the state that a snapshot holds. It fails if that is none.
func ReadState[M Machine[M]](text multidecree.State) (State[M], error) {
	var read stateText
	var none M
	if err := strictly([]byte(text), &read); err != nil {
		return State[M]{}, fmt.Errorf("%s is no state: %w", text, err)
	}
	if !read.Sessions.IsSet() {
		return State[M]{}, fmt.Errorf("%s is no state: its sessions are out of order", text)
	}
	value, err := none.Restore(read.Value)
	if err != nil {
		return State[M]{}, fmt.Errorf("%s is no state: %w", text, err)
	}
	return State[M]{value, read.Sessions}, nil
}

// strictly decodes data, which has no other fields than into and nothing behind it.
func strictly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.InputOffset() != int64(len(data)) {
		return errors.New("something stands behind it")
	}
	return nil
}

// mustMarshal is ballot.Marshal of what has a text.
func mustMarshal(x any) []byte {
	data, err := ballot.Marshal(x)
	if err != nil {
		panic(fmt.Sprintf("replica: %v cannot be written as JSON: %v", x, err))
	}
	return data
}
