package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatIsNoReportIsToldAsWhatItIs(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "this is no report of lockstep trace validate --json: EOF",
		"\xef\xbb\xbf{}":                 "it begins with a byte order mark",
		"\x1f\x8b\x08\x00":               "it is compressed with gzip",
		"{\x00}\x00":                     "it is UTF-16",
		"{} {}":                          "something stands behind it: {}",
		"{}":                             "this is not the report of a shard",
		strings.Repeat("[", 1_000_000):   "this is no report of lockstep trace validate --json: ",
		strings.Repeat(" ", maxReport+1): "it has more than 67108864 bytes",
	} {
		_, err := readShard("a.json", strings.NewReader(text))
		require.ErrorContains(t, err, want)
		require.Less(t, len(err.Error()), 500)
	}
}

// Whatever the file, it is a report or is refused.
func FuzzReadShard(f *testing.F) {
	f.Add([]byte(`{"traces":1,"events":2,"rejections":[],"shard":{"shard":"1/2","of":3},"explanations":[]}`))
	f.Add([]byte(`{"traces":1,"events":2,"rejections":[null],"lane":{"shard":"1/2"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		shard, err := readShard("a.json", bytes.NewReader(data))
		if err != nil {
			return
		}
		report := joinReport{Shards: []joinedShard{shard}}
		_ = report.join()
	})
}
