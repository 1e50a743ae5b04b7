package tlcgraph

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// TLC writes a graph once for a cache; another configuration, though its file has the
// same name, has another graph.
func TestAGraphIsKeptForItsConfiguration(t *testing.T) {
	dir, graph := t.TempDir(), func() string { return filepath.Join(t.TempDir(), "graph.dot") }
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(tlctest.Root(t), "internal", "tlc", "testdata"))))
	against := &Checker{Jar: tlctest.Jar(t), Module: filepath.Join(dir, "Clock.tla"), Config: filepath.Join(dir, "Holds.cfg"), Cache: t.TempDir()}
	first, kept := graph(), graph()
	report, err := against.run(t.Context(), explore.CheckOptions{}, first)
	require.NoError(t, err)
	require.EqualValues(t, 4, report.Distinct)
	again, err := against.run(t.Context(), explore.CheckOptions{}, kept)
	require.NoError(t, err)
	require.True(t, again.Cached)
	again.Cached = false
	require.Equal(t, report, again)
	want, err := os.ReadFile(first)
	require.NoError(t, err)
	got, err := os.ReadFile(kept)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
	require.NoError(t, os.Rename(filepath.Join(dir, "Tiny.cfg"), against.Config))
	report, err = against.run(t.Context(), explore.CheckOptions{}, graph())
	require.NoError(t, err)
	require.False(t, report.Cached)
	require.Equal(t, "invariant Tiny", report.Verdict)
}
