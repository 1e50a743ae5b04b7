package canonical

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Values reads JSON as values of Go types. It accepts what a value of the type
// writes, byte by byte, and nothing else. It is for one goroutine, and whoever gets
// a value must not write to it.
type Values struct {
	inside map[reflect.Type]func(any) error // See Protocol.Inside.
	known  map[written]reflect.Value        // Read by encoding/json, so that it reads most only once.
	size   int                              // Of known, in bytes, or nearly so.
}

// Shape is a type of values.
type Shape struct {
	values     *Values
	Type       reflect.Type
	read       reader
	comparable bool          // By ==.
	into       reflect.Value // What is read is read into this, and then copied.
}

// reader reads what a value of a type writes. It may fail where encoding/json can
// tell better what is wrong, or that nothing is; it must not read anything else.
type reader func(c *Cursor, into reflect.Value)

// written is what a value of a type writes.
type written struct {
	typ  reflect.Type
	text string
}

// maxKnown bounds values.known, in bytes.
const maxKnown = 16 << 20

func New(inside map[reflect.Type]func(any) error) *Values {
	return &Values{inside: inside, known: map[written]reflect.Value{}}
}

// Shape is the shape of values of a type that are not parts of others; a message has
// its type before its fields.
func (v *Values) Shape(typ reflect.Type) Shape {
	s := Shape{v, typ, v.part(typ), plainlyComparable(typ), reflect.New(typ).Elem()}
	if m, isMessage := reflect.Zero(typ).Interface().(interface{ Type() string }); isMessage {
		s.read = v.message(typ, m.Type())
	}
	return s
}

// Value reads a value.
func (s Shape) Value(text json.RawMessage) (any, error) {
	c := Cursor{Line: text}
	s.into.SetZero()
	if s.read(&c, s.into); c.Err == nil && c.At == len(text) {
		return s.into.Interface(), nil
	}
	x, err := s.values.readSlowly(s.Type, text)
	if err != nil {
		return nil, &Misread{text[min(c.At, max(len(text)-1, 0)):], err}
	}
	return x, nil
}

// Misread says what is wrong with a value.
type Misread struct {
	At  []byte // It is wrong from here on, which is part of a line.
	Err error
}

func (m *Misread) Error() string { return m.Err.Error() }
func (m *Misread) Unwrap() error { return m.Err }

// Located adds to what is wrong with a line the column, if the error knows it.
func Located(line []byte, err error) error {
	m, ok := errors.AsType[*Misread](err)
	if !ok {
		return err
	}
	if at := reflect.ValueOf(m.At).Pointer() - reflect.ValueOf(line).Pointer(); at < uintptr(len(line)) {
		return fmt.Errorf("column %d: %w", at+1, err)
	}
	return err
}

// Same tells whether a value is what was logged, which stands there as text and which
// Value has read.
func (s Shape) Same(text json.RawMessage, read, value any) bool {
	if reflect.TypeOf(value) == s.Type && (s.comparable && read == value || reflect.DeepEqual(read, value)) {
		return true
	}
	data, err := Message(value)
	return err == nil && bytes.Equal(data, text)
}

// readSlowly reads a value with encoding/json, and tells what is wrong with it.
func (v *Values) readSlowly(typ reflect.Type, text json.RawMessage) (any, error) {
	into := reflect.New(typ)
	if err := json.Unmarshal(text, into.Interface()); err != nil {
		return nil, fmt.Errorf("%s: %s", plain.Quote(text), plain.Quote(err.Error()))
	}
	back, err := Message(into.Elem().Interface())
	if err != nil {
		return nil, fmt.Errorf("%s: %s", plain.Quote(text), plain.Quote(err.Error()))
	}
	if !bytes.Equal(back, text) {
		return nil, fmt.Errorf("got %s, which is to be written %s", plain.Quote(text), plain.Quote(back))
	}
	if err := v.checkInside(into.Elem()); err != nil {
		return nil, err
	}
	return into.Elem().Interface(), nil
}

// checkInside refuses a value with a set that is not in order, or with something else that
// no type tells.
func (v *Values) checkInside(x reflect.Value) error {
	if n := unordered(x); n > 0 {
		before, _ := Marshal(x.Index(n - 1).Interface())
		element, _ := Marshal(x.Index(n).Interface())
		return fmt.Errorf("%s stands after %s: the elements of a set stand in ascending order, each once", plain.Quote(element), plain.Quote(before))
	}
	if check := v.inside[x.Type()]; check != nil {
		return check(x.Interface())
	}
	switch x.Kind() {
	case reflect.Slice:
		for i := range x.Len() {
			if err := v.checkInside(x.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range x.NumField() {
			if !x.Type().Field(i).IsExported() {
				continue
			}
			if err := v.checkInside(x.Field(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// message is the reader of a type of message.
func (v *Values) message(typ reflect.Type, kind string) reader {
	fields, ok := v.fields(typ)
	if !ok {
		return func(c *Cursor, _ reflect.Value) { c.Fail("a message that writes itself") }
	}
	head := `{"type":"` + kind + `"`
	return func(c *Cursor, into reflect.Value) {
		c.Want(head)
		for i := range fields {
			c.Want(",")
			fields[i].read(c, into)
		}
		c.Want("}")
	}
}

// part is the reader of a type that may be part of another.
func (v *Values) part(typ reflect.Type) reader {
	if writesItself(typ) {
		if isListThatWritesItself(typ) {
			return v.opaque(typ, v.list(typ))
		}
		return v.opaque(typ, readJSON)
	}
	switch typ.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return readInt
	case reflect.String:
		return readString
	case reflect.Slice:
		return v.list(typ)
	case reflect.Struct:
		if fields, ok := v.fields(typ); ok {
			return readStruct(fields)
		}
	}
	return v.opaque(typ, readJSON)
}

// List is the reader of a type of lists, or of sets.
func (v *Values) list(typ reflect.Type) reader {
	read := readList(v.part(typ.Elem()))
	if isSet(typ) {
		return readSet(read)
	}
	return read
}

// opaque is the reader of a type of which encoding/json alone knows what it writes.
// Read reads what it may have written.
func (v *Values) opaque(typ reflect.Type, read reader) reader {
	return func(c *Cursor, into reflect.Value) {
		text := c.Value()
		if c.Err != nil {
			return
		}
		if x, ok := v.known[written{typ, string(text)}]; ok {
			into.Set(x)
			return
		}
		part := Cursor{Line: text}
		if read(&part, into); part.Err != nil || part.At < len(text) {
			c.At -= len(text) - part.At
			c.Fail("no value of %s", typ)
			return
		}
		back, err := Marshal(into.Interface())
		if check := v.inside[typ]; err == nil && check != nil {
			err = check(into.Interface())
		}
		if err != nil || !bytes.Equal(back, text) {
			c.At -= len(text)
			c.Fail("no value of %s", typ)
			return
		}
		v.remember(written{typ, string(text)}, into)
	}
}

// readJSON reads whatever encoding/json reads as a value.
func readJSON(c *Cursor, into reflect.Value) {
	text := c.Value()
	if err := json.Unmarshal(text, into.Addr().Interface()); c.Err == nil && err != nil {
		c.At -= len(text)
		c.Fail("%v", err)
	}
}

func (v *Values) remember(w written, x reflect.Value) {
	const overhead = 200 // Of an entry.
	if v.size += len(w.text) + overhead; v.size > maxKnown {
		clear(v.known)
		v.size = len(w.text) + overhead
	}
	v.known[w] = reflect.ValueOf(x.Interface())
}
