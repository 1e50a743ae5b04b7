package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
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

// protocolOf is the protocol that the first line of a file names.
func protocolOf(path string) (trace.Protocol, error) {
	f, err := os.Open(path)
	if err != nil {
		return trace.Protocol{}, err
	}
	defer f.Close()
	spec, err := trace.SpecOf(path, f)
	if err != nil {
		return trace.Protocol{}, err
	}
	p, ok := catalog.Traces[spec]
	if !ok {
		return trace.Protocol{}, fmt.Errorf("%s:1: no protocol of ours has the spec %q", path, spec)
	}
	return p, nil
}

// oneProtocol is the protocol of all files, which must be of one.
func oneProtocol(files []string) (trace.Protocol, error) {
	if len(files) == 0 {
		return trace.Protocol{}, errors.New("no trace is named")
	}
	first, err := protocolOf(files[0])
	if err != nil {
		return first, err
	}
	for _, file := range files[1:] {
		p, err := protocolOf(file)
		if err != nil {
			return p, err
		}
		if p.Spec != first.Spec {
			return p, hinted{fmt.Errorf("%s is a trace of %s and %s one of %s", files[0], first.Spec, file, p.Spec), "validate them one after the other"}
		}
	}
	return first, nil
}

// reader reads a trace or a log: trace.Read, trace.ReadLines or trace.ReadLog.
type reader func(path string, r io.Reader, p trace.Protocol) (*trace.Trace, error)

// open has a file read.
func (read reader) open(path string, p trace.Protocol) (*trace.Trace, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(path, f, p)
}

// each has files read, one after the other.
func (read reader) each(files []string, p trace.Protocol) iter.Seq2[*trace.Trace, error] {
	return func(yield func(*trace.Trace, error) bool) {
		for _, file := range files {
			if !yield(read.open(file, p)) {
				return
			}
		}
	}
}

// readTrace reads a merged trace.
func readTrace(path string, p trace.Protocol) (*trace.Trace, error) {
	return reader(trace.Read).open(path, p)
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
