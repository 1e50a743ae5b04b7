package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

// hostile is a text that each of our outputs must show, and none may obey.
const hostile = `<img src=x onerror=alert(1)></script><script>alert(2)</script></title>"'&` + "`" + `(* *) {{.}} ]]> \u0060` + "\x1b]0;title\a\x1b[31m\u202e\u2028\r\b"

// TestTextOfOthersIsText sends hostile through each output that there is. A new output gets a
// row, by what it is: for a browser, for a terminal, for TLA+.
func TestTextOfOthersIsText(t *testing.T) {
	root := tlctest.Root(t)
	for output, c := range map[string]struct {
		of  func(*testing.T) string
		may func(*testing.T, string)
	}{
		"the picture of a history":       {picturePage, isInert},
		"the report of run replica":      {reportPage, isInert},
		"the picture of who led when":    {leadersPicture, isDrawing},
		"the picture of latencies":       {latencyPicture, isDrawing},
		"an exported module":             {exportedModule(root), isTLA},
		"trace show":                     {told("trace", "show", "trace.ndjson"), isQuiet},
		"trace show --json":              {told("trace", "show", "trace.ndjson", "--json"), isQuietJSON},
		"trace replay, which rejects":    {told("trace", "replay", "wrong.ndjson"), isQuiet},
		"trace replay --json":            {told("trace", "replay", "wrong.ndjson", "--json"), isQuietJSON},
		"trace validate, which explains": {validated(root), isQuiet},
		"check":                          {told("check", "history.ndjson"), isQuiet},
		"check --json":                   {told("check", "history.ndjson", "--json"), isQuietJSON},
		"why, in the demo":               {demoTable(false), isQuiet},
		"the demo as JSON":               {demoTable(true), isQuietJSON},
		"an error that names a file":     {told("check", "no"+hostile), isQuiet},
		"an error that quotes an option": {told("check", "history.ndjson", "--checker", hostile), isQuiet},
		"an error that quotes a file":    {told("trace", "show", "foreign.ndjson"), isQuiet},
		"a note on a file in a folder":   {told("trace", "replay", "folder"), isQuiet},
		"a report that is none":          {told("trace", "join", "foreign.json"), isQuiet},
		"a command that there is not":    {told(hostile), isQuiet},
	} {
		t.Run(output, func(t *testing.T) {
			t.Chdir(hostileFolder(t, root))
			text := c.of(t)
			require.NotEmpty(t, text)
			c.may(t, text)
		})
	}
}

// hostileFolder has inputs with the text in them.
func hostileFolder(t *testing.T, root string) string {
	folder := t.TempDir()
	story, err := os.ReadFile(filepath.Join(root, "trace", "testdata", "v1.ndjson"))
	require.NoError(t, err)
	_, events, _ := strings.Cut(string(story), "\n")
	in := func(text string) string {
		data, err := plain.JSON(text)
		require.NoError(t, err)
		return string(data)
	}
	const vote = `"prevVote":{"voter":1,"number":[1,1],"decree":"a"}`
	spoilt := strings.Replace(events, vote, strings.Replace(vote, `"a"`, `"b"`, 1), 1)
	require.NotEqual(t, events, spoilt)
	decree := strings.NewReplacer(`"a"`, in(hostile))
	h, err := trace.NewHeader(catalog.SynodTrace, json.RawMessage(`{"participants":[1,2,3],"proposals":[[`+in(hostile)+`],["b"],[]]}`), hostile)
	require.NoError(t, err)
	var header bytes.Buffer
	require.NoError(t, trace.Write(&header, &trace.Trace{Header: h}))
	for name, text := range map[string]string{
		"trace.ndjson":   header.String() + decree.Replace(events),
		"wrong.ndjson":   header.String() + decree.Replace(spoilt),
		"foreign.ndjson": `{"lockstep":"trace","version":1,"spec":` + in(hostile) + `,"constants":{}}` + "\n",
		"foreign.json":   `{` + in(hostile) + `:1}`,
		"history.ndjson": `{"lockstep":"history","version":1,"model":"kv"}
{"client":1,"seq":1,"operation":"put","outcome":"done","key":` + in(hostile) + `,"value":` + in(hostile) + `,"call":1,"return":2}
{"client":2,"seq":1,"operation":"get","outcome":"done","key":` + in(hostile) + `,"value":"stale","call":5,"return":6}
{"annotation":{"kind":"fault","from":1,"to":2,"text":` + in(hostile) + `}}
{"end":{"operations":2,"annotations":1}}
`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	named := filepath.Join(folder, "folder", strings.ReplaceAll(hostile, "/", "")+".ndjson")
	require.NoError(t, os.Mkdir(filepath.Dir(named), 0o700))
	require.NoError(t, os.WriteFile(named, []byte(`{"lockstep":"history","version":1,"model":"kv"}`+"\n"), 0o600))
	return folder
}

// told is all that a command prints.
func told(args ...string) func(*testing.T) string {
	return func(*testing.T) string {
		var out, err bytes.Buffer
		run(context.Background(), console{out: &out, err: &err}, args)
		if args[len(args)-1] == "--json" {
			return out.String()
		}
		return out.String() + err.String()
	}
}

func validated(root string) func(*testing.T) string {
	return func(t *testing.T) string {
		tlctest.JarOf(t, root)
		return told("trace", "validate", "--root", root, "wrong.ndjson")(t)
	}
}

func demoTable(asJSON bool) func(*testing.T) string {
	return func(*testing.T) string {
		var out bytes.Buffer
		d := demo{io: console{out: &out, err: io.Discard}.escaped(), why: hostile, steps: []demoStep{{Check: hostile, Holds: true, Saw: hostile, Command: hostile}}}
		_ = d.show(format{json: asJSON}) // That it holds is not in question.
		return out.String()
	}
}

func picturePage(t *testing.T) string {
	told("check", "history.ndjson", "--picture", "picture.html")(t)
	page, err := os.ReadFile("picture.html")
	require.NoError(t, err)
	return string(page)
}

func reportPage(t *testing.T) string {
	r := runReplicaReport{
		Command: hostile, Checks: []replicaCheck{{hostile, linearizability.Fails, hostile}}, Not: []string{hostile}, History: hostile,
		Latency: []timeline.Latency{{Kind: hostile}},
	}
	r.Violations, r.Divided, r.Actions = []string{hostile}, []string{hostile}, map[string]int{hostile: 1}
	r.Timeline, r.Latencies = hostileTimeline(), []timeline.Sample{{Kind: hostile, Took: time.Second}}
	var page bytes.Buffer
	require.NoError(t, r.writePage(&page, picture{page: picturePage(t)}))
	require.NoError(t, r.writePage(&page, picture{err: errors.New(hostile)}))
	return page.String()
}

func hostileTimeline() timeline.Timeline {
	return timeline.Timeline{
		Nodes: []int{1}, Length: time.Second,
		Reigns: []timeline.Reign{{Node: 1, Name: hostile, To: time.Second, End: hostile}},
		Bands:  []timeline.Band{{Node: 1, What: timeline.Down, To: time.Second}},
	}
}

func leadersPicture(t *testing.T) string {
	var svg bytes.Buffer
	require.NoError(t, timeline.WriteSVG(&svg, timeline.Wide, hostile, hostile, []timeline.Chart{{Title: hostile, Timeline: hostileTimeline()}}))
	return svg.String()
}

func latencyPicture(t *testing.T) string {
	var svg bytes.Buffer
	require.NoError(t, timeline.WriteLatencySVG(&svg, timeline.Wide, []timeline.Sample{{Kind: hostile, Took: time.Second}}, time.Second))
	return svg.String()
}

func exportedModule(root string) func(*testing.T) string {
	return func(t *testing.T) string {
		told("trace", "export", "--root", root, "trace.ndjson", "--out", "out", "--name", "Story")(t)
		module, err := os.ReadFile(filepath.Join("out", "Story.tla"))
		require.NoError(t, err)
		return string(module)
	}
}

// isInert: the page has no element and no script but its own.
func isInert(t *testing.T, page string) {
	require.NotContains(t, page, "<img")
	require.NotContains(t, page, "<script>alert")
}

// isDrawing: it is XML, with the elements of a drawing alone.
func isDrawing(t *testing.T, svg string) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if e, ok := token.(xml.StartElement); ok {
			require.Contains(t, "svg desc rect defs pattern circle text line title path g", e.Name.Local)
		}
	}
	require.Contains(t, svg, "&lt;img")
}

// isTLA: it has characters alone that SANY reads. That it parses is a test of package trace.
func isTLA(t *testing.T, module string) {
	for _, c := range module {
		require.True(t, c == '\n' || ' ' <= c && c <= '~' && c != '`', "%q", c)
	}
	require.Contains(t, module, "<img")
}

// isQuiet: nothing in it is an order to a terminal, and the text is there.
func isQuiet(t *testing.T, text string) {
	require.Contains(t, text, "onerror")
	for _, c := range text {
		require.False(t, c != '\n' && c != '\t' && unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp), "%q in %q", c, text)
	}
}

func isQuietJSON(t *testing.T, text string) {
	isQuiet(t, text)
	require.True(t, json.Valid([]byte(text)), text)
}
