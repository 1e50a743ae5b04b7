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

// toolThatSays puts a java or javac on the PATH that says something and fails. It needs no Java.
func toolThatSays(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\nexit 1\n"), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// Most of what Java says when it does not start is on its standard output.
func TestWhyJavaDidNotStartIsTold(t *testing.T) {
	for _, c := range []struct {
		about, says, options string
		want                 []string
	}{
		{"too little memory", "echo Error occurred during initialization of VM; echo Could not reserve enough space for 4194304KB object heap", "",
			[]string{"initialization of VM\nCould not reserve enough space for 4194304KB object heap; Java was to have a heap of 512 MB", "ulimit -v"}},
		{"options of the environment", "echo Unrecognized option: $JAVA_TOOL_OPTIONS", "-Xnonsense",
			[]string{"Unrecognized option: -Xnonsense; Java takes options from JAVA_TOOL_OPTIONS=-Xnonsense: correct or unset it"}},
		{"an old Java", "echo 'java.lang.UnsupportedClassVersionError: tlc2/TLC' >&2", "", []string{"UnsupportedClassVersionError", "it must be 11 or later"}},
		{"silence", "", "", []string{"it said nothing; try java -version"}},
	} {
		t.Run(c.about, func(t *testing.T) {
			toolThatSays(t, "java", c.says)
			t.Setenv("JAVA_TOOL_OPTIONS", c.options)
			_, err := tlc.Run(context.Background(), tlc.Job{Jar: hollowJar(t), Module: "testdata/Clock.tla", HeapMB: 512})
			require.ErrorContains(t, err, "Clock.tla could not be judged: Java did not start TLC (exit code 1)")
			for _, want := range c.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestWhyJavacDidNotStartIsTold(t *testing.T) {
	toolThatSays(t, "javac", "echo 'error: invalid flag: --release'")
	_, err := tlc.Compile(context.Background(), hollowJar(t), t.TempDir(), "testdata/Clock.tla")
	require.ErrorContains(t, err, "invalid flag: --release; try java -version: it must be 11 or later")
}

func TestAJarWithoutTLCIsRefused(t *testing.T) {
	text, other := filepath.Join(t.TempDir(), "text.jar"), filepath.Join(t.TempDir(), "other.jar")
	require.NoError(t, os.WriteFile(text, []byte("not a jar"), 0o600))
	require.NoError(t, tlctest.Archive(other, "Other.class"))
	for _, path := range []string{text, other} {
		_, err := tlc.Run(context.Background(), tlc.Job{Jar: path, Module: "testdata/Clock.tla"})
		require.ErrorContains(t, err, path+" is no jar of TLC")
		_, err = tlc.Compile(context.Background(), path, t.TempDir(), "testdata/Clock.tla")
		require.ErrorContains(t, err, path+" is no jar of TLC")
	}
}

// hollowJar is a jar that looks like TLC's and has nothing in it.
func hollowJar(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hollow.jar")
	require.NoError(t, tlctest.Archive(path, "tlc2/TLC.class"))
	return path
}
