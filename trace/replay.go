package trace

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// Replay has the Go twins alone tell whether a trace is a behaviour of the spec. It
// returns what Check returns, or a *Rejection of the first line that the twins do not
// take as it was logged. Validate compares it with what TLC says.
func Replay(t *Trace, p Protocol) error {
	c, err := newChecker(p, t.Header)
	if err != nil {
		return unreadable(t.Name, 1, err)
	}
	j := newJudge(c, t.Name)
	if err := j.trace(t); err != nil {
		return err
	}
	if r := j.rejection(); r != nil {
		return r
	}
	return nil
}

// ReplayOptions say how to replay files. The zero value is usable.
type ReplayOptions struct {
	Open     func(path string) (io.ReadCloser, error) // Opens a file, once; os.Open if nil.
	Progress func(traces, events int)                 // Called now and then with how many of each are judged, if not nil.
}

// ReplayFiles has the Go twins alone tell which of the traces in files are behaviours
// of the spec. It keeps no event of what it reads, so a trace may be longer than what
// fits into memory. An error means that not all could be judged; with one of type Missed
// the report tells of all others.
func ReplayFiles(ctx context.Context, paths []string, p Protocol, o ReplayOptions) (Report, error) {
	if o.Open == nil {
		o.Open = func(path string) (io.ReadCloser, error) { return os.Open(path) }
	}
	r := &replay{ctx: ctx, o: o, tally: newTally(p)}
	start := time.Now()
	for _, path := range paths {
		index, before := r.begin(), r.report.Events
		err := ctx.Err()
		if err == nil {
			err = r.file(index, path)
		}
		if err != nil {
			r.report.Events = before
			r.miss(ctx, index, path, err)
		}
	}
	if err := r.nothing(); err != nil {
		return Report{}, err
	}
	report := r.finish(time.Since(start))
	return report, report.incomplete()
}

// replay is the state of one ReplayFiles.
type replay struct {
	ctx context.Context
	o   ReplayOptions
	*tally
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
	s, err := newScanner(path, f, r.p)
	if err != nil {
		return err
	}
	j, counts := newJudge(s.c, path), map[string]int{}
	for {
		e, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		j.event(e)
		counts[e.Action]++
		if r.report.Events++; r.report.Events%betweenLooks == 0 {
			if err := r.look(); err != nil {
				return err
			}
		}
	}
	if err := j.ends(s.t); err != nil {
		return err
	}
	if rejection := j.rejection(); rejection != nil {
		r.rejections[index] = rejection
		return nil
	}
	r.accept(counts)
	return nil
}

// look tells how far it is, and whether to stop.
func (r *replay) look() error {
	if r.o.Progress != nil {
		r.o.Progress(r.report.Traces-1, r.report.Events)
	}
	return r.ctx.Err()
}
