// Package replay has the Go twins of a protocol tell whether traces are behaviours of its
// spec: they take the steps that were logged, and must do what was logged. It needs no Java
// and is many times as fast as TLC. The twins are code and not the spec, so TLC is the judge;
// see package validate.
package replay

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/internal/tally"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Run has the Go twins alone tell whether a trace is a behaviour of the spec. It returns
// what trace.Check returns, or a *trace.Rejection of the first line that the twins do not
// take as it was logged.
func Run(t *trace.Trace, p trace.Protocol) error {
	c, err := trace.NewChecker(t, p)
	if err != nil {
		return err
	}
	j := judge.New(c, t.Name)
	if err := j.Trace(t); err != nil {
		return err
	}
	if r := j.Rejection(); r != nil {
		return r
	}
	return nil
}

// Options say how to replay files. The zero value is usable.
type Options struct {
	Open     func(path string) (io.ReadCloser, error) // Opens a file, once; os.Open if nil.
	Progress func(traces, events int)                 // Called now and then with how many of each are judged, if not nil.
}

// Files has the Go twins alone tell which of the traces in files are behaviours
// of the spec. It keeps no event of what it reads, so a trace may be longer than what
// fits into memory. An error means that not all could be judged; with one of type trace.Missed
// the report tells of all others.
func Files(ctx context.Context, paths []string, p trace.Protocol, o Options) (trace.Report, error) {
	if o.Open == nil {
		o.Open = func(path string) (io.ReadCloser, error) { return os.Open(path) }
	}
	r := &replay{ctx: ctx, o: o, Tally: tally.New(p), p: p}
	start := time.Now()
	for _, path := range paths {
		index, before := r.Begin(), r.Events
		err := ctx.Err()
		if err == nil {
			err = r.file(index, path)
		}
		if err != nil {
			r.Events = before
			r.Miss(ctx, index, path, err)
		}
	}
	if err := r.Nothing(); err != nil {
		return trace.Report{}, err
	}
	report := r.Finish(time.Since(start))
	if len(report.Missed) > 0 {
		return report, report.Missed
	}
	return report, nil
}

// replay is the state of one call of Files.
type replay struct {
	ctx context.Context
	o   Options
	*tally.Tally

	p trace.Protocol
}

// betweenLooks is how many events are judged before it is asked whether to go on.
const betweenLooks = 1 << 14

// file judges the trace in a file.
func (r *replay) file(index int, path string) error {
	f, err := r.o.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s, err := trace.NewScanner(path, f, r.p)
	if err != nil {
		return err
	}
	j, counts := judge.New(s.Checker, path), map[string]int{}
	for {
		e, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		j.Event(e, s.Held())
		counts[e.Action]++
		if r.Events++; r.Events%betweenLooks == 0 {
			if err := r.look(); err != nil {
				return err
			}
		}
	}
	if err := j.Ends(s.Trace); err != nil {
		return err
	}
	if rejection := j.Rejection(); rejection != nil {
		r.Rejections[index] = rejection
		return nil
	}
	r.Accept(counts)
	return nil
}

// look tells how far it is, and whether to stop.
func (r *replay) look() error {
	if r.o.Progress != nil {
		r.o.Progress(r.Traces-1, r.Events)
	}
	return r.ctx.Err()
}
