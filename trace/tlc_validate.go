package trace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/tla"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// ErrNothing says that there was nothing to judge, which is not to pass.
var ErrNothing = errors.New("no event to judge; name traces that have some")

// ValidateOptions say with what to validate. Root must be given.
type ValidateOptions struct {
	Root     string                // The folder of the project: spec and .tools are in it.
	Jar      string                // The jar of TLC; what tlc.Jar finds if empty.
	Log      string                // The file that keeps TLC's output; none if empty. Further runs add .2, .3 and so on.
	HeapMB   int                   // The bound on Java's memory; 2048 if 0.
	Progress func(done, total int) // Called now and then with the lines that TLC has judged, if not nil.

	config    string // Another configuration of the trace spec, for tests.
	unchecked bool   // Leave out Check, for tests of what TLC sees by itself.
}

// Report is what Validate found. It holds iff Rejections is empty.
type Report struct {
	Traces          int            `json:"traces"`
	Accepted        []bool         `json:"-"`               // Whether each trace, in the order given, is a behaviour of the spec.
	Rejections      []*Rejection   `json:"rejections"`      // Those that are not, in the order given.
	Events          int            `json:"events"`          // Of all traces.
	ByAction        map[string]int `json:"byAction"`        // How often the accepted traces take each action of the spec.
	NeverTaken      []string       `json:"neverTaken"`      // The actions that no accepted trace takes.
	States          int64          `json:"states"`          // The distinct states that TLC found; Validate fails if it must have found others.
	Runs            int            `json:"runs"`            // Of TLC.
	Seconds         float64        `json:"seconds"`         // Of TLC, its start included.
	EventsPerSecond float64        `json:"eventsPerSecond"` // Events by Seconds.
}

// Validate tells which traces are behaviours of the spec; see ValidateAll.
func Validate(ctx context.Context, traces []*Trace, p Protocol, o ValidateOptions) (Report, error) {
	return ValidateAll(ctx, func(yield func(*Trace, error) bool) {
		for _, t := range traces {
			if !yield(t, nil) {
				return
			}
		}
	}, p, o)
}

// ValidateAll tells which traces are behaviours of the spec: those that Check
// lets pass and that TLC, which replays them, accepts. It holds no trace longer
// than it is yielded, and runs TLC once for all those with the same constants. An
// error means that not all could be judged.
func ValidateAll(ctx context.Context, traces iter.Seq2[*Trace, error], p Protocol, o ValidateOptions) (Report, error) {
	dir, err := os.MkdirTemp("", "lockstep-trace-")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(dir)
	v := newValidation(p, o, dir)
	for t, err := range traces {
		if err != nil {
			return Report{}, err
		}
		if err := v.add(t); err != nil {
			return Report{}, err
		}
	}
	if v.report.Events == 0 {
		return Report{}, ErrNothing
	}
	for _, b := range v.batches {
		if err := v.judge(ctx, b); err != nil {
			return Report{}, err
		}
	}
	return v.finish(), nil
}

// validation is the state of one ValidateAll.
type validation struct {
	p          Protocol
	o          ValidateOptions
	dir        string
	batches    []*batch
	rejections map[int]*Rejection // By the position of the trace.
	report     Report
}

func newValidation(p Protocol, o ValidateOptions, dir string) *validation {
	return &validation{p: p, o: o, dir: dir, rejections: map[int]*Rejection{}, report: Report{ByAction: map[string]int{}}}
}

// add checks a trace and writes it to the batch of its constants.
func (v *validation) add(t *Trace) error {
	index := v.report.Traces
	v.report.Traces++
	v.report.Events += len(t.Events)
	if t.Header.Spec != v.p.Spec {
		return &Unreadable{t.Name, 1, fmt.Sprintf("it is a trace of %s, not of %s", t.Header.Spec, v.p.Spec), "validate it with its own spec"}
	}
	if err := v.check(t); err != nil {
		if rejection, ok := errors.AsType[*Rejection](err); ok {
			v.rejections[index] = rejection
			return nil
		}
		return err
	}
	b, err := v.batchFor(string(t.Header.Constants))
	if err != nil {
		return err
	}
	return b.add(index, t, v.p)
}

func (v *validation) check(t *Trace) error {
	if v.o.unchecked {
		return nil
	}
	return Check(t, v.p)
}

// batchFor is the batch of traces with these constants that has room.
func (v *validation) batchFor(constants string) (*batch, error) {
	for _, b := range slices.Backward(v.batches) {
		if b.constants == constants && b.bytes < maxBatch {
			return b, nil
		}
	}
	b, err := newBatch(v.dir, constants)
	if err == nil {
		v.batches = append(v.batches, b)
	}
	return b, err
}

// judge has TLC replay a batch and notes which traces it accepts.
func (v *validation) judge(ctx context.Context, b *batch) error {
	if err := b.close(); err != nil {
		return err
	}
	v.report.Runs++
	job, err := v.job(ctx, b)
	if err != nil {
		return err
	}
	reached, result, err := runBatch(ctx, b, job)
	if err != nil {
		return b.locate(err)
	}
	v.report.States += result.Distinct
	v.report.Seconds += result.Elapsed.Seconds()
	return v.reject(b, reached)
}

// runBatch runs TLC on a batch and returns, for each line, whether TLC reached it.
// It fails unless TLC found as many states as there are lines reached, for either
// count alone can be fooled: by a view that merges states, or by a spec that
// takes steps which read no line.
func runBatch(ctx context.Context, b *batch, job tlc.Job) ([]byte, tlc.Result, error) {
	marks := b.path + ".reached"
	if err := os.WriteFile(marks, make([]byte, b.lines), 0o600); err != nil {
		return nil, tlc.Result{}, err
	}
	result, err := tlc.Run(ctx, job)
	if err != nil {
		return nil, result, err
	}
	if result.Verdict.Kind != tlc.Holds {
		return nil, result, fmt.Errorf("%s: TLC says %s, where it should but follow the traces; look at its configuration", job.Module, result.Verdict)
	}
	reached, err := os.ReadFile(marks)
	if err != nil {
		return nil, result, err
	}
	count := 0
	for _, mark := range reached {
		count += int(mark)
	}
	if int64(count) != result.Distinct || result.Generated != result.Distinct {
		return nil, result, fmt.Errorf("%s: TLC reached %d lines in %d distinct states of %d generated, and the three must be equal; look at its configuration", job.Module, count, result.Distinct, result.Generated)
	}
	return reached, result, nil
}

// job is the run of TLC that replays a batch.
func (v *validation) job(ctx context.Context, b *batch) (tlc.Job, error) {
	jar := v.o.Jar
	if jar == "" {
		found, err := tlc.Jar(v.o.Root)
		if err != nil {
			return tlc.Job{}, err
		}
		jar = found
	}
	spec := filepath.Join(v.o.Root, "spec")
	folder := filepath.Join(spec, "trace")
	classes, err := tlc.Compile(ctx, jar, filepath.Join(v.o.Root, ".tools"), filepath.Join(folder, "TraceIO.java"), filepath.Join(folder, "Json.java"))
	if err != nil {
		return tlc.Job{}, err
	}
	module := filepath.Join(folder, "Trace"+v.p.Spec)
	job := tlc.Job{
		Jar:       jar,
		Module:    module + ".tla",
		Config:    cmp.Or(v.o.config, module+".cfg"),
		Library:   []string{spec, folder},
		Classpath: []string{classes},
		Defines:   []string{"lockstep.batch=" + b.path, "lockstep.reached=" + b.path + ".reached"},
		HeapMB:    cmp.Or(v.o.HeapMB, 2048),
		Log:       v.o.Log,
	}
	if v.o.Log != "" && v.report.Runs > 1 {
		job.Log += "." + strconv.Itoa(v.report.Runs)
	}
	if v.o.Progress != nil {
		job.Progress = func(at tlc.Progress) { v.o.Progress(int(at.Distinct), b.lines) }
	}
	return job, nil
}

// reject notes each trace of which not all lines were reached. The next line is
// the one at fault.
func (v *validation) reject(b *batch, reached []byte) error {
	var at []int
	for _, s := range b.spans {
		lines := reached[s.start-1 : s.start-1+s.lines]
		taken := slices.Index(lines, 0)
		switch {
		case taken == 0:
			return fmt.Errorf("%s: TLC never came to this trace, so it is not judged", s.name)
		case taken > 0:
			at = append(at, s.start+taken)
		default:
			v.count(s)
		}
	}
	lines, err := b.read(at)
	if err != nil {
		return err
	}
	for i, line := range lines {
		s, n, err := b.find(at[i])
		if err != nil {
			return err
		}
		v.rejections[s.trace] = &Rejection{Trace: s.name, Line: n, Reason: v.p.noStep(line)}
	}
	return nil
}

// count adds the events of an accepted trace.
func (v *validation) count(s span) {
	for action, n := range s.counts {
		v.report.ByAction[action] += n
	}
}

// finish is the report, when all is judged.
func (v *validation) finish() Report {
	r := v.report
	r.Rejections, r.NeverTaken = []*Rejection{}, []string{}
	r.Accepted = make([]bool, r.Traces)
	for i := range r.Accepted {
		r.Accepted[i] = v.rejections[i] == nil
	}
	for _, i := range slices.Sorted(maps.Keys(v.rejections)) {
		r.Rejections = append(r.Rejections, v.rejections[i])
	}
	for _, action := range slices.Sorted(maps.Keys(v.p.Actions)) {
		if r.ByAction[action] == 0 {
			r.NeverTaken = append(r.NeverTaken, action)
		}
	}
	if r.Seconds > 0 {
		r.EventsPerSecond = float64(r.Events) / r.Seconds
	}
	return r
}

var batchLinePattern = regexp.MustCompile(`line (\d+) of the batch: (.*)`)

// locate puts the place in the trace for a line of the batch that TLC could not
// read, for no user has seen the batch.
func (b *batch) locate(err error) error {
	m := batchLinePattern.FindStringSubmatch(err.Error())
	if m == nil {
		return err
	}
	line, _ := strconv.Atoi(m[1])
	s, n, wrong := b.find(line)
	if wrong != nil {
		return wrong
	}
	return &Unreadable{s.name, n, "TLC cannot read it: " + m[2], "write integers of 32 bits, and no null"}
}

// noStep says that a line of a batch is not what the spec makes of the lines
// before it.
func (p Protocol) noStep(line batchLine) string {
	if line.Event != nil {
		return fmt.Sprintf("%s is no step of %s", p.call(*line.Event), p.Spec)
	}
	return fmt.Sprintf("node %d did not end in this state", line.End.Node)
}

// call is the event as a step of the spec: its action and all parameters.
func (p Protocol) call(e Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s(p=%d", e.Action, e.Node)
	for _, name := range slices.Sorted(maps.Keys(e.Params)) {
		text := string(e.Params[name])
		if v, err := tla.OfJSON(e.Params[name]); err == nil {
			text = v.String()
		}
		fmt.Fprintf(&b, ", %s=%s", name, text)
	}
	return b.String() + ")"
}
