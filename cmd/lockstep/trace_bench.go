package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

func newTraceBench(io console) *cobra.Command {
	var asJSON bool
	var most, workers int
	cmd := &cobra.Command{
		Use:   "bench SPEC",
		Short: "Measure what validation costs as traces grow",
		Long: `Measure how long TLC takes to validate traces as they become more and longer. The traces are
random walks of the Go twin. Those of Replica are runs of a cluster, as made by lockstep
run replica --virtual, with crashes, pauses, lost messages, several presidents and
participants that fall behind. The time that TLC takes to start is reported apart.`,
		Example: examples("lockstep trace bench Synod", "lockstep trace bench Synod --most 100000", "lockstep trace bench Replica"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := io.judging(cmd)
			if err != nil {
				return err
			}
			rows, err := runTraceBench(cmd.Context(), io, root, args[0], most, workers)
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
	cmd.Flags().IntVar(&workers, "workers", runtime.NumCPU(), "the number of TLC's threads")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the table as JSON")
	nameOf(cmd, "spec", slices.Sorted(maps.Keys(catalog.Walks)))
	return cmd
}

func runTraceBench(ctx context.Context, io console, root, spec string, most, workers int) ([]validate.CostRow, error) {
	if err := cmp.Or(wantCount("workers", workers, 1, limits.Threads), wantCount("most", most, 1, limits.Number)); err != nil {
		return nil, err
	}
	walk, sizes := catalog.Walks[spec], validate.CostSizes
	if spec == catalog.ReplicaTrace.Spec {
		walk, sizes = func(seed uint64, events int) (*trace.Trace, error) { return replicaRun(ctx, seed, events) }, validate.RunSizes
	}
	sizes = slices.DeleteFunc(slices.Clone(sizes), func(s validate.Size) bool { return s.Traces*s.Events > most })
	if len(sizes) == 0 {
		return nil, fmt.Errorf("--most %d: leaves nothing to measure", most)
	}
	at := io.progress()
	defer at.done()
	one := newTask("TLC judges traces of growing length", 0)
	defer at.watch(one.text)()
	return validate.Cost(ctx, walk, sizes, catalog.Traces[spec], validate.Options{
		Root:     root,
		Workers:  workers,
		Progress: func(done, total int) { one.hear("%d of %d lines", done, total) },
	})
}

// replicaRun is the trace of a run of a cluster, as lockstep run replica --virtual
// makes it unless told otherwise.
func replicaRun(ctx context.Context, seed uint64, events int) (*trace.Trace, error) {
	temporary, err := scratch.Make("run")
	if err != nil {
		return nil, err
	}
	defer temporary.Remove()
	path := filepath.Join(temporary.Path, "run")
	folder, err := output.Claim(path)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	var o runReplicaOptions
	replicaFlags(pflag.NewFlagSet("", pflag.PanicOnError), &o)
	o.Virtual, o.Seed, o.Events, o.Duration = true, seed+1, events, longEnough
	r := runReplicaReport{Trace: filepath.Join(path, "trace.ndjson"), History: filepath.Join(path, "history.ndjson")}
	if err := r.record(ctx, folder, o); err != nil {
		return nil, err
	}
	return readTrace(r.Trace, catalog.ReplicaTrace)
}

func benchTable(io console, rows []validate.CostRow) error {
	var cells [][]string
	for _, r := range rows {
		cells = append(cells, []string{
			strconv.Itoa(r.Traces), strconv.Itoa(r.Events), strconv.Itoa(r.Total),
			fmt.Sprintf("%.1f", r.Seconds), fmt.Sprintf("%.1f", r.StartUp), fmt.Sprintf("%.0f", r.EventsPerSecond), strconv.FormatInt(r.PeakBytes>>20, 10),
		})
	}
	return io.table("traces | events each | events | seconds | of these start-up | events/s beyond | MB of TLC", cells)
}
