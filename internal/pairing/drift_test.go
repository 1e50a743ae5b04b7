package pairing

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"
)

// TestDriftIsTold makes the drifts of testdata/reject, each in a copy of its own.
func TestDriftIsTold(t *testing.T) {
	datadriven.Walk(t, "testdata/reject", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			var file string
			d.ScanArgs(t, "file", &file)
			old, new, ok := strings.Cut(d.Input+"\n", "\n=>\n")
			if d.Cmd != "drift" || len(d.CmdArgs) != 1 || !ok {
				d.Fatalf(t, "want: drift file=..., the old text, a line =>, the new text, a line ----")
			}
			lines, err := differencesAfter(copyOfSynod(t), file, old, strings.TrimSpace(new))
			if err != nil {
				d.Fatalf(t, "%v", err)
			}
			return lines
		})
	})
}

// differencesAfter replaces old, which must stand once in the file, by new, and
// compares.
func differencesAfter(root, file, old, new string) (string, error) {
	path := filepath.Join(root, file)
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(text), old); n != 1 {
		return "", fmt.Errorf("%s has this %d times, want once:\n%s", file, n, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, new, 1)), 0o666); err != nil {
		return "", err
	}
	differences, err := Compare(filepath.Join(root, "spec/Synod.tla"), filepath.Join(root, "synod"))
	if err != nil {
		return "", err
	}
	var lines strings.Builder
	for _, d := range differences {
		fmt.Fprintln(&lines, d)
	}
	return lines.String(), nil
}

func TestModelsWithoutInvariantsAreTold(t *testing.T) {
	root := copyOfSynod(t)
	models, err := filepath.Glob(filepath.Join(root, "spec/MCSynod*.cfg"))
	require.NoError(t, err)
	for _, path := range models {
		require.NoError(t, os.WriteFile(path, []byte("\\* INVARIANT Coherence\nPROPERTY Coherence (* INVARIANT\nTypeOK *)\n"), 0o666))
	}
	differences, err := Compare(filepath.Join(root, "spec/Synod.tla"), filepath.Join(root, "synod"))
	require.NoError(t, err)
	require.Len(t, differences, 1)
	require.Equal(t, "Synod!Spec / MCSynod*.cfg: no such model has TLC check an invariant of the module; name them under INVARIANTS", differences[0].String())
}

// TestConjunctionOfInvariantsStandsForItsParts has a model name Inv, and Go list
// no invariant.
func TestConjunctionOfInvariantsStandsForItsParts(t *testing.T) {
	root := copyOfSynod(t)
	models, err := filepath.Glob(filepath.Join(root, "spec/MCSynod*.cfg"))
	require.NoError(t, err)
	for _, path := range models {
		require.NoError(t, os.WriteFile(path, []byte("SPECIFICATION Spec\nINVARIANTS Inv\nPROPERTY Coherence\n"), 0o666))
	}
	lines, err := differencesAfter(root, "synod/invariants.go", "Invariants() []Invariant {", "Predicates() []Invariant {")
	require.NoError(t, err)
	require.Contains(t, lines, "Synod!VotesAreSafe / package synod: the package has no method Invariants to list it; write one\n")
	require.NotContains(t, lines, "Synod!Inv ")
	require.NotContains(t, lines, "Synod!Coherence ")
}

// copyOfSynod copies the sources of the synod and its spec into a new directory.
func copyOfSynod(t *testing.T) string {
	root := t.TempDir()
	for _, pattern := range []string{"spec/*.tla", "spec/*.cfg", "synod/*.go"} {
		paths, err := filepath.Glob(filepath.Join("../..", pattern))
		require.NoError(t, err)
		require.NotEmpty(t, paths, pattern)
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			target := filepath.Join(root, filepath.Dir(pattern), filepath.Base(path))
			require.NoError(t, os.MkdirAll(filepath.Dir(target), 0o777))
			require.NoError(t, os.WriteFile(target, text, 0o666))
		}
	}
	return root
}
