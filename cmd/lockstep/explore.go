package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/limits"
)

type exploreOptions struct {
	root     string
	protocol string
	models   []string // Those to search; all but the large ones if empty.
	compare  bool
	large    bool
	timed    bool
	noCache  bool
	search   explore.Options
	format   format
}

// exploreReport is what lockstep explore prints.
type exploreReport struct {
	Searches    []explore.Report     `json:"searches,omitempty"`
	Comparisons []explore.Comparison `json:"comparisons,omitempty"`
	Unjudged    []unjudgedModel      `json:"unjudged,omitempty"`
	Specs       string               `json:"specs,omitempty"` // Which they are; "" if none were needed.
}

// unjudgedModel is one of which nothing is known.
type unjudgedModel struct {
	Model string `json:"model"`
	Why   string `json:"unjudged"`
}

func newExplore(io console) *cobra.Command {
	var o exploreOptions
	cmd := &cobra.Command{
		Use:   "explore PROTOCOL",
		Short: "Visit every state that the Go twins can reach; compare with TLC",
		Long: `Visit every state that the Go twins of a protocol can reach by their own action functions,
and check the invariants in each state. With --compare, TLC searches the spec with the same
bounds, and the two graphs must be equal: node for node and step for step, or by their
counts for large models. Each model has its row as soon as it is judged. If one cannot be
judged, the other verdicts are kept.

` + cacheHelp,
		Example: examples(
			"lockstep explore synod",
			"lockstep explore synod --compare",
			"lockstep explore synod --model MCSynodGraph --compare --json",
		),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			o.protocol = args[0]
			if err := wantCount("workers", o.search.Workers, 0, limits.Threads); err != nil {
				return err
			}
			if o.timed && !o.compare {
				return hinted{errors.New("--timed: there is nothing to time TLC beside"), "add --compare"}
			}
			if o.large && len(o.models) > 0 {
				return errors.New("--large and --model: name the large models, or take all")
			}
			if err := o.format.validate(); err != nil {
				return err
			}
			if o.compare || cmd.Flags().Changed("root") {
				if o.root, err = io.judging(cmd); err != nil {
					return err
				}
			}
			report, err := runExplore(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			if o.compare {
				report.Specs = specsIn(o.root)
			}
			return showExplore(io, report, len(o.models) > 0, o.format)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.models, "model", nil, "the names of the models to search (default: all but the large ones)")
	f.BoolVar(&o.compare, "compare", false, "compare the state graphs with TLC's")
	f.BoolVar(&o.large, "large", false, "include the large models, which are compared by counts")
	f.BoolVar(&o.timed, "timed", false, "with --compare: run TLC again without writing the graph, and compare the speeds")
	maxBytesFlag(f, &o.search.MaxBytes, "what the states may take")
	f.IntVar(&o.search.Workers, "workers", 0, "how many threads search (default: one a processor)")
	cacheFlag(f, &o.noCache)
	o.format.flags(f)
	nameOf(cmd, "protocol", catalog.Protocols())
	completes(cmd, "model", func(_ *cobra.Command, args []string) []string {
		if len(args) == 0 {
			return nil
		}
		return modelNames(args[0])
	})
	return cmd
}

func runExplore(ctx context.Context, io console, o exploreOptions) (exploreReport, error) {
	chosen, err := explorations(o)
	if err != nil {
		return exploreReport{}, err
	}
	var report exploreReport
	at := io.progress()
	defer at.done()
	table := exploreTable(io, at, o, chosen)
	for _, e := range chosen {
		one := newTask(e.Name, 0)
		stop := at.watch(one.text)
		row, whole, err := report.one(ctx, io, o, e, one)
		stop()
		if err == nil {
			err = table.add(row, whole)
		}
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// one explores one model, and returns its row and all that is known of it. An error says
// that there is nothing to compare any model with.
func (r *exploreReport) one(ctx context.Context, io console, o exploreOptions, e catalog.Exploration, one *task) (row []string, whole any, err error) {
	search := o.search
	search.Progress = func(p explore.Progress) { one.hear("%s", exploreProgress(p)) }
	if o.compare {
		against, err := against(io, o, e, one)
		if err != nil {
			return nil, nil, err
		}
		c, err := e.Model.Compare(ctx, search, against)
		if err == nil {
			r.Comparisons = append(r.Comparisons, c)
			return comparisonRow(c), c, nil
		}
		return r.without(ctx, e.Name, err)
	}
	found, err := e.Model.Run(ctx, search)
	if err == nil {
		r.Searches = append(r.Searches, found)
		return searchRow(found), found, nil
	}
	return r.without(ctx, e.Name, err)
}

// without notes that a model was not judged.
func (r *exploreReport) without(ctx context.Context, model string, err error) (row []string, whole any, _ error) {
	u := unjudgedModel{model, unjudged(ctx, err)}
	r.Unjudged = append(r.Unjudged, u)
	return []string{model, notJudged(u.Why)}, u, nil
}

func exploreProgress(p explore.Progress) string {
	return fmt.Sprintf("depth %d, %d generated, %d distinct, %d to do", p.Depth, p.Generated, p.Distinct, p.Left)
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
			return nil, unknown(err, name, modelNames(o.protocol), "lockstep explore "+o.protocol)
		}
		chosen = append(chosen, e)
	}
	return chosen, nil
}

// modelNames are the models of a protocol; of one that is unknown there are none.
func modelNames(protocol string) []string {
	all, err := catalog.Explorations(protocol)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range all {
		names = append(names, e.Name)
	}
	return names
}

// against is the spec's side of a model.
func against(io console, o exploreOptions, e catalog.Exploration, one *task) (explore.TLC, error) {
	t, checker, err := e.TLC(o.root)
	if err != nil {
		return t, err
	}
	t.Timed, checker.Cache = o.timed, io.cache(o.root, o.noCache)
	checker.Log = io.within(o.root, logFolder, e.Name+"Graph.log")
	checker.Progress = func(p explore.Progress) { one.hear("TLC at %s", exploreProgress(p)) }
	return t, nil
}

// showExplore ends the report, whose rows have been printed.
func showExplore(io console, report exploreReport, named bool, f format) error {
	switch {
	case f.json:
		if err := io.printJSON(report); err != nil {
			return err
		}
	case !f.lines && len(report.Searches) > 0:
		if err := showActions(io, report); err != nil {
			return err
		}
	}
	return explored(io, report, named)
}

// explored returns errFails if something does not hold, and says what. Models that
// were named need not take all actions.
func explored(io console, report exploreReport, named bool) error {
	var judged tally
	searches := slices.Clone(report.Searches)
	for _, c := range report.Comparisons {
		searches = append(searches, c.Explorer)
		showDifferences(io, c)
		judged.add("", c.Equal && c.Explorer.Violated == "")
	}
	for _, r := range report.Searches {
		judged.add("", r.Violated == "")
	}
	for _, r := range searches {
		if r.Violated != "" {
			fmt.Fprintf(io.err, "lockstep: %s: violates invariant %s after\n%s", r.Model, r.Violated, r.Transcript())
		}
		if len(r.NeverTaken) > 0 && r.Violated == "" {
			fmt.Fprintf(io.err, "lockstep: %s: no reachable step of %s changes anything\n", r.Model, strings.Join(r.NeverTaken, ", "))
		}
	}
	for _, u := range report.Unjudged {
		judged.add(u.Why, false)
		if u.Why != stopped {
			fmt.Fprintf(io.err, "lockstep: not judged: %s: %s\n", u.Model, u.Why)
		}
	}
	if never := neverTaken(searches); len(never) > 0 && !named && len(report.Unjudged) == 0 {
		fmt.Fprintf(io.err, "lockstep: no model takes %s\n", strings.Join(never, ", "))
		judged.fails++
	}
	return judged.end(io, "models")
}

func showDifferences(io console, c explore.Comparison) {
	for _, d := range c.Differences {
		fmt.Fprintf(io.err, "lockstep: %s: %s: %d\n", c.Model, d.What, d.Count)
		for _, example := range d.Examples {
			fmt.Fprintf(io.err, "%s\n", example)
		}
	}
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

// exploreTable is the table of models that are explored.
func exploreTable(io console, at *progress, o exploreOptions, models []catalog.Exploration) *rows {
	var like [][]string
	for _, e := range models {
		like = append(like, []string{e.Name, "equal", "node for node"})
	}
	if o.compare {
		return io.rows(at, o.format, "model | graphs | compared | distinct | generated | depth | states/s: twins / TLC | times as quick", like)
	}
	for i := range like {
		like[i] = like[i][:1]
	}
	return io.rows(at, o.format, "model | verdict | distinct | generated | depth | seconds | states/s | bytes/state", like)
}

func searchRow(r explore.Report) []string {
	return []string{
		r.Model, r.Does(), count(r.Distinct), count(r.Generated), strconv.Itoa(r.Depth),
		fmt.Sprintf("%.2f", r.Seconds), fmt.Sprintf("%.0f", r.StatesPerSecond), fmt.Sprintf("%.0f", r.BytesPerState),
	}
}

// showActions tells how often each action was taken.
func showActions(io console, report exploreReport) error {
	var actions [][]string
	for _, r := range report.Searches {
		for _, a := range r.Actions {
			actions = append(actions, []string{r.Model, a.Name, count(a.Taken), count(a.Changed)})
		}
	}
	fmt.Fprintln(io.out)
	return io.table("model | action | taken | changed the state", actions)
}

func comparisonRow(c explore.Comparison) []string {
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
	return []string{
		c.Model, verdict, how, both(c.Explorer.Distinct, c.TLC.Distinct), both(c.Explorer.Generated, c.TLC.Generated),
		both(int64(c.Explorer.Depth), int64(c.TLC.Depth)), fmt.Sprintf("%.0f / %s", c.Explorer.StatesPerSecond, cached(c.TLC.Cached && c.TimesAsQuick == 0, fmt.Sprintf("%.0f", c.TLC.StatesPerSecond))), times,
	}
}

// both is a figure of the explorer's and TLC's, once if they agree.
func both(twins, tlc int64) string {
	if twins == tlc {
		return count(twins)
	}
	return count(twins) + " / " + count(tlc)
}

func count(n int64) string { return strconv.FormatInt(n, 10) }
