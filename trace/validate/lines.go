package validate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/trace"
)

// batchWriter writes the lines of a trace, with its windows, as they stand in a batch.
type batchWriter struct {
	p       trace.Protocol
	t       *trace.Trace
	span    span  // Where it stands.
	lane    *lane // nil if all of the trace is to be judged.
	windows []window
	lo      map[int]int       // How far the window of each node was raised.
	at      int               // The line of the batch that comes next.
	write   func(line []byte) // It must not keep the line.
}

func (w *batchWriter) line(line []byte) {
	w.write(line)
	w.at++
}

// lines writes all lines.
func (w *batchWriter) lines() error {
	line, err := headerLine(w.t.Header, w.span, w.lane.beginning())
	if err != nil {
		return err
	}
	w.line(line)
	if err := w.events(); err != nil {
		return err
	}
	return w.ends()
}

// headerLine is the first line of a span. If that skips lines, TLC goes from there to
// where it begins, with the nodes in those states.
func headerLine(h trace.Header, s span, begin []start) ([]byte, error) {
	header, err := canonical.Marshal(h)
	if err != nil {
		return nil, err
	}
	line := fmt.Appendf(nil, `{"header":%s,"next":%d`, header, s.start+s.lines)
	if s.skipped > 0 {
		states, err := canonical.Marshal(begin)
		if err != nil {
			return nil, err
		}
		line = fmt.Appendf(line, `,"lane":{"line":%d,"nodes":%s}`, s.start+s.skipped, states)
	}
	return append(line, '}'), nil
}

// events writes the lines of the events, and those of windows between them. Events
// before the lane are left out, but for those that sent what is received in it.
func (w *batchWriter) events() (err error) {
	lineOf := make(map[trace.ID]int, len(w.t.Events))
	var line []byte
	senders := w.lane.senders(w.t.Events)
	for i := range w.t.Events {
		e := &w.t.Events[i]
		lineOf[e.ID()] = w.at
		if w.lane.isBefore(i) && !senders[e.ID()] {
			w.line([]byte("{}"))
			continue
		}
		sender := 0
		if e.Cause != nil {
			sender = lineOf[*e.Cause]
		}
		if line, err = appendEvent(line[:0], e, sender); err != nil {
			return fmt.Errorf("%s:%d: %w", w.t.Name, i+2, err)
		}
		w.line(line)
		if len(w.windows) > 0 && w.windows[0].after == i {
			w.lo[e.Node] = w.windows[0].Lo
			w.line(fmt.Appendf(nil, `{"window":{"node":%d,"lo":%d}}`, e.Node, w.windows[0].Lo))
			w.windows = w.windows[1:]
		}
	}
	return nil
}

// ends writes the lines of the ends, as far as the windows reach.
func (w *batchWriter) ends() error {
	for _, s := range w.lane.stops() {
		line, err := canonical.Marshal(map[string]start{"end": s})
		if err != nil {
			return err
		}
		w.line(line)
	}
	for _, end := range w.t.Ends {
		kept, err := within(end, w.lo[end.Node], w.p.Grows)
		if err != nil {
			return err
		}
		line, err := canonical.Marshal(map[string]trace.End{"end": kept})
		if err != nil {
			return err
		}
		w.line(line)
	}
	return nil
}

// appendEvent appends an event and the line of its sender: what encoding/json
// would make of it, at a fraction of the time.
func appendEvent(to []byte, e *trace.Event, sender int) ([]byte, error) {
	action, err := canonical.Marshal(e.Action)
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
