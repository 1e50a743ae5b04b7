package trace_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
)

// exported are the specs of which stories are exported. The trace spec of Election has the
// parts of Synod's.
var exported = []string{"Synod", "MultiDecree", "Replica", "Lease"}

// checkExport has TLC check an exported trace in a folder in which nothing else
// stands but the spec: no override, and no library.
func checkExport(t *testing.T, spec string, run *trace.Trace) tlc.Result {
	t.Helper()
	root := tlctest.Root(t)
	module, config, err := trace.Export(run, catalog.Traces[spec], root, "Story")
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

func TestExportRefusesWhatItCannotName(t *testing.T) {
	_, _, err := trace.Export(told(t), protocol, tlctest.Root(t), "a-b")
	require.Error(t, err)
	_, _, err = trace.Export(&trace.Trace{}, protocol, tlctest.Root(t), "A")
	require.ErrorIs(t, err, trace.ErrNothing)
}
