package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() { runs = append(runs, newRunReplica) }

type runReplicaOptions struct {
	inproc.ReplicaOptions
	timeout time.Duration

	maxBytes int64 // 0 is the default.

	out     string
	command string // What makes the run again.
}

// replicaCheck is one of the checks of a run.
type replicaCheck struct {
	Check   string                  `json:"check"`
	Verdict linearizability.Verdict `json:"verdict"`
	Reason  string                  `json:"reason"` // Why it fails or is unjudged; else what was judged.
}

// runReplicaReport is what lockstep run replica prints.
type runReplicaReport struct {
	Command string                  `json:"command"`
	Verdict linearizability.Verdict `json:"verdict"` // Of all checks.
	Checks  []replicaCheck          `json:"checks"`
	Not     []string                `json:"notJudged"`        // What none of them judges, and what does.
	ToCome  string                  `json:"toCome,omitempty"` // The command of the strongest check, which TLC makes of the trace.
	Leases  bool                    `json:"leases"`           // Whether it has leases.
	Latency []timeline.Latency      `json:"latency"`
	Trace   string                  `json:"trace"` // The files.
	History string                  `json:"history"`
	Report  string                  `json:"report"`
	drawn   picture                 // Of the history.
	byTLC   bool                    // Whether TLC has judged the trace.
	inproc.ReplicaReport
}

func newRunReplica(io console) *cobra.Command {
	var o runReplicaOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "replica",
		Short: "Run a cluster with clients: what they saw, and who led when",
		Long: `Run a cluster that executes the commands of clients. Each participant and each client is a
goroutine; messages are lost, delayed and duplicated; participants crash and are paused.
Clients increment a counter and read it, through the log and past it, and check the
answers. Every other client has several operations under way. With --machine kv the clients
put, get and delete texts of a key-value store with a few keys. The spec's state machine is
a counter, so for a store there is no exact checker and no check by the clients: Porcupine
judges the history, and the Go twins judge the trace without TLC.

With --term and --drift, reads past the log are answered under a lease where one is held,
and the trace is one of Lease. A participant's clock is ahead of the slowest one by any time
up to the drift. A --skew above the drift breaks the assumption of leases: clients may read
old values, and the trace is rejected.

The run is judged in every way that needs no TLC. The report lists these checks, and says
that the strongest one, by TLC, is still to come. The command writes the trace, the history
and a report, which is one page that needs no network. Then lockstep trace validate judges
the trace, and lockstep check the history. With --virtual there are no goroutines, time is
virtual, and the seed determines the run, which may then be long. A run in which no operation
is done judges nothing: exit code 2.`,
		Example: examples(
			"lockstep run replica",
			"lockstep run replica --virtual --seed 7 --participants 5 --loss 0.1 --crash 0.005",
			"lockstep run replica --virtual --events 1000000 --out out/million",
			"lockstep run replica --virtual --machine kv --out out/kv",
			"lockstep run replica --virtual --term 200ms --drift 5ms --out out/lease",
		),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.command = commandOf(cmd)
			if !cmd.Flags().Changed("duration") && o.Operations+o.Events > 0 {
				o.Duration = longEnough
			}
			report, err := runRunReplica(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			return showRunReplica(io, report, asJSON)
		},
	}
	replicaFlags(cmd.Flags(), &o)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

// longEnough is how long a run takes at most that is to end otherwise.
const longEnough = time.Hour

func replicaFlags(f *pflag.FlagSet, o *runReplicaOptions) {
	wordFlag(f, &o.Machine, "machine", linearizability.Counter, "the state machine: counter, or kv for a key-value store", linearizability.Counter, linearizability.KeyValue)
	f.IntVar(&o.Participants, "participants", 3, "the number of participants")
	f.IntVar(&o.Clients, "clients", 4, "the number of clients; every other one is pipelined")
	f.IntVar(&o.Depth, "depth", 4, "how many operations a pipelined client has under way")
	f.IntVar(&o.Identities, "identities", 4, "how many IDs a client has; it takes the next one when it has given up a command")
	f.Float64Var(&o.Reads, "reads", 0.2, "the share of operations that are reads through the log")
	f.Float64Var(&o.Queries, "queries", 0.2, "the share of operations that are reads past the log")
	f.Uint64Var(&o.Seed, "seed", 1, "the seed of all random choices")
	f.BoolVar(&o.Virtual, "virtual", false, "no goroutines, and virtual time: the seed determines the run")
	f.DurationVar(&o.Duration, "duration", 2*time.Second, "the longest duration of the run (an hour with --events or --operations)")
	f.IntVar(&o.Operations, "operations", 0, "end when this many operations are done")
	f.IntVar(&o.Events, "events", 0, "end after this many steps")
	f.DurationVar(&o.Interval, "interval", 10*time.Millisecond, "the time between heartbeats of a president")
	f.IntVar(&o.Silence, "silence", 4, "after how many intervals of silence a timer rings")
	f.IntVar(&o.Deadline, "deadline", 60, "after how many intervals a client gives up")
	f.Float64Var(&o.Faults.Loss, "loss", 0.05, "the chance that a message is lost")
	f.Float64Var(&o.Faults.Duplicate, "duplicate", 0.05, "the chance that it arrives twice")
	f.DurationVar(&o.Faults.Delay, "delay", 3*time.Millisecond, "the longest time that it takes")
	f.Float64Var(&o.Crash, "crash", 0.005, "the chance that a participant crashes in an interval")
	f.Float64Var(&o.Pause, "pause", 0.005, "the chance that a participant is paused in an interval")
	f.IntVar(&o.Window, "window", 8, "how far past the first undecided instance a president may begin")
	f.IntVar(&o.Batch, "batch", 4, "the largest number of commands in a decree")
	f.IntVar(&o.Snapshots, "snapshots", 100, "after how many instances a participant takes a snapshot")
	f.DurationVar(&o.Term, "term", 0, "how long a lease lasts; without it there are no leases")
	f.DurationVar(&o.Drift, "drift", 0, "with leases: by how much two clocks are assumed to differ at most")
	f.DurationVar(&o.Skew, "skew", 0, "by how much clocks really differ, if by more than the drift; leases are then unsafe")
	f.BoolVar(&o.Shuffle, "shuffle", true, "fill gaps in random order, and propose some commands out of turn or twice")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "how long each check of the history may take")
	maxBytesFlag(f, &o.maxBytes, "what each check by Porcupine may take")
	f.StringVar(&o.out, "out", filepath.Join("out", "replica"), "the folder for the trace, the history and the report")
}

func runRunReplica(ctx context.Context, io console, o runReplicaOptions) (runReplicaReport, error) {
	if o.timeout <= 0 {
		return runReplicaReport{}, fmt.Errorf("--timeout %s: want more than 0s", o.timeout)
	}
	if err := asFlag(o.Validate()); err != nil {
		return runReplicaReport{}, err
	}
	folder, err := claim(o.out)
	if err != nil {
		return runReplicaReport{}, err
	}
	defer folder.Close()
	at := io.progress()
	defer at.done()
	at.show("running %d participants and %d clients", o.Participants, o.Clients)
	r := runReplicaReport{
		Command: o.command, Leases: o.Term > 0, Trace: filepath.Join(o.out, "trace.ndjson"),
		History: filepath.Join(o.out, "history.ndjson"), Report: filepath.Join(o.out, "report.html"),
	}
	if err := r.record(ctx, folder, o); err != nil {
		return r, err
	}
	at.show("judging %d operations", r.Done)
	if err := r.judge(ctx, o); err != nil {
		return r, err
	}
	at.show("drawing them")
	return r, r.draw(ctx, o)
}

// record makes the run and writes its trace and its history.
func (r *runReplicaReport) record(ctx context.Context, folder *output.Folder, o runReplicaOptions) error {
	p := catalog.Traces[o.Spec()]
	header, err := trace.NewHeader(p, o.Constants(), o.command)
	if err != nil {
		return err
	}
	err = folder.Write(filepath.Base(r.Trace), func(w io.Writer) error {
		if o.Stream, err = trace.NewStream(w, p, header); err != nil {
			return err
		}
		if r.ReplicaReport, err = inproc.RunReplica(ctx, o.ReplicaOptions); err != nil {
			return err
		}
		return o.Stream.Close()
	})
	if err != nil {
		return err
	}
	r.ReplicaReport.History.Origin = o.command
	r.Latency = timeline.Latencies(r.Latencies)
	err = folder.Write(filepath.Base(r.History), func(w io.Writer) error { return linearizability.Write(w, r.ReplicaReport.History) })
	if err != nil {
		return err
	}
	return folder.Publish()
}

// draw writes the page.
func (r *runReplicaReport) draw(ctx context.Context, o runReplicaOptions) error {
	r.drawn = r.picture(ctx, o)
	return r.write()
}

// write writes the page with the picture that was drawn.
func (r *runReplicaReport) write() error {
	return output.Write(r.Report, func(w io.Writer) error { return r.writePage(w, r.drawn) })
}

// picture is Porcupine's picture of the history, or why there is none.
func (r *runReplicaReport) picture(ctx context.Context, o runReplicaOptions) picture {
	soon, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	var page bytes.Buffer
	err := linearizability.Picture(soon, &page, r.ReplicaReport.History, linearizability.Options{MaxBytes: o.maxBytes})
	return picture{page.String(), err}
}

func showRunReplica(io console, r runReplicaReport, asJSON bool) error {
	show := replicaTables
	if asJSON {
		show = func(io console, r runReplicaReport) error { return io.printJSON(r) }
	}
	if err := show(io, r); err != nil {
		return err
	}
	switch r.Verdict {
	case linearizability.Fails:
		return errFails
	case linearizability.Unjudged:
		return hinted{errors.New("the run could not be judged"), "open " + r.Report}
	}
	return nil
}

func replicaTables(io console, r runReplicaReport) error {
	var rows [][]string
	for _, c := range r.Checks {
		rows = append(rows, []string{c.Check, c.Verdict.String(), c.Reason})
	}
	if err := io.table("check | verdict | of what, or why", rows); err != nil {
		return err
	}
	for _, not := range r.Not {
		fmt.Fprintf(io.out, "not judged here: %s\n", not)
	}
	fmt.Fprintln(io.out, r.Made())
	fmt.Fprintln(io.out)
	m := r.Measures
	err := io.table("seed | events | done | unknown | reigns | one led | nobody led | crashes | pauses | snapshots taken | restored | sent | lost", [][]string{{
		strconv.FormatUint(r.Seed, 10), strconv.Itoa(r.Events), strconv.Itoa(r.Done), strconv.Itoa(r.Unknown), strconv.Itoa(m.Reigns), percent(m.Share(m.WithOne)), percent(m.Share(m.WithNone)),
		strconv.Itoa(m.Crashes), strconv.Itoa(m.Pauses), strconv.Itoa(r.Actions["TakeSnapshot"]), strconv.Itoa(r.Actions["Restore"]),
		strconv.FormatInt(r.Traffic.Sent, 10), strconv.FormatInt(r.Traffic.Lost, 10),
	}})
	if err != nil {
		return err
	}
	if r.Leases {
		fmt.Fprintf(io.out, "queries answered by lease: %d, by quorum: %d\n", r.Actions["LeaseRead"], r.Actions["AnswerQuery"])
	}
	fmt.Fprintln(io.out)
	if err := io.table("operation | done | median | 90 % | 99 % | longest | given up", latencyRows(r.Latency)); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "\n%s%s\n\nreport: %s\ntrace: %s\nhistory: %s\n", r.Timeline.Text(textColumns), timeline.Legend, r.Report, r.Trace, r.History)
	return nil
}

func latencyRows(all []timeline.Latency) [][]string {
	var rows [][]string
	for _, l := range all {
		rows = append(rows, []string{
			l.Kind, strconv.Itoa(l.Count), timeline.Brief(l.Median), timeline.Brief(l.P90), timeline.Brief(l.P99), timeline.Brief(l.Max), strconv.Itoa(l.Lost),
		})
	}
	return rows
}
