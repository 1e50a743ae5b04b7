package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
)

type exploreOptions struct {
	root     string
	protocol string
	models   []string // Those to search; all but the large ones if empty.
	compare  bool
	large    bool
	timed    bool
	search   explore.Options
}

// exploreReport is what lockstep explore prints.
type exploreReport struct {
	Searches    []explore.Report     `json:"searches,omitempty"`
	Comparisons []explore.Comparison `json:"comparisons,omitempty"`
}

func newExplore(io console) *cobra.Command {
	var o exploreOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explore PROTOCOL",
		Short: "Visit every state that the Go twins can reach; compare with TLC",
		Long: `Visit every state that the Go twins of a protocol can reach, by their own action
functions, and check the invariants on each. With --compare TLC searches the spec
with the same bounds, and the two graphs must be equal: node for node and step for
step, or, for the large models, by their counts.`,
		Example: examples(
			"lockstep explore synod",
			"lockstep explore synod --compare",
			"lockstep explore synod --model MCSynodGraph --compare --json",
		),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.root, err = checkout(cmd); err != nil {
				return err
			}
			o.protocol = args[0]
			if o.timed && !o.compare {
				return hinted{errors.New("--timed: there is nothing to time TLC beside"), "add --compare"}
			}
			if o.large && len(o.models) > 0 {
				return errors.New("--large and --model: name the large models, or take all")
			}
			report, err := runExplore(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			return showExplore(io, report, len(o.models) > 0, asJSON)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.models, "model", nil, "the models to search, by name (default: all but the large ones)")
	f.BoolVar(&o.compare, "compare", false, "compare the state graphs with TLC's")
	f.BoolVar(&o.large, "large", false, "the large models too, which are compared by counts")
	f.BoolVar(&o.timed, "timed", false, "with --compare: run TLC once more with nothing to write out, and compare the speeds")
	f.Int64Var(&o.search.MaxBytes, "max-bytes", 0, "what the states may take (default: half of the machine's memory)")
	f.IntVar(&o.search.Workers, "workers", 0, "how many threads search (default: one a processor)")
	f.BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func runExplore(ctx context.Context, io console, o exploreOptions) (exploreReport, error) {
	chosen, err := explorations(o)
	if err != nil {
		return exploreReport{}, err
	}
	var report exploreReport
	for _, e := range chosen {
		at := io.progress()
		search := o.search
		search.Progress = func(p explore.Progress) {
			at.show("%s: depth %d, %d generated, %d distinct, %d to do", e.Name, p.Depth, p.Generated, p.Distinct, p.Left)
		}
		if o.compare {
			var c explore.Comparison
			c, err = compareWithTLC(ctx, o, e, search, at)
			report.Comparisons = append(report.Comparisons, c)
		} else {
			var r explore.Report
			r, err = e.Model.Run(ctx, search)
			report.Searches = append(report.Searches, r)
		}
		at.done()
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// explorations are the models that are meant.
func explorations(o exploreOptions) ([]catalog.Exploration, error) {
	all, err := catalog.Explorations(o.protocol)
	if err != nil {
		return nil, err
	}
	if len(o.models) == 0 {
		return slices.DeleteFunc(all, func(e catalog.Exploration) bool { return e.ByCounts && !o.large }), nil
	}
	var chosen []catalog.Exploration
	for _, name := range o.models {
		e, err := catalog.FindExploration(o.protocol, name)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, e)
	}
	return chosen, nil
}

// compareWithTLC compares a model with the one of its name in spec/.
func compareWithTLC(ctx context.Context, o exploreOptions, e catalog.Exploration, search explore.Options, at *progress) (explore.Comparison, error) {
	against, err := e.TLC(o.root)
	if err != nil {
		return explore.Comparison{}, err
	}
	against.Log = filepath.Join(o.root, "out", "tlc", e.Name+"Graph.log")
	against.Timed = o.timed
	against.Progress = func(p explore.Progress) {
		at.show("%s: TLC at depth %d, %d generated, %d distinct, %d to do", e.Name, p.Depth, p.Generated, p.Distinct, p.Left)
	}
	return e.Model.Compare(ctx, search, against)
}

func showExplore(io console, report exploreReport, named, asJSON bool) error {
	show := showSearches
	switch {
	case asJSON:
		show = func(io console, report exploreReport) error { return io.printJSON(report) }
	case len(report.Comparisons) > 0:
		show = showComparisons
	}
	if err := show(io, report); err != nil {
		return err
	}
	return explored(io, report, named)
}

// explored returns errFails if something does not hold, and says what. Models that
// were named need not take all actions.
func explored(io console, report exploreReport, named bool) error {
	var result error
	searches := slices.Clone(report.Searches)
	for _, c := range report.Comparisons {
		searches = append(searches, c.Explorer)
		for _, d := range c.Differences {
			fmt.Fprintf(io.err, "lockstep: %s: %s: %d\n", c.Model, d.What, d.Count)
			for _, example := range d.Examples {
				fmt.Fprintf(io.err, "%s\n", example)
			}
		}
		if !c.Equal {
			result = errFails
		}
	}
	for _, r := range searches {
		if r.Violated != "" {
			fmt.Fprintf(io.err, "lockstep: %s: invariant %s is false after\n", r.Model, r.Violated)
			for i, line := range r.Counterexample {
				fmt.Fprintf(io.err, "%d. %v\n", i+1, line)
			}
			result = errFails
		}
		if len(r.NeverTaken) > 0 && r.Violated == "" {
			fmt.Fprintf(io.err, "lockstep: %s: no reachable step of %s changes anything\n", r.Model, strings.Join(r.NeverTaken, ", "))
		}
	}
	if never := neverTaken(searches); len(never) > 0 && !named {
		fmt.Fprintf(io.err, "lockstep: no model takes %s\n", strings.Join(never, ", "))
		result = errFails
	}
	return result
}

// neverTaken are the actions that change no state in any of the searches. One model
// may have no room for an action; all models of a protocol together must.
func neverTaken(searches []explore.Report) []string {
	var never []string
	for i, r := range searches {
		if i == 0 {
			never = slices.Clone(r.NeverTaken)
		}
		never = slices.DeleteFunc(never, func(a string) bool { return !slices.Contains(r.NeverTaken, a) })
	}
	return never
}

func showSearches(io console, report exploreReport) error {
	var rows, actions [][]string
	for _, r := range report.Searches {
		verdict := "holds"
		if r.Violated != "" {
			verdict = "invariant " + r.Violated
		}
		rows = append(rows, []string{
			r.Model, verdict, count(r.Distinct), count(r.Generated), strconv.Itoa(r.Depth),
			fmt.Sprintf("%.2f", r.Seconds), fmt.Sprintf("%.0f", r.StatesPerSecond), fmt.Sprintf("%.0f", r.BytesPerState),
		})
		for _, a := range r.Actions {
			actions = append(actions, []string{r.Model, a.Name, count(a.Taken), count(a.Changed)})
		}
	}
	if err := io.table("model | verdict | distinct | generated | depth | seconds | states/s | bytes/state", rows); err != nil {
		return err
	}
	fmt.Fprintln(io.out)
	return io.table("model | action | taken | changed the state", actions)
}

func showComparisons(io console, report exploreReport) error {
	var rows [][]string
	for _, c := range report.Comparisons {
		how, verdict, times := "by counts", "equal", "-"
		if c.NodeForNode {
			how = "node for node"
		}
		if !c.Equal {
			verdict = "DIFFERENT"
		}
		if c.TimesAsQuick > 0 {
			times = fmt.Sprintf("%.0f", c.TimesAsQuick)
		}
		rows = append(rows, []string{
			c.Model, verdict, how, both(c.Explorer.Distinct, c.TLC.Distinct), both(c.Explorer.Generated, c.TLC.Generated),
			both(int64(c.Explorer.Depth), int64(c.TLC.Depth)), fmt.Sprintf("%.0f / %.0f", c.Explorer.StatesPerSecond, c.TLC.StatesPerSecond), times,
		})
	}
	return io.table("model | graphs | compared | distinct | generated | depth | states/s: twins / TLC | times as quick", rows)
}

// both is a figure of the explorer's and TLC's, once if they agree.
func both(twins, tlc int64) string {
	if twins == tlc {
		return count(twins)
	}
	return count(twins) + " / " + count(tlc)
}

func count(n int64) string { return strconv.FormatInt(n, 10) }
