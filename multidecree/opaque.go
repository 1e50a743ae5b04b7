package multidecree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// Decree is what ballots are about: a batch, whose content means nothing here. It is
// canonical JSON text of a list, so that decrees are equal iff their texts are. The
// zero value is no decree; it is refused wherever one is written or read.
type Decree string

// NoOp is the olive-day decree, an empty batch: it fills a gap. PTP 3.1.
const NoOp Decree = "[]"

// NewDecree is the decree that says batch: a list of what TLA+ has too, which is
// strings, integers of at most nine digits, booleans, lists, and records with a field.
func NewDecree(batch any) (Decree, error) {
	text, err := canonical(batch, "a list", isList)
	return Decree(text), err
}

// MarshalJSON writes the text as it is.
func (d Decree) MarshalJSON() ([]byte, error) { return marshalOpaque(d) }

// UnmarshalJSON takes canonical text as it is and refuses any other.
func (d *Decree) UnmarshalJSON(data []byte) error { return unmarshalOpaque(d, data, "a list", isList) }

// State is what a snapshot holds. Like a decree it is canonical JSON text, of a list or
// a record, and means nothing here; the zero value is none.
type State string

// NoState is what a snapshot that covers nothing holds.
const NoState State = "[]"

// NewState is the state that says content; see NewDecree.
func NewState(content any) (State, error) {
	text, err := canonical(content, "a list or a record", isListOrRecord)
	return State(text), err
}

// MarshalJSON writes the text as it is.
func (s State) MarshalJSON() ([]byte, error) { return marshalOpaque(s) }

// UnmarshalJSON takes canonical text as it is and refuses any other.
func (s *State) UnmarshalJSON(data []byte) error {
	return unmarshalOpaque(s, data, "a list or a record", isListOrRecord)
}

func marshalOpaque[T ~string](x T) ([]byte, error) {
	if x == "" {
		return nil, fmt.Errorf("the zero value of %T is none; an empty one is []", x)
	}
	return []byte(x), nil
}

func unmarshalOpaque[T ~string](x *T, data []byte, what string, is func(any) bool) error {
	text, err := canonical(json.RawMessage(data), what, is)
	if err == nil && text != string(data) {
		err = fmt.Errorf("got %s, which is to be written %s", data, text)
	}
	if err != nil {
		return err
	}
	*x = T(text)
	return nil
}

// canonical is x as JSON in the one way in which it is written: without blanks, with
// fields in ascending order, and nothing escaped that need not be. It is an error if x is
// not what is tells.
func canonical(x any, what string, is func(any) bool) (string, error) {
	data, err := ballot.Marshal(x)
	if err != nil {
		return "", err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var content any
	if err := d.Decode(&content); err != nil {
		return "", err
	}
	if !is(content) {
		return "", fmt.Errorf("want %s, got %s", what, data)
	}
	if err := checkOpaque(content); err != nil {
		return "", err
	}
	data, err = ballot.Marshal(content)
	return string(data), err
}

func isList(x any) bool {
	_, ok := x.([]any)
	return ok
}

func isListOrRecord(x any) bool {
	_, ok := x.(map[string]any)
	return ok || isList(x)
}

// checkOpaque refuses what TLA+ does not have, or has in another way.
func checkOpaque(x any) error {
	var elems []any
	switch x := x.(type) {
	case nil:
		return errors.New("null is no value of TLA+")
	case json.Number:
		if n, err := strconv.Atoi(x.String()); err != nil || strconv.Itoa(n) != x.String() || n > maxInteger || n < -maxInteger {
			return fmt.Errorf("%s is no integer of at most nine digits", x)
		}
	case []any:
		elems = x
	case map[string]any:
		if len(x) == 0 {
			return errors.New("a record without fields would equal the empty list")
		}
		for _, e := range x {
			elems = append(elems, e)
		}
	}
	for _, e := range elems {
		if err := checkOpaque(e); err != nil {
			return err
		}
	}
	return nil
}

// maxInteger bounds integers, so that they are integers of TLC.
const maxInteger = 999_999_999
