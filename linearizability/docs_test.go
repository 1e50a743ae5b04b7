package linearizability

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// section is what the page on formats says of histories.
func section(t *testing.T) string {
	page, err := os.ReadFile("../docs/formats.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "\n## Histories, version 1\n")
	require.True(t, found)
	rest, _, _ = strings.Cut(rest, "\n## ")
	return rest
}

func TestExampleOfTheFormatIsTheGoldenFile(t *testing.T) {
	_, rest, found := strings.Cut(section(t), "```json\n")
	require.True(t, found)
	example, _, _ := strings.Cut(rest, "```\n")
	golden, err := os.ReadFile("testdata/v1.ndjson")
	require.NoError(t, err)
	require.Equal(t, string(golden), example)
}

func TestFormatPageNamesEveryFieldAndEveryWord(t *testing.T) {
	page := section(t)
	names := map[string]bool{}
	for _, file := range []string{"testdata/v1.ndjson", "testdata/v1-kv.ndjson"} {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, field := range regexp.MustCompile(`"(\w+)":`).FindAllStringSubmatch(string(data), -1) {
			names[field[1]] = true
		}
	}
	require.Len(t, names, 20)
	for name := range names {
		require.Contains(t, page, "`"+name+"`")
	}
	for _, word := range []any{Counter, KeyValue, OpIncrement, OpRead, OpPut, OpGet, OpDelete, Done, Failed, Unknown, Fault, LeaderChange} {
		require.Regexp(t, "`\"?"+fmt.Sprint(word)+"\"?`", page)
	}
}

// What the page on linearizability says of bounds is so.
func TestPageNamesTheBounds(t *testing.T) {
	page, err := os.ReadFile("../docs/linearizability.md")
	require.NoError(t, err)
	require.Contains(t, string(page), "More than 10,000 on one")
	require.Equal(t, 10_000, maxForPorcupine)
	require.Contains(t, string(page), "at most 5,000 operations")
	require.Equal(t, 5_000, most)
	require.Contains(t, string(page), "about 200\noperations before")
	require.Equal(t, 200, around)
	require.Contains(t, string(page), "client 3 read 7 (call 100, return 120) after client 1's increment to 8 had returned at 90", "TestReasonNamesTheOperationsThatContradictEachOther gets it")
}
