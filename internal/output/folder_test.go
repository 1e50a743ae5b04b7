package output

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const ours = `{"lockstep":"trace","version":1,"spec":"Synod","origin":"lockstep run synod --seed 1"}` + "\n"

func put(t *testing.T, folder, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	all := []string{}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func write(t *testing.T, f *Folder, name, text string) {
	t.Helper()
	require.NoError(t, f.Write(name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }))
}

func TestARunReplacesAllFilesOfEarlierRuns(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"synod-1.ndjson", "synod-2.ndjson", "election-published rank-7.ndjson", "node-1.ndjson", "trace.ndjson", "history.ndjson", "corrupted.ndjson"} {
		put(t, folder, name, ours)
	}
	page := "<!doctype html>\n<html lang=\"en\">\n  <head>\n" + Generator + "\n"
	put(t, folder, "report.html", page)
	put(t, folder, "history.ndjson.html", page)
	put(t, folder, "election-1.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<desc>lockstep run election --seed 1</desc>\n")
	require.NoError(t, os.MkdirAll(filepath.Join(folder, unfinished+"1"), 0o700))
	put(t, folder, unfinished+"report.html-1", "<!doc") // Of a command that was killed.
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "a folder"), 0o700))
	f, err := Claim(folder)
	require.NoError(t, err)
	defer f.Close()
	write(t, f, "synod-2.ndjson", "new")
	require.Contains(t, names(t, folder), "synod-1.ndjson", "nothing goes before the run is made")
	require.NoError(t, f.Publish())
	f.Close()
	require.Equal(t, []string{"a folder", "synod-2.ndjson"}, names(t, folder))
	text, err := os.ReadFile(filepath.Join(folder, "synod-2.ndjson"))
	require.NoError(t, err)
	require.Equal(t, "new", string(text))
}

// Each is a file that no run of lockstep wrote, or that may be somebody's own copy.
func TestWhatNoRunWroteIsRefusedAndStays(t *testing.T) {
	for name, text := range map[string]string{
		"notes.txt":           "mine",
		".gitignore":          "*",
		"synod-1.ndjson":      "{}\n",
		"synod-2.ndjson":      "",
		"synod-3.ndjson":      `{"lockstep":"trace","version":1,"spec":"Synod"}` + "\n",
		"synod-4.ndjson":      `{"lockstep":"trace","version":1,"origin":"by hand"}` + "\n",
		"synod-5.ndjson":      `{"version":1,"origin":"lockstep run synod"}` + "\n",
		"history.ndjson":      `{"lockstep":"history","version":1,"origin":"jepsen"}` + "\n",
		"keep-this.ndjson":    ours,
		"report.html":         "<html></html>",
		"history.ndjson.html": "<!doctype html>\n<html><head><title>mine</title>\n" + Generator,
		"election-1.svg":      "<svg></svg>",
		"election-2.svg":      "<svg>\n<desc>by hand</desc>\n",
	} {
		folder := t.TempDir()
		put(t, folder, "trace.ndjson", ours)
		put(t, folder, name, text)
		before := names(t, folder)
		_, err := Claim(folder)
		var foreign *Foreign
		require.ErrorAs(t, err, &foreign, name)
		require.EqualError(t, err, filepath.Join(folder, name)+" was not written by a run of lockstep; nothing was written")
		require.Equal(t, before, names(t, folder))
	}
}

func TestALinkOrAFolderInTheWayIsRefused(t *testing.T) {
	folder, target := t.TempDir(), filepath.Join(t.TempDir(), "synod-1.ndjson")
	put(t, filepath.Dir(target), "synod-1.ndjson", ours)
	require.NoError(t, os.Symlink(target, filepath.Join(folder, "synod-1.ndjson")))
	_, err := Claim(folder)
	require.ErrorContains(t, err, "was not written by a run")
	folder = t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "trace.ndjson"), 0o700))
	_, err = Claim(folder)
	require.ErrorContains(t, err, "was not written by a run")
}

func TestARunThatDoesNotEndLeavesAllAsItWas(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	f, err := Claim(folder)
	require.NoError(t, err)
	write(t, f, "trace.ndjson", ours)
	f.Close()
	require.NoDirExists(t, folder)

	require.NoError(t, os.Mkdir(folder, 0o700))
	put(t, folder, "trace.ndjson", ours)
	f, err = Claim(folder)
	require.NoError(t, err)
	write(t, f, "trace.ndjson", "half")
	write(t, f, "history.ndjson", "half")
	f.Close()
	require.Equal(t, []string{"trace.ndjson"}, names(t, folder))
	text, err := os.ReadFile(filepath.Join(folder, "trace.ndjson"))
	require.NoError(t, err)
	require.Equal(t, ours, string(text))
}

func TestWhatCameIntoTheFolderMeanwhileStays(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, "trace.ndjson", ours)
	f, err := Claim(folder)
	require.NoError(t, err)
	defer f.Close()
	write(t, f, "trace.ndjson", "new")
	put(t, folder, "history.ndjson", "mine")
	require.ErrorContains(t, f.Publish(), "history.ndjson was not written by a run")
	text, err := os.ReadFile(filepath.Join(folder, "trace.ndjson"))
	require.NoError(t, err)
	require.Equal(t, ours, string(text))
}

func TestTwoCommandsDoNotShareAFolder(t *testing.T) {
	folder := t.TempDir()
	f, err := Claim(folder)
	require.NoError(t, err)
	_, err = Claim(folder)
	require.EqualError(t, err, folder+" is being written to by another command; nothing was written")
	f.Close()
	f, err = Claim(folder)
	require.NoError(t, err)
	f.Close()
}
