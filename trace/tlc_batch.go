package trace

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
)

// A batch that has maxBatch bytes takes no further trace, for Java maps no file of
// more than maxMapped bytes.
const (
	maxBatch  = 1 << 30
	maxMapped = 1<<31 - 1
)

// batch is a file of traces with the same constants, as spec/trace/Trace.tla
// describes it: one run of TLC judges it. Its hints are no promise: TLC refuses
// wrong ones.
type batch struct {
	constants string
	path      string
	file      *os.File
	out       *bufio.Writer
	bytes     int
	lines     int
	spans     []span
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

func newBatch(dir, constants string) (*batch, error) {
	f, err := os.CreateTemp(dir, "batch-*.ndjson")
	if err != nil {
		return nil, err
	}
	return &batch{constants: constants, path: f.Name(), file: f, out: bufio.NewWriterSize(f, 1<<16)}, nil
}

// add writes a trace to the batch.
func (b *batch) add(index int, t *Trace, p Protocol) error {
	windows, err := p.Grows.windows(t)
	if err != nil {
		return err
	}
	s := span{
		trace: index, name: t.Name, start: b.lines + 1, lines: 1 + len(t.Events) + len(windows) + len(t.Ends),
		events: len(t.Events), counts: map[string]int{}, windows: windows,
	}
	for _, e := range t.Events {
		s.counts[e.Action]++
	}
	b.spans = append(b.spans, s)
	if err := batchLines(t, p, windows, s.start, b.write); err != nil {
		return err
	}
	if b.bytes > maxMapped {
		return &Unreadable{t.Name, 0, "the trace is too large for one run of TLC, which reads at most 2 GiB", "record a shorter run"}
	}
	return nil
}

// batchLines writes the lines of a trace, with its windows, the first of which is line
// start of the batch. Write must not keep them.
func batchLines(t *Trace, p Protocol, windows []window, start int, write func(line []byte)) error {
	header, err := marshal(t.Header)
	if err != nil {
		return err
	}
	write(fmt.Appendf(nil, `{"header":%s,"next":%d}`, header, start+1+len(t.Events)+len(windows)+len(t.Ends)))
	lo := map[int]int{}
	lineOf := make(map[ID]int, len(t.Events))
	at := start
	var line []byte
	for i := range t.Events {
		e := &t.Events[i]
		at++
		lineOf[e.ID()] = at
		sender := 0
		if e.Cause != nil {
			sender = lineOf[*e.Cause]
		}
		if line, err = appendEvent(line[:0], e, sender); err != nil {
			return fmt.Errorf("%s:%d: %w", t.Name, i+2, err)
		}
		write(line)
		if len(windows) > 0 && windows[0].after == i {
			lo[e.Node] = windows[0].Lo
			write(fmt.Appendf(nil, `{"window":{"node":%d,"lo":%d}}`, e.Node, windows[0].Lo))
			windows = windows[1:]
			at++
		}
	}
	for _, end := range t.Ends {
		if end, err = p.Grows.within(end, lo[end.Node]); err != nil {
			return err
		}
		line, err := marshal(endLine{&end})
		if err != nil {
			return err
		}
		write(line)
	}
	return nil
}

// write writes a line. An error stays in b.out until it is flushed.
func (b *batch) write(line []byte) {
	b.out.Write(line)
	b.out.WriteByte('\n')
	b.lines++
	b.bytes += len(line) + 1
}

// close ends the writing.
func (b *batch) close() error {
	if err := b.out.Flush(); err != nil {
		return err
	}
	return b.file.Close()
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
	return s, place, nil
}

// batchLine is what a line of a batch holds: one of the three.
type batchLine struct {
	Header *Header `json:"header"`
	Event  *Event  `json:"event"`
	End    *End    `json:"end"`
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

// appendEvent appends an event and the line of its sender: what encoding/json
// would make of it, at a fraction of the time.
func appendEvent(to []byte, e *Event, sender int) ([]byte, error) {
	action, err := marshal(e.Action)
	if err != nil {
		return nil, err
	}
	to = fmt.Appendf(to, `{"event":{"node":%d,"inc":%d,"seq":%d,"action":%s,"params":`, e.Node, e.Inc, e.Seq, action)
	to = appendRecord(to, e.Params)
	if e.Cause != nil {
		to = fmt.Appendf(to, `,"cause":{"node":%d,"seq":%d}`, e.Cause.Node, e.Cause.Seq)
	}
	to = append(to, `,"post":`...)
	to = appendRecord(to, e.Post)
	to = append(to, `,"sent":[`...)
	for i, m := range e.Sent {
		if i > 0 {
			to = append(to, ',')
		}
		to = append(to, m...)
	}
	to = append(to, `]},"sender":`...)
	to = strconv.AppendInt(to, int64(sender), 10)
	to = append(to, '}')
	if bytes.IndexByte(to, '\n') >= 0 {
		return nil, fmt.Errorf("an end of line within event %d of node %d; write its JSON without", e.Seq, e.Node)
	}
	return to, nil
}

// appendRecord appends a record, its fields in order.
func appendRecord(to []byte, record map[string]json.RawMessage) []byte {
	to = append(to, '{')
	for i, name := range slices.Sorted(maps.Keys(record)) {
		if i > 0 {
			to = append(to, ',')
		}
		to = strconv.AppendQuote(to, name)
		to = append(to, ':')
		to = append(to, record[name]...)
	}
	return append(to, '}')
}
