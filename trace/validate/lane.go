package validate

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Lane is the part of a trace that a shard judges; Trace.tla says why the lanes of all
// shards together judge the whole. Begins stands for the states of all nodes in which
// it begins, and Ends for those in which it ends: it must be what the next lane begins
// with, as it is if all shards run the same program on the same trace.
type Lane struct {
	Shard  string `json:"shard"`
	Trace  string `json:"trace"` // Stands for the whole trace; see WholeOf.
	Part   string `json:"part"`  // Stands for its own lines.
	First  int    `json:"first"` // Its first line.
	Last   int    `json:"last"`  // Its last line.
	Begins string `json:"begins"`
	Ends   string `json:"ends"`
}

// lane is a lane of a trace that is being judged.
type lane struct {
	shard    Shard
	from, to int // It has Events[from:to], and the ends of the trace if it is the last.
	last     bool
	begin    []start
	end      []start     // Where the next lane begins; none if the twins do not come there.
	windows  []window    // Those in it.
	lo       map[int]int // How far, before it, the window of each node was raised.
}

// start is a node where a lane begins.
type start struct {
	Node  int                        `json:"node"`
	Lo    int                        `json:"lo"` // From where on it has what grows; see window.
	State map[string]json.RawMessage `json:"state"`
}

// laneOf is the lane of a shard. It fails if that has no event.
func laneOf(t *trace.Trace, s Shard) (*lane, error) {
	l := &lane{shard: s, last: s.Index == s.Of}
	if l.from, l.to = s.cut(len(t.Events)); l.from == l.to {
		return nil, fmt.Errorf("shard %v of %s: it has no event, for the trace has %d; split it into fewer shards", s, t.Name, len(t.Events))
	}
	return l, nil
}

// lines are the first and the last line of the lane in the file.
func (l *lane) lines(t *trace.Trace) (first, last int) {
	if l.last {
		return l.from + 2, len(t.Events) + len(t.Ends) + 1
	}
	return l.from + 2, l.to + 1
}

// unjudged says why the lane cannot be judged: a line before it is no step, so there is
// no state in which it begins. It is nil if that is not so.
func (l *lane) unjudged(t *trace.Trace, j *judge.Judge) error {
	first, last := l.lines(t)
	for _, r := range []*trace.Rejection{j.Disorder, j.Refusal} {
		if r != nil && r.Line < first {
			return fmt.Errorf("shard %v of %s, lines %d to %d, cannot be judged, for line %d, in an earlier shard, does not hold: %s", l.shard, t.Name, first, last, r.Line, r.Reason)
		}
	}
	return nil
}

// within is r if the line at fault is in the lane.
func (l *lane) within(t *trace.Trace, r *trace.Rejection) *trace.Rejection {
	if _, last := l.lines(t); r == nil || r.Line > last {
		return nil
	}
	return r
}

// trace is the trace up to the end of the lane. Where that is not its end, others than
// the ends of the nodes come after the events.
func (l *lane) trace(t *trace.Trace) *trace.Trace {
	upTo := &trace.Trace{Name: t.Name, Header: t.Header, Events: t.Events[:l.to]}
	if l.last {
		upTo.Ends = t.Ends
	}
	return upTo
}

// beginning are the states in which the lane begins, none if the trace does.
func (l *lane) beginning() []start {
	if l == nil || l.from == 0 {
		return nil
	}
	return l.begin
}

// stops are the lines [end] of a lane that is not the last.
func (l *lane) stops() []start {
	if l == nil || l.last {
		return nil
	}
	return l.end
}

// isBefore tells whether Events[i] comes before the lane. All of a trace is a lane too.
func (l *lane) isBefore(i int) bool { return l != nil && i < l.from }

// senders are the events that sent what is received in the lane.
func (l *lane) senders(events []trace.Event) map[trace.ID]bool {
	ids := map[trace.ID]bool{}
	if l == nil {
		return ids
	}
	for i := range events[l.from:] {
		if cause := events[l.from+i].Cause; cause != nil {
			ids[*cause] = true
		}
	}
	return ids
}

// prepare has the lane begin and end in the states that j has; windows are those of the
// whole trace.
func (l *lane) prepare(t *trace.Trace, windows []window, j *judge.Judge, g trace.Growth) (err error) {
	l.lo = raised(windows, l.from)
	l.windows = slices.DeleteFunc(slices.Clone(windows), func(w window) bool { return w.after < l.from || w.after >= l.to })
	if l.begin, err = starts(j.Wanted[l.from], l.lo, g); err != nil {
		return err
	}
	end := j.Wanted[l.to]
	if l.last {
		end = t.Ends
	}
	l.end, err = starts(end, raised(windows, l.to), g)
	return err
}

// report is what the report tells of the lane.
func (l *lane) report(t *trace.Trace) (*Lane, error) {
	parts, err := digestsOfLanes(t, l.shard.Of)
	if err != nil {
		return nil, err
	}
	report := &Lane{Shard: l.shard.String(), Trace: WholeOf(parts), Part: parts[l.shard.Index-1], Begins: digestOfStates(l.begin), Ends: digestOfStates(l.end)}
	report.First, report.Last = l.lines(t)
	return report, nil
}

// raised is how far the window of each node is raised after so many events.
func raised(windows []window, events int) map[int]int {
	lo := map[int]int{}
	for _, w := range windows {
		if w.after < events {
			lo[w.Node] = w.Lo
		}
	}
	return lo
}

// starts are nodes in these states where a lane begins.
func starts(states []trace.End, lo map[int]int, g trace.Growth) ([]start, error) {
	var all []start
	for _, s := range states {
		kept, err := within(s, lo[s.Node], g)
		if err != nil {
			return nil, err
		}
		all = append(all, start{s.Node, lo[s.Node], kept.State})
	}
	return all, nil
}

// digestsOfLanes stand for the lines of each lane of a trace. The header is in the first.
func digestsOfLanes(t *trace.Trace, of int) ([]string, error) {
	var all []string
	for i := range of {
		hash := sha256.New()
		if i == 0 {
			if err := trace.Write(hash, &trace.Trace{Header: t.Header}); err != nil {
				return nil, err
			}
		}
		from, to := Shard{i + 1, of}.cut(len(t.Events))
		var ends []trace.End
		if i == of-1 {
			ends = t.Ends
		}
		if err := trace.WriteLines(hash, t.Events[from:to], ends); err != nil {
			return nil, err
		}
		all = append(all, short(hash.Sum(nil)))
	}
	return all, nil
}

// digestOfStates stands for states, "" if there are none.
func digestOfStates(states []start) string {
	if len(states) == 0 {
		return ""
	}
	data, err := json.Marshal(states)
	if err != nil {
		panic("trace: states that came from JSON are none: " + err.Error())
	}
	return digestOfText(string(data))
}

// addLane has Go judge a trace and writes the lane of it that falls to the shard.
func (v *validation) addLane(index int, t *trace.Trace) error {
	if index > 0 {
		return fmt.Errorf("shard %v of %s: only a single trace is split into lanes", v.o.Lane, t.Name)
	}
	if v.isTimed() {
		return fmt.Errorf("shard %v of %s: a trace of %s is judged as a whole, for what clocks may show depends on what they showed before; leave out --shard", v.o.Lane, t.Name, v.p.Spec)
	}
	l, err := laneOf(t, v.o.Lane)
	if err != nil {
		return err
	}
	v.Events += l.to - l.from
	j, err := v.inGo(t, l.from, l.to)
	if err != nil {
		return err
	}
	if err := l.unjudged(t, j); err != nil {
		return err
	}
	windows, err := windowsOf(t, v.p.Grows)
	if err != nil {
		return err
	}
	if err := l.prepare(t, windows, j, v.p.Grows); err != nil {
		return err
	}
	if v.report.Lane, err = l.report(t); err != nil {
		return err
	}
	if r := l.within(t, j.Disorder); r != nil {
		v.refuse(index, t, r)
		return nil
	}
	return v.toTLC(index, t, l.within(t, j.Refusal), l)
}

// laneLength is how many events a lane must have for it to pay that there is one.
const laneLength = 25_000

// split is the trace in as many lanes as TLC has threads, if they are long enough and it
// can be split.
func (v *validation) split(t *trace.Trace) []*lane {
	n := min(v.o.Workers, len(t.Events)/cmp.Or(v.o.least, laneLength))
	if n < 2 || v.o.unchecked || v.isTimed() {
		return nil
	}
	lanes := make([]*lane, n)
	for i := range lanes {
		shard := Shard{i + 1, n}
		lanes[i] = &lane{shard: shard, last: i == n-1}
		lanes[i].from, lanes[i].to = shard.cut(len(t.Events))
	}
	return lanes
}

// begins are the numbers of events after which lanes begin.
func begins(lanes []*lane) []int {
	var all []int
	for _, l := range lanes {
		all = append(all, l.from)
	}
	return all
}

// prepared are the lanes that can be judged: those before the first of which nobody
// knows in what states it begins, for the twins do not come so far. The last of them
// has all that remains. There is one, nil, if the trace is not split.
func (v *validation) prepared(t *trace.Trace, j *judge.Judge, lanes []*lane) ([]*lane, error) {
	unknown := slices.IndexFunc(lanes, func(l *lane) bool { return j.Wanted[l.from] == nil })
	if unknown >= 0 {
		lanes = lanes[:unknown]
	}
	if len(lanes) < 2 {
		return []*lane{nil}, nil
	}
	last := lanes[len(lanes)-1]
	last.to, last.last = len(t.Events), true
	windows, err := windowsOf(t, v.p.Grows)
	if err != nil {
		return nil, err
	}
	for _, l := range lanes {
		if err := l.prepare(t, windows, j, v.p.Grows); err != nil {
			return nil, err
		}
	}
	return lanes, nil
}
