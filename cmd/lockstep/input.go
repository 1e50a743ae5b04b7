package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

// stdin is the file that "-" names.
const stdin = "/dev/stdin"

// inputPath is the path that an argument names.
func inputPath(arg string) string {
	if arg == "-" {
		return stdin
	}
	return arg
}

// input is a file that was opened to be read once.
type input struct {
	io.Reader
	isRegular bool
	close     func() error
}

func (in *input) Close() error { return in.close() }

// openInput opens a file, the reading of which ends with ctx. One that is not regular, such
// as a pipe, may keep its reader waiting, so another goroutine opens and reads it.
func openInput(ctx context.Context, path string) (*input, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, hinted{fmt.Errorf("%s: no such file", path), besideMissing(path)}
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s: is a directory; name a file in it", path)
	case info.Mode().IsRegular():
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		return &input{until{ctx, f}, true, f.Close}, nil
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(pump(w, path)) }()
	stop := context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	return &input{r, false, func() error { stop(); return r.Close() }}, nil
}

// until reads until ctx ends.
type until struct {
	ctx context.Context
	io.Reader
}

func (u until) Read(to []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Reader.Read(to)
}

// pump writes all that stands in a file.
func pump(to io.Writer, path string) error {
	f := os.Stdin // Not every system can open it again.
	if path != stdin {
		var err error
		if f, err = os.Open(path); err != nil {
			return err
		}
		defer f.Close()
	}
	_, err := io.Copy(to, f)
	return err
}

// openTrace opens a trace or a log, the first line of which names its protocol.
func openTrace(ctx context.Context, path string) (*input, trace.Protocol, error) {
	f, err := openInput(ctx, path)
	if err != nil {
		return nil, trace.Protocol{}, err
	}
	var head bytes.Buffer
	spec, err := trace.SpecOf(path, io.TeeReader(f, &head))
	p, ok := catalog.Traces[spec]
	if err == nil && !ok {
		err = fmt.Errorf("%s:1: no protocol of ours has the spec %q", path, spec)
	}
	if err != nil {
		f.Close()
		return nil, p, err
	}
	return &input{io.MultiReader(&head, f.Reader), f.isRegular, f.close}, p, nil
}

// reader reads a trace or a log: trace.Read, trace.ReadLines or trace.ReadLog.
type reader func(path string, r io.Reader, p trace.Protocol) (*trace.Trace, error)

// one has a file read, of whatever protocol.
func (read reader) one(ctx context.Context, path string) (*trace.Trace, trace.Protocol, error) {
	f, p, err := openTrace(ctx, path)
	if err != nil {
		return nil, p, err
	}
	defer f.Close()
	t, err := read(path, f, p)
	return t, p, err
}

// readTrace reads a merged trace that is a regular file.
func readTrace(path string, p trace.Protocol) (*trace.Trace, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return trace.Read(path, f, p)
}

// traceInputs are files of traces, or of logs, which must be of one protocol. Each is
// opened once, when its turn comes; the first at once, to know the protocol.
type traceInputs struct {
	trace.Protocol
	ctx   context.Context
	files []string
	first *input // nil once it has been taken.
}

func openTraces(ctx context.Context, files []string) (*traceInputs, error) {
	if len(files) == 0 {
		return nil, errors.New("no trace is named")
	}
	first, p, err := openTrace(ctx, files[0])
	if err != nil {
		return nil, err
	}
	return &traceInputs{Protocol: p, ctx: ctx, files: files, first: first}, nil
}

// Close closes what is open.
func (in *traceInputs) Close() {
	if in.first != nil {
		in.first.Close()
	}
}

// open opens the next of the files.
func (in *traceInputs) open(path string) (io.ReadCloser, error) {
	f := in.first
	if in.first = nil; f == nil {
		var p trace.Protocol
		var err error
		if f, p, err = openTrace(in.ctx, path); err != nil {
			return nil, err
		}
		if p.Spec != in.Spec {
			f.Close()
			return nil, hinted{fmt.Errorf("%s is a trace of %s and %s one of %s", in.files[0], in.Spec, path, p.Spec), "name those of one protocol; then those of the other"}
		}
	}
	return f, nil
}

// each has the files read, one after the other.
func (in *traceInputs) each(read reader) iter.Seq2[*trace.Trace, error] {
	return func(yield func(*trace.Trace, error) bool) {
		for _, file := range in.files {
			if !yield(in.read(read, file)) {
				return
			}
		}
	}
}

func (in *traceInputs) read(read reader, path string) (*trace.Trace, error) {
	f, err := in.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(path, f, in.Protocol)
}
