package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/trace"
)

// records are the commands that record the logs of a protocol's nodes; each
// protocol's file adds its own.
var records = []func(console) *cobra.Command{newTraceRecordSynod}

func newTraceRecord(io console) *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "record",
		Short: "Run a protocol and write the log of each node, for trace merge",
		Long: `Run a protocol once, as lockstep run does, and write the log of each node to a file of its
own, for lockstep trace merge.`,
		Example: examples("lockstep trace record synod --seed 7 --out out/logs"),
	})
	for _, add := range records {
		cmd.AddCommand(add(io))
	}
	return cmd
}

// recordReport is what lockstep trace record prints.
type recordReport struct {
	Events int      `json:"events"`
	Logs   []string `json:"logs"` // One for each node.
}

func newTraceRecordSynod(io console) *cobra.Command {
	o := inproc.SynodOptions{Protocol: catalog.SynodTrace}
	var out string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "synod",
		Short: "Run the synod once and write the log of each participant",
		Long: `Run the synod once, as lockstep run synod does, and write the log of each participant to a
file of its own, node-ID.ndjson, as separate processes would.`,
		Example: examples(
			"lockstep trace record synod --seed 7 --out out/logs",
			"lockstep trace merge out/logs --out out/merged.ndjson",
		),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := runTraceRecordSynod(cmd.Context(), o, out)
			if err != nil {
				return err
			}
			if asJSON {
				return io.printJSON(report)
			}
			var rows [][]string
			for _, log := range report.Logs {
				rows = append(rows, []string{log})
			}
			return io.table("log", rows)
		},
	}
	synodFlags(cmd.Flags(), &o)
	cmd.Flags().StringVar(&out, "out", filepath.Join("out", "logs"), "the folder for the logs")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func runTraceRecordSynod(ctx context.Context, o inproc.SynodOptions, out string) (recordReport, error) {
	if err := asFlag(o.Validate()); err != nil {
		return recordReport{}, err
	}
	folder, err := claim(out)
	if err != nil {
		return recordReport{}, err
	}
	defer folder.Close()
	o.Origin = synodOrigin("lockstep trace record synod", o)
	r, recording, err := inproc.RunSynod(ctx, o)
	if err != nil {
		return recordReport{}, err
	}
	logs, err := writeLogs(recording, folder, out)
	if err != nil {
		return recordReport{}, err
	}
	return recordReport{Events: r.Events, Logs: logs}, folder.Publish()
}

// writeLogs writes the log of each node into a file of its own.
func writeLogs(recording *trace.Recording, folder *output.Folder, out string) ([]string, error) {
	var paths []string
	for node, log := range recording.Logs() {
		name := fmt.Sprintf("node-%d.ndjson", node)
		err := folder.Write(name, func(w io.Writer) error {
			_, err := w.Write(log)
			return err
		})
		if err != nil {
			return nil, err
		}
		paths = append(paths, filepath.Join(out, name))
	}
	return paths, nil
}
