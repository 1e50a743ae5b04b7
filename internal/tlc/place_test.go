package tlc_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// What Java would read as several paths, or could not say in its locale.
const hardName = "a:b c [ü] %20 +,"

// TestPathsOfAnyNameAreJudged has a model, its library, a class and the folder for temporary files stand in such folders,
// where the user's locale has no letters but those of English.
func TestPathsOfAnyNameAreJudged(t *testing.T) {
	jar := tlctest.Jar(t)
	t.Setenv("LC_ALL", "C")
	root := filepath.Join(t.TempDir(), hardName)
	library, temporary := filepath.Join(root, "library"), filepath.Join(root, "tmp")
	for path, text := range map[string]string{
		"own.jar":           "",
		"Here.tla":          "---- MODULE Here ----\nEXTENDS There\nVARIABLE x\nInit == x = 0\nNext == F = 1 /\\ x' = F\n====\n",
		"Here.cfg":          "INIT Init\nNEXT Next\n",
		"library/There.tla": "---- MODULE There ----\nF == 2\n====\n",
		"There.java":        "public class There { public static tlc2.value.impl.Value F() { return tlc2.value.impl.IntValue.gen(1); } }",
	} {
		path = filepath.Join(root, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	data, err := os.ReadFile(jar)
	require.NoError(t, err)
	jar = filepath.Join(root, "own.jar")
	require.NoError(t, os.WriteFile(jar, data, 0o600))
	require.NoError(t, os.Mkdir(temporary, 0o755))
	t.Setenv("TMPDIR", temporary)

	classes, err := tlc.Compile(context.Background(), jar, filepath.Join(root, ".tools"), filepath.Join(root, "There.java"))
	require.NoError(t, err)
	r, err := tlc.Run(context.Background(), tlc.Job{Jar: jar, Module: filepath.Join(root, "Here.tla"), Library: []string{library}, Classpath: []string{classes}, Brief: true})
	require.NoError(t, err)
	require.Equal(t, tlc.Holds, r.Verdict.Kind)
	require.EqualValues(t, 2, r.Distinct)
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)
}

// TestTLCHasAHomeOfItsOwn shows that TLC looks elsewhere than in the user's home for leave to send statistics, and finds
// there that it may not.
func TestTLCHasAHomeOfItsOwn(t *testing.T) {
	users, said := t.TempDir(), filepath.Join(t.TempDir(), "said")
	t.Setenv("JAVA_TOOL_OPTIONS", "-Duser.home="+users)
	t.Setenv("SAID", said)
	toolThatSays(t, "java", `for a; do case $a in -Duser.home=*) cat "${a#-Duser.home=}/.tlaplus/esc.txt" >$SAID; esac; done`)
	_, err := tlc.Run(context.Background(), tlc.Job{Jar: hollowJar(t), Module: "testdata/Clock.tla"})
	require.Error(t, err)
	text, err := os.ReadFile(said)
	require.NoError(t, err)
	require.Equal(t, "NO_STATISTICS\n", string(text))
}

// TestACheckoutThatCannotBeWrittenHasAWorkplaceInTheCache, whoever runs the test: in a file nothing can be made.
func TestACheckoutThatCannotBeWrittenHasAWorkplaceInTheCache(t *testing.T) {
	cache, root := t.TempDir(), t.TempDir()
	t.Setenv("HOME", cache)
	t.Setenv("XDG_CACHE_HOME", cache)
	require.Equal(t, root, tlc.Workplace(root))
	left, err := os.ReadDir(root)
	require.NoError(t, err)
	require.Empty(t, left)

	require.NoError(t, os.WriteFile(filepath.Join(root, "out"), nil, 0o600))
	place := tlc.Workplace(root)
	rel, err := filepath.Rel(cache, place)
	require.NoError(t, err)
	require.True(t, filepath.IsLocal(rel), place)
	require.NotEqual(t, place, tlc.Workplace(filepath.Join(root, "out"))) // Of another checkout.
}
