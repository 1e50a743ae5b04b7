package plain

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Encoding tells what a file that begins with head is, if it is no UTF-8 without a mark,
// and what to do about it; both are "" if it may be UTF-8. Head may end in the middle of
// a character.
func Encoding(head []byte) (is, hint string) {
	for _, e := range marks {
		if bytes.HasPrefix(head, []byte(e.mark)) {
			return e.is, e.hint
		}
	}
	if len(head) >= 4 {
		switch {
		case head[0] == 0 && head[1] != 0:
			return "it is UTF-16 (big endian)", "iconv -f utf-16be -t utf-8 FILE"
		case head[0] != 0 && head[1] == 0:
			return "it is UTF-16 (little endian)", "iconv -f utf-16le -t utf-8 FILE"
		}
	}
	return "", ""
}

// marks are the first bytes of files that are no plain UTF-8. The longer ones stand before
// those with which they begin.
var marks = []struct{ mark, is, hint string }{
	{"\xef\xbb\xbf", "it begins with a byte order mark (BOM)", "remove its first three bytes: tail -c +4 FILE"},
	{"\xff\xfe\x00\x00", "it is UTF-32", "iconv -f utf-32 -t utf-8 FILE"},
	{"\x00\x00\xfe\xff", "it is UTF-32", "iconv -f utf-32 -t utf-8 FILE"},
	{"\xff\xfe", "it is UTF-16", "iconv -f utf-16 -t utf-8 FILE"},
	{"\xfe\xff", "it is UTF-16", "iconv -f utf-16 -t utf-8 FILE"},
	{"\x1f\x8b", "it is compressed with gzip", "gunzip -c FILE"},
	{"\x28\xb5\x2f\xfd", "it is compressed with zstd", "zstd -dc FILE"},
	{"\xfd7zXZ\x00", "it is compressed with xz", "xz -dc FILE"},
	{"BZh", "it is compressed with bzip2", "bunzip2 -c FILE"},
	{"PK\x03\x04", "it is a zip archive", "unzip -p FILE"},
}

// NoUTF8 tells of the first byte of the text that is no UTF-8: where it stands, and what
// it says that it is; "" if all of it is UTF-8.
func NoUTF8(text []byte) (at int, is, hint string) {
	if utf8.Valid(text) {
		return 0, "", ""
	}
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at, fmt.Sprintf(`the byte \x%02x is no UTF-8; the file may be Latin-1`, text[at]), "iconv -f latin1 -t utf-8 FILE"
		}
		at += size
	}
}
