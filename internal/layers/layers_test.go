package layers

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/lockstep-paxos/lockstep"

func TestEveryPackageKeepsToItsLayer(t *testing.T) {
	found, err := Violations("../..", module, Rules)
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestEveryRuleIsAboutAPackageThatIsThere(t *testing.T) {
	rules, err := parse(Rules)
	require.NoError(t, err)
	for pkg, r := range rules {
		for _, name := range append(r.may, pkg) {
			files, err := filepath.Glob(filepath.Join("../..", name, "*.go"))
			require.NoError(t, err)
			require.NotEmpty(t, files, name)
		}
	}
}

// Each file breaks one rule, and must be found.
func TestWhoBreaksARuleIsFound(t *testing.T) {
	for name, c := range map[string]struct{ file, source, want string }{
		"a protocol with a logger":    {"synod/x.go", "package synod\nimport _ \"github.com/sirupsen/logrus\"", "synod/x.go: synod may import the standard library only, not github.com/sirupsen/logrus"},
		"a protocol with a clock":     {"synod/x.go", "package synod\nimport _ \"time\"", "synod/x.go: synod may have no clock, randomness, goroutines or I/O, so not time"},
		"a protocol that throws dice": {"synod/x.go", "package synod\nimport _ \"math/rand/v2\"", "synod/x.go: synod may have no clock, randomness, goroutines or I/O, so not math/rand/v2"},
		"a protocol that traces":      {"synod/x.go", "package synod\nimport _ \"" + module + "/trace\"", "synod/x.go: synod may not import trace"},
		"machinery with a protocol":   {"explore/x.go", "package explore\nimport _ \"" + module + "/synod\"", "explore/x.go: explore may not import synod"},
		"a package of no layer":       {"newcomer/x.go", "package newcomer", "newcomer/x.go: no rule names package newcomer; add it to internal/layers"},
		"tests may import what helps": {"synod/x_test.go", "package synod\nimport _ \"" + module + "/trace\"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			file := filepath.Join(root, c.file)
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, []byte(c.source), 0o644))
			found, err := Violations(root, module, Rules)
			require.NoError(t, err)
			if c.want == "" {
				require.Empty(t, found)
			} else {
				require.Equal(t, []string{c.want}, found)
			}
		})
	}
}

func TestNoNameIsReadAsAPattern(t *testing.T) {
	found, err := Globs("../..")
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestAPatternInANameIsFound(t *testing.T) {
	root := t.TempDir()
	source := "package x\n\nimport \"path/filepath\"\n\nvar files, _ = filepath.Glob(folder + \"/*.ndjson\")\n"
	require.NoError(t, os.WriteFile(filepath.Join(root, "x.go"), []byte(source), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(root, "x_test.go"), []byte(source), 0o644))
	found, err := Globs(root)
	require.NoError(t, err)
	require.Equal(t, []string{"x.go:5: filepath.Glob reads a pattern into a name; use fs.Glob(os.DirFS(FOLDER), PATTERN)"}, found)
}

func TestABadRuleIsRefused(t *testing.T) {
	for _, rules := range []string{"synod std", "synod maybe -> trace", "synod ->"} {
		_, err := parse(rules)
		require.Error(t, err, rules)
	}
}
