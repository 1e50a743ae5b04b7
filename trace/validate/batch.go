package validate

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/lockstep-paxos/lockstep/trace"
)

// A batch that has maxBatch bytes takes no further trace, for Java maps no file of
// more than maxMapped bytes.
const (
	maxBatch  = 900 << 20
	maxMapped = 1<<31 - 1
)

// batch is a file of traces with the same constants, as spec/trace/Trace.tla
// describes it: one run of TLC judges it. Its hints are no promise: TLC refuses
// wrong ones. The file is open only while something is added: there may be as many
// batches as there are traces.
type batch struct {
	constants string
	path      string
	out       *bufio.Writer // nil if the file is not open.
	bytes     int
	lines     int
	skipped   int // Of these, the lines that are not judged.
	spans     []span
}

// fault is where TLC does not take a line.
type fault struct {
	batch *batch
	span  span
	line  int // Of the batch.
}

// judged is how many lines TLC has to take.
func (b *batch) judged() int { return b.lines - b.skipped }

// workers is with how many threads of so many TLC judges the batch: as many as there are
// traces and lanes as long as the longest. Another would but wait, and to wake it at
// each step costs the others half of their time.
func (b *batch) workers(most int) int {
	longest := 1
	for _, s := range b.spans {
		longest = max(longest, s.lines-s.skipped)
	}
	return max(1, min(most, (b.judged()+longest/2)/longest))
}

// span is where a trace stands in its batch.
type span struct {
	trace   int // The position of the trace among all traces given.
	name    string
	start   int // The line of its header, counted from 1.
	lines   int // All its lines.
	events  int
	counts  map[string]int // The events of each action.
	windows []window       // A line of its own after an event.
	skipped int            // How many lines after the header are not judged, for they are no part of the lane.
	lane    *lane          // nil if it is all of the trace.
}

// place is which line of the trace a line of its span is; it is no line of the trace if
// it is a window.
func (s span) place(line int) (place int, isWindow bool) {
	place = line - s.start + 1
	for i, w := range s.windows {
		switch at := w.after + 2 + i + 1; { // Counted in the span, from 1.
		case at == line-s.start+1:
			return place - 1, true
		case at < line-s.start+1:
			place--
		}
	}
	return place, false
}

// taken is how many lines TLC took after the one on which it began, before it came to
// one that it did not take; -1 if it took all.
func (s span) taken(reached []byte) int {
	return slices.Index(reached[s.start-1+s.skipped:s.start-1+s.lines], 0)
}

func newBatch(dir, constants string) (*batch, error) {
	f, err := os.CreateTemp(dir, "batch-*.ndjson")
	if err != nil {
		return nil, err
	}
	return &batch{constants: constants, path: f.Name()}, f.Close()
}

// fill has do write lines to the end of the batch.
func (b *batch) fill(do func() error) error {
	f, err := os.OpenFile(b.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	b.out = bufio.NewWriterSize(f, 1<<16)
	err = cmp.Or(do(), b.out.Flush())
	b.out = nil
	return cmp.Or(err, f.Close())
}

// add writes a trace to the batch, or the lane of it.
func (b *batch) add(index int, t *trace.Trace, p trace.Protocol, l *lane) error {
	s := span{trace: index, name: t.Name, start: b.lines + 1, counts: map[string]int{}, lane: l}
	lo := map[int]int{}
	if l != nil {
		s.windows, lo, s.skipped = l.windows, l.lo, l.from
		t = l.trace(t)
	} else {
		var err error
		if s.windows, err = windowsOf(t, p.Grows); err != nil {
			return err
		}
	}
	s.lines, s.events = 1+len(t.Events)+len(s.windows)+len(t.Ends)+len(l.stops()), len(t.Events)-s.skipped
	for i := range t.Events[s.skipped:] {
		s.counts[t.Events[s.skipped+i].Action]++
	}
	b.spans = append(b.spans, s)
	b.skipped += s.skipped
	w := &batchWriter{p: p, t: t, span: s, lane: l, windows: s.windows, lo: lo, at: s.start, write: b.write}
	if err := b.fill(w.lines); err != nil {
		return err
	}
	if b.bytes > maxMapped {
		return &trace.Unreadable{Trace: t.Name, Line: 0, Reason: "the trace is too large for one run of TLC, which reads at most 2 GiB", Hint: "judge it in parts (--shard)"}
	}
	return nil
}

// write writes a line. The file must be open; an error stays in b.out until it is flushed.
func (b *batch) write(line []byte) {
	b.out.Write(line)
	b.out.WriteByte('\n')
	b.lines++
	b.bytes += len(line) + 1
}

// find is the trace in which a line of the batch stands, and its line there. It fails
// if the line is a window.
func (b *batch) find(line int) (span, int, error) {
	i, found := slices.BinarySearchFunc(b.spans, line, func(s span, line int) int { return s.start - line })
	if !found {
		i--
	}
	s := b.spans[i]
	place, isWindow := s.place(line)
	if isWindow {
		return s, place, fmt.Errorf("%s: TLC refuses the window after line %d, so the trace is not judged", s.name, place)
	}
	if s.endsLane(place) {
		place = s.lane.to + 1 // The states in which a lane ends stand in no file.
	}
	return s, place, nil
}

// endsLane tells whether a line is no line of the trace, but a state in which the lane
// ends.
func (s span) endsLane(place int) bool { return s.lane != nil && !s.lane.last && place > s.lane.to+1 }

// batchLine is what a line of a batch holds: one of the three.
type batchLine struct {
	Header *trace.Header `json:"header"`
	Event  *trace.Event  `json:"event"`
	End    *trace.End    `json:"end"`
}

// read reads lines of the batch, which must be sorted.
func (b *batch) read(lines []int) ([]batchLine, error) {
	f, err := os.Open(b.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var read []batchLine
	r := bufio.NewReaderSize(f, 1<<16)
	for n := 1; len(read) < len(lines); n++ {
		text, err := r.ReadBytes('\n')
		if err != nil {
			return nil, err
		}
		if n != lines[len(read)] {
			continue
		}
		var line batchLine
		if err := json.Unmarshal(text, &line); err != nil {
			return nil, err
		}
		read = append(read, line)
	}
	return read, nil
}
