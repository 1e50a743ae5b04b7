package mutate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// Row counts the mutants that were spoiled in one way.
type Row struct {
	Action    string         `json:"action"`
	Kind      string         `json:"kind"`
	Field     string         `json:"field,omitempty"`
	Mutants   int            `json:"mutants"`
	ByMerge   int            `json:"byMerge"`   // Refused by Check.
	ByTLC     int            `json:"byTLC"`     // Rejected by TLC.
	Legal     int            `json:"legal"`     // Behaviours of the spec, accepted by TLC.
	Survived  int            `json:"survived"`  // No behaviours, accepted all the same.
	Wronged   int            `json:"wronged"`   // Behaviours of the spec, rejected all the same.
	Elsewhere int            `json:"elsewhere"` // Of those rejected by TLC, the ones of which the Go twins refuse another line.
	Reasons   map[string]int `json:"reasons,omitempty"`
}

// Table tells which mutants were found out, and by whom, and whether TLC and the
// Go twins judge all of them alike. It holds iff they do and there were some.
type Table struct {
	Rows     []Row    `json:"rows"`
	Total    Row      `json:"total"`
	Traces   int      `json:"traces"`
	Compared int      `json:"compared"` // The mutants that both TLC and the twins judged.
	Agreed   int      `json:"agreed"`   // Of these, the ones that both accept or reject in the same line.
	Suspect  []string `json:"suspect"`  // The first of which they say different things, and what.
}

// Holds is true iff every mutant got the verdict that it must get.
func (k Table) Holds() bool {
	return k.Total.Mutants > 0 && k.Agreed == k.Compared
}

// Rate is the part of the mutants that are no behaviours which was found out.
func (r Row) Rate() float64 {
	killed := r.ByMerge + r.ByTLC
	if killed+r.Survived == 0 {
		return 0
	}
	return float64(killed) / float64(killed+r.Survived)
}

// maxPending bounds the events of the mutants that are judged at once, and
// maxSuspects how many are named.
const (
	maxPending  = 500_000
	maxSuspects = 20
)

// Run makes all mutants of the traces, has Check and judge tell, and counts.
// Judge says of each trace why TLC rejects it, nil if it does not; it also gets the
// originals, and Run fails unless it accepts them.
func Run(ctx context.Context, traces []*trace.Trace, p trace.Protocol, judge func([]*trace.Trace) ([]*trace.Rejection, error)) (Table, error) {
	k := &killer{ctx: ctx, originals: traces, judge: judge, rows: map[[3]string]*Row{}}
	for i, t := range traces {
		if _, err := newMutator(t, p, nil); err != nil {
			return Table{}, err
		}
		var others []*trace.Trace
		if i > 0 {
			others = traces[i-1 : i]
		}
		for m := range All(t, p, others...) {
			if err := k.add(m); err != nil {
				return Table{}, err
			}
		}
	}
	if err := k.flush(); err != nil {
		return Table{}, err
	}
	return k.table()
}

// killer collects mutants and counts what became of them.
type killer struct {
	ctx       context.Context
	originals []*trace.Trace
	judge     func([]*trace.Trace) ([]*trace.Rejection, error)
	pending   []Mutant
	events    int
	rows      map[[3]string]*Row
	suspect   []string
}

func (k *killer) add(m Mutant) error {
	row := k.row(m)
	row.Mutants++
	if m.Refused != nil {
		row.ByMerge++
		return nil
	}
	k.pending = append(k.pending, m)
	if k.events += len(m.Trace.Events); k.events > maxPending {
		return k.flush()
	}
	return nil
}

func (k *killer) row(m Mutant) *Row {
	key := [3]string{m.Action, m.Kind, m.Field}
	if k.rows[key] == nil {
		k.rows[key] = &Row{Action: m.Action, Kind: m.Kind, Field: m.Field}
	}
	return k.rows[key]
}

// flush has the pending mutants judged, together with the originals.
func (k *killer) flush() error {
	if err := k.ctx.Err(); err != nil {
		return err
	}
	traces := slices.Clone(k.originals)
	for _, m := range k.pending {
		traces = append(traces, m.Trace)
	}
	verdicts, err := k.judge(traces)
	if err != nil {
		return err
	}
	if len(verdicts) != len(traces) {
		return fmt.Errorf("the judge was given %d traces and judged %d", len(traces), len(verdicts))
	}
	for _, r := range verdicts[:len(k.originals)] {
		if r != nil {
			return fmt.Errorf("%s is rejected as it was recorded, so what becomes of its mutants says nothing: %w", r.Trace, r)
		}
	}
	for i, m := range k.pending {
		k.count(m, verdicts[len(k.originals)+i])
	}
	k.pending, k.events = nil, 0
	return nil
}

// count counts a mutant, which TLC rejects so or, if nil, accepts.
func (k *killer) count(m Mutant, tlc *trace.Rejection) {
	row := k.row(m)
	switch {
	case tlc == nil && m.Refusal == nil:
		row.Legal++
		if row.Reasons == nil {
			row.Reasons = map[string]int{}
		}
		row.Reasons[m.Legal]++
	case tlc == nil:
		row.Survived++
	case m.Refusal == nil:
		row.Wronged++
	default:
		row.ByTLC++
		if tlc.Line != m.Refusal.Line {
			row.Elsewhere++
		}
	}
	if d := replay.Compare(m.Trace.Name, tlc, m.Refusal); d != nil && len(k.suspect) < maxSuspects {
		k.suspect = append(k.suspect, d.Error())
	}
}

// table is the result, its rows sorted.
func (k *killer) table() (Table, error) {
	t := Table{Traces: len(k.originals), Suspect: k.suspect, Total: Row{Action: "all", Kind: "anything", Field: "all", Reasons: map[string]int{}}}
	for _, row := range k.rows {
		t.Rows = append(t.Rows, *row)
		t.Total.Mutants += row.Mutants
		t.Total.ByMerge += row.ByMerge
		t.Total.ByTLC += row.ByTLC
		t.Total.Legal += row.Legal
		t.Total.Survived += row.Survived
		t.Total.Wronged += row.Wronged
		t.Total.Elsewhere += row.Elsewhere
		for reason, n := range row.Reasons {
			t.Total.Reasons[reason] += n
		}
	}
	t.Compared = t.Total.ByTLC + t.Total.Legal + t.Total.Survived + t.Total.Wronged
	t.Agreed = t.Total.ByTLC - t.Total.Elsewhere + t.Total.Legal
	if t.Total.Mutants == 0 {
		return t, errors.New("no mutants; name traces that have events")
	}
	slices.SortFunc(t.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Action, b.Action), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Field, b.Field))
	})
	return t, nil
}
