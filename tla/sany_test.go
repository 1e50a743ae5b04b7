package tla_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/tla"
)

// specFolders are the folders of our modules.
var specFolders = []string{"../spec", "../spec/broken", "../spec/sometimes", "../spec/trace"}

// specFiles are the files of our modules.
func specFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, folder := range specFolders {
		found, err := filepath.Glob(filepath.Join(folder, "*.tla"))
		require.NoError(t, err)
		files = append(files, found...)
	}
	require.Greater(t, len(files), 100)
	return files
}

// TestSANYReadsTheSame holds what the parser makes of each definition of each of our
// modules against what SANY makes of it: its parameters and the tree of its body.
func TestSANYReadsTheSame(t *testing.T) {
	jar := tlctest.Jar(t)
	var ours []string
	files := specFiles(t)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		shapes, err := tla.Shapes(file, string(text))
		require.NoError(t, err)
		ours = append(ours, shapes...)
	}
	require.Equal(t, strings.Join(sanyShapes(t, jar, files...), "\n"), strings.Join(ours, "\n"))
}

// TestSANYRefusesWhatIsRefused has SANY read the modules that must be refused: it refuses
// them, too, but for what is TLA+ and only not known here.
func TestSANYRefusesWhatIsRefused(t *testing.T) {
	jar := tlctest.Jar(t)
	good := "want nothing\n---- MODULE M ----\nEXTENDS Naturals\nI == INSTANCE Other WITH c <- 1\n===="
	files, names := []string{writeModule(t, "good", good)}, []string{"good"}
	for name, c := range rejected(t, ".tla") {
		if !strings.Contains(c.want, "not known") && !strings.Contains(c.want, "too large") {
			files, names = append(files, writeModule(t, name, c.text)), append(names, name)
		}
	}
	var accepted []string
	read := 0
	for _, line := range sanyShapes(t, jar, files...) {
		isAccepted := strings.HasPrefix(line, "module")
		if isAccepted {
			accepted = append(accepted, names[read])
		}
		if isAccepted || strings.HasPrefix(line, "refused") {
			read++
		}
	}
	require.Equal(t, len(files), read)
	require.Equal(t, []string{"good"}, accepted)
}

// writeModule writes a module M into a folder of its own.
func writeModule(t *testing.T, name, text string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.Mkdir(dir, 0o700))
	file := filepath.Join(dir, "M.tla")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// sanyShapes is what SANY makes of the modules; testdata/sany/Shapes.java says how it
// is written.
func sanyShapes(t *testing.T, jar string, files ...string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "java", append([]string{
		"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + t.TempDir(),
		"-DTLA-Library=" + strings.Join(append([]string{"testdata"}, specFolders...), string(os.PathListSeparator)), "-cp", jar, "testdata/sany/Shapes.java",
	}, files...)...)
	out, err := cmd.Output()
	require.NoError(t, err)
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
