package tlc

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each file in testdata/reject is one that must be refused. Its first line tells
// with which message.
func TestBadModelListsAreRefused(t *testing.T) {
	files, err := filepath.Glob("testdata/reject/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		first, _, _ := strings.Cut(string(text), "\n")
		want, ok := strings.CutPrefix(first, "# want: ")
		require.True(t, ok, "%s must begin with # want:", file)
		_, err = ReadModels(file)
		require.ErrorContains(t, err, want, file)
		require.ErrorContains(t, err, file)
	}
}

func TestAnotherJarThanThePinnedOneIsRefused(t *testing.T) {
	root := t.TempDir()
	t.Setenv(JarVariable, "")
	_, err := Jar(root)
	require.ErrorIs(t, err, ErrMissing)

	path := filepath.Join(root, ".tools", JarName)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte("another jar"), 0o644))
	_, err = Jar(root)
	require.ErrorContains(t, err, "not the pinned")

	t.Setenv(JarVariable, filepath.Join(root, "nowhere.jar"))
	_, err = Jar(root)
	require.ErrorIs(t, err, ErrMissing)

	t.Setenv(JarVariable, path)
	got, err := Jar(root)
	require.NoError(t, err, "a jar that somebody names is taken as it is")
	require.Equal(t, path, got)
}

func TestOutOfMemoryIsNoVerdict(t *testing.T) {
	r := newReader(io.Discard, nil)
	for _, line := range []string{"@!@!@STARTMSG 1001:1 @!@!@", "Java ran out of memory.", "@!@!@ENDMSG 1001 @!@!@"} {
		r.line(line)
	}
	err := judge(1, &r.r, Job{Module: "spec/MCLarge.tla", HeapMB: 64}, "")
	require.ErrorContains(t, err, "MCLarge.tla could not be judged")
	require.ErrorContains(t, err, "out of memory at 64 MB")
}

func TestAVerdictNeedsBothWordAndExitCode(t *testing.T) {
	done := Result{Verdict: Verdict{Kind: Holds}, finished: true}
	require.NoError(t, judge(0, &done, Job{}, ""))
	cut := Result{Verdict: Verdict{Kind: Holds}}
	require.Error(t, judge(0, &cut, Job{}, ""), "TLC did not say that it finished")
	silent := Result{Verdict: Verdict{Kind: Holds}, finished: true}
	require.Error(t, judge(12, &silent, Job{}, ""), "TLC named no violation")
	refuted := Result{Verdict: Verdict{Invariant, "Coherence"}}
	require.NoError(t, judge(12, &refuted, Job{}, ""))
}

func TestAListOfModelsInAnotherEncodingIsToldAsWhatItIs(t *testing.T) {
	for text, want := range map[string]string{
		"\xef\xbb\xbfmodels:":           "byte order mark",
		"\xff\xfem\x00o\x00":            "UTF-16",
		"\x1f\x8b\x08":                  "gzip",
		"models:\n- about: d\xe9cret\n": `:2: the byte \xe9 is no UTF-8`,
	} {
		file := filepath.Join(t.TempDir(), "models.yaml")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := ReadModels(file)
		require.ErrorContains(t, err, want)
	}
}
