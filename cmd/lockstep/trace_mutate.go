package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

type traceMutateOptions struct {
	root  string
	files []string
}

func newTraceMutate(io console) *cobra.Command {
	var o traceMutateOptions
	var asJSON, fields bool
	cmd := &cobra.Command{
		Use:   "mutate TRACE...",
		Short: "Corrupt traces in every way and count which checks notice",
		Long: `Corrupt traces in every way: change each field of each event; drop, repeat and move events;
add foreign ones. The merge or TLC must reject every mutant. A mutant that is a behaviour
of the spec after all, because the Go twin takes all its steps, is counted apart with the
reason, and TLC must accept it. For each mutant that passes the merge, TLC and the Go twin
must agree: both accept it, or both reject the same line.`,
		Example: examples(
			"lockstep run synod --seed 4 && lockstep trace mutate out/synod/synod-4.ndjson",
			"lockstep trace mutate out/synod/synod-4.ndjson --fields",
		),
		Args:              someArgs("a trace"),
		ValidArgsFunction: filesOf("ndjson"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.root, err = io.judging(cmd); err != nil {
				return err
			}
			if o.files, err = traceFiles(io, args); err != nil {
				return err
			}
			table, err := runTraceMutate(cmd.Context(), io, o)
			if err != nil {
				return rejected(io, err)
			}
			return showTraceMutate(io, table, asJSON, fields)
		},
	}
	cmd.Flags().BoolVar(&fields, "fields", false, "print a row for each kind of mutation and each field")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the table, with a row for each field, as JSON")
	return cmd
}

func runTraceMutate(ctx context.Context, io console, o traceMutateOptions) (mutate.Table, error) {
	in, err := openTraces(ctx, o.files)
	if err != nil {
		return mutate.Table{}, err
	}
	defer in.Close()
	var traces []*trace.Trace
	for t, err := range in.each(trace.Read) {
		if err != nil {
			return mutate.Table{}, err
		}
		traces = append(traces, t)
	}
	at := io.progress()
	defer at.done()
	return mutate.Run(ctx, traces, in.Protocol, func(mutants []*trace.Trace) ([]*trace.Rejection, error) {
		one := newTask(fmt.Sprintf("TLC judges %d mutants", len(mutants)), 0)
		defer at.watch(one.text)()
		report, err := validate.Run(ctx, mutants, in.Protocol, validate.Options{
			Root:     o.root,
			TLCAlone: true, // mutate.Run compares with the twins.
			Log:      io.within(o.root, logFolder, "Mutants"+in.Spec+".log"),
			Progress: func(done, total int) { one.hear("%d of %d lines", done, total) },
		})
		return report.Verdicts, err
	})
}

func showTraceMutate(io console, t mutate.Table, asJSON, fields bool) error {
	if asJSON {
		if err := io.printJSON(t); err != nil {
			return err
		}
	} else if err := killTable(io, t, fields); err != nil {
		return err
	}
	for _, what := range t.Suspect {
		fmt.Fprintf(io.err, "lockstep: %s\n", what)
	}
	if !t.Holds() {
		return errFails
	}
	return nil
}

func killTable(io console, t mutate.Table, fields bool) error {
	rows, header := byAction(t.Rows), "action | mutants | seen by merge | seen by TLC | line differs | behaviours | survived | wronged | kill rate"
	if fields {
		rows, header = t.Rows, "action | mutation | field | mutants | seen by merge | seen by TLC | line differs | behaviours | survived | wronged | kill rate"
	}
	var cells [][]string
	for _, r := range append(rows, t.Total) {
		cell := []string{r.Action}
		if fields {
			cell = append(cell, r.Kind, r.Field)
		}
		cells = append(cells, append(cell,
			strconv.Itoa(r.Mutants), strconv.Itoa(r.ByMerge), strconv.Itoa(r.ByTLC), strconv.Itoa(r.Elsewhere),
			strconv.Itoa(r.Legal), strconv.Itoa(r.Survived), strconv.Itoa(r.Wronged), killRate(r)))
	}
	if err := io.table(header, cells); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "\nTLC and the Go twin agree on %d of %d mutants that got past the merge\n", t.Agreed, t.Compared)
	for _, reason := range slices.Sorted(maps.Keys(t.Total.Reasons)) {
		fmt.Fprintf(io.out, "behaviours all the same: %d, %s\n", t.Total.Reasons[reason], reason)
	}
	return nil
}

// killRate is "-" where there was nobody to find out.
func killRate(r mutate.Row) string {
	if r.ByMerge+r.ByTLC+r.Survived == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*r.Rate())
}

// byAction adds up the rows of each action; the rows are in the order of actions.
func byAction(rows []mutate.Row) []mutate.Row {
	var sums []mutate.Row
	for _, r := range rows {
		last := len(sums) - 1
		if last < 0 || sums[last].Action != r.Action {
			sums = append(sums, r)
			continue
		}
		sums[last].Mutants += r.Mutants
		sums[last].ByMerge += r.ByMerge
		sums[last].ByTLC += r.ByTLC
		sums[last].Legal += r.Legal
		sums[last].Survived += r.Survived
		sums[last].Wronged += r.Wronged
		sums[last].Elsewhere += r.Elsewhere
	}
	return sums
}
