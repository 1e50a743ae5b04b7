package main

import (
	"context"
	"errors"
	"fmt"
	goio "io"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

type traceValidateOptions struct {
	root       string
	files      []string
	unfinished bool // Judge what has no end as far as it goes.
	all        bool // Explain every rejection, not only the first.
	workers    int  // With how many threads TLC judges.
	shard      validate.Shard
}

// validateReport is what lockstep trace validate prints.
type validateReport struct {
	validate.Report
	Unfinished []string    `json:"unfinished,omitempty"` // What of the traces has no end.
	Shard      *traceShard `json:"shard,omitempty"`
	Specs      string      `json:"specs"` // Which they are.
}

// traceShard is which of many traces were judged.
type traceShard struct {
	Shard string `json:"shard"`
	Of    int    `json:"of"`   // How many traces there are.
	Set   string `json:"set"`  // Stands for all of them: what they hold, in their order.
	Part  string `json:"part"` // Stands for those that fell to the shard.
}

func newTraceValidate(io console) *cobra.Command {
	var o traceValidateOptions
	var asJSON bool
	var shard string
	cmd := &cobra.Command{
		Use:   "validate TRACE...",
		Short: "Have TLC judge whether traces are behaviours of the spec",
		Long: `Have TLC judge whether traces, or those in a folder, are behaviours of the spec. One run of
TLC judges all traces with the same constants, with a thread for each processor
(--workers). A long trace is split into as many parts. A rejection is explained: the line,
the conjunct of the action that is false, the state before the line, and the Go function
that logged it.

TLC is the judge. The Go twins judge the traces too, as a second witness. If TLC rejects a
trace and the twins accept it or reject another line, then the trace does not hold (exit
code 1), and the report says that a twin is at fault. If TLC accepts a trace and the twins
reject it, that trace is not judged (exit code 2, unless another trace is rejected).

With --shard i/n several machines share the work. Give each one the same traces and
another i from 1 to n. If there are many traces, a shard judges one in n; a single trace is
split into n parts. The traces hold if every shard holds.

A trace in which a node has no end line is not judged (exit code 2): nobody can tell what
was cut off. With --unfinished it is judged as far as it goes, and the verdict names each
such node and its last event.`,
		Example: examples(
			"lockstep trace validate out/synod/synod-1.ndjson",
			"lockstep trace validate out/synod --json",
			"lockstep trace validate out/synod --shard 2/3",
		),
		Args:              someArgs("a trace, or a folder of them"),
		ValidArgsFunction: filesOf("ndjson"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if cmd.Flags().Changed("shard") {
				if o.shard, err = validate.ParseShard(shard); err != nil {
					return fmt.Errorf("--shard: %w", err)
				}
			}
			if err := wantCount("workers", o.workers, 1, limits.Threads); err != nil {
				return err
			}
			if o.root, err = io.judging(cmd); err != nil {
				return err
			}
			if o.files, err = traceFiles(io, args); err != nil {
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
	cmd.Flags().IntVar(&o.workers, "workers", runtime.NumCPU(), "the number of TLC's threads")
	cmd.Flags().BoolVar(&o.unfinished, "unfinished", false, "judge a trace without the ends of its nodes as far as it goes")
	cmd.Flags().StringVar(&shard, "shard", "", "judge only the i-th of n parts, written i/n")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

// split leaves of many traces those that fall to the shard.
func (o *traceValidateOptions) split(ctx context.Context) (*traceShard, error) {
	if o.shard.Of == 0 || len(o.files) == 1 {
		return nil, nil
	}
	own := o.shard.Names(o.files)
	if len(own) == 0 {
		return nil, hinted{fmt.Errorf("--shard %v: none of the %d traces falls to it", o.shard, len(o.files)), "split the work into fewer shards"}
	}
	parts, err := digestsOfShards(ctx, o.files, o.shard.Of)
	if err != nil {
		return nil, err
	}
	shard := &traceShard{o.shard.String(), len(o.files), validate.WholeOf(parts), parts[o.shard.Index-1]}
	o.files, o.shard = own, validate.Shard{}
	return shard, nil
}

// digestsOfShards stand for the traces that fall to each of so many shards.
func digestsOfShards(ctx context.Context, files []string, of int) ([]string, error) {
	digests := map[string]string{}
	for _, file := range files {
		digest, err := digestOf(ctx, file)
		if err != nil {
			return nil, err
		}
		digests[file] = digest
	}
	parts := make([]string, of)
	for i := range parts {
		var part []string
		for _, file := range (validate.Shard{Index: i + 1, Of: of}).Names(files) {
			part = append(part, digests[file])
		}
		parts[i] = validate.WholeOf(part)
	}
	return parts, nil
}

// digestOf stands for what a file holds.
func digestOf(ctx context.Context, file string) (string, error) {
	f, err := openInput(ctx, file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if !f.isRegular {
		return "", fmt.Errorf("--shard: %s is no regular file, and each shard must read all traces, to tell of which it has judged a part", file)
	}
	return validate.DigestOf(f)
}

// reader reads traces, and notes what of them has no end, if they are judged all the same.
func (o *traceValidateOptions) reader(unfinished *[]string) reader {
	if !o.unfinished {
		return trace.ReadLines
	}
	return func(path string, r goio.Reader, p trace.Protocol) (*trace.Trace, error) {
		t, err := trace.ReadLines(path, r, p)
		if err != nil {
			return nil, err
		}
		whole, missing, err := trace.Finish(t, p)
		for _, last := range missing {
			*unfinished = append(*unfinished, fmt.Sprintf("%s: %v", path, trace.Unfinished{last}))
		}
		return whole, err
	}
}

func runTraceValidate(ctx context.Context, io console, o traceValidateOptions) (validateReport, error) {
	shard, err := o.split(ctx)
	if err != nil {
		return validateReport{}, err
	}
	in, err := openTraces(ctx, o.files)
	if err != nil {
		return validateReport{}, err
	}
	defer in.Close()
	p := in.Protocol
	at := io.progress()
	defer at.done()
	one := newTask("TLC judges", 0)
	options := validate.Options{
		Root: o.root,
		Log:  io.within(o.root, logFolder, "Trace"+p.Spec+".log"),
		Progress: func(done, total int) {
			one.hear("%d of %d lines", done, total)
		},
		Lane:    o.shard,
		Workers: o.workers,
		Explain: 1,
	}
	if o.all {
		options.Explain = -1
	}
	var unfinished []string
	stop := at.watch(one.text)
	judged, err := validate.RunSeq(ctx, in.each(o.reader(&unfinished)), p, options)
	stop()
	if errors.As(err, new(replay.Contradictions)) || errors.As(err, new(trace.Missed)) {
		err = nil // The report tells.
	}
	return validateReport{Report: judged, Unfinished: unfinished, Shard: shard, Specs: specsIn(o.root)}, err
}

func showTraceValidate(io console, r validateReport, asJSON bool) error {
	if asJSON {
		if err := io.printJSON(r); err != nil {
			return err
		}
	} else if err := validateTable(io, r); err != nil {
		return err
	}
	for i, rejection := range r.Rejections {
		if i < len(r.Explanations) {
			showExplanation(io, r.Explanations[i])
		} else {
			fmt.Fprintf(io.err, "lockstep: %v\n", rejection)
		}
		for _, d := range r.Disagreements {
			if d.TLC == rejection {
				fmt.Fprintf(io.err, "note: %s\n", d.Note())
			}
		}
	}
	if r.Unexplained != "" {
		fmt.Fprintf(io.err, "note: it is not explained: %s\n", r.Unexplained)
	}
	for _, node := range r.Unfinished {
		fmt.Fprintf(io.err, "note: %s\n", node)
	}
	return r.verdict(io)
}

// verdict tells of what is not judged. One trace that is rejected is enough not to hold.
func (r validateReport) verdict(io console) error {
	unjudged := r.Unjudged()
	if len(r.Missed) > 0 {
		fmt.Fprintf(io.err, "lockstep: %v\n", r.Missed)
	}
	if len(unjudged) > 0 {
		hint := fmt.Sprintf("lockstep trace show %s --around %d; spec and twin differ there, or the one or the other misjudges it", plain.Word(unjudged[0].Trace), unjudged[0].Twins.Line)
		if len(r.Rejections) == 0 {
			return hinted{unjudged, hint}
		}
		fmt.Fprintf(io.err, "lockstep: %v\nhint: %s\n", unjudged, hint)
	}
	switch {
	case len(r.Rejections) > 0:
		return errFails
	case len(r.Missed) > 0:
		return errUnjudged
	}
	return nil
}

// showExplanation tells why a trace is rejected: in a line, then where the step was
// logged, the node's state before it, and what to look at.
func showExplanation(io console, e validate.Explanation) {
	fmt.Fprintf(io.err, "lockstep: %v\n", e)
	if e.Function != "" {
		fmt.Fprintf(io.err, "logged by: %s\n", e.Function)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Before)) {
		fmt.Fprintf(io.err, "before: %s = %s\n", name, plain.Message(e.Before[name]))
	}
	fmt.Fprintf(io.err, "hint: lockstep trace show %s --around %d\n", plain.Word(e.Trace), e.Line)
}

func validateTable(io console, r validateReport) error {
	err := io.table("traces | accepted | rejected | twins agree | events | states of TLC | runs of TLC | seconds | events/s | seconds of twins", [][]string{{
		strconv.Itoa(r.Traces), strconv.Itoa(r.Traces - len(r.Rejections) - len(r.Unjudged()) - len(r.Missed)), strconv.Itoa(len(r.Rejections)), strconv.Itoa(r.Agreed), strconv.Itoa(r.Events),
		strconv.FormatInt(r.States, 10), strconv.Itoa(r.Runs), fmt.Sprintf("%.1f", r.Seconds), fmt.Sprintf("%.0f", r.EventsPerSecond), fmt.Sprintf("%.1f", r.TwinSeconds),
	}})
	if err != nil {
		return err
	}
	if unjudged := len(r.Unjudged()); unjudged > 0 {
		fmt.Fprintf(io.out, "\nnot judged: %d, which TLC accepts and the Go twins reject\n", unjudged)
	}
	if len(r.Missed) > 0 {
		fmt.Fprintf(io.out, "\nnot judged: %d, for which TLC has no verdict\n", len(r.Missed))
	}
	switch {
	case r.Shard != nil:
		fmt.Fprintf(io.out, "\nshard %s: %d of %d traces\n", r.Shard.Shard, r.Traces, r.Shard.Of)
	case r.Lane != nil:
		fmt.Fprintf(io.out, "\nshard %s: lines %d to %d, from the states %s to %s; the next shard must begin with these\n", r.Lane.Shard, r.Lane.First, r.Lane.Last, r.Lane.Begins, r.Lane.Ends)
	}
	return actionTable(io, r.Report.Report)
}

// actionTable tells which steps the accepted traces take.
func actionTable(io console, r trace.Report) error {
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
