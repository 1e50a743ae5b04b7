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
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/output"
)

// Job is one run of TLC. Jar and Module must be given.
type Job struct {
	Jar       string         // The jar to run; see Jar.
	Module    string         // The file of the module to check.
	Config    string         // Its configuration; the module's name with .cfg if empty.
	Library   []string       // Folders in which further modules are looked for.
	Classpath []string       // What stands behind the jar: overrides of operators, whose names the jar does not have.
	Defines   []string       // Java properties, name=value, for such overrides.
	Workers   int            // How many threads check; 1 if 0. More make the order of states vary.
	HeapMB    int            // The bound on Java's memory, which must fit; 4096 if 0, or less if that does not fit.
	Brief     bool           // It takes seconds: Java spends less on making itself fast, which would never pay.
	Args      []string       // Further arguments of TLC.
	Graph     string         // The file to which TLC writes the state graph, .dot; none if empty.
	Cache     string         // The folder that keeps runs that came to a verdict, for those that have the same inputs; none if empty.
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
	return j.command(&links{scratch: scratch})
}

// command is the command line; l gets the links that it needs.
func (j Job) command(l *links) ([]string, error) {
	java, err := javaTool("java")
	if err != nil {
		return nil, err
	}
	if j, err = j.absolute(); err != nil {
		return nil, err
	}
	args, err := javaArgs(java, j.Brief, j.HeapMB, l.scratch)
	if err != nil {
		return nil, err
	}
	args = append(args, sharedClasses(j.Jar)...)
	module := j.Module
	if len(j.Library) > 0 {
		// TLC takes no heed of TLA-Library when it is given a module with its folder.
		folders := append([]string{filepath.Dir(module)}, j.Library...)
		args = append(args, "-DTLA-Library="+l.join(folders...))
		module = filepath.Base(module)
	}
	for _, d := range j.Defines {
		args = append(args, "-D"+d)
	}
	// Liveness is checked once, at the end: on the way it would be checked as often as
	// the time allows, and a refutation would depend on how fast the machine is.
	args = append(args, "-cp", l.join(append([]string{j.Jar}, j.Classpath...)...), "tlc2.TLC", "-tool", "-fp", "0", "-lncheck", "final",
		"-metadir", filepath.Join(l.scratch, "meta"), "-workers", strconv.Itoa(orDefault(j.Workers, 1)), "-config", j.Config)
	if j.Graph != "" {
		args = append(args, "-dump", "dot,actionlabels", j.Graph)
	}
	return append(append(args, j.Args...), module), nil
}

// absolute is the job with absolute paths, for Java works in another folder.
func (j Job) absolute() (Job, error) {
	if j.Config == "" {
		j.Config = strings.TrimSuffix(j.Module, ".tla") + ".cfg"
	}
	paths := []*string{&j.Jar, &j.Module, &j.Config}
	if j.Graph != "" {
		paths = append(paths, &j.Graph)
	}
	for _, path := range paths {
		if err := toAbsolute(path); err != nil {
			return j, err
		}
	}
	j.Library, j.Classpath = slices.Clone(j.Library), slices.Clone(j.Classpath)
	for _, paths := range [][]string{j.Library, j.Classpath} {
		for i := range paths {
			if err := toAbsolute(&paths[i]); err != nil {
				return j, err
			}
		}
	}
	return j, nil
}

func toAbsolute(path *string) (err error) {
	*path, err = filepath.Abs(*path)
	return err
}

// javaArgs begins a command line of Java, which speaks English whatever the user does.
func javaArgs(java string, brief bool, heapMB int, scratch string) ([]string, error) {
	heapMB, err := heap(heapMB)
	if err != nil {
		return nil, err
	}
	args := []string{java, "-XX:+UseParallelGC"}
	if brief {
		args = []string{java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"}
	}
	return append(args, "-Xss16m", fmt.Sprintf("-Xmx%dm", heapMB), "-Duser.language=en",
		"-Djava.io.tmpdir="+scratch, "-Duser.home="+home(scratch)), nil
}

// sharedClasses has Java take TLC's classes as it left them for itself beside the jar, which
// saves a third of a start; make tools has it do so. A Java that left others does without.
func sharedClasses(jar string) []string {
	path := strings.TrimSuffix(jar, ".jar") + ".jsa"
	if _, err := os.Stat(path); err != nil || strings.Contains(path, string(os.PathListSeparator)) {
		return nil
	}
	return []string{"-XX:SharedArchiveFile=" + path}
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

// Run runs TLC to its end and returns what it found, or what an equal run found that the
// cache keeps. A violation is a result; an error means that nothing could be judged, and
// names the log.
//
// TLC 2.18 looks for the two parts of a lasso in two threads at once, and one of
// them changes a table that the other reads (LiveWorker.printTrace, DiskGraph.getPath).
// About one such run in twenty ends in an exception and without a behaviour: it is
// made again.
func Run(ctx context.Context, j Job) (Result, error) {
	inputs := ""
	if j.Cache != "" {
		inputs, _ = j.inputs() // What cannot be told is not kept; TLC says why, if it is at fault.
	}
	if inputs != "" {
		if r, ok := j.recall(inputs); ok {
			return r, nil
		}
	}
	for attempt := 1; ; attempt++ {
		ran := &cached{Inputs: inputs}
		r, err := run(ctx, j, ran)
		if err == nil && inputs != "" {
			_ = j.keep(ran) // A cache that cannot be written costs time, and no verdict.
		}
		if attempt == Attempts || !errors.Is(err, errLassoLost) {
			return r, err
		}
	}
}

// run runs TLC once. If ran has inputs, it gets what TLC printed.
func run(ctx context.Context, j Job, ran *cached) (Result, error) {
	for _, path := range []string{j.Jar, j.Module} {
		if _, err := os.Stat(path); err != nil {
			return Result{}, fmt.Errorf("tlc: %w", err)
		}
	}
	if err := hasTLC(j.Jar); err != nil {
		return Result{}, err
	}
	folder, err := newScratch()
	if err != nil {
		return Result{}, err
	}
	defer folder.Remove()
	l := &links{scratch: folder.Path}
	line, err := j.command(l)
	if err == nil {
		err = l.make()
	}
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
	cmd := child(ctx, folder.Path, line)
	code, err := stream(ctx, cmd, &stderr, func(text string) {
		if ran.Inputs != "" {
			ran.Stdout = append(append(ran.Stdout, text...), '\n')
		}
		out.line(text)
	})
	if err != nil {
		return Result{}, err
	}
	if _, err := log.Write(stderr.Bytes()); err != nil {
		return Result{}, err
	}
	result := out.r
	result.Elapsed, result.PeakBytes = time.Since(start), peak(cmd)
	ran.Code, ran.Stderr, ran.Elapsed, ran.PeakBytes = code, stderr.Bytes(), result.Elapsed, result.PeakBytes
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

// stream runs the command, which was made for ctx, hands over its output line by line,
// and returns its exit code.
func stream(ctx context.Context, cmd *exec.Cmd, stderr io.Writer, line func(string)) (int, error) {
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	release, err := start(cmd)
	if err != nil {
		return 0, err
	}
	defer release()
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
	if !r.began && code >= 0 {
		r.Verdict = Verdict{Kind: Failed}
		said := strings.TrimSpace(strings.Join(r.before, "\n") + "\n" + stderr)
		return fmt.Errorf("tlc: %s %w: Java did not start TLC (exit code %d): %s", filepath.Base(j.Module), errNotJudged, code, withAdvice(said, orDefault(j.HeapMB, DefaultHeapMB(mostHeapMB))))
	}
	reason := strings.TrimSpace(strings.Join(r.Errors, "\n") + "\n" + stderr)
	if r.outOfMemory || strings.Contains(reason, "OutOfMemoryError") {
		reason = fmt.Sprintf("out of memory at %d MB and %d distinct states: the model is too large, or needs more (heapMB in spec/models.yaml)", orDefault(j.HeapMB, DefaultHeapMB(mostHeapMB)), r.Distinct)
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
