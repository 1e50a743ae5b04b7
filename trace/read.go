package trace

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// MaxLine bounds the length of a line, in bytes, so that reading a file that is no
// trace takes little memory.
const MaxLine = 1 << 20

// Read reads a merged trace of p, whose name is path, and checks it; see Check. It
// accepts what Write writes, byte by byte, and nothing else. An error of reading r
// is returned as it is.
func Read(path string, r io.Reader, p Protocol) (*Trace, error) {
	t, c, err := read(path, r, p)
	if err != nil {
		return nil, err
	}
	if err := c.causality(t); err != nil {
		return nil, err
	}
	return t, nil
}

// ReadLog reads the log of one node of p, whose name is path: a header, the
// node's events and its end. It checks what can be told without the others.
func ReadLog(path string, r io.Reader, p Protocol) (*Trace, error) {
	t, c, err := read(path, r, p)
	if err != nil {
		return nil, err
	}
	if err := c.log(t); err != nil {
		return nil, err
	}
	return t, nil
}

// SpecOf reads no more than the first line of a trace or a log, whose name is
// path, and returns the module that it is a trace of.
func SpecOf(path string, r io.Reader) (string, error) {
	line, err := (&lines{r: bufio.NewReader(r), path: path}).next()
	if err != nil {
		return "", err
	}
	h, err := header(line)
	if err != nil {
		return "", unreadable(path, 1, err)
	}
	return h.Spec, nil
}

func read(path string, r io.Reader, p Protocol) (*Trace, *checker, error) {
	in := &lines{r: bufio.NewReaderSize(r, 1<<16), path: path}
	line, err := in.next()
	if err != nil {
		return nil, nil, err
	}
	t := &Trace{Name: path}
	if t.Header, err = header(line); err != nil {
		return nil, nil, unreadable(path, 1, err)
	}
	if t.Header.Spec != p.Spec {
		return nil, nil, &Unreadable{path, 1, fmt.Sprintf("a trace of %s, not of %s", t.Header.Spec, p.Spec), "name the protocol that it is a trace of"}
	}
	c, err := newChecker(p, t.Header)
	if err != nil {
		return nil, nil, unreadable(path, 1, err)
	}
	for {
		line, err := in.next()
		if errors.Is(err, io.EOF) {
			return t, c, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if err := c.addLine(t, line); err != nil {
			return nil, nil, unreadable(path, in.n, err)
		}
	}
}

// addLine adds to t what the line says: an event, or the end of a node.
func (c *checker) addLine(t *Trace, line []byte) error {
	if bytes.HasPrefix(line, []byte(`{"end":`)) {
		end, err := end(line)
		if err == nil {
			err = c.state(end.Node, end.State)
		}
		t.Ends = append(t.Ends, end)
		return err
	}
	if len(t.Ends) > 0 {
		return errors.New("after the end of a node only ends of other nodes may follow")
	}
	e, err := event(line)
	if err == nil {
		err = c.event(&e)
	}
	t.Events = append(t.Events, e)
	return err
}

func unreadable(path string, line int, err error) error {
	return &Unreadable{path, line, err.Error(), "docs/formats.md says how a trace is written"}
}

// lines reads a file line by line.
type lines struct {
	r    *bufio.Reader
	path string
	n    int // The number of the line read last.
}

// next is the next line without its newline, in memory of its own, or io.EOF if
// there is none.
func (l *lines) next() ([]byte, error) {
	var line []byte
	for {
		part, err := l.r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > MaxLine:
			return nil, &Unreadable{l.path, l.n + 1, fmt.Sprintf("a line of more than %d bytes", MaxLine), "is this a trace?"}
		case err == nil:
			l.n++
			return bytes.TrimSuffix(line, []byte("\n")), nil
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case !errors.Is(err, io.EOF):
			return nil, err
		case len(line) > 0:
			return nil, &Unreadable{l.path, l.n + 1, "the file is cut off in this line, which no newline ends", "record the run again, or copy the file again"}
		case l.n == 0:
			return nil, &Unreadable{l.path, 0, "the file is empty", "a trace has at least a header and the end of each node"}
		}
		return nil, io.EOF
	}
}
