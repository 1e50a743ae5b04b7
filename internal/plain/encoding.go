package plain

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Encoding tells what a file that begins with head is, if it is no UTF-8 without a mark,
// and which command makes that of it; both are "" if it may be UTF-8. Head may end in the
// middle of a character.
func Encoding(file string, head []byte) (is, hint string) {
	for _, e := range marks {
		if bytes.HasPrefix(head, []byte(e.mark)) {
			return e.is, hintFor(file, e.command)
		}
	}
	switch {
	case len(head) < 4:
	case head[0] == 0 && head[2] == 0 && isASCII(head[1], head[3]):
		return "it is UTF-16 (big endian)", hintFor(file, "iconv -f utf-16be -t utf-8")
	case head[1] == 0 && head[3] == 0 && isASCII(head[0], head[2]):
		return "it is UTF-16 (little endian)", hintFor(file, "iconv -f utf-16le -t utf-8")
	}
	return "", ""
}

func isASCII(a, b byte) bool { return 0 < a && a < utf8.RuneSelf && 0 < b && b < utf8.RuneSelf }

// marks are the first bytes of files that are no plain UTF-8. The longer ones stand before
// those with which they begin.
var marks = []struct{ mark, is, command string }{
	{"\xef\xbb\xbf", "it begins with a byte order mark (BOM)", "tail -c +4"},
	{"\xff\xfe\x00\x00", "it is UTF-32", "iconv -f utf-32 -t utf-8"},
	{"\x00\x00\xfe\xff", "it is UTF-32", "iconv -f utf-32 -t utf-8"},
	{"\xff\xfe", "it is UTF-16", "iconv -f utf-16 -t utf-8"},
	{"\xfe\xff", "it is UTF-16", "iconv -f utf-16 -t utf-8"},
	{"\x1f\x8b", "it is compressed with gzip", "gunzip -c"},
	{"\x28\xb5\x2f\xfd", "it is compressed with zstd", "zstd -dc"},
	{"\xfd7zXZ\x00", "it is compressed with xz", "xz -dc"},
	{"BZh", "it is compressed with bzip2", "bunzip2 -c"},
}

// hintFor is what to do with a file that a command makes UTF-8 of.
func hintFor(file, command string) string {
	return fmt.Sprintf("give it what %s %s prints", command, file)
}

// NoUTF8 tells of the first byte of the text that is no UTF-8: where it stands, and what
// it says that it is; "" if all of it is UTF-8.
func NoUTF8(file string, text []byte) (at int, is, hint string) {
	if utf8.Valid(text) {
		return 0, "", ""
	}
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at, fmt.Sprintf(`the byte \x%02x is no UTF-8; the file may be Latin-1`, text[at]), hintFor(file, "iconv -f latin1 -t utf-8")
		}
		at += size
	}
}
