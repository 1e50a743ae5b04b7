package validate_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// exported are the specs of which stories are exported. The trace spec of Election has the
// parts of Synod's.
var exported = []string{"Synod", "MultiDecree", "Replica", "Lease"}

// checkExport has TLC check an exported trace in a folder in which nothing else
// stands but the spec: no override, and no library.
func checkExport(t *testing.T, spec string, run *trace.Trace) tlc.Result {
	t.Helper()
	root := tlctest.Root(t)
	module, config, err := validate.Export(run, catalog.Traces[spec], root, "Story")
	require.NoError(t, err)
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Story.tla"), []byte(module), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Story.cfg"), []byte(config), 0o600))
	specs := os.DirFS(filepath.Join(root, "spec"))
	modules, err := fs.Glob(specs, "*.tla")
	require.NoError(t, err)
	for _, name := range modules {
		text, err := fs.ReadFile(specs, name)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o600))
	}
	result, err := tlc.Run(context.Background(), tlc.Job{Jar: tlctest.Jar(t), Module: filepath.Join(folder, "Story.tla"), Brief: true})
	require.NoError(t, err)
	return result
}

func TestAnExportedTraceIsAcceptedByTLCAlone(t *testing.T) {
	for _, spec := range exported {
		run := toldOf(t, spec)
		result := checkExport(t, spec, run)
		require.Equal(t, tlc.Holds, result.Verdict.Kind, "%s: %s", spec, result.Verdict)
		require.EqualValues(t, 1+len(run.Events)+len(run.Ends), result.Distinct, spec)
	}
}

// The last message that was sent is taken out of the trace.
func TestAnExportedCorruptTraceEndsAtTheLineAtFault(t *testing.T) {
	for _, spec := range exported {
		run := toldOf(t, spec)
		last := len(run.Events) - 1
		for len(run.Events[last].Sent) == 0 {
			last--
		}
		run.Events[last].Sent = run.Events[last].Sent[1:]
		result := checkExport(t, spec, run)
		require.Equal(t, tlc.Deadlock, result.Verdict.Kind, "%s: %s", spec, result.Verdict)
		state := result.Trace[len(result.Trace)-1].State
		require.Equal(t, strconv.Itoa(last+1), state["line"].String(), spec)
	}
}

// decreed is the story with another decree in place of "a".
func decreed(t *testing.T, decree string) *trace.Trace {
	t.Helper()
	var text, quoted bytes.Buffer
	require.NoError(t, trace.Write(&text, told(t)))
	e := json.NewEncoder(&quoted)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(decree))
	changed := bytes.ReplaceAll(text.Bytes(), []byte(`"a"`), bytes.TrimSpace(quoted.Bytes()))
	run, err := trace.Read("story.ndjson", bytes.NewReader(changed), protocol)
	require.NoError(t, err)
	return run
}

// The decree has each character up to 255, others that TLA+ strings cannot have, and what
// could be read as the end of a string, as a comment, or as an escape of Export's own.
func TestAnExportedDecreeMayBeAnyText(t *testing.T) {
	decree := " ````" + `\u0060 \\u0060 \n \" "" (* *) \* ==== ---- MODULE X ----` + "\u2028\u2029\ufeff\u202e\u4e2d\U0001f600\uffff"
	for c := range rune(256) {
		if !strings.ContainsRune("<>&", c) {
			decree += string(c)
		}
	}
	run := decreed(t, decree+`\`)
	result := checkExport(t, "Synod", run)
	require.Equal(t, tlc.Holds, result.Verdict.Kind, "%s", result.Verdict)
	require.EqualValues(t, 1+len(run.Events)+len(run.Ends), result.Distinct)
}

// An escape must not make one of two decrees that differ.
func TestExportedDecreesThatDifferStillDo(t *testing.T) {
	modules := map[string]string{}
	for _, decree := range []string{"`", `\u0060`, `\\u0060`, `\\\u0060`, "\\`", `\u005cu0060`, `\`, `\\`, "\\n", "\n", "é", "è", "\u00e9\u0301", "\x00", "?", "\ufffd"} {
		module, _, err := validate.Export(decreed(t, decree), protocol, tlctest.Root(t), "Story")
		require.NoError(t, err)
		require.NotContains(t, modules, module, "%q and %q", decree, modules[module])
		modules[module] = decree
		for _, c := range module {
			require.True(t, c == '\n' || ' ' <= c && c <= '~' && c != '`', "%q: %q", decree, c)
		}
	}
}

func TestNoModuleOfTLCsIsTheNameOfAnExport(t *testing.T) {
	jar, err := zip.OpenReader(tlctest.Jar(t))
	require.NoError(t, err)
	defer jar.Close()
	modules, err := fs.Glob(jar, "tla2sany/StandardModules/*.tla")
	require.NoError(t, err)
	require.NotEmpty(t, modules)
	for _, module := range modules {
		_, _, err := validate.Export(told(t), protocol, tlctest.Root(t), strings.TrimSuffix(path.Base(module), ".tla"))
		require.ErrorContains(t, err, "is the name of a module of TLC's", module)
	}
}

func TestExportRefusesWhatItCannotName(t *testing.T) {
	_, _, err := validate.Export(told(t), protocol, tlctest.Root(t), "a-b")
	require.Error(t, err)
	for name, why := range map[string]string{
		"":                  "no name of a module",
		"1st":               "no name of a module",
		"A\n":               "no name of a module",
		"THEOREM":           "a word of TLA+",
		"VARIABLES":         "a word of TLA+",
		"WF_x":              "a word of TLA+",
		"Naturals":          "the name of a module of TLC's",
		"IOUtils":           "the name of a module of TLC's",
		"tlc":               "the name of a module of TLC's",
		"Synod":             "the name of a module of the spec, spec/Synod.tla",
		"synod":             "the name of a module of the spec, spec/Synod.tla",
		"Lease":             "the name of a module of the spec, spec/Lease.tla",
		"TraceIO":           "the name of a module of the spec, spec/trace/TraceIO.tla",
		"SecondBeginBallot": "the name of a module of the spec, spec/broken/SecondBeginBallot.tla",
	} {
		_, _, err := validate.Export(told(t), protocol, tlctest.Root(t), name)
		require.ErrorContains(t, err, fmt.Sprintf("%q is %s", name, why))
	}
	_, _, err = validate.Export(&trace.Trace{}, protocol, tlctest.Root(t), "A")
	require.ErrorIs(t, err, trace.ErrNothing)
}
