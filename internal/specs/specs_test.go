package specs

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEmbeddedSpecsAreThoseOfTheCheckout(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	root, err := Unpack()
	require.NoError(t, err)
	require.True(t, IsEmbedded(root) && IsCheckout(root))
	seen := 0
	require.NoError(t, filepath.WalkDir("../../spec", func(path string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		if !d.Type().IsRegular() || filepath.Ext(path) == ".go" || filepath.Ext(path) == ".md" {
			return nil // Links are for those who open a module in its folder.
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		below, err := filepath.Rel("../../spec", path)
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(root, "spec", below))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
		seen++
		return nil
	}))
	require.Greater(t, seen, 200)
}

func TestWhatIsSpoiltInTheCacheIsWrittenAnew(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	root, err := Unpack()
	require.NoError(t, err)
	file := filepath.Join(root, "spec", "Synod.tla")
	right, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, right[:100], 0o600))
	again, err := Unpack()
	require.NoError(t, err)
	require.Equal(t, root, again)
	now, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(right), string(now))
	left, err := os.ReadDir(filepath.Join(root, "spec"))
	require.NoError(t, err)
	for _, f := range left {
		require.NotContains(t, f.Name(), ".new-")
	}
}

func TestACacheThatCannotBeWrittenIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file") // So that not even root can write there.
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	t.Setenv("XDG_CACHE_HOME", file)
	_, err := Unpack()
	var u *Unwritable
	require.ErrorAs(t, err, &u)
	require.ErrorContains(t, err, file)
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	_, err = Unpack()
	require.ErrorAs(t, err, &u)
	require.ErrorContains(t, err, "no folder for the specs")
}
