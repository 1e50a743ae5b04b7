package output

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func TestNewFilesAppearAllOrNone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	require.NoError(t, WriteNew(folder, map[string]func(io.Writer) error{"a": text("A"), "b": text("B")}))
	require.Equal(t, []string{"a", "b"}, names(t, folder))

	err := WriteNew(folder, map[string]func(io.Writer) error{"b": text("other"), "c": text("C")})
	require.EqualError(t, err, filepath.Join(folder, "b")+" is there already; nothing was written")
	err = WriteNew(folder, map[string]func(io.Writer) error{"c": text("C"), "d": func(io.Writer) error { return errors.New("full") }})
	require.EqualError(t, err, "full")
	require.Equal(t, []string{"a", "b"}, names(t, folder))
	kept, err := os.ReadFile(filepath.Join(folder, "b"))
	require.NoError(t, err)
	require.Equal(t, "B", string(kept))
}

// One comes while the others are being written.
func TestNewFilesAreNotWrittenOverWhatComesMeanwhile(t *testing.T) {
	folder := t.TempDir()
	err := WriteNew(folder, map[string]func(io.Writer) error{"a": text("A"), "b": func(io.Writer) error {
		put(t, folder, "b", "mine")
		return nil
	}})
	require.EqualError(t, err, filepath.Join(folder, "b")+" is there already; nothing was written")
	require.Equal(t, []string{"b"}, names(t, folder))
	kept, err := os.ReadFile(filepath.Join(folder, "b"))
	require.NoError(t, err)
	require.Equal(t, "mine", string(kept))
}
