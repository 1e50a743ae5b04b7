package canonical

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Cursor reads a line from left to right. It knows one way only in which each
// thing is written, that of Write, and fails at the first column that differs;
// once it has failed it reads nothing more. What it returns is part of the line.
type Cursor struct {
	Line []byte
	At   int
	Err  error
}

// maxDigits bounds integers, so that they are integers of TLC (32 bits).
const maxDigits = 9

// maxDepth bounds how many lists and records of a value stand in each other.
const maxDepth = 50

// Fail notes the first fault.
func (c *Cursor) Fail(format string, args ...any) {
	if c.Err == nil {
		c.Err = fmt.Errorf("column %d: %s", c.At+1, fmt.Sprintf(format, args...))
	}
}

// Want reads exactly text.
func (c *Cursor) Want(text string) {
	if c.Err == nil && !c.Take(text) {
		c.Fail("want %s, got %s", text, c.Rest())
	}
}

// Take reads text if it is what comes next.
func (c *Cursor) Take(text string) bool {
	if c.Err != nil || len(c.Line)-c.At < len(text) || string(c.Line[c.At:c.At+len(text)]) != text {
		return false
	}
	c.At += len(text)
	return true
}

// Rest is the beginning of what is left, for messages.
func (c *Cursor) Rest() string {
	rest := c.Line[c.At:]
	if len(rest) == 0 {
		return "the end of the line"
	}
	if len(rest) > 40 {
		return fmt.Sprintf("%#q...", rest[:40])
	}
	return fmt.Sprintf("%#q", rest)
}

// End wants the end of the line.
func (c *Cursor) End() {
	if c.Err == nil && c.At < len(c.Line) {
		c.Fail("the line is to end here, got %s", c.Rest())
	}
}

// Integer reads a number that is not negative.
func (c *Cursor) Integer() int {
	start, n := c.At, 0
	for c.Err == nil && c.At < len(c.Line) && isDigit(c.Line[c.At]) && c.At-start <= maxDigits {
		n = 10*n + int(c.Line[c.At]-'0')
		c.At++
	}
	digits := c.At - start
	if digits == 0 || digits > maxDigits || digits > 1 && c.Line[start] == '0' {
		c.At = start
		c.Fail("want an integer of at most %d digits and no sign, got %s", maxDigits, c.Rest())
	}
	return n
}

// Text reads a string, in which nothing is escaped that need not be.
func (c *Cursor) Text() string {
	if s, ok := c.plain(); ok {
		return s
	}
	raw := c.Value()
	var s string
	if c.Err == nil && json.Unmarshal(raw, &s) != nil {
		c.At -= len(raw)
		c.Fail("want a string, got %s", c.Rest())
	}
	if back, err := Marshal(s); c.Err == nil && (err != nil || !bytes.Equal(back, raw)) {
		c.At -= len(raw)
		c.Fail("got %s, which is to be written %s", plain.Quote(raw), plain.Quote(back))
	}
	return s
}

// plain reads a string of letters, digits and other characters that nobody would
// escape, as nearly all are. It is false, and nothing was read, if what comes next
// is something else.
func (c *Cursor) plain() (string, bool) {
	if c.Err != nil || c.At >= len(c.Line) || c.Line[c.At] != '"' {
		return "", false
	}
	for i := c.At + 1; i < len(c.Line); i++ {
		switch b := c.Line[i]; {
		case b == '"':
			s := string(c.Line[c.At+1 : i])
			c.At = i + 1
			return s, true
		case b < ' ' || b > '~' || b == '\\':
			return "", false
		}
	}
	return "", false
}

// Record reads an object, whose names must stand in ascending order, each once.
func (c *Cursor) Record() map[string]json.RawMessage {
	c.Want("{")
	if c.Err != nil || c.Take("}") {
		return nil
	}
	record, last := map[string]json.RawMessage{}, ""
	for c.Err == nil {
		start := c.At
		name := c.Text()
		if len(record) > 0 && name <= last {
			c.At = start
			c.Fail("%s after %s: names stand in ascending order, each once", InQuotes(name), InQuotes(last))
		}
		c.Want(":")
		record[name], last = c.Value(), name
		if c.Take("}") {
			break
		}
		c.Want(",")
	}
	return record
}

// List reads a list.
func (c *Cursor) List() []json.RawMessage {
	c.Want("[")
	if c.Err != nil || c.Take("]") {
		return nil
	}
	var list []json.RawMessage
	for c.Err == nil {
		list = append(list, c.Value())
		if c.Take("]") {
			break
		}
		c.Want(",")
	}
	return list
}

// Value passes over one value of any kind and returns it. That its brackets
// match and its integers are short is all it knows of it.
func (c *Cursor) Value() json.RawMessage {
	start, depth, digits := c.At, 0, 0
	for ; c.Err == nil && c.At < len(c.Line); c.At++ {
		b := c.Line[c.At]
		if digits++; !isDigit(b) {
			digits = 0
		}
		switch {
		case digits > maxDigits:
			c.Fail("an integer has at most %d digits", maxDigits)
		case b == '"':
			c.skipString()
		case b == '{' || b == '[':
			if depth++; depth > maxDepth {
				c.Fail("a value has at most %d lists and records in each other", maxDepth)
			}
		case b == 'n':
			c.Fail("null is no value")
		case depth == 0 && (b == ',' || b == '}' || b == ']' || b == ':'):
			return c.since(start)
		case b == '}' || b == ']':
			depth--
		}
	}
	if depth > 0 {
		c.Fail("a bracket is open")
	}
	return c.since(start)
}

func (c *Cursor) since(start int) json.RawMessage {
	if c.At == start {
		c.Fail("want a value, got %s", c.Rest())
	}
	return c.Line[start:c.At:c.At]
}

// skipString moves from the quote that opens a string to the one that closes it.
func (c *Cursor) skipString() {
	for i := c.At + 1; i < len(c.Line); i++ {
		switch c.Line[i] {
		case '\\':
			i++
		case '"':
			c.At = i
			return
		}
	}
	c.Fail("a string is open")
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
