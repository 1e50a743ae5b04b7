package canonical

import (
	"encoding/json"
	"reflect"
)

import ()

// Reader reads values of the type of an example as those in traces are read; Slowly
// reads one as encoding/json does.
func Reader(example any) func(text string) (any, error) {
	s := New(nil).Shape(reflect.TypeOf(example))
	return func(text string) (any, error) { return s.Value(json.RawMessage(text)) }
}

// Slowly reads a value with encoding/json alone.
func Slowly(example any, text string) (any, error) {
	return New(nil).readSlowly(reflect.TypeOf(example), json.RawMessage(text))
}

// Plainly tells whether values of the type of an example are read without encoding/json.
func Plainly(example any, text string) bool {
	s := New(nil).Shape(reflect.TypeOf(example))
	c := Cursor{Line: []byte(text)}
	s.read(&c, s.into)
	return c.Err == nil && c.At == len(text)
}
