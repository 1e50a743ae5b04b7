package trace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/tla"
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
	Lane     Shard                 // Judge only the part of a single trace that falls to this shard; all of it if zero.
	Workers  int                   // With how many threads TLC judges, 1 if 0. A long trace is split into as many lanes.
	Explain  bool                  // Explain the first rejection, too.
	TLCAlone bool                  // Do not compare with the Go twins, for whoever does so himself.

	config    string // Another configuration of the trace spec, for tests.
	unchecked bool   // Leave out Check, for tests of what TLC sees by itself.
	least     int    // A lane has at least so many events, and checkpoints are a tenth of that apart; laneLength if 0.
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
// than it is yielded, and runs TLC once for all those with the same constants. The Go
// twins judge each trace, too, and the report says where they say something else than TLC.
// An error means that not all could be judged. With one of type Contradictions, which are
// the traces that TLC accepts and the twins reject, or Missed, which are those that TLC
// could not judge, the report tells of all others.
func ValidateAll(ctx context.Context, traces iter.Seq2[*Trace, error], p Protocol, o ValidateOptions) (Report, error) {
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
	if err := v.nothing(); err != nil {
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
			if v.isAccepted(s.trace) {
				v.accept(s.counts)
			}
		}
	}
	report := v.finish(v.took)
	if o.Explain && len(report.Rejections) > 0 {
		report.Explained, report.Unexplained = v.explainFirst(ctx)
	}
	return report, report.incomplete()
}

// incomplete is nil if all was judged.
func (r Report) incomplete() error {
	var errs []error
	if unjudged := r.Unjudged(); len(unjudged) > 0 {
		errs = append(errs, unjudged)
	}
	if len(r.Missed) > 0 {
		errs = append(errs, r.Missed)
	}
	return errors.Join(errs...)
}

// validation is the state of one ValidateAll.
type validation struct {
	*tally
	o        ValidateOptions
	dir      string
	batches  []*batch
	checkers map[string]*checker // By the constants.
	twins    map[int]*Rejection  // Where the Go twins do not take a trace, by its position.
	near     map[int]checkpoint  // States not long before that, by its position.
	faults   map[int]fault       // Where TLC does not take a line of it, by its position.
	partly   map[int]bool        // TLC did not judge all of it, by its position.
	took     time.Duration       // Of TLC.
}

func newValidation(p Protocol, o ValidateOptions, dir string) *validation {
	o.Workers = max(1, o.Workers)
	return &validation{tally: newTally(p), o: o, dir: dir, checkers: map[string]*checker{}, twins: map[int]*Rejection{}, near: map[int]checkpoint{}, faults: map[int]fault{}, partly: map[int]bool{}}
}

// read adds a trace, or notes that it could not be read. An error is one of the validation.
func (v *validation) read(ctx context.Context, t *Trace, err error) error {
	index, before, name := v.begin(), v.report.Events, ""
	if err == nil {
		name = t.Name
		if err = v.addAt(index, t); err == nil || !errors.As(err, new(*Unreadable)) {
			return err
		}
	}
	v.report.Events = before
	v.miss(ctx, index, name, err)
	return nil
}

func (v *validation) add(t *Trace) error { return v.addAt(v.begin(), t) }

// addAt has Go judge a trace, at its position, and writes it to the batch of its constants.
func (v *validation) addAt(index int, t *Trace) error {
	if t.Header.Spec != v.p.Spec {
		return &Unreadable{t.Name, 1, fmt.Sprintf("it is a trace of %s, not of %s", t.Header.Spec, v.p.Spec), "validate it with its own spec"}
	}
	if err := v.p.forTLC(t); err != nil {
		return err
	}
	if v.o.Lane.Of > 0 {
		return v.addLane(index, t)
	}
	v.report.Events += len(t.Events)
	lanes := v.split(t)
	j, err := v.inGo(t, begins(lanes)...)
	if err != nil {
		return err
	}
	if j.disorder != nil {
		v.rejections[index] = j.disorder
		return nil
	}
	v.near[index] = j.near
	if lanes, err = v.prepared(t, j, lanes); err != nil {
		return err
	}
	return v.toTLC(index, t, j.refusal, lanes...)
}

// forTLC refuses a trace that TLC cannot judge.
func (p Protocol) forTLC(t *Trace) error {
	if p.NoTLC == nil {
		return nil
	}
	if why := p.NoTLC(t.Header.Constants); why != "" {
		return &Unreadable{t.Name, 1, "TLC cannot judge this: " + why, "the Go twins can: " + plain.Command("lockstep", "trace", "replay", t.Name)}
	}
	return nil
}

// inGo has Go judge a trace. Wanted are the numbers of events after which the states
// of the nodes are wanted.
func (v *validation) inGo(t *Trace, wanted ...int) (*judge, error) {
	c, err := v.checkerOf(t)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	j := newJudge(c, t.Name)
	if !v.p.isTimed() {
		j.apart = cmp.Or(v.o.least, laneLength) / 10
	}
	j.wanted = map[int][]End{}
	for _, events := range wanted {
		j.wanted[events] = nil
	}
	if v.o.unchecked {
		j.unchecked(t)
	} else if err := j.trace(t); err != nil {
		return nil, err
	}
	v.report.TwinSeconds += time.Since(start).Seconds()
	return j, nil
}

// checkerOf is the checker for traces with the same constants.
func (v *validation) checkerOf(t *Trace) (*checker, error) {
	constants := string(t.Header.Constants)
	if c := v.checkers[constants]; c != nil {
		return c, nil
	}
	c, err := newChecker(v.p, t.Header)
	if err != nil {
		return nil, unreadable(t.Name, 1, err)
	}
	v.checkers[constants] = c
	return c, nil
}

// toTLC writes a trace, or lanes of it, to batches of its constants.
func (v *validation) toTLC(index int, t *Trace, refusal *Rejection, lanes ...*lane) error {
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
		switch r := (&Rejection{s.name, n, v.p.noStep(line)}); {
		case !v.isAccepted(s.trace): // By a lane before this one.
		case line.Event == nil && s.lane != nil && !s.lane.last:
			r.Reason = fmt.Sprintf("after it node %d is in another state at the twin than in %s, and there a part of the trace ends; judge it as a whole: --workers 1, no --shard", line.End.Node, v.p.Spec)
			v.disagreements[s.trace] = disagreement(s.name, nil, r)
		default:
			v.rejections[s.trace], v.faults[s.trace] = r, fault{b, s}
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

// maxParameter is how many bytes of a parameter a step in words has.
const maxParameter = 1000

// call is the event as a step of the spec: its action and all parameters.
func (p Protocol) call(e Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s(p=%d", e.Action, e.Node)
	for _, name := range slices.Sorted(maps.Keys(e.Params)) {
		text := string(e.Params[name])
		if v, err := tla.OfJSON(e.Params[name]); err == nil {
			text = v.String()
		}
		fmt.Fprintf(&b, ", %s=%s", name, plain.Cut(text, maxParameter))
	}
	return b.String() + ")"
}
