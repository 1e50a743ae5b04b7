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
)

func newTrace(io console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trace",
		Short: "Record, merge, read and validate traces of runs",
		Long: `Record, merge, read and validate traces of runs. A trace is a file of JSON
lines: what each step of a run did, and what caused it. docs/formats.md describes it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newTraceRecord(io), newTraceMerge(io), newTraceValidate(io), newTraceJoin(io), newTraceReplay(io), newTraceShow(io), newTraceExport(io), newTraceMutate(io), newTraceBench(io))
	return cmd
}

// traceFiles are the files that paths name: a folder names the *.ndjson in it.
func traceFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		path = inputPath(path)
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("%s: no such file or folder", path)
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		in, err := filepath.Glob(filepath.Join(path, "*.ndjson"))
		if err != nil {
			return nil, err
		}
		if len(in) == 0 {
			return nil, hinted{fmt.Errorf("%s: no trace (*.ndjson) is in it", path), "lockstep run synod --out " + path}
		}
		slices.SortFunc(in, byNumber)
		files = append(files, in...)
	}
	return files, nil
}

// byNumber sorts synod-9 before synod-10.
func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
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
