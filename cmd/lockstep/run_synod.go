package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() { runs = append(runs, newRunSynod) }

type runSynodOptions struct {
	inproc.SynodOptions
	runs     int
	parallel int
	out      string
}

// runSynodReport is what lockstep run synod prints.
type runSynodReport struct {
	Agree   bool                 `json:"agree"`   // Whether the ledgers of every run agree.
	Decided int                  `json:"decided"` // In how many runs all ledgers have the decree.
	Events  int                  `json:"events"`
	Crashes int                  `json:"crashes"`
	Folder  string               `json:"folder"` // Where the traces are, one file a run.
	ToCome  string               `json:"toCome"` // The command of the strongest check, which TLC makes of the traces.
	Runs    []inproc.SynodReport `json:"runs"`

	Unjudged []unjudgedRun `json:"unjudged,omitempty"`
}

// unjudgedRun is one that was not made.
type unjudgedRun struct {
	Seed uint64 `json:"seed"`
	Why  string `json:"unjudged"`
}

func newRunSynod(io console) *cobra.Command {
	o := runSynodOptions{SynodOptions: inproc.SynodOptions{Protocol: catalog.SynodTrace}}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "synod",
		Short: "Run the single-decree synod: goroutines, channels, faults",
		Long: `Run the single-decree synod. Each participant is a goroutine. Messages travel through
channels that lose, delay and duplicate them, and participants crash. The seed fixes the
faults that each goroutine draws, but not how goroutines interleave.

Each run writes a trace, synod-SEED.ndjson, for lockstep trace validate.`,
		Example: examples(
			"lockstep run synod",
			"lockstep run synod --participants 5 --proposers 3 --loss 0.3 --seed 7",
			"lockstep run synod --runs 100 --out out/many && lockstep trace validate out/many",
		),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := runRunSynod(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			return showRunSynod(io, report, asJSON)
		},
	}
	f := cmd.Flags()
	synodFlags(f, &o.SynodOptions)
	f.IntVar(&o.runs, "runs", 1, "how many runs to make")
	f.IntVar(&o.parallel, "parallel", 8, "how many runs to make at the same time")
	f.StringVar(&o.out, "out", filepath.Join("out", "synod"), "the folder for the traces")
	f.BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

// synodFlags are the flags that say what run to make.
func synodFlags(f *pflag.FlagSet, o *inproc.SynodOptions) {
	f.IntVar(&o.Participants, "participants", 3, "the number of participants")
	f.IntVar(&o.Proposers, "proposers", 2, "how many of them propose a decree of their own")
	f.Uint64Var(&o.Seed, "seed", 1, "the seed of the first run; each further run uses the next seed")
	f.Float64Var(&o.Faults.Loss, "loss", 0.1, "the chance that a message is lost")
	f.Float64Var(&o.Faults.Duplicate, "duplicate", 0.1, "the chance that a message arrives twice")
	f.DurationVar(&o.Faults.Delay, "delay", 2*time.Millisecond, "the longest time that a message takes")
	f.Float64Var(&o.Faults.Crash, "crash", 0.05, "the chance that a participant crashes after a step")
	f.IntVar(&o.Faults.Crashes, "crashes", 3, "how often one participant may crash in a run")
	f.DurationVar(&o.Retry, "retry", 10*time.Millisecond, "how long a proposer waits for its ballot: this long to twice as long")
	f.DurationVar(&o.Limit, "limit", 10*time.Second, "when a run ends even if some participant does not know the decree")
}

// synodOrigin is the command that makes a run like this one again.
func synodOrigin(command string, o inproc.SynodOptions) string {
	return fmt.Sprintf("%s --participants %d --proposers %d --seed %d --loss %v --duplicate %v --delay %v --crash %v --crashes %d --retry %v --limit %v",
		command, o.Participants, o.Proposers, o.Seed, o.Faults.Loss, o.Faults.Duplicate, o.Faults.Delay, o.Faults.Crash, o.Faults.Crashes, o.Retry, o.Limit)
}

func runRunSynod(ctx context.Context, io console, o runSynodOptions) (runSynodReport, error) {
	if err := cmp.Or(wantRuns(o.runs), wantCount("parallel", o.parallel, 1, limits.Threads), asFlag(o.Validate())); err != nil {
		return runSynodReport{}, err
	}
	folder, err := claim(o.out)
	if err != nil {
		return runSynodReport{}, err
	}
	defer folder.Close()
	runs := make([]inproc.SynodReport, o.runs)
	errs := make([]error, o.runs)
	p := io.progress()
	defer p.done()
	var done sync.WaitGroup
	places := make(chan struct{}, o.parallel)
	for i := range o.runs {
		places <- struct{}{}
		p.show("run %d of %d", i+1, o.runs)
		done.Go(func() {
			if errs[i] = ctx.Err(); errs[i] == nil {
				runs[i], errs[i] = runOneSynod(ctx, o, folder, o.Seed+uint64(i))
			}
			<-places
		})
	}
	done.Wait()
	report := runSynodReport{Agree: true, Folder: o.out, ToCome: validateCommand(o.out), Runs: []inproc.SynodReport{}}
	for i, r := range runs {
		if errs[i] != nil {
			report.Unjudged = append(report.Unjudged, unjudgedRun{o.Seed + uint64(i), unjudged(ctx, errs[i])})
			continue
		}
		report.add(r)
	}
	if len(report.Runs) == 0 {
		report.Agree = false
		return report, nil
	}
	return report, folder.Publish()
}

// runOneSynod makes one run and writes its trace.
func runOneSynod(ctx context.Context, o runSynodOptions, folder *output.Folder, seed uint64) (inproc.SynodReport, error) {
	o.Seed = seed
	o.Origin = synodOrigin("lockstep run synod", o.SynodOptions)
	r, recording, err := inproc.RunSynod(ctx, o.SynodOptions)
	if err != nil {
		return r, err
	}
	name := fmt.Sprintf("synod-%d.ndjson", seed)
	t, err := recording.Trace(filepath.Join(o.out, name))
	if err != nil {
		return r, err
	}
	return r, folder.Write(name, func(w io.Writer) error { return trace.Write(w, t) })
}

func (report *runSynodReport) add(r inproc.SynodReport) {
	report.Runs = append(report.Runs, r)
	report.Agree = report.Agree && r.Agree
	report.Events += r.Events
	report.Crashes += r.Crashes
	if r.Known == len(r.Ledgers) {
		report.Decided++
	}
}

func showRunSynod(io console, report runSynodReport, asJSON bool) error {
	show := showManySynods
	switch {
	case asJSON:
		show = func(io console, report runSynodReport) error { return io.printJSON(report) }
	case len(report.Runs) == 0:
		show = func(console, runSynodReport) error { return nil }
	case len(report.Runs)+len(report.Unjudged) == 1:
		show = showOneSynod
	}
	if err := show(io, report); err != nil {
		return err
	}
	if !asJSON && len(report.Runs) > 0 {
		fmt.Fprintf(io.out, "made here: one check, that ledgers agree; %s\n", toCome(report.ToCome))
	}
	var judged tally
	for _, r := range report.Runs {
		judged.add("", r.Agree)
	}
	for _, u := range report.Unjudged {
		if judged.add(u.Why, false); judged.unjudged == 1 && u.Why != stopped {
			fmt.Fprintf(io.err, "lockstep: not judged: the run with seed %d: %s\n", u.Seed, u.Why)
		}
	}
	if judged.unjudged > 1 {
		fmt.Fprintf(io.err, "hint: --json tells why %d more were not judged\n", judged.unjudged-1)
	}
	return judged.end(io, "runs")
}

func showOneSynod(io console, report runSynodReport) error {
	r := report.Runs[0]
	var rows [][]string
	for _, b := range r.Ballots {
		rows = append(rows, []string{b.Number.String(), strconv.Itoa(int(b.Proposer)), string(b.Decree)})
	}
	if err := io.table("ballot | proposer | decree", rows); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "\nledgers: %s\n", ledgers(r.Ledgers))
	fmt.Fprintf(io.out, "%d events, %d crashes; %d messages sent, %d lost, %d duplicated; %.0f ms\n", r.Events, r.Crashes, r.Traffic.Sent, r.Traffic.Lost, r.Traffic.Duplicated, r.Seconds*1000)
	fmt.Fprintf(io.out, "trace: %s\n", filepath.Join(report.Folder, fmt.Sprintf("synod-%d.ndjson", r.Seed)))
	return nil
}

func ledgers(all []synod.Decree) string {
	var texts []string
	for i, d := range all {
		if d == synod.Blank {
			d = "blank"
		}
		texts = append(texts, fmt.Sprintf("%d: %s", i+1, d))
	}
	return strings.Join(texts, ", ")
}

func showManySynods(io console, report runSynodReport) error {
	ballots, lost, known := 0, int64(0), 0
	for _, r := range report.Runs {
		ballots += len(r.Ballots)
		lost += r.Traffic.Lost
		if r.Known > 0 {
			known++
		}
	}
	return io.table("runs | all know | some know | ballots | events | crashes | messages lost | ledgers agree | traces", [][]string{{
		strconv.Itoa(len(report.Runs)), strconv.Itoa(report.Decided), strconv.Itoa(known), strconv.Itoa(ballots),
		strconv.Itoa(report.Events), strconv.Itoa(report.Crashes), strconv.FormatInt(lost, 10), strconv.FormatBool(report.Agree), report.Folder,
	}})
}
