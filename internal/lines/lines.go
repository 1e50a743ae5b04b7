// Package lines reads files of UTF-8 text line by line, in memory that a line without an
// end does not exhaust, and tells what a file is that is no such text.
package lines

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Reader reads a file line by line.
type Reader struct {
	Path    string
	Kind    string                // What the file should be, "trace".
	Least   string                // What stands in the smallest such file, in words.
	Longest func(line []byte) int // How long a line that begins in this way may be.
	Reuse   bool                  // A line is good until the next one is read.
	N       int                   // The number of the line read last.

	r    *bufio.Reader
	line []byte
}

// From has the reader read r.
func (l *Reader) From(r io.Reader) *Reader {
	l.r = bufio.NewReaderSize(r, 1<<16)
	return l
}

// Fault says that a file is no text of whole lines.
type Fault struct {
	Line   int // 0 if it is no single one.
	Reason string
	Hint   string // What to do about it.
}

func (f *Fault) Error() string { return f.Reason }

// Next is the next line without its newline, or io.EOF if there is none. What is wrong with
// the file is a *Fault; an error of reading it is returned as it is.
func (l *Reader) Next() ([]byte, error) {
	if err := l.encoding(); err != nil {
		return nil, err
	}
	if l.line = l.line[:0]; !l.Reuse {
		l.line = nil
	}
	for {
		part, err := l.r.ReadSlice('\n')
		l.line = append(l.line, part...)
		switch longest := l.Longest(l.line); {
		case len(l.line) > longest:
			return nil, &Fault{l.N + 1, fmt.Sprintf("a line of more than %d bytes", longest), "is this a " + l.Kind + "?"}
		case err == nil:
			l.N++
			return l.checked(bytes.TrimSuffix(l.line, []byte("\n")))
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case !errors.Is(err, io.EOF):
			return nil, err
		case len(l.line) > 0:
			return nil, &Fault{l.N + 1, "the file is cut off in this line, which no newline ends", "record the run again, or copy the file again"}
		case l.N == 0:
			return nil, &Fault{0, "the file is empty", "a " + l.Kind + " has at least " + l.Least}
		}
		return nil, io.EOF
	}
}

// encoding refuses a file whose first bytes say that it is no UTF-8.
func (l *Reader) encoding() error {
	if l.N > 0 {
		return nil
	}
	head, _ := l.r.Peek(8) // An error comes again.
	if is, hint := plain.Encoding(l.Path, head); is != "" {
		return &Fault{0, is, hint}
	}
	return nil
}

// checked is the line that was read, if it is UTF-8.
func (l *Reader) checked(line []byte) ([]byte, error) {
	if at, is, hint := plain.NoUTF8(l.Path, line); is != "" {
		return nil, &Fault{l.N, fmt.Sprintf("column %d: %s", at+1, is), hint}
	}
	return line, nil
}
