package payload

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// What follows is how traces and the spec have payloads: as JSON of what TLA+ has too, which is
// strings, integers of at most nine digits, booleans, lists, and records with a field. It is
// canonical: the same bytes are the same text, and the same text the same bytes.
//
//	batch         [{"client":11,"op":"increment","seq":1}]; [] is NoOp
//	state         {"sessions":[{"answer":1,"client":11,"seq":1}],"value":1}; [] is NoState
//	operation     a string
//	answer, value the JSON that the bytes are
//	other bytes   decrees and states, too: the JSON that they are
//
// Bytes that are no such JSON are {"raw":STRING}, and {"base64":STRING} if they are no UTF-8.

// MarshalJSON writes a batch as a list of commands.
func (d Decree) MarshalJSON() ([]byte, error) {
	switch {
	case d == "":
		return nil, fmt.Errorf("the zero value of %T is none; an empty one is []", d)
	case d == NoOp:
		return []byte("[]"), nil
	case d[0] == version:
		if commands, err := ReadBatch(d); err == nil && areSmall(commands) {
			return ballot.Marshal(commands)
		}
	}
	return marshalBytes(string(d), func(text []byte) bool { return isOtherList(text) && !isBatch(text) })
}

// UnmarshalJSON reads what MarshalJSON writes and refuses anything else.
func (d *Decree) UnmarshalJSON(data []byte) error {
	read, err := decreeOf(data)
	return keep(d, read, data, err)
}

func decreeOf(data []byte) (Decree, error) {
	var commands []Command
	switch {
	case string(data) == "[]":
		return NoOp, nil
	case isBatch(data):
		err := json.Unmarshal(data, &commands)
		return NewBatch(commands...), err
	case !isEscaped(data) && !isOtherList(data):
		return "", fmt.Errorf("want a list, got %s", data)
	}
	other, err := bytesOf(data)
	return Decree(other), err
}

// MarshalJSON writes a state as a record of sessions and value.
func (s State) MarshalJSON() ([]byte, error) {
	switch {
	case s == "":
		return nil, fmt.Errorf("the zero value of %T is none; an empty one is []", s)
	case s == NoState:
		return []byte("[]"), nil
	case s[0] == version:
		if value, sessions, err := ReadState(s); err == nil && areSmall(sessions) {
			return ballot.Marshal(stateText{append([]Session{}, sessions...), value})
		}
	}
	return marshalBytes(string(s), func(text []byte) bool { return isOtherList(text) || isRecord(text) && !isState(text) })
}

// UnmarshalJSON reads what MarshalJSON writes and refuses anything else.
func (s *State) UnmarshalJSON(data []byte) error {
	read, err := stateOf(data)
	return keep(s, read, data, err)
}

func stateOf(data []byte) (State, error) {
	var state stateText
	switch {
	case string(data) == "[]":
		return NoState, nil
	case isState(data):
		err := json.Unmarshal(data, &state)
		return NewState(state.Value, slices.Values(state.Sessions)), err
	case !isRecord(data) && !isOtherList(data):
		return "", fmt.Errorf("want a list or a record, got %s", data)
	}
	other, err := bytesOf(data)
	return State(other), err
}

// stateText is a state as JSON. The fields stand in the order of canonical JSON.
type stateText struct {
	Sessions []Session `json:"sessions"`
	Value    Bytes     `json:"value"`
}

// MarshalJSON writes an operation as a string.
func (op Op) MarshalJSON() ([]byte, error) {
	if !utf8.ValidString(string(op)) {
		return escaped(string(op))
	}
	return ballot.Marshal(string(op))
}

// UnmarshalJSON reads what MarshalJSON writes and refuses anything else.
func (op *Op) UnmarshalJSON(data []byte) error {
	var read string
	var err error
	if isEscaped(data) {
		read, err = unescaped(data)
	} else {
		err = json.Unmarshal(data, &read)
	}
	return keep(op, Op(read), data, err)
}

// MarshalJSON writes the JSON that the bytes are.
func (b Bytes) MarshalJSON() ([]byte, error) {
	return marshalBytes(string(b), func([]byte) bool { return true })
}

// UnmarshalJSON reads what MarshalJSON writes and refuses anything else.
func (b *Bytes) UnmarshalJSON(data []byte) error {
	read, err := bytesOf(data)
	return keep(b, Bytes(read), data, err)
}

// keep has into be what was read of data, if that is how it is written.
func keep[T json.Marshaler](into *T, read T, data []byte, err error) error {
	if err != nil {
		return err
	}
	text, err := read.MarshalJSON()
	if err == nil && !bytes.Equal(text, data) {
		err = fmt.Errorf("got %s, which is to be written %s", data, text)
	}
	if err == nil {
		*into = read
	}
	return err
}

// marshalBytes writes bytes as they are, if they are canonical JSON and is says that it may
// stand there.
func marshalBytes(b string, is func(text []byte) bool) ([]byte, error) {
	text := []byte(b)
	if isInteger(text) && is(text) {
		return text, nil
	}
	if again, err := canonical(text); err == nil && again == b && !isEscaped(text) && is(text) {
		return text, nil
	}
	return escaped(b)
}

// bytesOf are the bytes that marshalBytes wrote.
func bytesOf(data []byte) (string, error) {
	if isInteger(data) {
		return string(data), nil
	}
	if isEscaped(data) {
		return unescaped(data)
	}
	text, err := canonical(data)
	if err == nil && text != string(data) {
		err = fmt.Errorf("got %s, which is to be written %s", data, text)
	}
	return text, err
}

// escape is how bytes are written that are no JSON of what TLA+ has: exactly one of its fields
// is there.
type escape struct {
	Base64 *string `json:"base64,omitempty"`
	Raw    *string `json:"raw,omitempty"`
}

func escaped(b string) ([]byte, error) {
	if utf8.ValidString(b) {
		return ballot.Marshal(escape{Raw: &b})
	}
	text := base64.StdEncoding.EncodeToString([]byte(b))
	return ballot.Marshal(escape{Base64: &text})
}

// isEscaped reports whether a text is one that escaped writes, or nearly so.
func isEscaped(text []byte) bool {
	return bytes.HasPrefix(text, []byte(`{"raw":`)) || bytes.HasPrefix(text, []byte(`{"base64":`))
}

func unescaped(text []byte) (string, error) {
	var e escape
	if err := json.Unmarshal(text, &e); err != nil {
		return "", err
	}
	switch {
	case e.Raw != nil && e.Base64 == nil:
		return *e.Raw, nil
	case e.Base64 != nil && e.Raw == nil:
		b, err := base64.StdEncoding.DecodeString(*e.Base64)
		return string(b), err
	}
	return "", fmt.Errorf("%s: want one of raw and base64", text)
}

// isOtherList reports whether text is that of a list that is not empty.
func isOtherList(text []byte) bool { return len(text) > 2 && text[0] == '[' }

func isRecord(text []byte) bool { return len(text) > 0 && text[0] == '{' }

// isBatch reports whether text is that of a batch of commands.
func isBatch(text []byte) bool {
	var commands []Command
	if !isOtherList(text) || strictly(text, &commands) != nil {
		return false
	}
	again, err := ballot.Marshal(commands)
	return err == nil && bytes.Equal(again, text) && areSmall(commands)
}

// isState reports whether text is that of a state.
func isState(text []byte) bool {
	var state stateText
	if !isRecord(text) || strictly(text, &state) != nil {
		return false
	}
	again, err := ballot.Marshal(state)
	return err == nil && bytes.Equal(again, text) && areSmall(state.Sessions)
}

// areSmall reports whether clients and numbers are positive integers of at most nine digits.
func areSmall[T interface{ frame() (client, seq int) }](all []T) bool {
	return !slices.ContainsFunc(all, func(x T) bool {
		client, seq := x.frame()
		return client < 1 || client > maxInteger || seq < 1 || seq > maxInteger
	})
}

func (k Command) frame() (client, seq int) { return int(k.Client), k.Seq }
func (t Session) frame() (client, seq int) { return int(t.Client), t.Seq }

// strictly decodes text, which has no other fields than into.
func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// isInteger reports whether data is the text of a small natural number, as answers often are.
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

// canonical is the JSON text in the one way in which it is written: without blanks, with fields
// in ascending order, and nothing escaped that need not be.
func canonical(text []byte) (string, error) {
	if !json.Valid(text) {
		return "", fmt.Errorf("%q is no JSON", brief(string(text)))
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var content any
	if err := d.Decode(&content); err != nil {
		return "", err
	}
	if err := check(content, maxDepth); err != nil {
		return "", err
	}
	data, err := ballot.Marshal(content)
	return string(data), err
}

// check refuses what TLA+ does not have, or has in another way.
func check(x any, depth int) error {
	if depth == 0 {
		return fmt.Errorf("more than %d lists and records stand in each other", maxDepth)
	}
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
		if err := check(e, depth-1); err != nil {
			return err
		}
	}
	return nil
}

// maxInteger bounds integers, so that they are integers of TLC; maxDepth how many lists and records
// stand in each other, so that a trace can be read.
const (
	maxInteger = 999_999_999
	maxDepth   = 30
)
