package tla_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

// rejected are the files in testdata/reject that end so: their text, and the message
// that their first line wants.
func rejected(t *testing.T, end string) map[string]struct{ text, want string } {
	t.Helper()
	files, err := filepath.Glob("testdata/reject/*" + end)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := map[string]struct{ text, want string }{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		first, _, _ := strings.Cut(string(data), "\n")
		_, want, _ := strings.Cut(first, "want ")
		all[strings.TrimSuffix(filepath.Base(file), end)] = struct{ text, want string }{string(data), want}
	}
	return all
}

// load is the module M with this text, beside module Other.
func load(text string) (*tla.Spec, error) {
	return tla.Load("M", fstest.MapFS{"M.tla": {Data: []byte(text)}}, os.DirFS("testdata"))
}

func TestBadModulesAreRefused(t *testing.T) {
	for name, c := range rejected(t, ".tla") {
		_, err := load(c.text)
		assert.EqualError(t, err, c.want, name)
	}
}

const configured = `---- MODULE M ----
CONSTANT c
D == 1
E == 2
F(x) == x
====`

func TestBadConfigurationsAreRefused(t *testing.T) {
	s, err := load(configured)
	require.NoError(t, err)
	for name, c := range rejected(t, ".cfg") {
		config, err := tla.ParseConfig("M.cfg", c.text)
		if err == nil {
			_, err = s.Bind(config)
		}
		assert.EqualError(t, err, c.want, name)
	}
}

func TestAnExpressionIsNestedOnlySoDeep(t *testing.T) {
	_, err := load("---- MODULE M ----\nA == " + strings.Repeat("(", 100_000))
	require.EqualError(t, err, "M:2:306: expressions are nested more than 300 deep")
}

func TestAModuleStandsInTheFileOfItsName(t *testing.T) {
	_, err := tla.Load("M", fstest.MapFS{"M.tla": {Data: []byte("---- MODULE N ----\n====")}})
	require.EqualError(t, err, "M:2:1: the file of module M has module N")
	_, err = tla.Load("M")
	require.EqualError(t, err, "there is no module M")
}

func TestTheFirstFolderThatHasAModuleCounts(t *testing.T) {
	one := fstest.MapFS{"M.tla": {Data: []byte("---- MODULE M ----\nA == 1\n====")}}
	two := fstest.MapFS{"M.tla": {Data: []byte("---- MODULE M ----\nB == 1\n====")}}
	for _, folders := range [][]fs.FS{{one, two}, {fstest.MapFS{}, one}} {
		s, err := tla.Load("M", folders...)
		require.NoError(t, err)
		m, err := s.Bind(&tla.Config{})
		require.NoError(t, err)
		_, err = m.Definition("A")
		require.NoError(t, err)
	}
}
