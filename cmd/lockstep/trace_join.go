package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// joinReport is what lockstep trace join prints: what each shard found, and whether they
// accept all together.
type joinReport struct {
	Shards []joinedShard `json:"shards"`
	Holds  bool          `json:"holds"`
	Why    string        `json:"why,omitempty"` // It does not hold.
}

// joinedShard is what a shard judged, from its report.
type joinedShard struct {
	Report   string         `json:"report"` // The file.
	Shard    string         `json:"shard"`
	Traces   int            `json:"traces"`
	Events   int            `json:"events"`
	Rejected int            `json:"rejected"`
	Unjudged int            `json:"unjudged,omitempty"` // Of which TLC and the twins contradict each other.
	Missed   int            `json:"missed,omitempty"`   // Of which TLC has no verdict.
	Lane     *validate.Lane `json:"lane,omitempty"`     // If a single trace is split.
	Of       int            `json:"of,omitempty"`       // How many traces there are, if these are split.
	Set      string         `json:"set"`                // Stands for all of the work,
	Part     string         `json:"part"`               // and for what the shard judged of it.
}

func newTraceJoin(io console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "join REPORT...",
		Short: "Judge whether the shards of a validation accept everything together",
		Long: `Judge from the reports of all shards of lockstep trace validate (--shard i/n --json) whether
they accept everything together: all n reports are there, none rejects anything, and the
parts of a single trace meet, because each begins in the states in which the one before it
ended. Each report has digests of the whole set of traces, by content and order, and of the
part that the shard judged; the parts must make up the whole. The exit code is 1 if a shard
rejects something or parts do not meet, and 2 if a shard is missing, occurs twice, belongs
to other work, or if the parts make up no whole.`,
		Example: examples(
			"lockstep trace validate run.ndjson --shard 1/2 --json > 1.json",
			"lockstep trace validate run.ndjson --shard 2/2 --json > 2.json",
			"lockstep trace join 1.json 2.json",
		),
		Args:              someArgs("the reports of all shards"),
		ValidArgsFunction: filesOf("json"),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := readShards(cmd.Context(), args)
			if err != nil {
				return err
			}
			if err := report.join(); err != nil {
				return hinted{err, "give a report of each shard, of the same traces: lockstep trace validate TRACE... --shard i/n --json"}
			}
			return showTraceJoin(io, report, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func readShards(ctx context.Context, files []string) (joinReport, error) {
	var report joinReport
	for _, file := range files {
		file = inputPath(file)
		f, err := openInput(ctx, file)
		if err != nil {
			return report, err
		}
		shard, err := readShard(file, f)
		f.Close()
		if err != nil {
			return report, fmt.Errorf("%s: %w", file, err)
		}
		report.Shards = append(report.Shards, shard)
	}
	return report, nil
}

// maxReport bounds the length of a report, in bytes.
const maxReport = 64 << 20

// readShard reads the report of a shard, which is the file.
func readShard(file string, from io.Reader) (joinedShard, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxReport+1))
	switch {
	case err != nil:
		return joinedShard{}, err
	case len(data) > maxReport:
		return joinedShard{}, fmt.Errorf("this is no report of lockstep trace validate --json: it has more than %d bytes", maxReport)
	}
	if is, hint := plain.Encoding(file, data); is != "" {
		return joinedShard{}, hinted{fmt.Errorf("this is no report of lockstep trace validate --json: %s", is), hint}
	}
	var r validateReport
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return joinedShard{}, fmt.Errorf("this is no report of lockstep trace validate --json: %w", err)
	}
	if rest := bytes.TrimSpace(data[d.InputOffset():]); len(rest) > 0 {
		return joinedShard{}, fmt.Errorf("this is no report of lockstep trace validate --json: something stands behind it: %s", plain.Quote(rest))
	}
	shard := joinedShard{Report: file, Traces: r.Traces, Events: r.Events, Rejected: len(r.Rejections), Unjudged: len(r.Unjudged()), Missed: len(r.Missed), Lane: r.Lane}
	switch {
	case r.Lane != nil:
		shard.Shard, shard.Set, shard.Part = r.Lane.Shard, r.Lane.Trace, r.Lane.Part
	case r.Shard != nil:
		shard.Shard, shard.Of, shard.Set, shard.Part = r.Shard.Shard, r.Shard.Of, r.Shard.Set, r.Shard.Part
	default:
		return shard, errors.New("this is not the report of a shard")
	}
	if r.Traces == 0 || r.Events == 0 {
		return shard, errors.New("it judged nothing")
	}
	if shard.Set == "" || shard.Part == "" {
		return shard, errors.New("this report is of an earlier version of lockstep, and does not tell of which traces it judged which part; judge the shard again")
	}
	return shard, nil
}

// join tells whether all is accepted. An error says that not all was judged; but one shard
// that rejects is enough.
func (r *joinReport) join() (err error) {
	var parts []validate.Part
	var lanes []validate.Lane
	traces := 0
	for _, s := range r.Shards {
		shard, err := validate.ParseShard(s.Shard)
		if err != nil {
			return err
		}
		if s.Of != r.Shards[0].Of || s.Set != r.Shards[0].Set {
			return fmt.Errorf("%s and %s are not of the same traces", r.Shards[0].Report, s.Report)
		}
		parts = append(parts, validate.Part{Shard: shard, Of: s.Set, Own: s.Part})
		traces += s.Traces
		if s.Lane != nil {
			lanes = append(lanes, *s.Lane)
		}
		if s.Rejected > 0 && r.Why == "" {
			r.Why = fmt.Sprintf("%s: shard %s rejects a trace", s.Report, s.Shard)
		}
	}
	if err := validate.OneWork(parts); err != nil {
		return err
	}
	if r.Why != "" {
		return nil
	}
	for _, s := range r.Shards {
		if s.Missed > 0 {
			return fmt.Errorf("%s: in shard %s TLC could not judge %d traces", s.Report, s.Shard, s.Missed)
		}
		if s.Unjudged > 0 {
			return fmt.Errorf("%s: in shard %s TLC and the Go twins contradict each other, so not all is judged", s.Report, s.Shard)
		}
	}
	var apart *validate.Apart
	if len(lanes) > 0 {
		err = validate.Join(lanes)
	} else if err = validate.AllParts(parts); err == nil && traces != r.Shards[0].Of {
		err = fmt.Errorf("the shards judged %d of %d traces", traces, r.Shards[0].Of)
	}
	if errors.As(err, &apart) {
		r.Why = apart.Error()
		return nil
	}
	r.Holds = err == nil
	return err
}

func showTraceJoin(io console, r joinReport, asJSON bool) error {
	if asJSON {
		if err := io.printJSON(r); err != nil {
			return err
		}
	} else if err := joinTable(io, r); err != nil {
		return err
	}
	if !r.Holds {
		fmt.Fprintf(io.err, "lockstep: %s\n", r.Why)
		return errFails
	}
	return nil
}

func joinTable(io console, r joinReport) error {
	var rows [][]string
	for _, s := range r.Shards {
		lines, begins, ends := "all", "-", "-"
		if s.Lane != nil {
			lines, begins, ends = fmt.Sprintf("%d to %d", s.Lane.First, s.Lane.Last), s.Lane.Begins, s.Lane.Ends
		}
		rows = append(rows, []string{s.Shard, strconv.Itoa(s.Traces), strconv.Itoa(s.Events), strconv.Itoa(s.Rejected), lines, begins, ends})
	}
	return io.table("shard | traces | events | rejected | lines | begins with | ends with", rows)
}
