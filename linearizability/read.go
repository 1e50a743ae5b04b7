package linearizability

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// MaxLine bounds the length of a line, in bytes, so that reading a file that is no
// history takes little memory.
const MaxLine = 1 << 20

// Read reads a history, whose name is path. It accepts what Write writes, byte by
// byte, and nothing else; what it cannot accept it reports as *Unreadable. An error
// of reading r is returned as it is.
func Read(path string, r io.Reader) (History, error) {
	in := &lines{r: bufio.NewReaderSize(r, 1<<16), path: path}
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
			return History{}, &Unreadable{path, in.n, "the file is cut off after this line: it has no end", "record the run again, or copy the file again"}
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

// lines reads a file line by line.
type lines struct {
	r    *bufio.Reader
	path string
	n    int    // The number of the line read last.
	line []byte // Where it stands until the next one is read.
}

// next is the next line without its newline, or io.EOF if there is none.
func (l *lines) next() ([]byte, error) {
	if err := l.encoding(); err != nil {
		return nil, err
	}
	l.line = l.line[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		l.line = append(l.line, part...)
		switch {
		case len(l.line) > MaxLine:
			return nil, &Unreadable{l.path, l.n + 1, fmt.Sprintf("a line of more than %d bytes", MaxLine), "is this a history?"}
		case err == nil:
			l.n++
			return l.checked(bytes.TrimSuffix(l.line, []byte("\n")))
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case !errors.Is(err, io.EOF):
			return nil, err
		case len(l.line) > 0:
			return nil, &Unreadable{l.path, l.n + 1, "the file is cut off in this line, which no newline ends", "record the run again, or copy the file again"}
		case l.n == 0:
			return nil, &Unreadable{l.path, 0, "the file is empty", "a history has at least a header and an end"}
		}
		return nil, io.EOF
	}
}

// encoding refuses a file whose first bytes say that it is no UTF-8.
func (l *lines) encoding() error {
	if l.n > 0 {
		return nil
	}
	head, _ := l.r.Peek(8) // An error comes again.
	if is, hint := plain.Encoding(l.path, head); is != "" {
		return &Unreadable{l.path, 0, is, hint}
	}
	return nil
}

// checked is the line that was read, if it is UTF-8.
func (l *lines) checked(line []byte) ([]byte, error) {
	if at, is, hint := plain.NoUTF8(l.path, line); is != "" {
		return nil, &Unreadable{l.path, l.n, fmt.Sprintf("column %d: %s", at+1, is), hint}
	}
	return line, nil
}

func (l *lines) unreadable(err error) error {
	return &Unreadable{l.path, l.n, err.Error(), "docs/formats.md says how a history is written"}
}
