package validate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/internal/specs"
	"github.com/lockstep-paxos/lockstep/internal/tally"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// Options say with what to validate.
type Options struct {
	Root     string                // The folder of the project: spec and .tools are in it. If empty, the checkout that the process stands in, or else the specs that are embedded in the program.
	Jar      string                // The jar of TLC; what tlc.Jar finds if empty.
	Log      string                // The file that keeps TLC's output; none if empty. Further runs add .2, .3 and so on.
	HeapMB   int                   // The bound on Java's memory; 2048 if 0.
	Progress func(done, total int) // Called now and then with the lines that TLC has judged, if not nil.
	Lane     Shard                 // Judge only the part of a single trace that falls to this shard; all of it if zero.
	Workers  int                   // With how many threads TLC judges, 1 if 0. A long trace is split into as many lanes.
	Explain  int                   // How many rejections to explain, the first ones; all if it is negative.
	TLCAlone bool                  // Do not compare with the Go twins, for whoever does so himself.

	config    string // Another configuration of the trace spec, for tests.
	unchecked bool   // Leave out Check, for tests of what TLC sees by itself.
	least     int    // A lane has at least so many events, laneLength if 0.
}

// Run tells which traces are behaviours of the spec; see RunSeq.
func Run(ctx context.Context, traces []*trace.Trace, p trace.Protocol, o Options) (Report, error) {
	return RunSeq(ctx, func(yield func(*trace.Trace, error) bool) {
		for _, t := range traces {
			if !yield(t, nil) {
				return
			}
		}
	}, p, o)
}

// RunSeq tells which traces are behaviours of the spec: those that trace.Check
// lets pass and that TLC, which replays them, accepts. It holds no trace longer
// than it is yielded, and runs TLC once for all those with the same constants. The Go
// twins judge each trace, too, and the report says where they say something else than TLC.
// An error means that not all could be judged. With one of type replay.Contradictions, which are
// the traces that TLC accepts and the twins reject, or Missed, which are those that TLC
// could not judge, the report tells of all others.
func RunSeq(ctx context.Context, traces iter.Seq2[*trace.Trace, error], p trace.Protocol, o Options) (Report, error) {
	if o.Root == "" {
		found, err := specs.Find()
		if err != nil {
			return Report{}, err
		}
		o.Root = found
	}
	folder, err := scratch.Make("trace")
	if err != nil {
		return Report{}, err
	}
	defer folder.Remove()
	v := newValidation(p, o, folder.Path)
	for t, err := range traces {
		if err := v.read(ctx, t, err); err != nil {
			return Report{}, err
		}
	}
	if err := v.Nothing(); err != nil {
		return Report{}, err
	}
	if err := v.judge(ctx); err != nil {
		return Report{}, err
	}
	if !o.TLCAlone {
		v.compare()
	}
	for _, b := range v.batches {
		for _, s := range b.spans {
			if v.IsAccepted(s.trace) {
				v.Accept(s.counts)
			}
		}
	}
	report := v.finish()
	if report.Explanations, err = v.explain(); err != nil {
		report.Unexplained = err.Error()
	}
	return report, report.incomplete()
}

// finish is the report, when all is judged.
func (v *validation) finish() Report {
	r := v.report
	r.Report, r.Disagreements = v.Finish(v.took), []*replay.Disagreement{}
	for _, trace := range slices.Sorted(maps.Keys(v.disagreements)) {
		r.Disagreements = append(r.Disagreements, v.disagreements[trace])
	}
	return r
}

// validation is the state of one RunSeq.
type validation struct {
	*tally.Tally
	p             trace.Protocol
	o             Options
	report        Report // But for what Tally has.
	disagreements map[int]*replay.Disagreement
	dir           string
	batches       []*batch
	checkers      map[string]*trace.Checker // By the constants.
	twins         map[int]*trace.Rejection  // Where the Go twins do not take a trace, by its position.
	refused       map[int]*Explanation      // Why a trace was rejected before TLC judged it, by its position.
	faults        map[int]fault             // Where TLC does not take a line of it, by its position.
	partly        map[int]bool              // TLC did not judge all of it, by its position.
	took          time.Duration             // Of TLC.
}

func newValidation(p trace.Protocol, o Options, dir string) *validation {
	o.Workers = max(1, o.Workers)
	return &validation{Tally: tally.New(p), p: p, o: o, dir: dir, disagreements: map[int]*replay.Disagreement{}, checkers: map[string]*trace.Checker{}, twins: map[int]*trace.Rejection{}, refused: map[int]*Explanation{}, faults: map[int]fault{}, partly: map[int]bool{}}
}

// isTimed reports whether there are actions that read clocks. Traces with clocks are judged
// as a whole: what a step may read depends on what was read before.
func (v *validation) isTimed() bool { return v.p.Drift != nil }

// read adds a trace, or notes that it could not be read. An error is one of the validation.
func (v *validation) read(ctx context.Context, t *trace.Trace, err error) error {
	index, before, name := v.Begin(), v.Events, ""
	if err == nil {
		name = t.Name
		if err = v.addAt(index, t); err == nil || !errors.As(err, new(*trace.Unreadable)) {
			return err
		}
	}
	v.Events = before
	v.Miss(ctx, index, name, err)
	return nil
}

func (v *validation) add(t *trace.Trace) error { return v.addAt(v.Begin(), t) }

// addAt has Go judge a trace, at its position, and writes it to the batch of its constants.
func (v *validation) addAt(index int, t *trace.Trace) error {
	if t.Header.Spec != v.p.Spec {
		return &trace.Unreadable{Trace: t.Name, Line: 1, Reason: fmt.Sprintf("it is a trace of %s, not of %s", t.Header.Spec, v.p.Spec), Hint: "validate it with its own spec"}
	}
	if err := forTLC(t, v.p); err != nil {
		return err
	}
	if v.o.Lane.Of > 0 {
		return v.addLane(index, t)
	}
	v.Events += len(t.Events)
	lanes := v.split(t)
	j, err := v.inGo(t, begins(lanes)...)
	if err != nil {
		return err
	}
	if j.Disorder != nil {
		v.refuse(index, t, j.Disorder)
		return nil
	}
	if lanes, err = v.prepared(t, j, lanes); err != nil {
		return err
	}
	return v.toTLC(index, t, j.Refusal, lanes...)
}

// forTLC refuses a trace that TLC cannot judge.
func forTLC(t *trace.Trace, p trace.Protocol) error {
	line, why := bytesIn(t), "a payload in it is bytes that TLA+ has no value for, which are written as raw or base64"
	if p.NoTLC != nil && p.NoTLC(t.Header.Constants) != "" {
		line, why = 1, p.NoTLC(t.Header.Constants)
	}
	if line == 0 {
		return nil
	}
	return &trace.Unreadable{Trace: t.Name, Line: line, Reason: "TLC cannot judge this: " + why, Hint: "the Go twins can: " + plain.Command("lockstep", "trace", "replay", t.Name)}
}

// bytesIn is the first line in which stands a payload that is bytes and no value of TLA+, 0 if
// there is none. In a text the quotes would be escaped.
func bytesIn(t *trace.Trace) int {
	in := func(text json.RawMessage) bool {
		return bytes.Contains(text, []byte(`{"raw":`)) || bytes.Contains(text, []byte(`{"base64":`))
	}
	inAny := func(record map[string]json.RawMessage) bool {
		return slices.ContainsFunc(slices.Collect(maps.Values(record)), in)
	}
	for i, e := range t.Events {
		if inAny(e.Params) || inAny(e.Post) || slices.ContainsFunc(e.Sent, in) {
			return i + 2
		}
	}
	for i, end := range t.Ends {
		if inAny(end.State) {
			return len(t.Events) + 2 + i
		}
	}
	return 0
}

// inGo has Go judge a trace. Wanted are the numbers of events after which the states
// of the nodes are wanted.
func (v *validation) inGo(t *trace.Trace, wanted ...int) (*judge.Judge, error) {
	c, err := v.checkerOf(t)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	j := judge.New(c, t.Name)
	j.Wanted = map[int][]trace.End{}
	for _, events := range wanted {
		j.Wanted[events] = nil
	}
	if v.o.unchecked {
		j.Unchecked(t)
	} else if err := j.Trace(t); err != nil {
		return nil, err
	}
	v.report.TwinSeconds += time.Since(start).Seconds()
	return j, nil
}

// checkerOf is the checker for traces with the same constants.
func (v *validation) checkerOf(t *trace.Trace) (*trace.Checker, error) {
	constants := string(t.Header.Constants)
	if c := v.checkers[constants]; c != nil {
		return c, nil
	}
	c, err := trace.NewChecker(t, v.p)
	if err != nil {
		return nil, err
	}
	v.checkers[constants] = c
	return c, nil
}

// toTLC writes a trace, or lanes of it, to batches of its constants.
func (v *validation) toTLC(index int, t *trace.Trace, refusal *trace.Rejection, lanes ...*lane) error {
	if refusal != nil {
		v.twins[index] = refusal
	}
	for _, l := range lanes {
		b, err := v.batchFor(string(t.Header.Constants))
		if err != nil {
			return err
		}
		if err := b.add(index, t, v.p, l); err != nil {
			return err
		}
	}
	return nil
}

// batchFor is the batch of traces with these constants that has room, or another one.
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

// reject notes each trace of which not all lines were reached. The next line is
// the one at fault; of several lanes that of the first.
func (v *validation) reject(b *batch, reached []byte) error {
	var at []int
	for _, s := range b.spans {
		taken := s.taken(reached)
		switch {
		case taken == 0:
			return fmt.Errorf("%s: TLC never came to this trace, so it is not judged", s.name)
		case taken > 0:
			at = append(at, s.start+s.skipped+taken)
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
		switch r := (&trace.Rejection{Trace: s.name, Line: n, Reason: judge.NoStep(v.p, line.Event, line.End)}); {
		case !v.IsAccepted(s.trace): // By a lane before this one.
		case line.Event == nil && s.lane != nil && !s.lane.last:
			r.Reason = fmt.Sprintf("after it node %d is in another state at the twin than in %s, and there a part of the trace ends; judge it as a whole: --workers 1, no --shard", line.End.Node, v.p.Spec)
			v.disagree(s.trace, replay.Compare(s.name, nil, r))
		default:
			v.Rejections[s.trace], v.faults[s.trace] = r, fault{b, s, at[i]}
		}
	}
	return nil
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
	return &trace.Unreadable{Trace: s.name, Line: n, Reason: "TLC cannot read it: " + m[2], Hint: "write integers of 32 bits, and no null"}
}
