package linearizability

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/lockstep-paxos/lockstep/internal/lines"
)

// MaxLine bounds the length of a line, in bytes, so that reading a file that is no
// history takes little memory.
const MaxLine = 1 << 20

// Read reads a history, whose name is path. It accepts what Write writes, byte by
// byte, and nothing else; what it cannot accept it reports as *Unreadable. An error
// of reading r is returned as it is.
func Read(path string, r io.Reader) (History, error) {
	in := newInput(path, r)
	line, err := in.next()
	if err != nil {
		return History{}, err
	}
	h, err := header(line)
	if err != nil {
		return History{}, in.unreadable(err)
	}
	var read reading
	for {
		line, err := in.next()
		if errors.Is(err, io.EOF) && !read.ended {
			return History{}, &Unreadable{path, in.lines.N, "the file is cut off after this line: it has no end", "record the run again, or copy the file again"}
		}
		if errors.Is(err, io.EOF) {
			return h, nil
		}
		if err != nil {
			return History{}, err
		}
		if err := read.line(&h, line); err != nil {
			return History{}, in.unreadable(err)
		}
	}
}

// reading is how far a file has been read.
type reading struct {
	order
	ended bool
}

// line adds to h what the line says.
func (r *reading) line(h *History, line []byte) error {
	switch {
	case r.ended:
		return errors.New("nothing stands after the end")
	case bytes.HasPrefix(line, []byte(`{"end":`)):
		return r.end(line)
	case bytes.HasPrefix(line, []byte(`{"annotation":`)):
		a, err := annotation(line)
		if fault := r.annotation(a); err == nil && fault != "" {
			err = errors.New(fault)
		}
		h.Annotations = append(h.Annotations, a)
		return err
	case r.notes > 0:
		return errors.New("operations stand before annotations")
	}
	o, err := operation(line, h.Model)
	if err != nil {
		return err
	}
	if fault := r.operation(o); fault != "" {
		return errors.New(fault)
	}
	h.Operations = append(h.Operations, o)
	return nil
}

func (r *reading) end(line []byte) error {
	operations, annotations, err := end(line)
	if err == nil && (operations != r.operations || annotations != r.notes) {
		err = fmt.Errorf("the history ended with %d operations and %d annotations, of which %d and %d stand in the file", operations, annotations, r.operations, r.notes)
	}
	r.ended = true
	return err
}

// input is the lines of a file.
type input struct{ lines *lines.Reader }

func newInput(path string, r io.Reader) input {
	in := &lines.Reader{Path: path, Kind: Format, Least: "a header and an end", Longest: func([]byte) int { return MaxLine }, Reuse: true}
	return input{in.From(r)}
}

// next is the next line, good until the one after it is read, or io.EOF if there is none.
func (in input) next() ([]byte, error) {
	line, err := in.lines.Next()
	if fault, ok := errors.AsType[*lines.Fault](err); ok {
		err = &Unreadable{in.lines.Path, fault.Line, fault.Reason, fault.Hint}
	}
	return line, err
}

func (in input) unreadable(err error) error {
	return &Unreadable{in.lines.Path, in.lines.N, err.Error(), "docs/formats.md says how a history is written"}
}
