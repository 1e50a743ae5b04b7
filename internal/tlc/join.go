package tlc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// ErrNoServer says that a worker found no server for as long as it waits.
var ErrNoServer = errors.New("no server")

// Worker is a process of a distributed run that takes states from the server and
// gives back those that follow. It has the model from the server.
type Worker struct {
	Node
	Server  string // The host of the server.
	Threads int    // How many threads work; one for each processor if 0.
	Ready   func() // Called when it has joined, if not nil.
}

// Work is what a worker did.
type Work struct {
	Server    string  `json:"server"`
	Threads   int     `json:"threads"`
	Generated int64   `json:"generated"` // The states it generated, repetitions included.
	Seconds   float64 `json:"seconds"`
	Log       string  `json:"log"`
}

func (w Worker) threads() int { return orDefault(w.Threads, runtime.NumCPU()) }

// Command is the command line that Join would run.
func (w Worker) Command(scratch string) ([]string, error) {
	return w.commandFor(&links{scratch: scratch})
}

func (w Worker) commandFor(l *links) ([]string, error) {
	server := w.Server
	if strings.Contains(server, ":") { // TLC makes a URL of it.
		server = "[" + server + "]"
	}
	threads := "-Dtlc2.tool.distributed.TLCWorker.threadCount=" + strconv.Itoa(w.threads())
	return w.command(l, 0, []string{threads}, "join", server)
}

// Join waits for the server and works for it until it ends, whatever it finds. An
// error means that it could not, or that the server was lost.
func Join(ctx context.Context, w Worker) (Work, error) {
	if w.Threads < 0 {
		return Work{}, fmt.Errorf("threads %d: want some", w.Threads)
	}
	if err := w.validate(false); err != nil {
		return Work{}, err
	}
	folder, err := newScratch()
	if err != nil {
		return Work{}, err
	}
	defer folder.Remove()
	l := &links{scratch: folder.Path}
	line, err := w.commandFor(l)
	if err == nil {
		err = l.make()
	}
	if err != nil {
		return Work{}, err
	}
	log, closeLog, err := openLog(w.Log)
	if err != nil {
		return Work{}, err
	}
	defer closeLog()
	return w.work(ctx, folder.Path, line, log)
}

// work runs the worker in folder to its end, or until it has found no server for too long.
func (w Worker) work(ctx context.Context, folder string, line []string, log io.Writer) (Work, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	alone := time.AfterFunc(w.Wait, func() { cancel(fmt.Errorf("%w at %s for %s", ErrNoServer, w.address(), w.Wait)) })
	defer alone.Stop()
	if err := w.await(ctx); err != nil {
		return Work{}, err
	}
	begin := time.Now()
	said := saidByWorker{ready: func() {
		alone.Stop()
		if w.Ready != nil {
			w.Ready()
		}
	}}
	var stderr bytes.Buffer
	code, err := stream(ctx, partner(ctx, folder, line), &stderr, func(text string) {
		fmt.Fprintln(log, text)
		said.line(text)
	})
	if err != nil {
		return Work{}, err
	}
	if _, err := log.Write(stderr.Bytes()); err != nil {
		return Work{}, err
	}
	work := Work{Server: w.address(), Threads: w.threads(), Generated: said.generated, Seconds: time.Since(begin).Seconds(), Log: w.Log}
	return work, said.judge(code, w, stderr.String())
}

func (w Worker) address() string { return net.JoinHostPort(w.Server, strconv.Itoa(w.Port)) }

// await returns when the server listens: Java would ask ever more rarely.
func (w Worker) await(ctx context.Context) error {
	var dialer net.Dialer
	for {
		c, err := dialer.DialContext(ctx, "tcp", w.address())
		if err == nil {
			return c.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("tlc: stopped: %w", context.Cause(ctx))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

var (
	workerReady = regexp.MustCompile(`^TLC worker with \d+ threads ready`)
	workerDone  = regexp.MustCompile(`work completed at: .* Computed: (\d+) `)
	workerLost  = regexp.MustCompile(`^(Error: )?TLCServer is gone`)
)

// saidByWorker reads the output of a worker, which knows no tool mode.
type saidByWorker struct {
	ready     func()
	joined    bool
	lost      bool
	done      int // The threads that ended as they should.
	generated int64
	last      []string // Its last lines.
}

func (s *saidByWorker) line(text string) {
	s.last = append(s.last, text)
	if len(s.last) > 10 {
		s.last = s.last[1:]
	}
	if workerReady.MatchString(text) {
		s.joined = true
		s.ready()
	}
	if workerLost.MatchString(text) {
		s.lost = true
	}
	if m := workerDone.FindStringSubmatch(text); m != nil {
		s.done++
		s.generated += number(m[1])
	}
}

// judge returns nil if the worker worked until the server let it go.
func (s *saidByWorker) judge(code int, w Worker, stderr string) error {
	switch {
	case s.lost:
		return fmt.Errorf("tlc: the server at %s was lost", w.address())
	case s.joined && s.done == w.threads() && code == 0:
		return nil
	}
	reason := strings.TrimSpace(strings.Join(s.last, "\n") + "\n" + stderr)
	if !s.joined {
		reason = withAdvice(reason, DefaultHeapMB(mostHeapMB))
	}
	return fmt.Errorf("tlc: the worker ended before the server let it go (exit code %d): %s", code, reason)
}
