package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/trace"
)

type traceValidateOptions struct {
	root  string
	files []string
	all   bool // Explain every rejection, not only the first.
}

// validateReport is what lockstep trace validate prints.
type validateReport struct {
	trace.Report
	Explanations []trace.Explanation `json:"explanations"`
}

func newTraceValidate(io console) *cobra.Command {
	var o traceValidateOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "validate TRACE...",
		Short: "Have TLC judge whether traces are behaviours of the spec",
		Long: `Have TLC judge whether traces, or those in a folder, are behaviours of the spec.
All traces with the same constants are judged in one run of TLC. A rejection is
explained: which line, which conjunct of which action is false, the state before
it, and the Go function that logged it.`,
		Example: examples(
			"lockstep trace validate out/synod/synod-1.ndjson",
			"lockstep trace validate out/synod --json",
		),
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.root, err = checkout(cmd); err != nil {
				return err
			}
			if o.files, err = traceFiles(args); err != nil {
				return err
			}
			report, err := runTraceValidate(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			return showTraceValidate(io, report, asJSON)
		},
	}
	cmd.Flags().BoolVar(&o.all, "explain-all", false, "explain every rejection, not only the first")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func runTraceValidate(ctx context.Context, io console, o traceValidateOptions) (validateReport, error) {
	p, err := oneProtocol(o.files)
	if err != nil {
		return validateReport{}, err
	}
	at := io.progress()
	defer at.done()
	options := trace.ValidateOptions{
		Root: o.root,
		Log:  filepath.Join(o.root, "out", "tlc", "Trace"+p.Spec+".log"),
		Progress: func(done, total int) {
			at.show("%d of %d lines", done, total)
		},
	}
	judged, err := trace.ValidateAll(ctx, readTraces(o.files, p), p, options)
	report := validateReport{Report: judged, Explanations: []trace.Explanation{}}
	if err != nil {
		return report, err
	}
	if len(judged.Rejections) == 0 {
		return report, nil
	}
	at.show("explaining what was rejected")
	var rejected []*trace.Trace
	for _, r := range judged.Rejections {
		t, err := readTrace(r.Trace, p)
		if err != nil {
			return report, err
		}
		rejected = append(rejected, t)
		if !o.all {
			break
		}
	}
	report.Explanations, err = trace.ExplainAll(ctx, rejected, p, options)
	return report, err
}

func showTraceValidate(io console, r validateReport, asJSON bool) error {
	if asJSON {
		if err := io.printJSON(r); err != nil {
			return err
		}
	} else if err := validateTable(io, r); err != nil {
		return err
	}
	for _, e := range r.Explanations {
		showExplanation(io, e)
	}
	for _, rejection := range r.Rejections[len(r.Explanations):] {
		fmt.Fprintf(io.err, "lockstep: %v\n", rejection)
	}
	if len(r.Rejections) > 0 {
		return errFails
	}
	return nil
}

// showExplanation tells why a trace is rejected: in a line, then where the step was
// logged, the node's state before it, and what to look at.
func showExplanation(io console, e trace.Explanation) {
	fmt.Fprintf(io.err, "lockstep: %v\n", e)
	if e.Function != "" {
		fmt.Fprintf(io.err, "logged by: %s\n", e.Function)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Before)) {
		fmt.Fprintf(io.err, "before: %s = %s\n", name, e.Before[name])
	}
	fmt.Fprintf(io.err, "hint: lockstep trace show %s --around %d\n", e.Trace, e.Line)
}

func validateTable(io console, r validateReport) error {
	err := io.table("traces | accepted | rejected | events | states of TLC | runs of TLC | seconds | events/s", [][]string{{
		strconv.Itoa(r.Traces), strconv.Itoa(r.Traces - len(r.Rejections)), strconv.Itoa(len(r.Rejections)), strconv.Itoa(r.Events),
		strconv.FormatInt(r.States, 10), strconv.Itoa(r.Runs), fmt.Sprintf("%.1f", r.Seconds), fmt.Sprintf("%.0f", r.EventsPerSecond),
	}})
	if err != nil {
		return err
	}
	var actions [][]string
	for action, n := range r.ByAction {
		actions = append(actions, []string{action, strconv.Itoa(n)})
	}
	slices.SortFunc(actions, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	fmt.Fprintln(io.out)
	if err := io.table("action | accepted steps", actions); err != nil {
		return err
	}
	if len(r.NeverTaken) > 0 {
		fmt.Fprintf(io.out, "\nno accepted trace takes %s\n", strings.Join(r.NeverTaken, ", "))
	}
	return nil
}
