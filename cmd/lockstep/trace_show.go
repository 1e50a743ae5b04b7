package main

import (
	"cmp"
	"errors"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/trace"
)

func newTraceShow(io console) *cobra.Command {
	var o trace.ShowOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show TRACE",
		Short: "Print a trace as a transcript",
		Long: `Print a trace as a transcript: a row for each step, in the column of its participant, with
what the step received, changed and sent. A trace that is not in causal order is printed
too, and then the reason why it is not a trace (exit code 1).`,
		Example: examples(
			"lockstep trace show out/synod/synod-1.ndjson",
			"lockstep trace show out/synod/synod-1.ndjson --around 12",
		),
		Args:              oneArg("a trace"),
		ValidArgsFunction: filesOf("ndjson"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := cmp.Or(wantCount("around", o.Around, 0, limits.Number), wantCount("context", o.Context, 1, limits.Number)); err != nil {
				return err
			}
			if asJSON && (cmd.Flags().Changed("around") || cmd.Flags().Changed("context")) {
				return errors.New("--around and --context are for the transcript; with --json the whole trace is printed")
			}
			t, p, err := reader(trace.ReadUnordered).one(cmd.Context(), inputPath(args[0]))
			if err != nil {
				return err
			}
			if err := showTrace(io, t, p, o, asJSON); err != nil {
				return err
			}
			if err := trace.Check(t, p); err != nil {
				return rejected(io, err)
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&o.Around, "around", 0, "show only this line of the file and the lines around it")
	cmd.Flags().IntVar(&o.Context, "context", 5, "how many lines to show before and after it")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the trace as one JSON value")
	return cmd
}

func showTrace(io console, t *trace.Trace, p trace.Protocol, o trace.ShowOptions, asJSON bool) error {
	if asJSON {
		return io.printJSON(t)
	}
	o.Grows = p.Grows.Vars
	return trace.Show(io.out, t, o)
}
