package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
)

// demoStep is a check of the demo: what it shows, and how it came out.
type demoStep struct {
	Check   string  `json:"check"`
	Holds   bool    `json:"holds"`
	Saw     string  `json:"saw"`
	Command string  `json:"command"` // What shows it again.
	Seconds float64 `json:"seconds"`

	Unjudged string `json:"unjudged,omitempty"` // Why nothing is known of it.
}

// demoCheck is a check to be taken.
type demoCheck struct {
	name, command string
	take          func(context.Context) (holds bool, saw string, err error)
	of            string // The check without which this one has nothing to judge, if any.
}

// demo is a walk through what lockstep does, on a replicated counter.
type demo struct {
	io     console
	root   string
	folder string
	steps  []demoStep
	report runReplicaReport // Of the run.
	why    string           // Why the corrupted trace is rejected.
}

func newDemo(io console) *cobra.Command {
	var f format
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show in a minute what holds spec and code together",
		Long: `Show in a minute what holds spec and code together. TLC checks specs. A cluster of the Go
twins with clients runs under faults and writes a trace, which TLC accepts; the same trace
with one thing wrong is rejected. What the clients saw is linearizable, and it is what they
did in the trace. The state graph of the twin equals TLC's.`,
		Example: examples("lockstep demo"),
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := io.judging(cmd)
			if err != nil {
				return err
			}
			if err := f.validate(); err != nil {
				return err
			}
			d := &demo{io: io, root: root, folder: filepath.Join(io.workplace(root), "out", "demo")}
			if err := d.walk(cmd.Context(), d.checks(), f); err != nil {
				return err
			}
			return d.show(f)
		},
	}
	f.flags(cmd.Flags())
	return cmd
}

// theRun is the check that leaves what others judge.
const theRun = "a cluster with clients runs under faults"

// checks are those of the demo, in order.
func (d *demo) checks() []demoCheck {
	return []demoCheck{
		{"TLC: many decrees, decided in any order, agree", "lockstep tlc MCMultiDecreeAlone", d.model("MCMultiDecreeAlone"), ""},
		{"TLC: the replicated counter is a counter", "lockstep tlc MCReplicaPipelined", d.model("MCReplicaPipelined"), ""},
		{"TLC: gaps filled with clients' decrees are refuted", "lockstep tlc broken/MultiDecreeOwnDecreeInGap", d.model("broken/MultiDecreeOwnDecreeInGap"), ""},
		{theRun, "lockstep run replica", d.run, ""},
		{"TLC: its trace is a behaviour of the spec", "lockstep trace validate " + d.word("trace"), d.accept, theRun},
		{"TLC: the same trace, one thing wrong, is not", "lockstep trace validate " + d.word("corrupted"), d.reject, theRun},
		{"Porcupine: what the clients saw is linearizable", "lockstep check --checker porcupine " + d.word("history"), d.linearizable, theRun},
		{"the history is that of the trace", "lockstep check " + d.word("history") + " --trace " + d.word("trace"), d.tied, theRun},
		{"the twin's state graph equals TLC's", "lockstep explore multidecree --model MCMultiDecreeAlone --compare", d.graph, ""},
	}
}

// walk takes the checks in order, and prints the row of each when it is known. What
// cannot be judged is no reason to leave out the others, but for those of a run that was
// not made: they would judge what an earlier run left.
func (d *demo) walk(ctx context.Context, checks []demoCheck, f format) error {
	var like [][]string
	for _, c := range checks {
		like = append(like, []string{notJudged(stopped), c.name, c.command})
	}
	at := d.io.progress()
	defer at.done()
	table := d.io.rows(at, f, "holds | check | again with | seconds | saw", like)
	for i, c := range checks {
		fmt.Fprintf(d.io.err, "%d/%d %s ...\n", i+1, len(checks), c.name)
		s := d.step(ctx, c)
		d.steps = append(d.steps, s)
		if err := table.add(s.row(), s); err != nil {
			return err
		}
	}
	return nil
}

// step takes a check, unless there is nothing for it to judge.
func (d *demo) step(ctx context.Context, c demoCheck) demoStep {
	s := demoStep{Check: c.name, Command: c.command}
	lacks := func(s demoStep) bool { return s.Check == c.of && s.Unjudged != "" }
	switch start := time.Now(); {
	case ctx.Err() != nil:
		s.Unjudged = stopped
	case slices.ContainsFunc(d.steps, lacks):
		s.Unjudged = "there is no run to judge"
	default:
		var err error
		if s.Holds, s.Saw, err = c.take(ctx); err != nil {
			s.Holds, s.Saw, s.Unjudged = false, "", unjudged(ctx, err)
		}
		s.Seconds = time.Since(start).Seconds()
	}
	return s
}

func (s demoStep) row() []string {
	verdict := "yes"
	switch {
	case s.Unjudged != "":
		verdict = notJudged(s.Unjudged)
	case !s.Holds:
		verdict = "NO"
	}
	return []string{verdict, s.Check, s.Command, fmt.Sprintf("%.1f", s.Seconds), s.Saw}
}

// path is a trace of the demo, as seen from where it runs.
func (d *demo) path(name string) string { return relative(filepath.Join(d.folder, name+".ndjson")) }

// word is that path in a command.
func (d *demo) word(name string) string { return plain.Word(d.path(name)) }

// model has TLC check one model of spec/models.yaml.
func (d *demo) model(name string) func(context.Context) (bool, string, error) {
	return func(ctx context.Context) (bool, string, error) {
		report, err := runTLC(ctx, d.io, tlcOptions{root: d.root, noCache: true, names: []string{name}, tier: "test", logs: filepath.Join("out", "tlc"), jobs: 1, format: format{json: true}})
		if err != nil {
			return false, "", err
		}
		c := report.Models[0]
		if c.Unjudged != "" {
			return false, "", errors.New(c.Unjudged)
		}
		return report.Passed, fmt.Sprintf("%s, %d states", c.Does(), c.Distinct), nil
	}
}

func (d *demo) run(ctx context.Context) (bool, string, error) {
	var o runReplicaOptions
	replicaFlags(pflag.NewFlagSet("demo", pflag.ContinueOnError), &o) // The defaults.
	o.out, o.command = d.folder, "lockstep run replica"
	r, err := runRunReplica(ctx, d.io, o)
	d.report = r
	saw := fmt.Sprintf("%d operations, %d of unknown outcome; %d reigns, %d crashes, %d of %d messages lost", r.Done, r.Unknown, r.Measures.Reigns, r.Measures.Crashes, r.Traffic.Lost, r.Traffic.Sent)
	return r.Verdict == linearizability.Holds, saw, err
}

func (d *demo) write(path string, t *trace.Trace) error {
	return output.Write(path, func(w io.Writer) error { return trace.Write(w, t) })
}

func (d *demo) validate(ctx context.Context, name string) (validateReport, error) {
	r, err := runTraceValidate(ctx, d.io, traceValidateOptions{root: d.root, files: []string{d.path(name)}})
	if unjudged := r.Unjudged(); err == nil && len(unjudged) > 0 {
		return r, unjudged
	}
	return r, err
}

func (d *demo) accept(ctx context.Context) (bool, string, error) {
	r, err := d.validate(ctx, "trace")
	if err := errors.Join(err, d.report.judgedByTLC(r, err)); err != nil {
		return false, "", err
	}
	return len(r.Rejections) == 0, fmt.Sprintf("%d events accepted", r.Events), nil
}

// reject spoils the run's trace in a way that only TLC can notice.
func (d *demo) reject(ctx context.Context) (bool, string, error) {
	t, err := readTrace(d.path("trace"), catalog.ReplicaTrace)
	if err != nil {
		return false, "", err
	}
	mutant, err := spoil(t)
	if err != nil {
		return false, "", err
	}
	if err := d.write(d.path("corrupted"), mutant); err != nil {
		return false, "", err
	}
	r, err := d.validate(ctx, "corrupted")
	if err != nil {
		return false, "", err
	}
	if len(r.Rejections) == 0 {
		return false, "accepted", nil
	}
	d.why = r.Rejections[0].Error()
	if len(r.Explanations) > 0 {
		d.why = r.Explanations[0].String()
	}
	return true, fmt.Sprintf("rejected at line %d", r.Rejections[0].Line), nil
}

// spoil is the trace with another vote in it than the one that was cast.
func spoil(t *trace.Trace) (*trace.Trace, error) {
	vote := slices.IndexFunc(t.Events, func(e trace.Event) bool { return e.Action == "HandleBeginBallot" })
	if vote < 0 {
		return nil, errors.New("nobody voted in the run, so there is no vote to spoil")
	}
	for m := range mutate.Of(t, catalog.ReplicaTrace, vote) {
		if strings.HasPrefix(m.Field, "post.votes[].") && m.Kind == mutate.Changed && m.Refused == nil && m.Legal == "" {
			return m.Trace, nil
		}
	}
	return nil, errors.New("no vote stands in the first HandleBeginBallot of the run, so there is none to spoil")
}

func (d *demo) check(ctx context.Context, o checkOptions) (checkReport, error) {
	o.history, o.timeout = d.path("history"), time.Minute
	return runCheck(ctx, d.io, o)
}

func (d *demo) linearizable(ctx context.Context) (bool, string, error) {
	r, err := d.check(ctx, checkOptions{checker: "porcupine"})
	return r.Verdict == linearizability.Holds, fmt.Sprintf("%s, %d operations", r.Verdict, r.Operations), err
}

func (d *demo) tied(ctx context.Context) (bool, string, error) {
	r, err := d.check(ctx, checkOptions{checker: "exact", trace: d.path("trace")})
	if err != nil {
		return false, "", err
	}
	return r.Tie.Verdict == linearizability.Holds, fmt.Sprintf("%d operations in %d events", r.Operations, r.Tie.Events), nil
}

func (d *demo) graph(ctx context.Context) (bool, string, error) {
	r, err := runExplore(ctx, d.io, exploreOptions{root: d.root, noCache: true, protocol: "multidecree", models: []string{"MCMultiDecreeAlone"}, compare: true, format: format{json: true}})
	if err != nil {
		return false, "", err
	}
	if len(r.Unjudged) > 0 {
		return false, "", errors.New(r.Unjudged[0].Why)
	}
	c := r.Comparisons[0]
	return c.Equal, fmt.Sprintf("%d states and %d steps, node for node", c.Explorer.Distinct, c.Steps), nil
}

// show ends the report, whose rows have been printed.
func (d *demo) show(f format) error {
	if f.json {
		if err := d.io.printJSON(d.steps); err != nil {
			return err
		}
	} else if !f.lines && d.why != "" {
		fmt.Fprintf(d.io.out, "\nwhy the corrupted trace is rejected:\n%s\n", d.why)
	}
	if d.report.Report != "" && !f.json && !f.lines {
		fmt.Fprintf(d.io.out, "\nopen the report of the cluster: %s\n", relative(d.report.Report))
	}
	var judged tally
	for _, s := range d.steps {
		if judged.add(s.Unjudged, s.Holds); s.Unjudged != "" && s.Unjudged != stopped {
			fmt.Fprintf(d.io.err, "lockstep: not judged: %s: %s\n", s.Check, s.Unjudged)
		}
	}
	return judged.end(d.io, "checks")
}
