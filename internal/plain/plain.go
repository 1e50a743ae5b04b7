// Package plain makes text of unknown origin fit for people to read: for a terminal,
// which acts upon some characters in place of showing them, and for a message, which is
// short. It also tells files that are no UTF-8 as what they are.
package plain

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is s with every character escaped that a terminal acts upon or does not show:
// control characters, but for newlines and tabs, those that change the direction of
// writing, others without a shape, and bytes that are no UTF-8. Escapes are those of
// JSON, so that JSON stays JSON; those of bytes are \x and two digits.
func Text(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case !acts(r):
			b.WriteString(s[:size])
		case r > 0xffff:
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+((r-0x10000)>>10), 0xdc00+((r-0x10000)&0x3ff))
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		s = s[size:]
	}
	return b.String()
}

// isPlain reports whether s is printable ASCII, newlines and tabs, as most text is.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < ' ' || c > '~') && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// acts reports whether a terminal acts upon r, or shows nothing.
func acts(r rune) bool {
	return r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// MaxQuote is how many bytes Quote shows of a text.
const MaxQuote = 300

// Quote is the text for a message: as Text has it, and if it is long its beginning, with
// the number of bytes that are left out.
func Quote[T ~string | ~[]byte](text T) string { return Cut(string(text), MaxQuote) }

// Cut is Quote with another bound, in bytes.
func Cut(text string, most int) string {
	if len(text) <= most {
		return Text(text)
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return fmt.Sprintf("%s... (%d bytes more)", Text(text[:most]), len(text)-most)
}

// MaxMessage is how many bytes Message shows.
const MaxMessage = 4000

// Message is the text of a message that has quotations in it.
func Message(text string) string { return Cut(text, MaxMessage) }

// Writer writes what it is given to another, as Text has it. Bytes that may be the
// beginning of a character wait for its end.
type Writer struct {
	W    io.Writer
	rest []byte
}

func (w *Writer) Write(data []byte) (int, error) {
	text := append(w.rest, data...)
	whole := len(text)
	for i := 1; i < utf8.UTFMax && i <= len(text); i++ {
		if last := text[len(text)-i:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				whole -= i
			}
			break
		}
	}
	w.rest = append([]byte(nil), text[whole:]...)
	if _, err := io.WriteString(w.W, Text(string(text[:whole]))); err != nil {
		return 0, err
	}
	return len(data), nil
}
