package canonical

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
)

// What follows reads types of which it is plain what they write.

// writers are the interfaces by which a type says itself what it writes.
var writers = []reflect.Type{
	reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler](),
	reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
}

// writesItself tells whether it is not plain what a type writes, for it says so itself
// or encoding/json has rules for it.
func writesItself(typ reflect.Type) bool {
	for _, w := range writers {
		if reflect.PointerTo(typ).Implements(w) {
			return true
		}
	}
	return typ == reflect.TypeFor[json.Number]() || typ.Kind() == reflect.Slice && typ.Elem().Kind() == reflect.Uint8
}

// isListThatWritesItself tells whether a type is a list that says itself what it writes,
// as sets do that write an empty list where there is none, but is read like any list.
func isListThatWritesItself(typ reflect.Type) bool {
	reads := reflect.PointerTo(typ).Implements(writers[1]) || reflect.PointerTo(typ).Implements(writers[3])
	return typ.Kind() == reflect.Slice && typ.Elem().Kind() != reflect.Uint8 && !reads
}

// plainlyComparable tells whether Go compares values of a type, and never panics.
func plainlyComparable(typ reflect.Type) bool {
	switch typ.Kind() {
	case reflect.Interface:
		return false
	case reflect.Array:
		return plainlyComparable(typ.Elem())
	case reflect.Struct:
		for i := range typ.NumField() {
			if !plainlyComparable(typ.Field(i).Type) {
				return false
			}
		}
	}
	return typ.Comparable()
}

func readInt(c *Cursor, into reflect.Value) {
	n := int64(c.Integer())
	if c.Err == nil && into.OverflowInt(n) {
		c.Fail("%d is too large", n)
		return
	}
	into.SetInt(n)
}

func readString(c *Cursor, into reflect.Value) {
	into.SetString(c.Text())
}

// readList is the reader of a list of what element reads.
func readList(element reader) reader {
	return func(c *Cursor, into reflect.Value) {
		c.Want("[")
		list := reflect.MakeSlice(into.Type(), 0, 0)
		for more := !c.Take("]"); more && c.Err == nil; more = !c.Take("]") {
			if list.Len() > 0 {
				c.Want(",")
			}
			x := reflect.New(into.Type().Elem()).Elem()
			element(c, x)
			list = reflect.Append(list, x)
		}
		into.Set(list)
	}
}

// set is a list that is to stand in ascending order, each element once.
type set interface{ IsSet() bool }

// isSet tells whether a type is one of sets.
func isSet(typ reflect.Type) bool {
	return typ.Kind() == reflect.Slice && typ.Implements(reflect.TypeFor[set]())
}

// unordered is the index of the first element of a list that does not stand behind the
// one before it; 0 if there is none, or it is no set.
func unordered(list reflect.Value) int {
	if !isSet(list.Type()) || list.Interface().(set).IsSet() {
		return 0
	}
	n := 2
	for list.Slice(0, n).Interface().(set).IsSet() {
		n++
	}
	return n - 1
}

// readSet is the reader of a set that read reads. It fails at the first element that
// stands in no order.
func readSet(read reader) reader {
	return func(c *Cursor, into reflect.Value) {
		start := c.At
		if read(c, into); c.Err != nil {
			return
		}
		if n := unordered(into); n > 0 {
			for c.At = start + 1; n > 0; n-- {
				c.Value()
				c.Want(",")
			}
			c.Fail("out of order")
		}
	}
}

// field is a field of a struct: its index, as reflect has it, and its name with
// quotes and colon.
type field struct {
	index []int
	name  string
	value reader
}

func (f *field) read(c *Cursor, into reflect.Value) {
	c.Want(f.name)
	if c.Err == nil {
		f.value(c, into.FieldByIndex(f.index))
	}
}

// readStruct is the reader of a struct with these fields.
func readStruct(fields []field) reader {
	return func(c *Cursor, into reflect.Value) {
		c.Want("{")
		for i := range fields {
			if i > 0 {
				c.Want(",")
			}
			fields[i].read(c, into)
		}
		c.Want("}")
	}
}

// fields are those of a struct, with those of structs embedded in it. It is false
// unless it is plain which those are: all exported, with names of their own, each
// once, always written.
func (v *Values) fields(typ reflect.Type) ([]field, bool) {
	if typ.Kind() != reflect.Struct || writesItself(typ) {
		return nil, false
	}
	var fields []field
	names := map[string]bool{}
	for _, f := range reflect.VisibleFields(typ) {
		tag := f.Tag.Get("json")
		if f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			continue // Its fields are visible, too.
		}
		if !f.IsExported() || tag == "" || strings.ContainsAny(tag, `,-"\<>&`) || names[tag] {
			return nil, false
		}
		names[tag] = true
		fields = append(fields, field{f.Index, `"` + tag + `":`, v.part(f.Type)})
	}
	return fields, true
}
