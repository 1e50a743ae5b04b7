package trace

import (
	"errors"
	"io"
)

// Scan reads a merged trace of one of the protocols, whose name is path, and has do look at
// each event, which it need not keep. It looks at what stands in each line alone, and for
// the ends of all nodes; Read tells whether the lines are those of a trace in causal order.
// An error of do is returned with its line.
func Scan(path string, r io.Reader, protocols []Protocol, do func(e *Event) error) error {
	s, err := NewScanner(path, r, protocols...)
	if err != nil {
		return err
	}
	s.checks = false
	var of authors
	var fault error
	events, at := 0, map[int]progress{}
	for {
		e, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		events++
		of.event(e)
		at[e.Node] = progress{e.Seq, e.Inc}
		if fault != nil {
			continue // It may yet turn out to be no whole trace.
		}
		if err := do(e); err != nil {
			fault = &Rejection{path, s.in.lines.N, err.Error()}
		}
	}
	if err := of.log(s.Checker, s.Trace); err != nil {
		return err
	}
	if fault != nil {
		return fault
	}
	return s.Checker.ends(s.Trace, events, s.Checker.Nodes, at)
}
