package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/trace"
)

// mergeReport is what lockstep trace merge prints.
type mergeReport struct {
	Logs   int    `json:"logs"`
	Events int    `json:"events"`
	Trace  string `json:"trace"`
}

func newTraceMerge(io console) *cobra.Command {
	var out string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "merge LOG...",
		Short: "Merge the logs of nodes into one trace, by cause and effect",
		Long: `Merge the logs of nodes, or those in a folder, into one trace. Each event comes after the
previous one of its node, and after the event that sent the message that it received.
Readings of clocks come in an order in which clocks can have shown them. Logs with gaps
and logs without such an order cannot be merged (exit code 1). A log that was cut off
cannot be judged (exit code 2).`,
		Example:           examples("lockstep trace merge out/logs --out out/merged.ndjson"),
		Args:              someArgs("the logs of all nodes, or their folder"),
		ValidArgsFunction: filesOf("ndjson"),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := runTraceMerge(cmd.Context(), io, args, out)
			if err != nil {
				return rejected(io, err)
			}
			if asJSON {
				return io.printJSON(report)
			}
			return io.table("logs | events | trace", [][]string{{strconv.Itoa(report.Logs), strconv.Itoa(report.Events), report.Trace}})
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the file for the trace, which must not exist (required)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func runTraceMerge(ctx context.Context, c console, paths []string, out string) (mergeReport, error) {
	if out == "" {
		return mergeReport{}, hinted{errors.New("--out is required"), "--out merged.ndjson"}
	}
	if err := refuseExisting("out", out); err != nil {
		return mergeReport{}, err
	}
	files, err := traceFiles(c, paths)
	if err != nil {
		return mergeReport{}, err
	}
	in, err := openTraces(ctx, files)
	if err != nil {
		return mergeReport{}, err
	}
	defer in.Close()
	var logs []*trace.Trace
	for log, err := range in.each(trace.ReadLog) {
		if err != nil {
			return mergeReport{}, err
		}
		logs = append(logs, log)
	}
	merged, err := trace.Merge(logs, in.Protocol)
	if err != nil {
		return mergeReport{}, err
	}
	report := mergeReport{Logs: len(logs), Events: len(merged.Events), Trace: out}
	return report, output.WriteNew(filepath.Dir(out), map[string]func(io.Writer) error{
		filepath.Base(out): func(w io.Writer) error { return trace.Write(w, merged) },
	})
}

// rejected shows a rejection, which is a verdict, and returns other errors as
// they are.
func rejected(io console, err error) error {
	var r *trace.Rejection
	if !errors.As(err, &r) {
		return err
	}
	fmt.Fprintf(io.err, "lockstep: %v\n", r)
	return errFails
}
