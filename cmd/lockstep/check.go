package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/linearizability"
)

type checkOptions struct {
	history string
	trace   string // "" if it is not to be held against one.
	picture string // "" is the history's name with .html behind it, if it fails.
	timeout time.Duration
	checker linearizability.Checker

	maxBytes int64 // 0 is the default.
}

// checkReport is what lockstep check prints.
type checkReport struct {
	History string                `json:"history"`
	Model   linearizability.Model `json:"model"`
	Origin  string                `json:"origin"`
	linearizability.Result
	Seconds float64      `json:"seconds"` // Of the check alone.
	Prefix  *firstFailed `json:"smallestFailingPrefix,omitempty"`
	Picture string       `json:"picture,omitempty"` // The file.
	Tie     *tie         `json:"trace,omitempty"`
	trouble error        // Why there is no prefix or no picture. It changes no verdict.
}

// firstFailed is where a history first fails.
type firstFailed struct {
	Returns int    `json:"returns"` // After so many returns it fails,
	Of      int    `json:"of"`      // of so many,
	Line    int    `json:"line"`    // the last of which is that of the operation in this line.
	Reason  string `json:"reason"`
}

func newCheck(io console) *cobra.Command {
	var o checkOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check HISTORY",
		Short: "Judge whether a history of clients is linearizable",
		Long: `Judge whether a history, which is what the clients of a run saw, is linearizable: whether
each operation can be given a moment between its call and its return, such that all results
are those of a single copy that executes one operation at a time. An operation of unknown
outcome may have taken effect at any time after its call, or never.

A counter is judged by an exact checker, whose time grows little faster than the history, or
by Porcupine, which must agree. A key-value store is judged by Porcupine. If the history
fails, the report says where it first fails, and a page of HTML shows it, by default beside
the history. With --trace, the history is also compared with the trace of the run, which must
be one of Replica: the clients' steps in the trace, as lockstep trace validate judges them, must
be the history, operation by operation, or the exit code is 1. A history in which nothing is
known to be done, or for which the time runs out, is not judged: exit code 2. docs/formats.md
describes the format, docs/linearizability.md the method.`,
		Example: examples(
			"lockstep check out/history.ndjson",
			"lockstep check out/history.ndjson --checker porcupine --timeout 30s --json",
			"lockstep check out/history.ndjson --picture out/history.html",
			"lockstep check out/replica/history.ndjson --trace out/replica/trace.ndjson",
		),
		Args:              oneArg("a history"),
		ValidArgsFunction: filesOf("ndjson"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.history, o.trace = inputPath(args[0]), inputPath(o.trace)
			report, err := runCheck(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			return showCheck(io, report, asJSON)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.trace, "trace", "", "the trace of the run, whose client steps must be the history")
	f.StringVar(&o.picture, "picture", "", "draw the history into this file, which must not exist, even if the history holds (default: HISTORY.html if it fails)")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "the time limit for checking and finding the first failure, and for drawing")
	maxBytesFlag(f, &o.maxBytes, "what Porcupine may take")
	wordFlag(f, &o.checker, "checker", "", "exact or porcupine (default: exact for a counter, porcupine for a key-value store)", linearizability.Exact, linearizability.Porcupine)
	f.BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func runCheck(ctx context.Context, io console, o checkOptions) (checkReport, error) {
	options, err := o.valid()
	if err != nil {
		return checkReport{}, err
	}
	at := io.progress()
	defer at.done()
	at.show("reading %s", o.history)
	h, err := readHistory(ctx, o.history)
	if err != nil {
		return checkReport{}, err
	}
	report := checkReport{History: o.history, Model: h.Model, Origin: h.Origin}
	if o.trace != "" {
		at.show("reading %s", o.trace)
		if report.Tie, err = tieTo(ctx, o.trace, h); err != nil {
			return checkReport{}, err
		}
	}
	soon, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	at.show("judging %d operations", len(h.Operations))
	start := time.Now()
	report.Result = linearizability.Check(soon, h, options)
	report.Seconds = time.Since(start).Seconds()
	drawn := h
	if report.Verdict == linearizability.Fails {
		at.show("looking for where it first fails")
		prefix := linearizability.SmallestFailing(soon, h, options)
		report.first(h, prefix)
		drawn = prefix.History
	}
	if report.trouble == nil && (report.Verdict == linearizability.Fails || report.Verdict == linearizability.Holds && o.picture != "") {
		at.show("drawing it")
		report.draw(ctx, o, drawn, options)
	}
	return report, nil
}

// valid refuses flags before anything is read.
func (o checkOptions) valid() (linearizability.Options, error) {
	options := linearizability.Options{Checker: o.checker, MaxBytes: o.maxBytes}
	if o.timeout <= 0 {
		return options, fmt.Errorf("--timeout %s: want more than 0s", o.timeout)
	}
	if o.picture == "" {
		return options, nil
	}
	return options, refuseExisting("picture", o.picture)
}

func readHistory(ctx context.Context, path string) (linearizability.History, error) {
	f, err := openInput(ctx, path)
	if err != nil {
		return linearizability.History{}, err
	}
	defer f.Close()
	return linearizability.Read(path, f)
}

// first notes where a history first fails.
func (r *checkReport) first(h linearizability.History, prefix linearizability.Prefix) {
	if prefix.Result.Verdict != linearizability.Fails {
		r.trouble = fmt.Errorf("where it first fails could not be told: %s", prefix.Result.Reason)
		return
	}
	r.Prefix = &firstFailed{
		Returns: prefix.Returns,
		Of:      r.Operations,
		Line:    2 + slices.Index(h.Operations, prefix.Last), // After the header, which is line 1.
		Reason:  prefix.Result.Reason,
	}
}

// draw draws a history, and notes where, or why it could not.
func (r *checkReport) draw(ctx context.Context, o checkOptions, h linearizability.History, options linearizability.Options) {
	path := o.picture
	if path == "" {
		if info, err := os.Stat(o.history); err != nil || !info.Mode().IsRegular() {
			r.trouble = errors.New("no picture was drawn, for the history is no file beside which it could stand; name one with --picture")
			return
		}
		path = o.history + ".html"
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	if err := writePicture(ctx, path, h, options); err != nil {
		r.trouble = fmt.Errorf("%s: no picture was drawn: %w", path, err)
		return
	}
	r.Picture = path
}

// writePicture draws a history into a file, and over no other than such a picture.
func writePicture(ctx context.Context, path string, h linearizability.History, options linearizability.Options) error {
	if _, err := os.Lstat(path); err == nil && !output.IsPage(path) {
		return errors.New("what is there was not drawn by lockstep; name another file with --picture")
	}
	var page bytes.Buffer
	if err := linearizability.Picture(ctx, &page, h, options); err != nil {
		return err
	}
	return output.Write(path, func(w io.Writer) error {
		_, err := w.Write(output.Mark(page.Bytes()))
		return err
	})
}

func showCheck(io console, r checkReport, asJSON bool) error {
	show := checkTable
	if asJSON {
		show = func(io console, r checkReport) error { return io.printJSON(r) }
	}
	if err := show(io, r); err != nil {
		return err
	}
	if r.Tie != nil && r.Tie.Verdict == linearizability.Fails {
		fmt.Fprintf(io.err, "lockstep: %s is not the history of %s: %s\n", r.History, r.Tie.Trace, r.Tie.Reason)
		if r.Verdict != linearizability.Fails {
			return errFails
		}
	}
	switch r.Verdict {
	case linearizability.Holds:
		return r.trouble
	case linearizability.Unjudged:
		return fmt.Errorf("%s: could not be judged: %s", r.History, r.Reason)
	}
	if r.Prefix == nil {
		fmt.Fprintf(io.err, "lockstep: %s: %s\n", r.History, r.Reason)
	} else {
		fmt.Fprintf(io.err, "lockstep: %s:%d: %s\n", r.History, r.Prefix.Line, r.Prefix.Reason)
		fmt.Fprintf(io.err, "it fails from return %d of %d on, which is that of the operation in this line\n", r.Prefix.Returns, r.Prefix.Of)
	}
	if r.trouble != nil {
		fmt.Fprintf(io.err, "lockstep: %v\n", r.trouble)
	} else {
		fmt.Fprintf(io.err, "hint: open %s\n", r.Picture)
	}
	return errFails
}

func checkTable(io console, r checkReport) error {
	if r.Tie != nil {
		err := io.table("trace | verdict | events", [][]string{{r.Tie.Trace, r.Tie.Verdict.String(), strconv.Itoa(r.Tie.Events)}})
		if err != nil {
			return err
		}
		fmt.Fprintln(io.out)
	}
	return io.table("history | verdict | model | checker | operations | unknown | left out | seconds", [][]string{{
		r.History, r.Verdict.String(), string(r.Model), string(r.Checker), strconv.Itoa(r.Operations), strconv.Itoa(r.Unknown), strconv.Itoa(r.LeftOut),
		fmt.Sprintf("%.2f", r.Seconds),
	}})
}
