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

func source(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestOverridesAreCompiledOnceForEachSourceAndJar(t *testing.T) {
	jar, tools := tlctest.Jar(t), t.TempDir()
	const one = "public class One { public static tlc2.value.impl.Value F() { return tlc2.value.impl.IntValue.gen(1); } }"
	dir, err := tlc.Compile(context.Background(), jar, tools, source(t, "One.java", one))
	require.NoError(t, err)
	class, err := os.Stat(filepath.Join(dir, "One.class"))
	require.NoError(t, err)

	again, err := tlc.Compile(context.Background(), jar, tools, source(t, "One.java", one))
	require.NoError(t, err)
	require.Equal(t, dir, again)
	same, err := os.Stat(filepath.Join(again, "One.class"))
	require.NoError(t, err)
	require.True(t, os.SameFile(class, same), "it is compiled again")

	other, err := tlc.Compile(context.Background(), jar, tools, source(t, "One.java", one+"\n"))
	require.NoError(t, err)
	require.NotEqual(t, dir, other)
}

func TestOverridesThatDoNotCompileLeaveNothingBehind(t *testing.T) {
	jar, tools := tlctest.Jar(t), t.TempDir()
	_, err := tlc.Compile(context.Background(), jar, tools, source(t, "Bad.java", "class Bad {"))
	require.ErrorContains(t, err, "Bad.java")
	left, err := os.ReadDir(tools)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestOverridesNeedTheirSource(t *testing.T) {
	_, err := tlc.Compile(context.Background(), "no.jar", t.TempDir(), "No.java")
	require.ErrorIs(t, err, os.ErrNotExist)
}
