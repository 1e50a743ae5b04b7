package explore

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// TLC writes a graph once for a folder that keeps it; another configuration, though its
// file has the same name, has another graph.
func TestAGraphIsKeptForItsConfiguration(t *testing.T) {
	dir, keep := t.TempDir(), t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(tlctest.Root(t), "internal", "tlc", "testdata"))))
	against := TLC{Jar: tlctest.Jar(t), Module: filepath.Join(dir, "Clock.tla"), Config: filepath.Join(dir, "Holds.cfg")}
	file, report, err := against.dump(t.Context(), keep)
	require.NoError(t, err)
	require.EqualValues(t, 4, report.Distinct)

	against.Jar = "no.jar" // Without it TLC writes nothing.
	kept, again, err := against.dump(t.Context(), keep)
	require.NoError(t, err)
	require.Equal(t, file, kept)
	require.Equal(t, report, again)

	require.NoError(t, os.Rename(filepath.Join(dir, "Tiny.cfg"), against.Config))
	_, _, err = against.dump(t.Context(), keep)
	require.ErrorContains(t, err, "no.jar")
}
