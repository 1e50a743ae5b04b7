package trace

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// ShowOptions say which part of a trace to show. The zero value shows all.
type ShowOptions struct {
	Around  int    // The line to show, with its surroundings; all lines if 0.
	Context int    // How many lines to show before and after it; 5 if 0.
	Note    string // What to say at that line, such as why it was rejected.
	Grows   Fields // The variables of which events log only what was added.
}

// Show writes a trace as a transcript: a row for each step, in which the step
// stands in the column of its node, and below it what it received, changed and
// sent. Line numbers are those of the file. What a terminal would act upon is escaped. It fails if Around is no line of a
// step or an end.
func Show(w io.Writer, t *Trace, o ShowOptions) error {
	first, last := 2, len(t.Events)+len(t.Ends)+1
	if o.Around != 0 {
		if o.Around < first || o.Around > last {
			return fmt.Errorf("%s has no line %d to show; its steps and ends are lines %d to %d", t.Name, o.Around, first, last)
		}
		context := o.Context
		if context == 0 {
			context = 5
		}
		first, last = max(first, o.Around-context), min(last, o.Around+context)
	}
	s := &shower{w: bufio.NewWriter(&plain.Writer{W: w}), t: t, grows: o.Grows, lines: map[ID]int{}}
	for i := range t.Events[:min(last-1, len(t.Events))] {
		s.lines[t.Events[i].ID()] = i + 2
	}
	s.head(first)
	for line := first; line <= last; line++ {
		if i := line - 2; i < len(t.Events) {
			s.event(line, &t.Events[i])
		} else {
			s.end(line, t.Ends[i-len(t.Events)])
		}
		if line == o.Around && o.Note != "" {
			s.detail("%s", o.Note)
		}
	}
	if left := len(t.Events) + len(t.Ends) + 1 - last; left > 0 {
		fmt.Fprintf(s.w, "(%d lines after)\n", left)
	}
	return s.w.Flush()
}

type shower struct {
	w     *bufio.Writer
	t     *Trace
	grows Fields
	lines map[ID]int
}

// Widths of the columns of line numbers and of nodes, and how many nodes may have
// columns.
const (
	lineWidth  = 6
	nodeWidth  = 20
	maxColumns = 7
)

// columns tells whether nodes have columns, which is so if they are few.
func (s *shower) columns() bool { return len(s.t.Ends) <= maxColumns }

func (s *shower) head(first int) {
	h := s.t.Header
	fmt.Fprintf(s.w, "%s: %d steps of %s with %s\n", s.t.Name, len(s.t.Events), h.Spec, h.Constants)
	if h.Origin != "" {
		fmt.Fprintf(s.w, "made by %s\n", h.Origin)
	}
	fmt.Fprintln(s.w)
	if s.columns() {
		names := make([]string, len(s.t.Ends))
		for i, end := range s.t.Ends {
			names[i] = fmt.Sprintf("%-*d", nodeWidth, end.Node)
		}
		s.row("line", names)
	}
	if first > 2 {
		fmt.Fprintf(s.w, "(%d lines before)\n", first-2)
	}
}

// row writes cells without blanks at the end.
func (s *shower) row(line string, cells []string) {
	fmt.Fprintln(s.w, strings.TrimRight(fmt.Sprintf("%-*s", lineWidth, line)+strings.Join(cells, ""), " "))
}

func (s *shower) detail(format string, args ...any) {
	fmt.Fprintf(s.w, "%*s  %s\n", lineWidth, "", fmt.Sprintf(format, args...))
}

// step writes the row of what a node did.
func (s *shower) step(line, node int, what string) {
	if !s.columns() {
		s.row(fmt.Sprint(line), []string{fmt.Sprintf("node %d: %s", node, what)})
		return
	}
	cells := make([]string, len(s.t.Ends))
	for i, end := range s.t.Ends {
		cells[i] = fmt.Sprintf("%-*s", nodeWidth, ".")
		if end.Node == node {
			cells[i] = fmt.Sprintf("%-*s", nodeWidth, what)
		}
	}
	s.row(fmt.Sprint(line), cells)
}

func (s *shower) event(line int, e *Event) {
	s.step(line, e.Node, e.Action)
	for _, name := range sortedNames(e.Params) {
		value := e.Params[name]
		switch {
		case canonical.TypeOf(value) == nil:
			s.detail("%s = %s", name, value)
		case e.Cause != nil:
			s.detail("%s = %s, sent in %s", name, inWords([]json.RawMessage{value}), s.sender(*e.Cause))
		}
	}
	for _, name := range sortedNames(e.Post) {
		how := "%s' = %s"
		if slices.Contains(s.grows, name) {
			how = "%s gains %s"
		}
		s.detail(how, name, e.Post[name])
	}
	for sent := e.Sent; len(sent) > 0; {
		n := alikeBut1(sent)
		s.detail("sends %s", inWords(sent[:n]))
		sent = sent[n:]
	}
}

// sender says in which line an event stands.
func (s *shower) sender(cause ID) string {
	if line, ok := s.lines[cause]; ok {
		return fmt.Sprintf("line %d", line)
	}
	return "no line"
}

func (s *shower) end(line int, end End) {
	s.step(line, end.Node, fmt.Sprintf("end after step %d", end.Seq))
	for _, name := range sortedNames(end.State) {
		s.detail("%s = %s", name, end.State[name])
	}
}

func sortedNames[V any](record map[string]V) []string {
	return slices.Sorted(maps.Keys(record))
}

// alikeBut1 is how many messages from the first on differ from it in no field but
// one, and the same one, as those to many receivers do.
func alikeBut1(sent []json.RawMessage) int {
	first, differs := canonical.Parse(sent[0]), -1
	for n, message := range sent[1:] {
		m := canonical.Parse(message)
		if !slices.Equal(m.Names, first.Names) {
			return n + 1
		}
		for i := range m.Elems {
			if bytes.Equal(m.Elems[i].Value(), first.Elems[i].Value()) {
				continue
			}
			if i == 0 || differs >= 0 && differs != i {
				return n + 1
			}
			differs = i
		}
	}
	return len(sent)
}

// inWords is the messages, which alikeBut1 found alike, in a line: the type, and
// the fields with their values.
func inWords(sent []json.RawMessage) string {
	first := canonical.Parse(sent[0])
	fields := make([]string, 0, len(first.Names))
	for i, name := range first.Names {
		var values []string
		for _, message := range sent {
			if value := string(canonical.Parse(message).Elems[i].Value()); !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
		fields = append(fields, name+" "+strings.Join(values, "/"))
	}
	return fmt.Sprintf("%s(%s)", canonical.TypeOf(sent[0]), strings.Join(fields[1:], ", "))
}
