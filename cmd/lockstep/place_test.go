package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// TestACheckoutMayHaveAnyNameAndBeReadOnly has TLC check a model and judge a trace in a copy of the specs whose name Java
// would read as two, in a locale that cannot say it, and where nothing can be written.
func TestACheckoutMayHaveAnyNameAndBeReadOnly(t *testing.T) {
	jar, here := tlctest.Jar(t), tlctest.Root(t)
	cache, root := t.TempDir(), filepath.Join(t.TempDir(), "a:b c [ü]")
	for name, value := range map[string]string{"LC_ALL": "C", tlc.JarVariable: jar, "HOME": cache, "XDG_CACHE_HOME": cache} {
		t.Setenv(name, value)
	}
	require.NoError(t, os.CopyFS(filepath.Join(root, "spec"), os.DirFS(filepath.Join(here, "spec"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "out"), nil, 0o600)) // So that not even root can write there.
	for _, args := range [][]string{
		{"tlc", "--root", root, "MCConsensus"},
		{"trace", "validate", "--root", root, filepath.Join(here, "trace", "testdata", "v1.ndjson")},
	} {
		ran := <-later(args...)
		require.Equal(t, exitHolds, ran.code, ran.err)
	}
	logs, err := os.ReadDir(filepath.Join(tlc.Workplace(root), "out", "tlc"))
	require.NoError(t, err)
	require.Len(t, logs, 2)
	left, err := os.ReadDir(root)
	require.NoError(t, err)
	require.Len(t, left, 2, "something was written in the checkout")
}
