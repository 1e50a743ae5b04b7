package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

type tlcOptions struct {
	root         string
	names        []string // The models to run; all of the tier if empty.
	tier         string
	logs         string
	jobs         int // How many models are checked at a time.
	format       format
	printCommand bool
	list         bool
	noCache      bool
	canaries     bool // Judge TLC.
	distributed  distributedOptions
}

// tlcReport is the table that lockstep tlc prints.
type tlcReport struct {
	Passed bool        `json:"passed"`
	Models []tlc.Check `json:"models"`
	Specs  string      `json:"specs"` // Which they are.
}

func newTLC(io console) *cobra.Command {
	var o tlcOptions
	cmd := &cobra.Command{
		Use:   "tlc [MODEL...]",
		Short: "Check the models of spec/models.yaml with TLC",
		Long: `Check models of spec/models.yaml with TLC: those that are named, or all of the tier. The
file says for each model which verdict TLC must give, how many distinct states it must
find, and at which depth. A model that must fail names what TLC must report. A model with
another number of states does not pass.

If a model violates something, each step of the behaviour is printed with what it changes;
for a model that must fail, this happens only if the model is named. Each model has its row
as soon as it is judged. If one cannot be judged, or after Ctrl-C, the other verdicts are
kept: the exit code is 1 if any model is not as it must be, otherwise 2 if any was not
judged.

` + cacheHelp + "\n\n" + canariesHelp + "\n\n" + distributedHelp,
		Example: examples(
			"lockstep tlc                  # the models of the tier test",
			"lockstep tlc MCSynod          # one model",
			"lockstep tlc MCSynodDuel      # one that must fail, and how it does",
			"lockstep tlc --tier full      # the large ones too",
			"lockstep tlc --list           # what there is",
			"lockstep tlc --canaries       # what this TLC gets wrong",
			"lockstep tlc MCSynod --print-command",
			"lockstep tlc --serve MCSynodGraph          # in one terminal",
			"lockstep tlc --join 127.0.0.1 --threads 1  # in others",
		),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.root, err = io.judging(cmd); err != nil {
				return err
			}
			o.names = args
			if err := wantCount("jobs", o.jobs, 1, limits.Threads); err != nil {
				return err
			}
			if err := o.format.validate(); err != nil {
				return err
			}
			if err := o.distributed.validate(cmd, args); err != nil {
				return err
			}
			if o.canaries {
				if err := refuseWithCanaries(cmd); err != nil {
					return err
				}
				return judgeTLC(cmd.Context(), io, o)
			}
			switch {
			case o.distributed.serve != "":
				return serveTLC(cmd.Context(), io, o)
			case o.distributed.join != "":
				return joinTLC(cmd.Context(), io, o, o.format.json)
			case o.list:
				return listModels(io, o, o.format.json)
			}
			report, err := runTLC(cmd.Context(), io, o)
			if err != nil || o.printCommand {
				return err
			}
			return showTLC(io, report, o.format)
		},
	}
	wordFlag(cmd.Flags(), &o.tier, "tier", tlc.TierTest, "which models to run: test, or full for all", tlc.TierTest, tlc.TierFull)
	cmd.Flags().StringVar(&o.logs, "logs", logFolder, "the folder for TLC's own output, unless absolute in the checkout, or in your cache if that cannot be written")
	cmd.Flags().IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many models to check at the same time, each with one thread unless spec/models.yaml says otherwise")
	cmd.Flags().BoolVar(&o.printCommand, "print-command", false, "print the command lines and run nothing")
	cmd.Flags().BoolVar(&o.list, "list", false, "list the models, of all tiers, and run nothing")
	cmd.Flags().BoolVar(&o.canaries, "canaries", false, "judge TLC itself, by modules whose verdict is known; MODEL is the name of such a module")
	cacheFlag(cmd.Flags(), &o.noCache)
	o.format.flags(cmd.Flags())
	o.distributed.flags(cmd)
	completesArgs(cmd, func(cmd *cobra.Command, args []string) []string {
		listed := listed
		if o.canaries {
			listed = listedCanaries
		}
		return slices.DeleteFunc(listed(cmd), func(name string) bool { return slices.Contains(args, name) })
	})
	completes(cmd, "serve", func(cmd *cobra.Command, _ []string) []string { return listed(cmd) })
	return cmd
}

// listed are the models of spec/models.yaml; outside of a checkout there are none.
func listed(cmd *cobra.Command) []string {
	root, err := checkout(cmd)
	if err != nil {
		return nil
	}
	models, err := tlc.ReadModels(filepath.Join(root, "spec", "models.yaml"))
	if err != nil {
		return nil
	}
	return namesOf(models)
}

// listedCanaries are those of spec/canaries, likewise.
func listedCanaries(cmd *cobra.Command) []string {
	root, err := checkout(cmd)
	if err != nil {
		return nil
	}
	all, err := tlc.ReadCanaries(filepath.Join(root, "spec"))
	if err != nil {
		return nil
	}
	return canaryNames(all)
}

func namesOf(models []tlc.Model) []string {
	var names []string
	for _, m := range models {
		names = append(names, m.Name)
	}
	return names
}

// listModels prints what spec/models.yaml says.
func listModels(io console, o tlcOptions, asJSON bool) error {
	models, err := tlc.ReadModels(filepath.Join(o.root, "spec", "models.yaml"))
	if err != nil {
		return err
	}
	if asJSON {
		return io.printJSON(models)
	}
	var rows [][]string
	for _, m := range models {
		rows = append(rows, []string{m.Name, m.Expect, m.Tier, strconv.Itoa(m.Seconds), m.About})
	}
	return io.table("model | expected | tier | seconds, about | what it shows", rows)
}

func runTLC(ctx context.Context, io console, o tlcOptions) (tlcReport, error) {
	specs := filepath.Join(o.root, "spec")
	all, err := tlc.ReadModels(filepath.Join(specs, "models.yaml"))
	if err != nil {
		return tlcReport{}, err
	}
	models, err := choose(all, o)
	if err != nil {
		return tlcReport{}, err
	}
	jar, err := tlc.Jar(o.root)
	if err != nil {
		return tlcReport{}, err
	}
	if o.printCommand {
		return tlcReport{}, printCommands(io, specs, models, o.job(io, jar))
	}
	return checkModels(ctx, io, specs, models, o.job(io, jar), o)
}

// job is how a model is run.
func (o tlcOptions) job(io console, jar string) func(tlc.Model) tlc.Job {
	cache := io.cache(o.root, o.noCache)
	return func(m tlc.Model) tlc.Job {
		return tlc.Job{Jar: jar, Log: io.within(o.root, o.logs, m.Name+".log"), Cache: cache}
	}
}

// checkModels checks models, so many at a time, those that take longest first, and
// prints the row of each when it is known. The report has them in the order in which
// they were given.
func checkModels(ctx context.Context, io console, specs string, models []tlc.Model, job func(tlc.Model) tlc.Job, o tlcOptions) (tlcReport, error) {
	report := tlcReport{Models: make([]tlc.Check, len(models)), Specs: specsIn(o.root)}
	order := make([]int, len(models))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(models[b].Seconds, models[a].Seconds) })
	var group errgroup.Group
	group.SetLimit(o.jobs)
	at, now := io.progress(), &tasks{all: len(models)}
	stop := at.watch(now.text)
	table := tlcTable(io, at, o, models, job)
	for _, i := range order {
		group.Go(func() error {
			report.Models[i] = o.check(ctx, specs, models[i], job(models[i]), now)
			return table.add(tlcRow(report.Models[i]), report.Models[i])
		})
	}
	err := group.Wait()
	stop()
	at.done()
	report.Passed = !slices.ContainsFunc(report.Models, func(c tlc.Check) bool { return !c.Passed() })
	return report, err
}

// check checks one model, among other tasks. How it violates what it does is left out
// if it must, unless the model was named.
func (o tlcOptions) check(ctx context.Context, specs string, m tlc.Model, job tlc.Job, now *tasks) tlc.Check {
	if ctx.Err() != nil {
		return m.Unjudged(stopped)
	}
	one := newTask(m.Name, m.Seconds)
	defer now.begin(one)()
	job.Progress = func(at tlc.Progress) {
		one.hear("depth %d, %d generated, %d distinct, %d to do", at.Depth, at.Generated, at.Distinct, at.Left)
	}
	c, err := tlc.CheckModel(ctx, specs, m, job)
	if err != nil {
		return m.Unjudged(unjudged(ctx, err))
	}
	if c.Passed() && len(o.names) == 0 {
		c.Behaviour = nil
	}
	return c
}

// choose picks the models that are named, or those of the tier.
func choose(all []tlc.Model, o tlcOptions) ([]tlc.Model, error) {
	if len(o.names) == 0 {
		tier := slices.DeleteFunc(all, func(m tlc.Model) bool { return m.Tier == tlc.TierFull && o.tier == tlc.TierTest })
		if len(tier) == 0 {
			return nil, hinted{fmt.Errorf("spec/models.yaml has no model of tier %s, so there is nothing to judge", o.tier), "lockstep tlc --list"}
		}
		return tier, nil
	}
	var chosen []tlc.Model
	for _, name := range o.names {
		i := slices.IndexFunc(all, func(m tlc.Model) bool { return m.Name == name })
		if i < 0 {
			return nil, unknown(fmt.Errorf("spec/models.yaml has no model %q", name), name, namesOf(all), "lockstep tlc --list")
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func printCommands(io console, specs string, models []tlc.Model, job func(tlc.Model) tlc.Job) error {
	for _, m := range models {
		line, err := m.Job(specs, job(m)).Command("SCRATCH")
		if err != nil {
			return err
		}
		if err := printLine(io, line); err != nil {
			return err
		}
	}
	return nil
}

// tlcTable is the table of models that are checked.
func tlcTable(io console, at *progress, o tlcOptions, models []tlc.Model, job func(tlc.Model) tlc.Job) *rows {
	var like [][]string
	for _, m := range models {
		like = append(like, tlcRow(tlc.Check{Model: m.Name, Expected: m.Expect, Got: m.Expect, Distinct: m.Distinct, Pinned: m.Distinct, Log: job(m).Log}))
	}
	return io.rows(at, o.format, "model | expected | got | distinct | pinned | depth | seconds | log", like)
}

func tlcRow(c tlc.Check) []string {
	pinned := "any"
	if c.Pinned != 0 {
		pinned = count(c.Pinned)
	}
	if c.Unjudged != "" {
		return []string{c.Model, c.Must(), notJudged(c.Unjudged), "-", pinned, "-", "-", "-"}
	}
	return []string{c.Model, c.Must(), c.Does(), count(c.Distinct), pinned, strconv.Itoa(c.Depth), cached(c.Cached, fmt.Sprintf("%.1f", c.Seconds)), relative(c.Log)}
}

// showTLC ends the report, whose rows have been printed.
func showTLC(io console, report tlcReport, f format) error {
	switch {
	case f.json:
		if err := io.printJSON(report); err != nil {
			return err
		}
	case !f.lines:
		showBehaviours(io, report)
	}
	var judged tally
	for _, c := range report.Models {
		judged.add(c.Unjudged, c.Passed())
		for _, wrong := range c.Wrong {
			fmt.Fprintf(io.err, "lockstep: %s: %s\n", c.Model, wrong)
		}
		if c.Unjudged != "" && c.Unjudged != stopped {
			fmt.Fprintf(io.err, "lockstep: not judged: %s\n", c.Unjudged)
		}
		for _, property := range c.Unchecked {
			fmt.Fprintf(io.err, "lockstep: %s: not checked: property %s\n", c.Model, property)
		}
	}
	return judged.end(io, "models")
}

// showBehaviours shows how models violate what they do.
func showBehaviours(io console, report tlcReport) {
	for _, c := range report.Models {
		if c.Behaviour == nil {
			continue
		}
		as := "as it must"
		if !c.Passed() {
			as = "but it " + c.Must()
		}
		fmt.Fprintf(io.out, "\n%s %s, %s; a behaviour of %d states shows it:\n%v", c.Model, c.Does(), as, c.Behaviour.States, c.Behaviour)
		fmt.Fprintf(io.out, "TLC's own output: %s\n", relative(c.Log))
	}
}

// relative is a path as seen from where the command runs, if that is shorter.
func relative(path string) string {
	here, err := filepath.Abs(".")
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
