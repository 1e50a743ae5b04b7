package trace_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// told is the story of the synod.
func told(t *testing.T) *trace.Trace { return toldOf(t, "Synod") }

// toldOf is the story of a spec, recorded.
func toldOf(t *testing.T, spec string) *trace.Trace {
	t.Helper()
	return tell(t, catalog.Traces[spec], stories[spec])
}

// tell plays and records a story.
func tell(t *testing.T, p trace.Protocol, s story) *trace.Trace {
	t.Helper()
	header, err := trace.NewHeader(p, json.RawMessage(s.constants), "a story")
	require.NoError(t, err)
	r := &narrator{t: t, p: p, nodes: map[int]trace.Node{}, logs: map[int]*trace.Recorder{}}
	recording := &trace.Recording{Protocol: p, Header: header}
	twin := p.Twin(header.Constants)
	for _, id := range twin.Nodes() {
		r.nodes[id] = twin.Begin(id)
		r.logs[id], err = recording.Node(id, r.nodes[id].State())
		require.NoError(t, err)
	}
	for line := range strings.Lines(strings.TrimSpace(s.text)) {
		r.step(strings.Fields(line))
	}
	for id, log := range r.logs {
		require.NoError(t, log.End(r.nodes[id].State()))
	}
	run, err := recording.Trace("story.ndjson")
	require.NoError(t, err)
	return run
}

// narrator plays a story and records it.
type narrator struct {
	t     *testing.T
	p     trace.Protocol
	nodes map[int]trace.Node
	logs  map[int]*trace.Recorder
	sent  []sentMessage
}

type sentMessage struct {
	message any
	by      trace.ID
}

// step takes the step of a line, which must be enabled.
func (r *narrator) step(words []string) {
	var id int
	require.NoError(r.t, json.Unmarshal([]byte(words[0]), &id))
	action, given := words[1], map[string]json.RawMessage{}
	for _, word := range words[2:] {
		name, value, _ := strings.Cut(word, "=")
		given[name] = json.RawMessage(value)
	}
	message, receives := r.p.Actions[action]["m"]
	if !receives {
		params := inGo(r.p, action, given)
		sent, enabled := r.nodes[id].Step(action, params)
		require.True(r.t, enabled, words)
		r.record(id, action, params, nil, sent)
		return
	}
	reading, isTimed := given["t"]
	delete(given, "t")
	for _, s := range r.sent {
		if s.message.(interface{ Type() string }).Type() != message || !has(s.message, given) {
			continue
		}
		params := map[string]any{"m": s.message}
		if isTimed {
			params["t"] = inGo(r.p, "RequestLease", map[string]json.RawMessage{"t": reading})["t"]
		}
		if sent, enabled := r.nodes[id].Step(action, params); enabled {
			r.record(id, action, params, &s.by, sent)
			return
		}
	}
	require.Fail(r.t, "no message can be received", words)
}

func (r *narrator) record(id int, action string, params map[string]any, cause *trace.ID, sent []any) {
	by, err := r.logs[id].Record(action, params, cause, r.nodes[id].State(), sent)
	require.NoError(r.t, err)
	for _, m := range sent {
		r.sent = append(r.sent, sentMessage{m, by})
	}
}

// has tells whether a message has these values in its fields.
func has(message any, want map[string]json.RawMessage) bool {
	fields := fieldsOf(message)
	for name, value := range want {
		if !bytes.Equal(fields[name], value) {
			return false
		}
	}
	return true
}

// A story that left an action out would leave it untested.
func TestStoriesTakeEveryAction(t *testing.T) {
	for spec := range stories {
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
	for spec, s := range stories {
		golden, err := os.ReadFile(filepath.Join("testdata", s.golden))
		require.NoError(t, err)
		read, err := trace.Read(s.golden, bytes.NewReader(golden), catalog.Traces[spec])
		require.NoError(t, err)
		require.Equal(t, string(golden), written(t, read))
	}
}

func TestStoriesAreRecordedAsTheyStandInTheGoldenFiles(t *testing.T) {
	for spec, s := range stories {
		path := filepath.Join("testdata", s.golden)
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
