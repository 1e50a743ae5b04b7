package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

func newTraceBench(io console) *cobra.Command {
	var asJSON bool
	var most int
	cmd := &cobra.Command{
		Use:   "bench SPEC",
		Short: "Measure what validation costs as traces grow",
		Long: `Measure how long TLC takes to validate traces, more of them and longer ones. The
traces are random walks of the Go twin. The start of TLC is told apart.`,
		Example: examples("lockstep trace bench Synod", "lockstep trace bench Synod --most 100000"),
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := checkout(cmd)
			if err != nil {
				return err
			}
			rows, err := runTraceBench(cmd.Context(), io, root, args[0], most)
			if err != nil {
				return err
			}
			if asJSON {
				return io.printJSON(rows)
			}
			return benchTable(io, rows)
		},
	}
	cmd.Flags().IntVar(&most, "most", 1_000_000, "leave out the rows with more events in all")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the table as JSON")
	return cmd
}

func runTraceBench(ctx context.Context, io console, root, spec string, most int) ([]trace.CostRow, error) {
	walk, ok := catalog.Walks[spec]
	if !ok {
		return nil, hinted{fmt.Errorf("no spec %q has walks to measure", spec), "there are " + strings.Join(slices.Sorted(maps.Keys(catalog.Walks)), ", ")}
	}
	sizes := slices.DeleteFunc(slices.Clone(trace.CostSizes), func(s trace.Size) bool { return s.Traces*s.Events > most })
	if len(sizes) == 0 {
		return nil, fmt.Errorf("--most %d: leaves nothing to measure", most)
	}
	at := io.progress()
	defer at.done()
	return trace.Cost(ctx, walk, sizes, catalog.Traces[spec], trace.ValidateOptions{
		Root:     root,
		Progress: func(done, total int) { at.show("%d of %d lines", done, total) },
	})
}

func benchTable(io console, rows []trace.CostRow) error {
	var cells [][]string
	for _, r := range rows {
		cells = append(cells, []string{
			strconv.Itoa(r.Traces), strconv.Itoa(r.Events), strconv.Itoa(r.Total),
			fmt.Sprintf("%.1f", r.Seconds), fmt.Sprintf("%.1f", r.StartUp), fmt.Sprintf("%.0f", r.EventsPerSecond),
		})
	}
	return io.table("traces | events each | events | seconds | of these start-up | events/s beyond", cells)
}
