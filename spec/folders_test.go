package spec_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/tla"
)

// folders are those in which somebody may open a module. What is in trace needs a trace.
var folders = []string{".", "broken", "sometimes"}

// misplaced says what a stranger would miss who opens a configuration or a module of a folder.
func misplaced(folder string) []string {
	var missing []string
	needed := map[string]bool{}
	configurations, _ := filepath.Glob(filepath.Join(folder, "*.cfg"))
	for _, config := range configurations {
		name := strings.TrimSuffix(filepath.Base(config), ".cfg")
		sources, err := tla.Sources(name, os.DirFS(folder))
		if err != nil {
			missing = append(missing, config+": "+err.Error())
		}
		for module := range sources {
			needed[module] = true
		}
	}
	modules, _ := filepath.Glob(filepath.Join(folder, "*.tla"))
	for _, module := range modules {
		name := strings.TrimSuffix(filepath.Base(module), ".tla")
		target, err := os.Readlink(module)
		switch {
		case err == nil && filepath.Base(target) != filepath.Base(module):
			missing = append(missing, module+" is a link to "+target)
		case err == nil && !needed[name]:
			missing = append(missing, module+" is a link that nothing here needs")
		}
	}
	return missing
}

func TestWhateverIsOpenedFindsWhatItNeeds(t *testing.T) {
	for _, folder := range folders {
		require.Empty(t, misplaced(folder))
	}
}

// A module of a model without a configuration of its name says which to use.
func TestModelsSayWhichConfigurationIsTheirs(t *testing.T) {
	modules, err := filepath.Glob("MC*.tla")
	require.NoError(t, err)
	require.NotEmpty(t, modules)
	for _, module := range modules {
		if _, err := os.Stat(strings.TrimSuffix(module, ".tla") + ".cfg"); err != nil {
			text, err := os.ReadFile(module)
			require.NoError(t, err)
			require.Contains(t, string(text), ".cfg", "%s has no configuration of its own, and names none", module)
		}
	}
}

func TestAModuleInTheWrongPlaceIsFound(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
	write("Alone.cfg", "INIT Init")
	write("Far.tla", "---- MODULE Far ----\nEXTENDS Naturals, Beyond\n====\n")
	write("Far.cfg", "INIT Init")
	require.NoError(t, os.Symlink("Far.tla", filepath.Join(folder, "Near.tla")))
	require.NoError(t, os.Symlink("../Idle.tla", filepath.Join(folder, "Idle.tla")))
	found := strings.Join(misplaced(folder), "\n")
	for _, want := range []string{"Alone.cfg: ", "Far.cfg: ", "Beyond", "Near.tla is a link to Far.tla", "Idle.tla is a link that nothing here needs"} {
		require.Contains(t, found, want)
	}
}

// A stranger runs plain TLC in the folder of what was opened, with nothing set.
func TestAStrangerRunsPlainTLC(t *testing.T) {
	jar := tlctest.Jar(t)
	for module, want := range map[string]string{
		"MCElectionRank":      "Model checking completed. No error has been found.",
		"broken/HalfIsEnough": "Invariant Coherence is violated.",
		"sometimes/Crash":     "Action property NeverCrash is violated.",
	} {
		cmd := exec.CommandContext(t.Context(), "java", "-cp", jar, "tlc2.TLC", "-metadir", t.TempDir(), filepath.Base(module))
		cmd.Dir = filepath.Dir(module)
		out, _ := cmd.CombinedOutput() // What it says is its verdict; it exits with 12 and others for what it refutes.
		require.Contains(t, string(out), want, module)
	}
}
