package inproc

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// documentedRows are the rows of the table with this header in a page of docs: the cells
// of each, by the name with which it begins.
func documentedRows(t *testing.T, page, header string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(tlctest.Root(t), "docs", page))
	require.NoError(t, err)
	_, table, found := strings.Cut(string(text), "\n"+header+"\n")
	require.True(t, found, "docs/%s lacks the table", page)
	table, _, _ = strings.Cut(table, "\n\n")
	rows := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		require.Len(t, cells, strings.Count(header, "|")-1, line)
		name, _, _ := strings.Cut(strings.Trim(cells[0], "`"), "`")
		rows[name] = cells
	}
	return rows
}

// Whoever breaks Replica in TLA+ breaks it in Go, too.
func TestEachBrokenVariantOfReplicaIsMadeInGo(t *testing.T) {
	broken := os.DirFS(filepath.Join(tlctest.Root(t), "spec", "broken"))
	modules, err := fs.Glob(broken, "Replica*.tla")
	require.NoError(t, err)
	require.NotEmpty(t, modules)
	for _, module := range modules {
		name := strings.TrimSuffix(module, ".tla")
		text, err := fs.ReadFile(broken, module)
		require.NoError(t, err)
		if info, err := fs.Lstat(broken, module); err != nil || !info.Mode().IsRegular() || strings.Count(string(text), "\n") == 3 {
			continue // A link, or another configuration of a variant.
		}
		require.True(t, slices.ContainsFunc(variants, func(v variant) bool { return v.name == name }), "%s is no variant in variants_test.go", name)
	}
}
