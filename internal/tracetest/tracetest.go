// Package tracetest makes traces for tests: stories, in which every action of a protocol
// is taken, and walks of the twins.
package tracetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

import ()

// Protocol is that of the traces that name no other.
var Protocol = catalog.SynodTrace

// Told is the story of the synod.
func Told(t testing.TB) *trace.Trace { return ToldOf(t, "Synod") }

// ToldOf is the story of a spec, recorded.
func ToldOf(t testing.TB, spec string) *trace.Trace {
	t.Helper()
	return Tell(t, catalog.Traces[spec], Stories[spec])
}

// Recorded is the trace of a random run of the synod, of that many steps.
func Recorded(t testing.TB, seed uint64, steps int) *trace.Trace {
	t.Helper()
	walk, err := catalog.SynodWalk(seed, steps)
	require.NoError(t, err)
	return walk
}

// Written is the file of a trace.
func Written(t testing.TB, run *trace.Trace) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, trace.Write(&b, run))
	return b.String()
}

// Walks are walks of all protocols that have them.
func Walks(t testing.TB) []*trace.Trace {
	var all []*trace.Trace
	for _, spec := range slices.Sorted(maps.Keys(catalog.Walks)) {
		walk, err := catalog.Walks[spec](1, 300)
		require.NoError(t, err)
		all = append(all, walk)
	}
	return all
}

// Set sets a value in a record that is there.
func Set(record map[string]json.RawMessage, name, value string) {
	record[name] = json.RawMessage(value)
}

// LogsOf takes a trace apart into the logs of its nodes.
func LogsOf(t *trace.Trace) []*trace.Trace {
	var logs []*trace.Trace
	for _, end := range t.Ends {
		log := &trace.Trace{Name: fmt.Sprintf("node-%d.ndjson", end.Node), Header: t.Header, Ends: []trace.End{end}}
		for _, e := range t.Events {
			if e.Node == end.Node {
				log.Events = append(log.Events, e)
			}
		}
		logs = append(logs, log)
	}
	return logs
}

// Tell plays and records a story.
func Tell(t testing.TB, p trace.Protocol, s Story) *trace.Trace {
	t.Helper()
	header, err := trace.NewHeader(p, json.RawMessage(s.Constants), "a story")
	require.NoError(t, err)
	r := &narrator{t: t, p: p, nodes: map[int]trace.Node{}, logs: map[int]*trace.Recorder{}}
	recording := &trace.Recording{Protocol: p, Header: header}
	twin := p.Twin(header.Constants)
	for _, id := range twin.Nodes() {
		r.nodes[id] = twin.Begin(id)
		r.logs[id], err = recording.Node(id, r.nodes[id].State())
		require.NoError(t, err)
	}
	for line := range strings.Lines(strings.TrimSpace(s.Text)) {
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
	t     testing.TB
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
		params := InGo(r.p, action, given)
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
			params["t"] = InGo(r.p, "RequestLease", map[string]json.RawMessage{"t": reading})["t"]
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
	fields := FieldsOf(message)
	for name, value := range want {
		if !bytes.Equal(fields[name], value) {
			return false
		}
	}
	return true
}
