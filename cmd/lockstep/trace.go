package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/internal/plain"
)

func newTrace(io console) *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "trace",
		Short: "Record, merge, read and validate traces of runs",
		Long: `Record, merge, print and validate traces of runs. A trace is a file of JSON lines: what
each step of a run did, and what caused it. docs/formats.md describes the format. Wherever
a file is named, - means standard input, and a pipe will do.`,
		Example: examples(
			"lockstep trace validate out/synod/synod-1.ndjson",
			"lockstep trace show out/synod/synod-1.ndjson --around 12",
		),
	})
	cmd.AddCommand(newTraceRecord(io), newTraceMerge(io), newTraceValidate(io), newTraceJoin(io), newTraceReplay(io), newTraceShow(io), newTraceExport(io), newTraceMutate(io), newTraceBench(io))
	return cmd
}

// traceFiles are the files that paths name: a folder names the traces in it, which are
// the *.ndjson but for histories. Of those it says that it leaves them out.
func traceFiles(io console, paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		path = inputPath(path)
		info, err := os.Stat(path)
		if err != nil {
			return nil, hinted{fmt.Errorf("%s: no such file or folder", path), besideMissing(path)}
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		in, err := tracesIn(io, path)
		if err != nil {
			return nil, err
		}
		files = append(files, in...)
	}
	return files, nil
}

// tracesIn are the traces in a folder.
func tracesIn(io console, folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var traces []string
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		switch {
		case filepath.Ext(path) != ".ndjson":
		case output.HeaderOf(path).Lockstep == "history":
			fmt.Fprintf(io.err, "%s is a history, no trace; it is left out (lockstep check judges it)\n", path)
		default:
			traces = append(traces, path)
		}
	}
	if len(traces) == 0 {
		return nil, hinted{fmt.Errorf("%s: no trace (*.ndjson) is in it", folder), plain.Command("lockstep", "run", "synod", "--out", folder)}
	}
	slices.SortFunc(traces, byNumber)
	return traces, nil
}

// byNumber sorts synod-9 before synod-10.
func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// claim claims the folder that --out names, for the files of a run.
func claim(out string) (*output.Folder, error) {
	folder, err := output.Claim(out)
	var foreign *output.Foreign
	if errors.As(err, &foreign) {
		return nil, hinted{fmt.Errorf("--out %s: %w", out, err), "name a folder with --out that is empty, not there yet, or has files of earlier runs alone"}
	}
	return folder, err
}

// refuseExisting keeps a command from writing over what is there.
func refuseExisting(flag, path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("--%s %s: is there already; nothing was written", flag, path)
}
