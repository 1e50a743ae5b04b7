package trace

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
)

// Write writes a trace in the format that Read reads. The same trace gives the
// same bytes.
func Write(w io.Writer, t *Trace) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := writeLine(b, t.Header); err != nil {
		return err
	}
	if err := WriteLines(b, t.Events, t.Ends); err != nil {
		return err
	}
	return b.Flush()
}

// WriteLines writes what follows a header.
func WriteLines(w io.Writer, events []Event, ends []End) error {
	for _, e := range events {
		if err := writeLine(w, e); err != nil {
			return err
		}
	}
	for _, end := range ends {
		if err := writeLine(w, endLine{&end}); err != nil {
			return err
		}
	}
	return nil
}

// endLine is how an End stands in a file.
type endLine struct {
	End *End `json:"end"`
}

// writeLine writes x in one line, in a single call of Write.
func writeLine(w io.Writer, x any) error {
	if e, ok := x.(Event); ok {
		x = e.filled()
	}
	data, err := canonical.Marshal(x)
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return err
}

// eventText and endText are lines without their newlines.
func eventText(e *Event) ([]byte, error) { return canonical.Marshal(e.filled()) }
func endText(end *End) ([]byte, error)   { return canonical.Marshal(endLine{end}) }

// filled is e with empty records and lists where it has none, for JSON has no
// other word for a record without fields.
func (e Event) filled() Event {
	if e.Params == nil {
		e.Params = map[string]json.RawMessage{}
	}
	if e.Post == nil {
		e.Post = map[string]json.RawMessage{}
	}
	if e.Sent == nil {
		e.Sent = []json.RawMessage{}
	}
	return e
}
