package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

func newTraceReplay(io console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "replay TRACE...",
		Short: "Let the Go twins judge traces, many times faster than TLC",
		Long: `Let the Go twins judge traces, or those in a folder, instead of TLC: the twins take the steps
of the trace and must do what the trace says. This needs no Java, is many times as fast,
and reads traces that do not fit in memory. The twins are code and not the spec. Use
lockstep trace validate for the verdict of TLC, which is the judge.`,
		Example: examples(
			"lockstep trace replay out/synod/synod-1.ndjson",
			"lockstep trace replay out/synod --json",
		),
		Args:              someArgs("a trace, or a folder of them"),
		ValidArgsFunction: filesOf("ndjson"),
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := traceFiles(io, args)
			if err != nil {
				return err
			}
			report, err := runTraceReplay(cmd.Context(), io, files)
			if err != nil {
				return err
			}
			return showTraceReplay(io, report, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func runTraceReplay(ctx context.Context, io console, files []string) (trace.Report, error) {
	in, err := openTraces(ctx, files)
	if err != nil {
		return trace.Report{}, err
	}
	defer in.Close()
	at := io.progress()
	defer at.done()
	report, err := replay.Files(ctx, files, in.Protocol, replay.Options{Open: in.open, Progress: func(traces, events int) {
		at.show("%d of %d traces, %d events", traces, len(files), events)
	}})
	if errors.As(err, new(trace.Missed)) {
		err = nil // The report tells of them.
	}
	return report, err
}

func showTraceReplay(io console, r trace.Report, asJSON bool) error {
	if asJSON {
		if err := io.printJSON(r); err != nil {
			return err
		}
	} else if err := replayedTable(io, r); err != nil {
		return err
	}
	for _, rejection := range r.Rejections {
		fmt.Fprintf(io.err, "lockstep: %v\n", rejection)
	}
	if len(r.Missed) > 0 {
		fmt.Fprintf(io.err, "lockstep: %v\n", r.Missed)
	}
	switch {
	case len(r.Rejections) == 0 && len(r.Missed) > 0:
		return errUnjudged
	case len(r.Rejections) == 0:
		return nil
	}
	fmt.Fprintf(io.err, "hint: lockstep trace show %s --around %d\n", plain.Word(r.Rejections[0].Trace), r.Rejections[0].Line)
	return errFails
}

func replayedTable(io console, r trace.Report) error {
	err := io.table("traces | accepted | rejected | events | seconds | events/s", [][]string{{
		strconv.Itoa(r.Traces), strconv.Itoa(r.Traces - len(r.Rejections) - len(r.Missed)), strconv.Itoa(len(r.Rejections)), strconv.Itoa(r.Events),
		fmt.Sprintf("%.1f", r.Seconds), fmt.Sprintf("%.0f", r.EventsPerSecond),
	}})
	if err != nil {
		return err
	}
	return actionTable(io, r)
}
