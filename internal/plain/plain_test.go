package plain

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestWhatATerminalActsUponIsEscaped(t *testing.T) {
	for text, want := range map[string]string{
		"a line\n\tof text, d\u00e9cr\u00e8t, \u4ee4, \U0001f600": "a line\n\tof text, d\u00e9cr\u00e8t, \u4ee4, \U0001f600",
		"\x1b[2J":          `\u001b[2J`,
		"over\rwritten":    `over\u000dwritten`,
		"\x7f\u009b":       `\u007f\u009b`,
		"\u202eabc\u2066":  `\u202eabc\u2066`,
		"\u2028\u200b":     `\u2028\u200b`,
		"\U000e0041":       `\udb40\udc41`,
		"\xff\xc3":         `\xff\xc3`,
		"\ufffd is itself": "\ufffd is itself",
	} {
		require.Equal(t, want, Text(text))
		require.Equal(t, want, Text(want), "what is escaped stays as it is")
	}
}

func TestJSONStaysTheSameJSON(t *testing.T) {
	text := "\x7f\u009b\u202e\u2066\U000e0041\u200d"
	data, err := json.Marshal(text)
	require.NoError(t, err)
	var back string
	require.NoError(t, json.Unmarshal([]byte(Text(string(data))), &back))
	require.Equal(t, text, back)
}

func TestALongTextIsCutAndSaysSo(t *testing.T) {
	require.Equal(t, "short", Quote("short"))
	require.Equal(t, strings.Repeat("[", MaxQuote)+"... (99700 bytes more)", Quote([]byte(strings.Repeat("[", 100_000))))
	require.Equal(t, "a... (2 bytes more)", Cut("a\u00e9", 2), "no character is cut in two")
}

func TestAWriterEscapesWhateverThePartsItGets(t *testing.T) {
	text := "\u202e\u00e9\x1b\u4ee4\xff\U0001f600.\n"
	for size := 1; size <= len(text); size++ {
		var out bytes.Buffer
		w := &Writer{W: &out}
		for rest := []byte(text); len(rest) > 0; {
			n, err := w.Write(rest[:min(size, len(rest))])
			require.NoError(t, err)
			rest = rest[n:]
		}
		require.Equal(t, Text(text), out.String(), "in parts of %d bytes", size)
	}
}

func TestFilesAreToldAsWhatTheyAre(t *testing.T) {
	for head, want := range map[string]string{
		"":                                "",
		`{"lockstep":"trace"`:             "",
		"\xef\xbb\xbf{":                   "byte order mark",
		"\xff\xfe{\x00":                   "UTF-16",
		"\xfe\xff\x00{":                   "UTF-16",
		"{\x00\"\x00":                     "UTF-16 (little endian)",
		"\x00{\x00\"":                     "UTF-16 (big endian)",
		"\xff\xfe\x00\x00{\x00\x00":       "UTF-32",
		"\x1f\x8b\x08\x00":                "gzip",
		"\x00\x01\x02\x03":                "",
		"BZh91AY":                         "bzip2",
		"\x28\xb5\x2f\xfd\x04":            "zstd",
		"\xfd7zXZ\x00\x00":                "xz",
		"\x00\x00\x00\x00 no mark at all": "",
	} {
		is, hint := Encoding("a.ndjson", []byte(head))
		require.Contains(t, is, want)
		require.Equal(t, want == "", is == "")
		require.Equal(t, want == "", hint == "")
	}
	at, is, hint := NoUTF8("a.ndjson", []byte("d\u00e9cr\xe8t"))
	require.Equal(t, 5, at)
	require.Equal(t, `the byte \xe8 is no UTF-8; the file may be Latin-1`, is)
	require.Equal(t, "give it what iconv -f latin1 -t utf-8 a.ndjson prints", hint)
	_, is, _ = NoUTF8("a.ndjson", []byte("\u00e9"))
	require.Empty(t, is)
}

// Whatever the text, what is made of it is UTF-8 without anything that acts.
func FuzzText(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff")
	f.Fuzz(func(t *testing.T, text string) {
		got := Text(text)
		require.True(t, utf8.ValidString(got))
		for _, r := range got {
			require.False(t, acts(r))
		}
		require.LessOrEqual(t, len(Quote(text)), 6*MaxQuote+40)
	})
}

func TestNothingIsEscapedThatNeedNotBe(t *testing.T) {
	for text, want := range map[string]string{
		"<b>&\u00e9\U0001f600\u202e\x7f": "<b>&\u00e9\U0001f600\u202e\x7f",
		"\"\\\n\x01\u2028":               `\"\\\n\u0001\u2028`,
		"\ufffd":                         "\ufffd",
		`\ufffd`:                         `\\ufffd`,
		`\\ufffd`:                        `\\\\ufffd`,
	} {
		got, err := JSON(text)
		require.NoError(t, err)
		require.Equal(t, `"`+want+`"`, string(got))
	}
	for _, text := range []string{"\xff", `\` + "\xff", `\ufffd` + "\xff"} {
		_, err := JSON(map[string]string{"a": text})
		require.ErrorContains(t, err, "no UTF-8", text)
	}
}
