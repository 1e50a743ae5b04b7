package pairing

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const divergent = `// Package gate says what NOT IN SPEC means, and is no divergence itself.
package gate

// NOT IN SPEC: the fee, which is
// a matter of policy.
const fee = 1

// Reset forgets.
//
// NOT IN SPEC: for tests.
func Reset() {
	print(fee) // NOT IN SPEC: a line of its own.
}
`

// TestDivergencesOfAllTwinsAreListed takes every package with an actions.go for a
// twin.
func TestDivergencesOfAllTwinsAreListed(t *testing.T) {
	paths, err := filepath.Glob("../../*/actions.go")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var all []Divergence
	for _, path := range paths {
		divergences, err := Divergences(filepath.Dir(path))
		require.NoError(t, err)
		all = append(all, divergences...)
	}
	document, err := os.ReadFile("../../docs/divergences.md")
	require.NoError(t, err)
	for _, fault := range CompareList(string(document), all) {
		t.Error("docs/divergences.md:", fault)
	}
}

func TestDivergenceMissingInTheListIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gate")
	require.NoError(t, os.Mkdir(dir, 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "gate.go"), []byte(divergent), 0o666))
	all, err := Divergences(dir)
	require.NoError(t, err)
	const (
		fee   = "- gate/gate.go: the fee, which is a matter of policy."
		reset = "- gate/gate.go, Reset: for tests."
		print = "- gate/gate.go, Reset: a line of its own."
	)
	assert.Empty(t, CompareList("# Divergences\n\n"+fee+"\n"+reset+"\n"+print+"\n", all))
	assert.Equal(t, []string{
		"the list lacks a divergence of the code; add the line " + reset,
		"the list has a divergence that is not in the code; remove the line - gate/gate.go: the colour.",
	}, CompareList(fee+"\n- gate/gate.go: the colour.\n"+print+"\n", all))
}

func TestPackageWithoutGoIsRefused(t *testing.T) {
	dir := t.TempDir()
	_, err := Divergences(dir)
	assert.ErrorContains(t, err, dir+": no Go function in it")
	_, err = Compare("../../spec/Synod.tla", dir)
	assert.ErrorContains(t, err, dir+": no Go function in it")
}
