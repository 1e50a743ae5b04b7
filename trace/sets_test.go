package trace_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
)

// setNames are the names of the fields that TLC reads as sets. The messages sent are one,
// too, but the steps that send them say in which order.
func setNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(tlctest.Root(t), "spec", "trace", "*.tla"))
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, set := range regexp.MustCompile(`(?m)^\w+Sets == .*$`).FindAllString(string(text), -1) {
			for _, name := range regexp.MustCompile(`"(\w+)"`).FindAllStringSubmatch(set, -1) {
				names = append(names, name[1])
			}
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "sent" })
	slices.Sort(names)
	return slices.Compact(names)
}

// disordered are a line with each of its sets of several elements spoilt, by the name of
// the set: two elements are exchanged, or one stands there twice.
func disordered(line []byte, names []string) map[string][][]byte {
	spoilt := map[string][][]byte{}
	for _, name := range names {
		key := []byte(`"` + name + `":[`)
		for at := 0; ; {
			found := bytes.Index(line[at:], key)
			if found < 0 {
				break
			}
			at += found + len(key) - 1
			d := json.NewDecoder(bytes.NewReader(line[at:]))
			var elems []json.RawMessage
			if d.Decode(&elems) != nil || len(elems) < 2 {
				continue
			}
			behind := line[at+int(d.InputOffset()):]
			for _, other := range [][]json.RawMessage{{elems[1], elems[0]}, {elems[0], elems[0]}} {
				list := bytes.Join(append(slices.Clone(asBytes(other)), asBytes(elems[2:])...), []byte(","))
				spoilt[name] = append(spoilt[name], slices.Concat(line[:at+1], list, []byte("]"), behind))
			}
		}
	}
	return spoilt
}

func asBytes(texts []json.RawMessage) [][]byte {
	var all [][]byte
	for _, text := range texts {
		all = append(all, text)
	}
	return all
}

// TLC has no order in a set, and would accept what the twins, who have, reject.
func TestASetOutOfOrderIsRefusedWhereverItStands(t *testing.T) {
	names, met := setNames(t), map[string]int{}
	for _, run := range slices.Concat(walks(t), []*trace.Trace{toldOf(t, "Replica"), toldOf(t, "Lease"), toldOf(t, "MultiDecree")}) {
		var file bytes.Buffer
		require.NoError(t, trace.Write(&file, run))
		lines := bytes.SplitAfter(file.Bytes(), []byte("\n"))
		for i, line := range lines {
			for name, all := range disordered(line, names) {
				if met[name] += len(all); met[name] > 12 {
					continue
				}
				for _, other := range all {
					spoilt := bytes.Join(slices.Concat(lines[:i], [][]byte{other}, lines[i+1:]), nil)
					_, err := trace.Read("run", bytes.NewReader(spoilt), catalog.Traces[run.Header.Spec])
					require.Equal(t, "unreadable", verdict(err), "%s: %s", name, other)
					require.Regexp(t, `^run:\d+: column \d+: .*(ascending order, each once|each at most once)`, err.Error(), "%s: %s", name, other)
				}
			}
		}
	}
	require.Equal(t, names, slices.Sorted(maps.Keys(met)), "each set was met: %v", met)
}

// What was written before is read as it was.
func TestTheSetsOfFilesOfVersion1AreInOrder(t *testing.T) {
	files, err := filepath.Glob("testdata/v1*.ndjson")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		spec, err := trace.SpecOf(file, strings.NewReader(string(data)))
		require.NoError(t, err)
		_, err = trace.Read(file, bytes.NewReader(data), catalog.Traces[spec])
		require.NoError(t, err)
	}
}
