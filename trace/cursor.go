package trace

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// cursor reads a line from left to right. It knows one way only in which each
// thing is written, that of Write, and fails at the first column that differs;
// once it has failed it reads nothing more. What it returns is part of the line.
type cursor struct {
	line []byte
	at   int
	err  error
}

// maxDigits bounds integers, so that they are integers of TLC (32 bits).
const maxDigits = 9

// MaxDepth bounds how many lists and records of a value stand in each other.
const MaxDepth = 50

// fail notes the first fault.
func (c *cursor) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("column %d: %s", c.at+1, fmt.Sprintf(format, args...))
	}
}

// want reads exactly text.
func (c *cursor) want(text string) {
	if c.err == nil && !c.take(text) {
		c.fail("want %s, got %s", text, c.rest())
	}
}

// take reads text if it is what comes next.
func (c *cursor) take(text string) bool {
	if c.err != nil || len(c.line)-c.at < len(text) || string(c.line[c.at:c.at+len(text)]) != text {
		return false
	}
	c.at += len(text)
	return true
}

// rest is the beginning of what is left, for messages.
func (c *cursor) rest() string {
	rest := c.line[c.at:]
	if len(rest) == 0 {
		return "the end of the line"
	}
	if len(rest) > 40 {
		return fmt.Sprintf("%#q...", rest[:40])
	}
	return fmt.Sprintf("%#q", rest)
}

// end wants the end of the line.
func (c *cursor) end() {
	if c.err == nil && c.at < len(c.line) {
		c.fail("the line is to end here, got %s", c.rest())
	}
}

// integer reads a number that is not negative.
func (c *cursor) integer() int {
	start, n := c.at, 0
	for c.err == nil && c.at < len(c.line) && isDigit(c.line[c.at]) && c.at-start <= maxDigits {
		n = 10*n + int(c.line[c.at]-'0')
		c.at++
	}
	digits := c.at - start
	if digits == 0 || digits > maxDigits || digits > 1 && c.line[start] == '0' {
		c.at = start
		c.fail("want an integer of at most %d digits and no sign, got %s", maxDigits, c.rest())
	}
	return n
}

// text reads a string, in which nothing is escaped that need not be.
func (c *cursor) text() string {
	if s, ok := c.plain(); ok {
		return s
	}
	raw := c.value()
	var s string
	if c.err == nil && json.Unmarshal(raw, &s) != nil {
		c.at -= len(raw)
		c.fail("want a string, got %s", c.rest())
	}
	if back, err := marshal(s); c.err == nil && (err != nil || !bytes.Equal(back, raw)) {
		c.at -= len(raw)
		c.fail("got %s, which is to be written %s", plain.Quote(raw), plain.Quote(back))
	}
	return s
}

// plain reads a string of letters, digits and other characters that nobody would
// escape, as nearly all are. It is false, and nothing was read, if what comes next
// is something else.
func (c *cursor) plain() (string, bool) {
	if c.err != nil || c.at >= len(c.line) || c.line[c.at] != '"' {
		return "", false
	}
	for i := c.at + 1; i < len(c.line); i++ {
		switch b := c.line[i]; {
		case b == '"':
			s := string(c.line[c.at+1 : i])
			c.at = i + 1
			return s, true
		case b < ' ' || b > '~' || b == '\\':
			return "", false
		}
	}
	return "", false
}

// record reads an object, whose names must stand in ascending order, each once.
func (c *cursor) record() map[string]json.RawMessage {
	c.want("{")
	if c.err != nil || c.take("}") {
		return nil
	}
	record, last := map[string]json.RawMessage{}, ""
	for c.err == nil {
		start := c.at
		name := c.text()
		if len(record) > 0 && name <= last {
			c.at = start
			c.fail("%s after %s: names stand in ascending order, each once", inQuotes(name), inQuotes(last))
		}
		c.want(":")
		record[name], last = c.value(), name
		if c.take("}") {
			break
		}
		c.want(",")
	}
	return record
}

// list reads a list.
func (c *cursor) list() []json.RawMessage {
	c.want("[")
	if c.err != nil || c.take("]") {
		return nil
	}
	var list []json.RawMessage
	for c.err == nil {
		list = append(list, c.value())
		if c.take("]") {
			break
		}
		c.want(",")
	}
	return list
}

// value passes over one value of any kind and returns it. That its brackets
// match and its integers are short is all it knows of it.
func (c *cursor) value() json.RawMessage {
	start, depth, digits := c.at, 0, 0
	for ; c.err == nil && c.at < len(c.line); c.at++ {
		b := c.line[c.at]
		if digits++; !isDigit(b) {
			digits = 0
		}
		switch {
		case digits > maxDigits:
			c.fail("an integer has at most %d digits", maxDigits)
		case b == '"':
			c.skipString()
		case b == '{' || b == '[':
			if depth++; depth > MaxDepth {
				c.fail("a value has at most %d lists and records in each other", MaxDepth)
			}
		case b == 'n':
			c.fail("null is no value")
		case depth == 0 && (b == ',' || b == '}' || b == ']' || b == ':'):
			return c.since(start)
		case b == '}' || b == ']':
			depth--
		}
	}
	if depth > 0 {
		c.fail("a bracket is open")
	}
	return c.since(start)
}

func (c *cursor) since(start int) json.RawMessage {
	if c.at == start {
		c.fail("want a value, got %s", c.rest())
	}
	return c.line[start:c.at:c.at]
}

// skipString moves from the quote that opens a string to the one that closes it.
func (c *cursor) skipString() {
	for i := c.at + 1; i < len(c.line); i++ {
		switch c.line[i] {
		case '\\':
			i++
		case '"':
			c.at = i
			return
		}
	}
	c.fail("a string is open")
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
