package trace

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
)

// Stream writes a merged trace while its run goes on, in memory that does not grow with
// the run: the lines of all nodes, as they log them. A line has been written before
// what it tells of is sent, so that each stands after its cause, and lines of one
// process stand in the order in which their events happened. Nodes of several processes
// keep logs of their own, for Merge.
type Stream struct {
	protocol Protocol
	header   Header

	mu   sync.Mutex
	w    *bufio.Writer
	ends map[int][]byte // The last line of each node, nil as long as it goes on.
}

// NewStream begins a trace in w with the header.
func NewStream(w io.Writer, p Protocol, h Header) (*Stream, error) {
	s := &Stream{protocol: p, header: h, w: bufio.NewWriterSize(w, 1<<16), ends: map[int][]byte{}}
	return s, writeLine(s.w, h)
}

// Node begins the log of a node; see NewRecorder. Nodes may be begun at the same time
// by several goroutines.
func (s *Stream) Node(node int, initial any) (*Recorder, error) {
	s.mu.Lock()
	_, begun := s.ends[node]
	if !begun {
		s.ends[node] = nil
	}
	s.mu.Unlock()
	if begun {
		return nil, fmt.Errorf("node %d has a log already", node)
	}
	return NewRecorder(&strand{stream: s, node: node}, s.protocol, s.header, node, initial)
}

// Close ends the trace, when every node has ended its log.
func (s *Stream) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	nodes := slices.Sorted(maps.Keys(s.ends))
	for _, node := range nodes {
		if s.ends[node] == nil {
			return fmt.Errorf("node %d has not ended its log", node)
		}
	}
	for _, node := range nodes {
		if _, err := s.w.Write(s.ends[node]); err != nil {
			return err
		}
	}
	return s.w.Flush()
}

// strand takes the log of one node, a line in each call of Write.
type strand struct {
	stream *Stream
	node   int
	begun  bool
}

func (s *strand) Write(line []byte) (int, error) {
	if !s.begun { // The header, which the stream has.
		s.begun = true
		return len(line), nil
	}
	s.stream.mu.Lock()
	defer s.stream.mu.Unlock()
	if s.stream.ends[s.node] != nil {
		return 0, errors.New("the log has ended")
	}
	if bytes.HasPrefix(line, []byte(`{"end":`)) {
		s.stream.ends[s.node] = bytes.Clone(line)
		return len(line), nil
	}
	return s.stream.w.Write(line)
}
