package trace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// KillRow counts the mutants that were spoiled in one way.
type KillRow struct {
	Action   string         `json:"action"`
	Kind     string         `json:"kind"`
	Field    string         `json:"field,omitempty"`
	Mutants  int            `json:"mutants"`
	ByMerge  int            `json:"byMerge"`  // Refused by Check.
	ByTLC    int            `json:"byTLC"`    // Rejected by TLC.
	Legal    int            `json:"legal"`    // Behaviours of the spec, accepted by TLC.
	Survived int            `json:"survived"` // No behaviours, accepted all the same.
	Wronged  int            `json:"wronged"`  // Behaviours of the spec, rejected all the same.
	Reasons  map[string]int `json:"reasons,omitempty"`
}

// KillTable tells which mutants were found out, and by whom. It holds iff none
// survived, none was wronged and there were some.
type KillTable struct {
	Rows    []KillRow `json:"rows"`
	Total   KillRow   `json:"total"`
	Traces  int       `json:"traces"`
	Suspect []string  `json:"suspect"` // The first mutants that survived or were wronged, by name.
}

// Holds is true iff every mutant got the verdict that it must get.
func (k KillTable) Holds() bool {
	return k.Total.Mutants > 0 && k.Total.Survived == 0 && k.Total.Wronged == 0
}

// Rate is the part of the mutants that are no behaviours which was found out.
func (r KillRow) Rate() float64 {
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

// Mutate makes all mutants of the traces, has Check and judge tell, and counts.
// Judge says of each trace whether TLC accepts it; it also gets the originals,
// and Mutate fails unless it accepts them.
func Mutate(ctx context.Context, traces []*Trace, p Protocol, judge func([]*Trace) ([]bool, error)) (KillTable, error) {
	k := &killer{ctx: ctx, originals: traces, judge: judge, rows: map[[3]string]*KillRow{}}
	for i, t := range traces {
		if _, err := newMutator(t, p, nil); err != nil {
			return KillTable{}, err
		}
		var others []*Trace
		if i > 0 {
			others = traces[i-1 : i]
		}
		for m := range Mutants(t, p, others...) {
			if err := k.add(m); err != nil {
				return KillTable{}, err
			}
		}
	}
	if err := k.flush(); err != nil {
		return KillTable{}, err
	}
	return k.table()
}

// killer collects mutants and counts what became of them.
type killer struct {
	ctx       context.Context
	originals []*Trace
	judge     func([]*Trace) ([]bool, error)
	pending   []Mutant
	events    int
	rows      map[[3]string]*KillRow
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

func (k *killer) row(m Mutant) *KillRow {
	key := [3]string{m.Action, m.Kind, m.Field}
	if k.rows[key] == nil {
		k.rows[key] = &KillRow{Action: m.Action, Kind: m.Kind, Field: m.Field}
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
	accepted, err := k.judge(traces)
	if err != nil {
		return err
	}
	if len(accepted) != len(traces) {
		return fmt.Errorf("the judge was given %d traces and judged %d", len(traces), len(accepted))
	}
	if i := slices.Index(accepted[:len(k.originals)], false); i >= 0 {
		return fmt.Errorf("%s is rejected as it was recorded, so what becomes of its mutants says nothing", k.originals[i].Name)
	}
	for i, m := range k.pending {
		k.count(m, accepted[len(k.originals)+i])
	}
	k.pending, k.events = nil, 0
	return nil
}

func (k *killer) count(m Mutant, accepted bool) {
	row := k.row(m)
	switch {
	case m.Legal == "" && !accepted:
		row.ByTLC++
		return
	case m.Legal != "" && accepted:
		row.Legal++
		if row.Reasons == nil {
			row.Reasons = map[string]int{}
		}
		row.Reasons[m.Legal]++
		return
	case accepted:
		row.Survived++
	default:
		row.Wronged++
	}
	if len(k.suspect) < maxSuspects {
		k.suspect = append(k.suspect, m.Trace.Name)
	}
}

// table is the result, its rows sorted.
func (k *killer) table() (KillTable, error) {
	t := KillTable{Traces: len(k.originals), Suspect: k.suspect, Total: KillRow{Action: "all", Kind: "anything", Field: "all", Reasons: map[string]int{}}}
	for _, row := range k.rows {
		t.Rows = append(t.Rows, *row)
		t.Total.Mutants += row.Mutants
		t.Total.ByMerge += row.ByMerge
		t.Total.ByTLC += row.ByTLC
		t.Total.Legal += row.Legal
		t.Total.Survived += row.Survived
		t.Total.Wronged += row.Wronged
		for reason, n := range row.Reasons {
			t.Total.Reasons[reason] += n
		}
	}
	if t.Total.Mutants == 0 {
		return t, errors.New("no mutants; name traces that have events")
	}
	slices.SortFunc(t.Rows, func(a, b KillRow) int {
		return cmp.Or(cmp.Compare(a.Action, b.Action), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Field, b.Field))
	})
	return t, nil
}
