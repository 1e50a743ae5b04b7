package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

type tlcOptions struct {
	root         string
	names        []string // The models to run; all of the tier if empty.
	tier         string
	logs         string
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
	report := tlcReport{Passed: true}
	for i, m := range models {
		job := tlc.Job{Jar: jar, Log: within(o.root, o.logs, m.Name+".log")}
		if o.printCommand {
			if err := printCommand(io, specs, m, job); err != nil {
				return tlcReport{}, err
			}
			continue
		}
		p := io.progress()
		job.Progress = func(at tlc.Progress) {
			p.show("%d/%d %s: depth %d, %d generated, %d distinct, %d to do (takes about %d s)", i+1, len(models), m.Name, at.Depth, at.Generated, at.Distinct, at.Left, m.Seconds)
		}
		p.show("%d/%d %s: takes about %d s", i+1, len(models), m.Name, m.Seconds)
		check, err := tlc.CheckModel(ctx, specs, m, job)
		p.done()
		if err != nil {
			return tlcReport{}, err
		}
		report.Models = append(report.Models, check)
		report.Passed = report.Passed && check.Passed()
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

func printCommand(io console, specs string, m tlc.Model, job tlc.Job) error {
	line, err := m.Job(specs, job).Command("SCRATCH")
	if err != nil {
		return err
	}
	return printLine(io, line)
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
