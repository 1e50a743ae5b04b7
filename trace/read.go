package trace

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// MaxLine bounds the length of a line, in bytes, so that reading a file that is no
// trace takes little memory. The end of a node may be longer, up to MaxEnd, for it has
// all that grew in the node.
const (
	MaxLine = 1 << 20
	MaxEnd  = 1 << 28
)

// Read reads a merged trace of p, whose name is path, and checks it; see Check. It
// accepts what Write writes, byte by byte, and nothing else. An error of reading r
// is returned as it is.
func Read(path string, r io.Reader, p Protocol) (*Trace, error) {
	t, c, err := read(path, r, p, true)
	if err != nil {
		return nil, err
	}
	if err := c.causality(t); err != nil {
		return nil, err
	}
	return t, nil
}

// ReadUnordered reads a merged trace of p, whose name is path, as Read does, and leaves it
// to whoever asks Check whether it is in causal order.
func ReadUnordered(path string, r io.Reader, p Protocol) (*Trace, error) {
	t, _, err := read(path, r, p, true)
	return t, err
}

// ReadLines reads a merged trace of p, whose name is path, and leaves it to Validate to
// check what stands in its lines.
func ReadLines(path string, r io.Reader, p Protocol) (*Trace, error) {
	t, _, err := read(path, r, p, false)
	return t, err
}

// ReadLog reads the log of one node of p, whose name is path: a header, the
// node's events and its end. It checks what can be told without the others.
func ReadLog(path string, r io.Reader, p Protocol) (*Trace, error) {
	t, c, err := read(path, r, p, true)
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

// read reads a whole file, and may check what its lines are made of.
func read(path string, r io.Reader, p Protocol, checks bool) (*Trace, *checker, error) {
	s, err := newScanner(path, r, p)
	if err != nil {
		return nil, nil, err
	}
	s.checks = checks
	for {
		e, err := s.next()
		if errors.Is(err, io.EOF) {
			return s.t, s.c, nil
		}
		if err != nil {
			return nil, nil, err
		}
		s.t.Events = append(s.t.Events, *e)
	}
}

// scanner reads a file event by event, and checks what its lines are made of.
type scanner struct {
	in     *lines
	c      *checker
	checks bool   // Set at first.
	t      *Trace // What was read, but for the events.
}

// newScanner reads the header of a trace, which must be one of these protocols.
func newScanner(path string, r io.Reader, protocols ...Protocol) (*scanner, error) {
	s := &scanner{in: &lines{r: bufio.NewReaderSize(r, 1<<16), path: path}, checks: true, t: &Trace{Name: path}}
	line, err := s.in.next()
	if err != nil {
		return nil, err
	}
	if s.t.Header, err = header(line); err != nil {
		return nil, unreadable(path, 1, err)
	}
	spec := s.t.Header.Spec
	i := slices.IndexFunc(protocols, func(p Protocol) bool { return p.Spec == spec })
	if i < 0 {
		var specs []string
		for _, p := range protocols {
			specs = append(specs, p.Spec)
		}
		return nil, &Unreadable{path, 1, fmt.Sprintf("a trace of %s, not of %s", spec, strings.Join(specs, " or ")), "name the protocol that it is a trace of"}
	}
	if s.c, err = newChecker(protocols[i], s.t.Header); err != nil {
		return nil, unreadable(path, 1, located(line, &misread{s.t.Header.Constants, err}))
	}
	return s, nil
}

// next is the next event, the one that s.c checked last if it does; io.EOF after the last, when
// the ends have been read.
func (s *scanner) next() (*Event, error) {
	for {
		line, err := s.in.next()
		if err != nil {
			return nil, err
		}
		e, err := s.line(line)
		if err != nil {
			return nil, unreadable(s.t.Name, s.in.n, located(line, err))
		}
		if e != nil {
			return e, nil
		}
	}
}

// line is the event in a line, nil if it holds the end of a node, which s.t gets.
func (s *scanner) line(line []byte) (*Event, error) {
	if bytes.HasPrefix(line, []byte(`{"end":`)) {
		end, err := end(line)
		if err == nil && s.checks {
			err = s.c.state(end.Node, end.State)
		}
		s.t.Ends = append(s.t.Ends, end)
		return nil, err
	}
	if len(s.t.Ends) > 0 {
		return nil, errors.New("after the end of a node only ends of other nodes may follow")
	}
	e, err := event(line)
	if err == nil && s.checks {
		err = s.c.event(&e)
	}
	return &e, err
}

func unreadable(path string, line int, err error) error {
	return &Unreadable{path, line, err.Error(), "docs/formats.md says how a trace is written"}
}

// longest is how long a line that begins in this way may be.
func longest(line []byte) int {
	if bytes.HasPrefix(line, []byte(`{"end":`)) {
		return MaxEnd
	}
	return MaxLine
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
	if err := l.encoding(); err != nil {
		return nil, err
	}
	var line []byte
	for {
		part, err := l.r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > longest(line):
			return nil, &Unreadable{l.path, l.n + 1, fmt.Sprintf("a line of more than %d bytes", longest(line)), "is this a trace?"}
		case err == nil:
			l.n++
			return l.checked(bytes.TrimSuffix(line, []byte("\n")))
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
