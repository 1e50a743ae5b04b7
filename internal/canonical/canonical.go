// Package canonical reads and writes values in the one way in which they stand in the
// files of lockstep: JSON on one line without blanks, the fields of a struct in their
// order, names and sets in ascending order, nothing escaped that need not be. What is
// written in another way it refuses, with the column.
package canonical

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Marshal is x as JSON on one line, as it stands in a file.
func Marshal(x any) ([]byte, error) { return plain.JSON(x) }

// Message is x as JSON, with its type as the first field if it is a message.
func Message(x any) (json.RawMessage, error) {
	data, err := Marshal(x)
	if err != nil {
		return nil, err
	}
	m, ok := x.(interface{ Type() string })
	if !ok {
		return data, nil
	}
	kind, err := Marshal(m.Type())
	if err != nil {
		return nil, err
	}
	if len(data) < 2 || data[0] != '{' {
		return nil, fmt.Errorf("message %s is no struct: %s", m.Type(), data)
	}
	typed := append([]byte(`{"type":`), kind...)
	if data[1] != '}' {
		typed = append(typed, ',')
	}
	return append(typed, data[1:]...), nil
}

// Messages are messages as JSON.
func Messages(sent []any) ([]json.RawMessage, error) {
	all := []json.RawMessage{}
	for _, m := range sent {
		data, err := Message(m)
		if err != nil {
			return nil, fmt.Errorf("message sent: %w", err)
		}
		all = append(all, data)
	}
	return all, nil
}

// A message begins with its type in quotes.
var messageHead, quote = []byte(`{"type":"`), []byte(`"`)

// TypeOf is the type of a message, nil if it is none.
func TypeOf(message json.RawMessage) []byte {
	rest, ok := bytes.CutPrefix(message, messageHead)
	kind, _, closed := bytes.Cut(rest, quote)
	if !ok || !closed {
		return nil
	}
	return kind
}

// InQuotes is a name that stands in a file, for a message.
func InQuotes(name string) string { return plain.Quote(strconv.Quote(name)) }

// FieldsOf are the fields of a struct that JSON has, in their order, those of embedded
// structs included.
func FieldsOf(typ reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(typ), func(f reflect.StructField) bool { return f.Anonymous })
}

// Records are those of a list, by a number that each has in the same field.
type Records map[int]json.RawMessage

// Gather adds the records of a list, by the number in that field. One takes the place of
// another with the same number.
func (r Records) Gather(list json.RawMessage, by string) error {
	if list == nil {
		return nil
	}
	c := &Cursor{Line: list}
	for _, record := range c.List() {
		n, err := number(record, by)
		if err != nil {
			return err
		}
		r[n] = record
	}
	return c.Err
}

// Drop drops the records at or below the floor.
func (r Records) Drop(floor int) {
	for n := range r {
		if n <= floor {
			delete(r, n)
		}
	}
}

// List are the records as JSON, in the order of their numbers.
func (r Records) List() json.RawMessage {
	keys := make([]int, 0, len(r))
	for n := range r {
		keys = append(keys, n)
	}
	slices.Sort(keys)
	b := []byte{'['}
	for i, n := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, r[n]...)
	}
	return append(b, ']')
}

// number is the number that a field of a record has.
func number(record json.RawMessage, field string) (int, error) {
	if rest, isFirst := bytes.CutPrefix(record, []byte(`{"`+field+`":`)); isFirst { // As it mostly is.
		end := bytes.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		return strconv.Atoi(string(rest[:max(end, 0)]))
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(record, &all); err != nil {
		return 0, err
	}
	return strconv.Atoi(string(all[field]))
}
