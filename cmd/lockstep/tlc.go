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

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

type tlcOptions struct {
	root         string
	names        []string // The models to run; all of the tier if empty.
	tier         string
	logs         string
	jobs         int // How many models are checked at a time.
	printCommand bool
	list         bool
	distributed  distributedOptions
}

// tlcReport is the table that lockstep tlc prints.
type tlcReport struct {
	Passed bool        `json:"passed"`
	Models []tlc.Check `json:"models"`
}

func newTLC(io console) *cobra.Command {
	var o tlcOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "tlc [MODEL...]",
		Short: "Check the models of spec/models.yaml with TLC",
		Long: `Check the models of spec/models.yaml with TLC, or those that are named, and hold
what each gives against what it must give: its verdict, how many distinct states
it has, its depth. A model that must fail names what TLC must report. A model that
explored another number of states than is pinned does not pass.

` + distributedHelp,
		Example: examples(
			"lockstep tlc                  # the models of the tier test",
			"lockstep tlc MCSynod          # one model",
			"lockstep tlc --tier full      # the large ones too",
			"lockstep tlc --list           # what there is",
			"lockstep tlc MCSynod --print-command",
			"lockstep tlc --serve MCSynodGraph          # in one terminal",
			"lockstep tlc --join 127.0.0.1 --threads 1  # in others",
		),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.root, err = checkout(cmd); err != nil {
				return err
			}
			o.names = args
			if o.jobs < 1 {
				return fmt.Errorf("--jobs %d: want at least one", o.jobs)
			}
			if err := o.distributed.validate(cmd, args); err != nil {
				return err
			}
			switch {
			case o.distributed.serve != "":
				return serveTLC(cmd.Context(), io, o, asJSON)
			case o.distributed.join != "":
				return joinTLC(cmd.Context(), io, o, asJSON)
			case o.list:
				return listModels(io, o, asJSON)
			}
			report, err := runTLC(cmd.Context(), io, o)
			if err != nil || o.printCommand {
				return err
			}
			return showTLC(io, report, asJSON)
		},
	}
	cmd.Flags().StringVar(&o.tier, "tier", tlc.TierTest, "which models to run: test, or full for all")
	cmd.Flags().StringVar(&o.logs, "logs", "out/tlc", "the folder for TLC's own output, in the checkout unless absolute")
	cmd.Flags().IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many models to check at a time, each with one thread unless spec/models.yaml says otherwise")
	cmd.Flags().BoolVar(&o.printCommand, "print-command", false, "print the command lines and run nothing")
	cmd.Flags().BoolVar(&o.list, "list", false, "list the models, of all tiers, and run nothing")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the table as JSON")
	o.distributed.flags(cmd)
	return cmd
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
		return tlcReport{}, printCommands(io, specs, models, o.job(jar))
	}
	return checkModels(ctx, io, specs, models, o.job(jar), o.jobs)
}

// job is how a model is run.
func (o tlcOptions) job(jar string) func(tlc.Model) tlc.Job {
	return func(m tlc.Model) tlc.Job { return tlc.Job{Jar: jar, Log: within(o.root, o.logs, m.Name+".log")} }
}

// checkModels checks models, so many at a time, those that take longest first, and
// reports them in the order in which they were given. It stops at one that cannot be
// judged.
func checkModels(ctx context.Context, io console, specs string, models []tlc.Model, job func(tlc.Model) tlc.Job, jobs int) (tlcReport, error) {
	report := tlcReport{Passed: true, Models: make([]tlc.Check, len(models))}
	order := make([]int, len(models))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(models[b].Seconds, models[a].Seconds) })
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(jobs)
	p := io.progress()
	for n, i := range order {
		group.Go(func() (err error) {
			m, j := models[i], job(models[i])
			j.Progress = func(at tlc.Progress) {
				p.show("%d/%d %s: depth %d, %d generated, %d distinct, %d to do (takes about %d s)", n+1, len(models), m.Name, at.Depth, at.Generated, at.Distinct, at.Left, m.Seconds)
			}
			p.show("%d/%d %s: takes about %d s", n+1, len(models), m.Name, m.Seconds)
			report.Models[i], err = tlc.CheckModel(ctx, specs, m, j)
			return err
		})
	}
	err := group.Wait()
	p.done()
	if err != nil {
		return tlcReport{}, err
	}
	for _, c := range report.Models {
		report.Passed = report.Passed && c.Passed()
	}
	return report, nil
}

// choose picks the models that are named, or those of the tier.
func choose(all []tlc.Model, o tlcOptions) ([]tlc.Model, error) {
	if o.tier != tlc.TierTest && o.tier != tlc.TierFull {
		return nil, fmt.Errorf("--tier %s: want %s or %s", o.tier, tlc.TierTest, tlc.TierFull)
	}
	if len(o.names) == 0 {
		return slices.DeleteFunc(all, func(m tlc.Model) bool { return m.Tier == tlc.TierFull && o.tier == tlc.TierTest }), nil
	}
	var chosen []tlc.Model
	for _, name := range o.names {
		i := slices.IndexFunc(all, func(m tlc.Model) bool { return m.Name == name })
		if i < 0 {
			return nil, hinted{fmt.Errorf("spec/models.yaml has no model %q", name), "lockstep tlc --list"}
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

// within is the path of a file in a folder that is relative to the checkout.
func within(root, folder, file string) string {
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(root, folder)
	}
	return filepath.Join(folder, file)
}

func showTLC(io console, report tlcReport, asJSON bool) error {
	if asJSON {
		if err := io.printJSON(report); err != nil {
			return err
		}
	} else if err := io.table("model | expected | got | distinct | pinned | depth | seconds | log", tlcRows(report)); err != nil {
		return err
	}
	for _, c := range report.Models {
		for _, wrong := range c.Wrong {
			fmt.Fprintf(io.err, "lockstep: %s: %s\n", c.Model, wrong)
		}
		for _, property := range c.Unchecked {
			fmt.Fprintf(io.err, "lockstep: %s: not checked: property %s\n", c.Model, property)
		}
	}
	if !report.Passed {
		return errFails
	}
	return nil
}

func tlcRows(report tlcReport) [][]string {
	var rows [][]string
	for _, c := range report.Models {
		pinned := "any"
		if c.Pinned != 0 {
			pinned = strconv.FormatInt(c.Pinned, 10)
		}
		rows = append(rows, []string{
			c.Model, c.Expected, c.Got, strconv.FormatInt(c.Distinct, 10), pinned,
			strconv.Itoa(c.Depth), fmt.Sprintf("%.1f", c.Seconds), relative(c.Log),
		})
	}
	return rows
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
