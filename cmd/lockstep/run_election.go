package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/internal/published"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() { runs = append(runs, newRunElection) }

type runElectionOptions struct {
	inproc.ElectionOptions
	rule      string
	published bool
	runs      int
	out       string
	command   string // What draws the picture again.
}

// bothRules stands for all rules, side by side.
const bothRules = "both"

// ruleReport is what happened in all runs under one rule.
type ruleReport struct {
	Rule     string            `json:"rule"`
	Runs     int               `json:"runs"`
	Measures timeline.Measures `json:"measures"`
	Tally    inproc.Tally      `json:"tally"`
	First    timeline.Timeline `json:"first"` // That of the first run.
}

// runElectionReport is what lockstep run election prints.
type runElectionReport struct {
	Seed    uint64       `json:"seed"`
	Rules   []ruleReport `json:"rules"`
	Picture string       `json:"picture"` // The timelines of the first run, as SVG.
	Folder  string       `json:"folder"`  // Where the traces are, one file a run and rule.
	ToCome  string       `json:"toCome"`  // The command of the strongest check, which TLC makes of the traces.
}

func newRunElection(io console) *cobra.Command {
	o := runElectionOptions{ElectionOptions: inproc.ElectionOptions{Protocol: catalog.ElectionTrace}}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "election",
		Short: "Run the election: who led when, under both rules side by side",
		Long: `Run the election under both rules, with the same crashes and pauses. Each participant is a
goroutine with a timer; heartbeats are lost, delayed and duplicated. The report says who led
when, for how long nobody led, and how often a live leader was deposed, and draws this.

Each run writes a trace for lockstep trace validate. With --virtual there are no goroutines
and no clock, and the seed determines the run. With --published the rule that these two
replace runs with the same faults; it leaves no trace.`,
		Example: examples(
			"lockstep run election",
			"lockstep run election --participants 5 --loss 0.3 --crash 0.03 --seed 7",
			"lockstep run election --virtual --published --runs 100",
			"lockstep run election --runs 20 --out out/elections && lockstep trace validate out/elections",
		),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.command = commandOf(cmd)
			report, err := runRunElection(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			if asJSON {
				return io.printJSON(report)
			}
			return showRunElection(io, report)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.Participants, "participants", 3, "the number of participants")
	wordFlag(f, &o.rule, "rule", bothRules, "the rule: incumbent, rank, or both, side by side", election.IncumbentRule.String(), election.RankRule.String(), bothRules)
	f.Uint64Var(&o.Seed, "seed", 1, "the seed of the first run; each further run uses the next seed")
	f.IntVar(&o.runs, "runs", 1, "how many runs to make under each rule")
	f.DurationVar(&o.Duration, "duration", time.Second, "how long a run takes")
	f.DurationVar(&o.Interval, "interval", 5*time.Millisecond, "the time between heartbeats of a leader")
	f.IntVar(&o.Silence, "silence", inproc.DefaultIntervals, "after how many intervals of silence a timer rings")
	f.Float64Var(&o.Loss, "loss", 0.1, "the chance that a heartbeat is lost")
	f.Float64Var(&o.Duplicate, "duplicate", 0.1, "the chance that it arrives twice")
	f.DurationVar(&o.Delay, "delay", 3*time.Millisecond, "the longest time that it takes")
	f.Float64Var(&o.Crash, "crash", 0.01, "the chance that a participant crashes in an interval")
	f.Float64Var(&o.Pause, "pause", 0.01, "the chance that a participant is paused in an interval")
	f.BoolVar(&o.Virtual, "virtual", false, "no goroutines and no clock: the seed determines the run")
	f.BoolVar(&o.published, "published", false, "also run the published rule, with the same faults")
	f.StringVar(&o.out, "out", filepath.Join("out", "election"), "the folder for the traces and the picture")
	f.BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

// contestant is a rule that runs.
type contestant struct {
	name string
	run  func(context.Context, inproc.ElectionOptions) (inproc.ElectionReport, *trace.Recording, error)
}

// contestants are the rules that are meant; the published ones leave no recording.
func (o runElectionOptions) contestants() ([]contestant, error) {
	rules := []election.Rule{election.IncumbentRule, election.RankRule}
	if o.rule != bothRules {
		var rule election.Rule
		if err := rule.UnmarshalText([]byte(o.rule)); err != nil {
			return nil, err
		}
		rules = []election.Rule{rule}
	}
	var ours, theirs []contestant
	for _, rule := range rules {
		ours = append(ours, contestant{rule.String(), func(ctx context.Context, o inproc.ElectionOptions) (inproc.ElectionReport, *trace.Recording, error) {
			o.Rule = rule
			return inproc.RunElection(ctx, o)
		}})
		theirs = append(theirs, contestant{"published " + rule.String(), func(ctx context.Context, o inproc.ElectionOptions) (inproc.ElectionReport, *trace.Recording, error) {
			o.Rule = rule
			report, err := published.Run(ctx, o)
			return report, nil, err
		}})
	}
	if o.published {
		ours = append(ours, theirs...)
	}
	return ours, nil
}

func runRunElection(ctx context.Context, io console, o runElectionOptions) (runElectionReport, error) {
	if err := cmp.Or(wantRuns(o.runs), asFlag(o.Validate())); err != nil {
		return runElectionReport{}, err
	}
	all, err := o.contestants()
	if err != nil {
		return runElectionReport{}, err
	}
	folder, err := claim(o.out)
	if err != nil {
		return runElectionReport{}, err
	}
	defer folder.Close()
	at := io.progress()
	defer at.done()
	report := runElectionReport{Seed: o.Seed, Folder: o.out, ToCome: validateCommand(o.out), Picture: filepath.Join(o.out, fmt.Sprintf("election-%d.svg", o.Seed))}
	for _, c := range all {
		rule := ruleReport{Rule: c.name, Runs: o.runs}
		for i := range o.runs {
			at.show("%s rule, run %d of %d", c.name, i+1, o.runs)
			r, err := o.one(ctx, c, folder, o.Seed+uint64(i))
			if err != nil {
				return report, err
			}
			rule.Measures.Add(r.Measures)
			rule.Tally.Add(r.Tally)
			if i == 0 {
				rule.First = r.Timeline
			}
		}
		report.Rules = append(report.Rules, rule)
	}
	if err := report.draw(folder, o.command); err != nil {
		return report, err
	}
	return report, folder.Publish()
}

// one makes one run and writes its trace, if it has one.
func (o runElectionOptions) one(ctx context.Context, c contestant, folder *output.Folder, seed uint64) (inproc.ElectionReport, error) {
	own := o.ElectionOptions
	own.Seed = seed
	own.Origin = fmt.Sprintf("lockstep run election --rule %s --participants %d --seed %d --duration %v --interval %v --silence %d --loss %v --duplicate %v --delay %v --crash %v --pause %v --virtual=%v",
		c.name, o.Participants, seed, o.Duration, o.Interval, o.Silence, o.Loss, o.Duplicate, o.Delay, o.Crash, o.Pause, o.Virtual)
	r, recording, err := c.run(ctx, own)
	if err != nil || recording == nil {
		return r, err
	}
	name := fmt.Sprintf("election-%s-%d.ndjson", c.name, seed)
	t, err := recording.Trace(filepath.Join(o.out, name))
	if err != nil {
		return r, err
	}
	return r, folder.Write(name, func(w io.Writer) error { return trace.Write(w, t) })
}

// draw writes the picture of the first run under each rule.
func (r runElectionReport) draw(folder *output.Folder, command string) error {
	var charts []timeline.Chart
	for _, rule := range r.Rules {
		charts = append(charts, timeline.Chart{Title: rule.Rule + " rule", Timeline: rule.First})
	}
	return folder.Write(filepath.Base(r.Picture), func(w io.Writer) error {
		return timeline.WriteSVG(w, timeline.Wide, fmt.Sprintf("Who led when: seed %d", r.Seed), command, charts)
	})
}

// textColumns is how wide timelines are as text.
const textColumns = 100

func showRunElection(io console, report runElectionReport) error {
	var rows [][]string
	for _, r := range report.Rules {
		m := r.Measures
		rows = append(rows, []string{
			r.Rule, strconv.Itoa(r.Runs), strconv.Itoa(m.Reigns), percent(m.Share(m.WithOne)), percent(m.Share(m.WithNone)), timeline.Brief(m.LongestGap),
			strconv.Itoa(m.Overlaps), timeline.Brief(m.WithMore), strconv.Itoa(m.Deposed), strconv.Itoa(m.Reused), strconv.Itoa(m.Crashes), strconv.Itoa(m.Pauses),
			strconv.Itoa(r.Tally.WrongRings), strconv.Itoa(r.Tally.HeardLate), strconv.Itoa(r.Tally.Refused),
		})
	}
	header := "rule | runs | reigns | one led | nobody led | longest | two led | for | deposed alive | numbers used twice | crashes | pauses | rang wrongly | heard late | too late"
	if err := io.table(header, rows); err != nil {
		return err
	}
	for _, r := range report.Rules {
		fmt.Fprintf(io.out, "\n%s rule, seed %d\n%s", r.Rule, report.Seed, r.First.Text(textColumns))
	}
	fmt.Fprintf(io.out, "%s\n\npicture: %s\ntraces: %s\nmade here: no check; %s\n", timeline.Legend, report.Picture, report.Folder, toCome(report.ToCome))
	return nil
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }
