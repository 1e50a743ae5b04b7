package linearizability

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// cursor reads a line from left to right. It knows one way only in which each
// thing is written, that of Write, and fails at the first column that differs;
// once it has failed it reads nothing more.
type cursor struct {
	line []byte
	at   int
	err  error
}

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
	if c.err != nil || !bytes.HasPrefix(c.line[c.at:], []byte(text)) {
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

// integer reads a number that is not negative and has at most so many digits.
func (c *cursor) integer(most int) int64 {
	start, n := c.at, int64(0)
	for c.err == nil && c.at < len(c.line) && isDigit(c.line[c.at]) && c.at-start < most {
		n = 10*n + int64(c.line[c.at]-'0')
		c.at++
	}
	digits := c.at - start
	goesOn := c.at < len(c.line) && isDigit(c.line[c.at])
	if c.err == nil && (digits == 0 || goesOn || digits > 1 && c.line[start] == '0') {
		c.at = start
		c.fail("want an integer of at most %d digits and no sign, got %s", most, c.rest())
	}
	return n
}

// word reads one of words, in quotes.
func word[W ~string](c *cursor, words ...W) W {
	var all []string
	for _, w := range words {
		quoted := `"` + string(w) + `"`
		if c.take(quoted) {
			return w
		}
		all = append(all, quoted)
	}
	c.want(strings.Join(all, " or "))
	return ""
}

// text reads a string, in which nothing is escaped that need not be.
func (c *cursor) text() string {
	raw := c.raw()
	if c.err != nil {
		return ""
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		c.at -= len(raw)
		c.fail("want a string, got %s", c.rest())
	}
	if written := appendText(nil, s); c.err == nil && !bytes.Equal(written, raw) {
		c.at -= len(raw)
		c.fail("got %s, which is to be written %s", plain.Quote(raw), plain.Quote(written))
	}
	return s
}

// raw passes over a string, from its first quote to its last.
func (c *cursor) raw() []byte {
	if c.err == nil && (c.at >= len(c.line) || c.line[c.at] != '"') {
		c.fail("want a string, got %s", c.rest())
	}
	for i := c.at + 1; c.err == nil && i < len(c.line); i++ {
		switch c.line[i] {
		case '\\':
			i++
		case '"':
			raw := c.line[c.at : i+1]
			c.at = i + 1
			return raw
		}
	}
	c.fail("a string is open")
	return nil
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
