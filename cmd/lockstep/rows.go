package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"
)

// format is how a report is printed.
type format struct {
	json  bool // One object, when all is known; otherwise rows as they are known:
	lines bool // each as JSON in a line, or as a line of a table.
}

func (f *format) flags(flags *pflag.FlagSet) {
	flags.BoolVar(&f.json, "json", false, "print the whole report as JSON at the end")
	flags.BoolVar(&f.lines, "json-lines", false, "print each row as a line of JSON as soon as it is known")
}

func (f format) validate() error {
	if f.json && f.lines {
		return errors.New("--json and --json-lines: the report is printed in one of these ways")
	}
	return nil
}

// rows are those of a report that are printed as they become known, by several
// goroutines.
type rows struct {
	io     console
	at     *progress
	format format
	header []string
	widths []int
}

// rows begins a report. In a table its columns are as wide as the header and the rows
// of like, which look as those to come are expected to look.
func (c console) rows(at *progress, f format, header string, like [][]string) *rows {
	r := &rows{io: c, at: at, format: f, header: strings.Split(header, " | ")}
	r.widths = make([]int, len(r.header))
	for _, row := range append(like, r.header) {
		for i, cell := range row {
			r.widths[i] = max(r.widths[i], utf8.RuneCountInString(cell))
		}
	}
	return r
}

// add prints a row, of which whole is all that is known.
func (r *rows) add(row []string, whole any) error {
	if r.format.json {
		return nil
	}
	return r.at.above(func() error {
		if r.format.lines {
			return json.NewEncoder(r.io.out).Encode(whole)
		}
		if r.header != nil {
			if err := r.print(r.header); err != nil {
				return err
			}
			r.header = nil
		}
		return r.print(row)
	})
}

func (r *rows) print(row []string) error {
	var line strings.Builder
	for i, cell := range row {
		fmt.Fprintf(&line, "%-*s  ", r.widths[i], cell)
	}
	_, err := fmt.Fprintln(r.io.out, strings.TrimRight(line.String(), " "))
	return err
}

// stopped is why nothing is known of what was not judged when the command was to end.
const stopped = "stopped"

// unjudged is why something could not be judged, in a row of a report.
func unjudged(ctx context.Context, err error) string {
	if ctx.Err() != nil {
		return stopped
	}
	return err.Error()
}

// notJudged is what a row says in place of a verdict.
func notJudged(why string) string {
	if why == stopped {
		return "not judged: " + stopped
	}
	return "not judged"
}

// tally counts what was judged.
type tally struct{ holds, fails, unjudged, stopped int }

// add counts a verdict: why it is none, or whether it holds.
func (t *tally) add(unjudged string, holds bool) {
	switch {
	case unjudged == stopped:
		t.stopped++
	case unjudged != "":
		t.unjudged++
	case holds:
		t.holds++
	default:
		t.fails++
	}
}

// end is what a command ends with that judged so much, each of what is called so. What
// does not hold and why something was not judged has been told.
func (t tally) end(io console, called string) error {
	all := t.holds + t.fails + t.unjudged + t.stopped
	if t.stopped > 0 {
		fmt.Fprintf(io.err, "lockstep: stopped: %d of %d %s not judged\n", t.stopped, all, called)
	}
	switch {
	case t.fails > 0:
		return errFails
	case t.unjudged+t.stopped > 0:
		return errUnjudged
	case all == 0:
		return fmt.Errorf("no %s to judge", called)
	}
	return nil
}
