package trace_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
)

// checkExport has TLC check an exported trace in a folder in which nothing else
// stands but the spec: no override, and no library.
func checkExport(t *testing.T, run *trace.Trace) tlc.Result {
	t.Helper()
	root := tlctest.Root(t)
	module, config, err := trace.Export(run, protocol, root, "Story")
	require.NoError(t, err)
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Story.tla"), []byte(module), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Story.cfg"), []byte(config), 0o600))
	for _, spec := range []string{"Synod.tla", "Consensus.tla"} {
		text, err := os.ReadFile(filepath.Join(root, "spec", spec))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, spec), text, 0o600))
	}
	result, err := tlc.Run(context.Background(), tlc.Job{Jar: tlctest.Jar(t), Module: filepath.Join(folder, "Story.tla")})
	require.NoError(t, err)
	return result
}

func TestAnExportedTraceIsAcceptedByTLCAlone(t *testing.T) {
	result := checkExport(t, newStory(t).tell())
	require.Equal(t, tlc.Holds, result.Verdict.Kind)
	require.EqualValues(t, 16, result.Distinct)
}

func TestAnExportedCorruptTraceEndsAtTheLineAtFault(t *testing.T) {
	run := newStory(t).tell()
	set(run.Events[10].Post, "ledger", `"b"`)
	result := checkExport(t, run)
	require.Equal(t, tlc.Deadlock, result.Verdict.Kind)
	last := result.Trace[len(result.Trace)-1]
	require.Equal(t, "11", last.State["line"].String())
}

func TestExportRefusesWhatItCannotName(t *testing.T) {
	_, _, err := trace.Export(newStory(t).tell(), protocol, tlctest.Root(t), "a-b")
	require.Error(t, err)
	_, _, err = trace.Export(&trace.Trace{}, protocol, tlctest.Root(t), "A")
	require.ErrorIs(t, err, trace.ErrNothing)
}
