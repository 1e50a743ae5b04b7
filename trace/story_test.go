package trace_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
	"github.com/lockstep-paxos/lockstep/trace"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// A story that left an action out would leave it untested.
func TestStoriesTakeEveryAction(t *testing.T) {
	for spec := range tracetest.Stories {
		taken := map[string]bool{}
		for _, e := range toldOf(t, spec).Events {
			taken[e.Action] = true
		}
		for action := range catalog.Traces[spec].Actions {
			require.True(t, taken[action], "%s: %s", spec, action)
		}
	}
}

func TestVersion1IsReadAndWrittenForever(t *testing.T) {
	for spec, s := range tracetest.Stories {
		golden, err := os.ReadFile(filepath.Join("testdata", s.Golden))
		require.NoError(t, err)
		read, err := trace.Read(s.Golden, bytes.NewReader(golden), catalog.Traces[spec])
		require.NoError(t, err)
		require.Equal(t, string(golden), written(t, read))
	}
}

func TestStoriesAreRecordedAsTheyStandInTheGoldenFiles(t *testing.T) {
	for spec, s := range tracetest.Stories {
		path := filepath.Join("testdata", s.Golden)
		if *rewrite {
			require.NoError(t, os.WriteFile(path, []byte(written(t, toldOf(t, spec))), 0o644))
		}
		golden, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(golden), written(t, toldOf(t, spec)), spec)
	}
}
func TestExampleOfTheFormatIsATrace(t *testing.T) {
	page, err := os.ReadFile("../docs/formats.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "```json\n")
	require.True(t, found)
	example, rest, _ := strings.Cut(rest, "```\n")
	run, err := trace.Read("example.ndjson", strings.NewReader(example), protocol)
	require.NoError(t, err)
	_, rest, _ = strings.Cut(rest, "```\n")
	transcript, _, found := strings.Cut(rest, "```\n")
	require.True(t, found)
	var shown bytes.Buffer
	require.NoError(t, trace.Show(&shown, run, trace.ShowOptions{}))
	require.Equal(t, shown.String(), transcript)
}

func TestFormatPageNamesEveryField(t *testing.T) {
	page, err := os.ReadFile("../docs/formats.md")
	require.NoError(t, err)
	for _, line := range []any{trace.Header{}, trace.Event{}, trace.End{}, trace.ID{}} {
		for i := range reflect.TypeOf(line).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(line).Field(i).Tag.Get("json"), ",")
			require.Contains(t, string(page), "`"+name+"`")
		}
	}
}
