package pairing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"
)

// subject is a module and its twin, the last of the packages, which need the others.
type subject struct {
	module   string
	packages []string
}

var (
	theSynod   = subject{"Synod", []string{"synod"}}
	theReplica = subject{"Replica", []string{"multidecree", "replica"}}
	theLease   = subject{"Lease", []string{"multidecree", "replica", "lease"}}
)

// TestDriftIsTold makes the drifts of testdata/reject, one at a time in a copy of the
// synod, but for those of a module that extends another, or one that does.
func TestDriftIsTold(t *testing.T) {
	datadriven.Walk(t, "testdata/reject", func(t *testing.T, path string) {
		s := theSynod
		switch filepath.Base(path) {
		case "extends.txt":
			s = theReplica
		case "extends_twice.txt":
			s = theLease
		}
		root := s.copy(t)
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			var file string
			d.ScanArgs(t, "file", &file)
			old, new, ok := strings.Cut(d.Input+"\n", "\n=>\n")
			if d.Cmd != "drift" || len(d.CmdArgs) != 1 || !ok {
				d.Fatalf(t, "want: drift file=..., the old text, a line =>, the new text, a line ----")
			}
			lines, err := s.differencesAfter(root, file, old, strings.TrimSpace(new))
			if err != nil {
				d.Fatalf(t, "%v", err)
			}
			return lines
		})
	})
}

// differencesAfter replaces old, which must stand once in the file, by new, compares, and
// puts the file back.
func (s subject) differencesAfter(root, file, old, new string) (string, error) {
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
	differences, err := s.compare(root)
	if err := errors.Join(err, os.WriteFile(path, text, 0o666)); err != nil {
		return "", err
	}
	var lines strings.Builder
	for _, d := range differences {
		fmt.Fprintln(&lines, d)
	}
	return lines.String(), nil
}

// compare compares the module and its twin under root.
func (s subject) compare(root string) ([]Difference, error) {
	return Compare(filepath.Join(root, "spec", s.module+".tla"), filepath.Join(root, s.packages[len(s.packages)-1]))
}

func TestModelsWithoutInvariantsAreTold(t *testing.T) {
	root := theSynod.copy(t)
	models, err := fs.Glob(os.DirFS(root), "spec/MCSynod*.cfg")
	require.NoError(t, err)
	for _, model := range models {
		require.NoError(t, os.WriteFile(filepath.Join(root, model), []byte("\\* INVARIANT Coherence\nPROPERTY Coherence (* INVARIANT\nTypeOK *)\n"), 0o666))
	}
	differences, err := theSynod.compare(root)
	require.NoError(t, err)
	require.Len(t, differences, 1)
	require.Equal(t, "Synod!Spec / MCSynod*.cfg: no such model has TLC check an invariant of the module; name them under INVARIANTS", differences[0].String())
}

// TestConjunctionOfInvariantsStandsForItsParts has a model name Inv, and Go list
// no invariant.
func TestConjunctionOfInvariantsStandsForItsParts(t *testing.T) {
	root := theSynod.copy(t)
	models, err := fs.Glob(os.DirFS(root), "spec/MCSynod*.cfg")
	require.NoError(t, err)
	for _, model := range models {
		require.NoError(t, os.WriteFile(filepath.Join(root, model), []byte("SPECIFICATION Spec\nINVARIANTS Inv\nPROPERTY Coherence\n"), 0o666))
	}
	lines, err := theSynod.differencesAfter(root, "synod/invariants.go", "Invariants() []Invariant {", "Predicates() []Invariant {")
	require.NoError(t, err)
	require.Contains(t, lines, "Synod!VotesAreSafe / package synod: the package has no method Invariants to list it; write one\n")
	require.NotContains(t, lines, "Synod!Inv ")
	require.NotContains(t, lines, "Synod!Coherence ")
}

// copy copies the sources of the packages and the specs into a new directory.
func (s subject) copy(t *testing.T) string {
	root := t.TempDir()
	patterns := []string{"spec/*.tla", "spec/*.cfg", "ballot/*.go", "payload/*.go"}
	for _, pkg := range s.packages {
		patterns = append(patterns, pkg+"/*.go")
	}
	for _, pattern := range patterns {
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
