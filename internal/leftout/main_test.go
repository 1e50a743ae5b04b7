package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// said is what go test -json says, in short.
func said(events ...string) *strings.Reader {
	return strings.NewReader(strings.Join(events, "\n") + "\n")
}

const (
	pass    = `{"Action":"pass","Package":"p","Test":"TestA"}`
	why     = `{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:7: left out: no java on the PATH\n"}`
	skip    = `{"Action":"skip","Package":"p","Test":"TestB"}`
	failure = `{"Action":"fail","Package":"p","Test":"TestC"}`
	wrong   = `{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:9: wrong\n"}`
)

func TestWhatWasLeftOutIsToldWithTheReason(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, tell(said(pass, why, skip, `{"Action":"pass","Package":"p"}`), &out))
	require.Equal(t, "pass p: 1 passed; 1 left out, no java on the PATH: TestB\n", out.String())
}

func TestARunInWhichATestFailsFails(t *testing.T) {
	var out bytes.Buffer
	err := tell(said(why, skip, wrong, failure, `{"Action":"fail","Package":"p"}`), &out)
	require.ErrorContains(t, err, "a test failed")
	require.Contains(t, out.String(), "c_test.go:9: wrong")
	require.Contains(t, out.String(), "fail p: 0 passed; 1 left out")
}

func TestARunThatLeftNothingOutFails(t *testing.T) {
	require.ErrorContains(t, tell(said(pass, `{"Action":"pass","Package":"p"}`), &bytes.Buffer{}), "no run without Java")
	require.Error(t, tell(said(), &bytes.Buffer{}))
}

func TestThePathHasEverythingButJava(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	for _, name := range []string{"java", "javac", "git"} {
		require.NoError(t, os.WriteFile(filepath.Join(from, name), nil, 0o700))
	}
	require.NoError(t, link(to, []string{"/nowhere", from}))
	t.Setenv("PATH", to)
	for _, name := range []string{"java", "javac"} {
		_, err := exec.LookPath(name)
		require.Error(t, err)
	}
	_, err := exec.LookPath("git")
	require.NoError(t, err)
}
