package canonical_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
	"github.com/lockstep-paxos/lockstep/trace"
)

// odd are values of types that no protocol of ours has.
var odd = []any{
	struct{}{}, []string(nil), [][]int(nil), map[string]int(nil), true, 1.5, []byte(nil), int8(0), uint(0), [2]int{}, new(int), json.Number("1"),
	struct {
		A int `json:"a"`
		B struct {
			C []string `json:"c"`
		} `json:"b"`
	}{},
	struct {
		A int `json:"a,omitempty"`
	}{},
	struct{ A int }{},
	struct {
		A int `json:"-"`
	}{},
}

// example is a value of a type, and what values of the type write.
type example struct {
	value any
	texts []string
}

// loggedIn are the types of what a trace logs, with what stands there.
func loggedIn(run *trace.Trace) []*example {
	p, found := catalog.Traces[run.Header.Spec], map[reflect.Type]*example{}
	add := func(value any, text json.RawMessage) {
		typ := reflect.TypeOf(value)
		if found[typ] == nil {
			found[typ] = &example{value: value}
		}
		if all := found[typ].texts; !slices.Contains(all, string(text)) {
			found[typ].texts = append(all, string(text))
		}
	}
	twin, variables := p.Twin(run.Header.Constants), map[string]any{}
	for _, node := range twin.Nodes() {
		state := reflect.ValueOf(twin.Begin(node).State())
		for _, f := range reflect.VisibleFields(state.Type()) {
			variables[f.Tag.Get("json")] = state.FieldByIndex(f.Index).Interface()
		}
	}
	for _, e := range run.Events {
		for name, text := range e.Params {
			kind := p.Actions[e.Action][name]
			if kind == "" {
				kind = e.Action + "." + name
			}
			add(p.Types[kind], text)
		}
		for name, text := range e.Post {
			add(variables[name], text)
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b *example) int {
		return strings.Compare(reflect.TypeOf(a.value).String(), reflect.TypeOf(b.value).String())
	})
}

// agree has a value read in the quick way and by encoding/json, which must say the
// same.
func agree(t *testing.T, read func(string) (any, error), value any, text string) {
	quick, err := read(text)
	slow, want := canonical.Slowly(value, text)
	if want != nil {
		require.EqualError(t, err, want.Error(), "%T: %s", value, text)
		return
	}
	require.NoError(t, err, "%T: %s", value, text)
	require.Equal(t, slow, quick, "%T: %s", value, text)
}

// What is written, and whatever differs from it by a byte, is read as encoding/json
// reads it.
func TestValuesAreReadAsTheyAreWritten(t *testing.T) {
	spoilt := 0
	for _, run := range tracetest.Walks(t) {
		for _, x := range loggedIn(run) {
			read := canonical.Reader(x.value)
			for i, text := range x.texts[:min(len(x.texts), 12)] {
				agree(t, read, x.value, text)
				agree(t, read, x.value, x.texts[(i+1)%len(x.texts)])
				for at := range text {
					for _, by := range []string{"", "0", "1", " ", `"`, "}", "]", ",", "x", "-", "\\", "é", "null"} {
						agree(t, read, x.value, text[:at]+by+text[at+1:])
						spoilt++
					}
				}
			}
		}
	}
	require.Greater(t, spoilt, 10_000)
}

// Reading with encoding/json takes many times as long; what a type of ours is should
// be plain.
func TestMessagesAreReadWithoutEncodingJSON(t *testing.T) {
	for _, run := range tracetest.Walks(t) {
		for _, x := range loggedIn(run) {
			for _, text := range x.texts {
				require.True(t, canonical.Plainly(x.value, text), "%T: %s", x.value, text)
			}
		}
	}
}

// Whatever the type and the text, both ways of reading agree.
func FuzzValues(f *testing.F) {
	all := []*example{}
	for _, run := range tracetest.Walks(f) {
		all = append(all, loggedIn(run)...)
	}
	for _, x := range odd {
		all = append(all, &example{x, []string{"{}", "[]", "null", "1", `"a"`, `{"a":1}`, `{"a":1,"b":{"c":["x"]}}`, "[[1,2],[]]", "true", "1.5"}})
	}
	for i, x := range all {
		for _, text := range x.texts[:min(len(x.texts), 10)] {
			f.Add(i, text)
		}
	}
	f.Fuzz(func(t *testing.T, i int, text string) {
		if i >= 0 {
			x := all[i%len(all)]
			agree(t, canonical.Reader(x.value), x.value, text)
		}
	})
}
