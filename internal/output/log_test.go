package output

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALogIsWrittenOverALogAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "logs")
	path := filepath.Join(folder, "model.log")
	for range 2 {
		f, err := CreateLog(path)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	for _, earlier := range []string{"", "TLC2 Version 2.18\n"} {
		put(t, folder, "model.log", earlier)
		f, err := CreateLog(path)
		require.NoError(t, err, earlier)
		require.NoError(t, f.Close())
	}
	put(t, folder, "model.log", "mine")
	_, err := CreateLog(path)
	require.EqualError(t, err, path+" is no log of TLC's that lockstep wrote; nothing was written")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "mine", string(text))
}
