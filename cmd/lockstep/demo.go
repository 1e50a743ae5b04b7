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
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

// demoStep is a check of the demo: what it shows, and how it came out.
type demoStep struct {
	Check   string  `json:"check"`
	Holds   bool    `json:"holds"`
	Saw     string  `json:"saw"`
	Command string  `json:"command"` // What shows it again.
	Seconds float64 `json:"seconds"`
}

// demo is a walk through what lockstep does, on a replicated counter.
type demo struct {
	io     console
	root   string
	folder string
	steps  []demoStep
	why    string // Why the corrupted trace is rejected.
}

func newDemo(io console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show in a minute what holds spec and code together",
		Long: `Show in a minute what holds spec and code together: TLC checks the specs; a real
cluster with clients, of the Go twins, runs under faults and leaves a trace that TLC
accepts; the same trace with one thing wrong is rejected; what the clients saw is
linearizable, and is what they did in the trace; and the state graph of the twin
equals TLC's.`,
		Example: examples("lockstep demo"),
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := checkout(cmd)
			if err != nil {
				return err
			}
			d := &demo{io: io, root: root, folder: filepath.Join(root, "out", "demo")}
			if err := d.walk(cmd.Context()); err != nil {
				return err
			}
			return d.show(asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the table as JSON")
	return cmd
}

// walk takes the checks in order.
func (d *demo) walk(ctx context.Context) error {
	checks := []struct {
		name, command string
		take          func(context.Context) (holds bool, saw string, err error)
	}{
		{"TLC: many decrees, decided in any order, agree", "lockstep tlc MCMultiDecreeAlone", d.model("MCMultiDecreeAlone")},
		{"TLC: the replicated counter is a counter", "lockstep tlc MCReplicaPipelined", d.model("MCReplicaPipelined")},
		{"TLC: gaps filled with clients' decrees are refuted", "lockstep tlc broken/MultiDecreeOwnDecreeInGap", d.model("broken/MultiDecreeOwnDecreeInGap")},
		{"a cluster with clients runs under faults", "lockstep run replica", d.run},
		{"TLC: its trace is a behaviour of the spec", "lockstep trace validate " + d.path("trace"), d.accept},
		{"TLC: the same trace, one thing wrong, is not", "lockstep trace validate " + d.path("corrupted"), d.reject},
		{"Porcupine: what the clients saw is linearizable", "lockstep check --checker porcupine " + d.path("history"), d.linearizable},
		{"the history is that of the trace", "lockstep check " + d.path("history") + " --trace " + d.path("trace"), d.tied},
		{"the twin's state graph equals TLC's", "lockstep explore multidecree --model MCMultiDecreeAlone --compare", d.graph},
	}
	for i, c := range checks {
		fmt.Fprintf(d.io.err, "%d/%d %s ...\n", i+1, len(checks), c.name)
		start := time.Now()
		holds, saw, err := c.take(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		d.steps = append(d.steps, demoStep{c.name, holds, saw, c.command, time.Since(start).Seconds()})
	}
	return nil
}

// path is a trace of the demo, as seen from where it runs.
func (d *demo) path(name string) string { return relative(filepath.Join(d.folder, name+".ndjson")) }

// model has TLC check one model of spec/models.yaml.
func (d *demo) model(name string) func(context.Context) (bool, string, error) {
	return func(ctx context.Context) (bool, string, error) {
		report, err := runTLC(ctx, d.io, tlcOptions{root: d.root, names: []string{name}, tier: "test", logs: filepath.Join("out", "tlc"), jobs: 1, format: format{json: true}})
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
	if err != nil {
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
	for m := range trace.MutantsOf(t, catalog.ReplicaTrace, vote) {
		if strings.HasPrefix(m.Field, "post.votes[].") && m.Kind == trace.Changed && m.Refused == nil && m.Legal == "" {
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
	r, err := runExplore(ctx, d.io, exploreOptions{root: d.root, protocol: "multidecree", models: []string{"MCMultiDecreeAlone"}, compare: true, format: format{json: true}})
	if err != nil {
		return false, "", err
	}
	if len(r.Unjudged) > 0 {
		return false, "", errors.New(r.Unjudged[0].Why)
	}
	c := r.Comparisons[0]
	return c.Equal, fmt.Sprintf("%d states and %d steps, node for node", c.Explorer.Distinct, c.Steps), nil
}

func (d *demo) show(asJSON bool) error {
	holds := true
	var rows [][]string
	for _, s := range d.steps {
		verdict := "yes"
		if !s.Holds {
			verdict, holds = "NO", false
		}
		rows = append(rows, []string{verdict, s.Check, s.Saw, fmt.Sprintf("%.1f", s.Seconds), s.Command})
	}
	if asJSON {
		if err := d.io.printJSON(d.steps); err != nil {
			return err
		}
	} else if err := d.io.table("holds | check | saw | seconds | again with", rows); err != nil {
		return err
	} else if d.why != "" {
		fmt.Fprintf(d.io.out, "\nwhy the corrupted trace is rejected:\n%s\n", d.why)
	}
	if !holds {
		return errFails
	}
	return nil
}
