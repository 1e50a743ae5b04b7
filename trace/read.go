package trace

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/internal/lines"
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
	if err := c.CausalOrder(t); err != nil {
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
	line, err := newInput(path, r).next()
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
func read(path string, r io.Reader, p Protocol, checks bool) (*Trace, *Checker, error) {
	s, err := NewScanner(path, r, p)
	if err != nil {
		return nil, nil, err
	}
	s.checks = checks
	for {
		e, err := s.Next()
		if errors.Is(err, io.EOF) {
			return s.Trace, s.Checker, nil
		}
		if err != nil {
			return nil, nil, err
		}
		s.Trace.Events = append(s.Trace.Events, *e)
	}
}

// Scanner reads a merged trace event by event, and keeps none, so that the trace may be
// longer than what fits into memory. It checks what each line is made of.
type Scanner struct {
	Checker *Checker
	Trace   *Trace // What was read, but for the events: the ends at last.

	in     input
	checks bool // Set at first.
}

// NewScanner reads the header of a trace, which must be one of these protocols.
func NewScanner(path string, r io.Reader, protocols ...Protocol) (*Scanner, error) {
	s := &Scanner{in: newInput(path, r), checks: true, Trace: &Trace{Name: path}}
	line, err := s.in.next()
	if err != nil {
		return nil, err
	}
	if s.Trace.Header, err = header(line); err != nil {
		return nil, unreadable(path, 1, err)
	}
	spec := s.Trace.Header.Spec
	i := slices.IndexFunc(protocols, func(p Protocol) bool { return p.Spec == spec })
	if i < 0 {
		var specs []string
		for _, p := range protocols {
			specs = append(specs, p.Spec)
		}
		return nil, &Unreadable{path, 1, fmt.Sprintf("a trace of %s, not of %s", spec, strings.Join(specs, " or ")), "name the protocol that it is a trace of"}
	}
	if s.Checker, err = newChecker(protocols[i], s.Trace.Header); err != nil {
		return nil, unreadable(path, 1, canonical.Located(line, &canonical.Misread{At: s.Trace.Header.Constants, Err: err}))
	}
	return s, nil
}

// Held is what the event that was read last holds.
func (s *Scanner) Held() Held { return s.Checker.last }

// Next is the next event; io.EOF after the last, when
// the ends have been read.
func (s *Scanner) Next() (*Event, error) {
	for {
		line, err := s.in.next()
		if err != nil {
			return nil, err
		}
		e, err := s.line(line)
		if err != nil {
			return nil, unreadable(s.Trace.Name, s.in.lines.N, canonical.Located(line, err))
		}
		if e != nil {
			return e, nil
		}
	}
}

// line is the event in a line, nil if it holds the end of a node, which s.Trace gets.
func (s *Scanner) line(line []byte) (*Event, error) {
	if bytes.HasPrefix(line, []byte(`{"end":`)) {
		end, err := end(line)
		if err == nil && s.checks {
			err = s.Checker.state(end.Node, end.State)
		}
		s.Trace.Ends = append(s.Trace.Ends, end)
		return nil, err
	}
	if len(s.Trace.Ends) > 0 {
		return nil, errors.New("after the end of a node only ends of other nodes may follow")
	}
	e, err := event(line)
	if err == nil && s.checks {
		err = s.Checker.event(&e)
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

// input is the lines of a file, each in memory of its own.
type input struct{ lines *lines.Reader }

func newInput(path string, r io.Reader) input {
	in := &lines.Reader{Path: path, Kind: Format, Least: "a header and the end of each node", Longest: longest}
	return input{in.From(r)}
}

// next is the next line, or io.EOF if there is none.
func (in input) next() ([]byte, error) {
	line, err := in.lines.Next()
	if fault, ok := errors.AsType[*lines.Fault](err); ok {
		err = &Unreadable{in.lines.Path, fault.Line, fault.Reason, fault.Hint}
	}
	return line, err
}
