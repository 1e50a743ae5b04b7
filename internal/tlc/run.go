package tlc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/output"
)

// Job is one run of TLC. Jar and Module must be given.
type Job struct {
	Jar       string         // The jar to run; see Jar.
	Module    string         // The file of the module to check.
	Config    string         // Its configuration; the module's name with .cfg if empty.
	Library   []string       // Folders in which further modules are looked for.
	Classpath []string       // What stands before the jar: overrides of operators.
	Defines   []string       // Java properties, name=value, for such overrides.
	Workers   int            // How many threads check; 1 if 0. More make the order of states vary.
	HeapMB    int            // The bound on Java's memory; 4096 if 0.
	Brief     bool           // It takes seconds: Java spends less on making itself fast, which would never pay.
	Args      []string       // Further arguments of TLC.
	Log       string         // The file that keeps TLC's own output; none if empty.
	Progress  func(Progress) // Called once a minute while TLC works, if not nil; TLC has no way to be told another interval.
}

// Progress is how far TLC has come.
type Progress struct {
	Depth                     int
	Generated, Distinct, Left int64
}

// Command is the command line that Run would run, with scratch as the folder for
// TLC's own files.
func (j Job) Command(scratch string) ([]string, error) {
	java, err := javaTool("java")
	if err != nil {
		return nil, err
	}
	config := j.Config
	if config == "" {
		config = strings.TrimSuffix(j.Module, ".tla") + ".cfg"
	}
	args := javaArgs(java, j.Brief, j.HeapMB, scratch)
	module := j.Module
	if len(j.Library) > 0 {
		// TLC takes no heed of TLA-Library when it is given a module with its folder.
		folders := append([]string{filepath.Dir(module)}, j.Library...)
		args = append(args, "-DTLA-Library="+strings.Join(folders, string(os.PathListSeparator)))
		module = filepath.Base(module)
	}
	for _, d := range j.Defines {
		args = append(args, "-D"+d)
	}
	// Liveness is checked once, at the end: on the way it would be checked as often as
	// the time allows, and a refutation would depend on how fast the machine is.
	classpath := strings.Join(append(j.Classpath, j.Jar), string(os.PathListSeparator))
	args = append(args, "-cp", classpath, "tlc2.TLC", "-tool", "-fp", "0", "-lncheck", "final",
		"-metadir", filepath.Join(scratch, "meta"), "-workers", strconv.Itoa(orDefault(j.Workers, 1)), "-config", config)
	return append(append(args, j.Args...), module), nil
}

// javaArgs begins a command line of Java.
func javaArgs(java string, brief bool, heapMB int, scratch string) []string {
	args := []string{java, "-XX:+UseParallelGC"}
	if brief {
		args = []string{java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"}
	}
	return append(args, "-Xss16m", fmt.Sprintf("-Xmx%dm", orDefault(heapMB, 4096)), "-Djava.io.tmpdir="+scratch)
}

func orDefault(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

// Attempts is how often Run starts TLC before it gives up finding a lasso.
const Attempts = 5

// Why a run has no verdict. After errLassoLost another run may have one.
var (
	errNotJudged = errors.New("could not be judged")
	errLassoLost = errors.New("could not be judged: TLC refuted a temporal property and then failed to find the behaviour")
)

// Run runs TLC to its end and returns what it found. A violation is a result; an
// error means that nothing could be judged, and names the log.
//
// TLC 2.18 looks for the two parts of a lasso in two threads at once, and one of
// them changes a table that the other reads (LiveWorker.printTrace, DiskGraph.getPath).
// About one such run in twenty ends in an exception and without a behaviour: it is
// made again.
func Run(ctx context.Context, j Job) (Result, error) {
	for attempt := 1; ; attempt++ {
		r, err := run(ctx, j)
		if attempt == Attempts || !errors.Is(err, errLassoLost) {
			return r, err
		}
	}
}

// run runs TLC once.
func run(ctx context.Context, j Job) (Result, error) {
	for _, path := range []string{j.Jar, j.Module} {
		if _, err := os.Stat(path); err != nil {
			return Result{}, fmt.Errorf("tlc: %w", err)
		}
	}
	scratch, err := os.MkdirTemp("", "lockstep-tlc-")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(scratch)
	line, err := j.Command(scratch)
	if err != nil {
		return Result{}, err
	}
	log, closeLog, err := openLog(j.Log)
	if err != nil {
		return Result{}, err
	}
	defer closeLog()

	start := time.Now()
	out := newReader(log, j.Progress)
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, line[0], line[1:]...) // Java itself is the child, so that ctx ends it and nothing is left.
	code, err := stream(ctx, cmd, &stderr, out.line)
	if err != nil {
		return Result{}, err
	}
	if _, err := log.Write(stderr.Bytes()); err != nil {
		return Result{}, err
	}
	result := out.r
	result.Elapsed, result.PeakBytes = time.Since(start), peak(cmd.ProcessState)
	return result, judge(code, &result, j, stderr.String())
}

// openLog creates the file that keeps TLC's output.
func openLog(path string) (io.Writer, func() error, error) {
	if path == "" {
		return io.Discard, func() error { return nil }, nil
	}
	f, err := output.CreateLog(path)
	if err != nil {
		return nil, nil, err
	}
	return f, f.Close, nil
}

// peak is the most memory that a process had, in bytes.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return usage.Maxrss
	}
	return 1024 * usage.Maxrss
}

// stream runs the command, which was made for ctx, hands over its output line by line,
// and returns its exit code.
func stream(ctx context.Context, cmd *exec.Cmd, stderr io.Writer, line func(string)) (int, error) {
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	lines := bufio.NewReaderSize(out, 1<<20)
	for {
		text, err := lines.ReadString('\n')
		if text != "" {
			line(strings.TrimRight(text, "\r\n"))
		}
		if err != nil {
			break
		}
	}
	err = cmd.Wait()
	if ctx.Err() != nil {
		return 0, fmt.Errorf("tlc: stopped: %w", context.Cause(ctx))
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// judge holds what TLC said against its exit code: either alone can be fooled.
func judge(code int, r *Result, j Job, stderr string) error {
	switch {
	case code == 0 && r.Verdict.Kind == Holds && (r.finished || slices.Contains(j.Args, "-simulate")): // A random walk has no end to tell of.
		return nil
	case code >= 10 && code <= 13 && r.Verdict.Kind != Holds && r.Verdict.Kind != Failed:
		return nil
	}
	reason := strings.TrimSpace(strings.Join(r.Errors, "\n") + "\n" + stderr)
	if r.outOfMemory || strings.Contains(reason, "OutOfMemoryError") {
		reason = fmt.Sprintf("out of memory at %d MB and %d distinct states: the model is too large, or needs more (heapMB in spec/models.yaml)", orDefault(j.HeapMB, 4096), r.Distinct)
	}
	if reason == "" && code < 0 {
		reason = "somebody ended it"
	}
	cause := errNotJudged
	if r.Verdict == (Verdict{Kind: Property}) && code > 0 && !r.outOfMemory {
		cause = errLassoLost
	}
	r.Verdict = Verdict{Kind: Failed}
	where := ""
	if j.Log != "" {
		where = "; its output is in " + j.Log
	}
	return fmt.Errorf("tlc: %s %w (exit code %d%s): %s", filepath.Base(j.Module), cause, code, where, reason)
}
