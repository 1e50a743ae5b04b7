package trace

import (
	"fmt"
	"strings"
)

// Disagreement says that TLC and the Go twins judge a trace differently: one accepts
// what the other rejects, or they reject different lines. So spec and twin differ, or
// one of the two does not judge rightly, and neither verdict is worth anything.
type Disagreement struct {
	Trace string
	TLC   *Rejection // nil if TLC accepts the trace.
	Twins *Rejection // nil if the twins do.
}

func (d *Disagreement) Error() string {
	accepts := func(who string, r *Rejection, s string) string {
		if r == nil {
			return who + " accept" + s + " it"
		}
		return fmt.Sprintf("%s reject%s line %d (%s)", who, s, r.Line, r.Reason)
	}
	return fmt.Sprintf("%s: %s, and %s", d.Trace, accepts("TLC", d.TLC, "s"), accepts("the Go twins", d.Twins, ""))
}

// Line is the first line that one of the two rejects, 0 if that is no single line.
func (d *Disagreement) Line() int {
	switch {
	case d.TLC == nil:
		return d.Twins.Line
	case d.Twins == nil:
		return d.TLC.Line
	}
	return min(d.TLC.Line, d.Twins.Line)
}

// disagreement is nil if both verdicts on the trace are the same.
func disagreement(trace string, tlc, twins *Rejection) *Disagreement {
	if (tlc == nil) == (twins == nil) && (tlc == nil || tlc.Line == twins.Line) {
		return nil
	}
	return &Disagreement{trace, tlc, twins}
}

// Disagreements are those of many traces.
type Disagreements []*Disagreement

// maxShown bounds how many disagreements are told of.
const maxShown = 5

func (all Disagreements) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "TLC and the Go twins disagree on %d traces, so nothing is judged", len(all))
	for i, d := range all {
		if i == maxShown {
			fmt.Fprintf(&b, "\nand %d more", len(all)-i)
			break
		}
		b.WriteString("\n" + d.Error())
	}
	return b.String()
}

// compare fails if TLC and the twins disagree on any trace that both judged, and
// counts those on which they do not.
func (v *validation) compare() error {
	var all Disagreements
	compared := map[int]bool{}
	for _, b := range v.batches {
		for _, s := range b.spans {
			if compared[s.trace] {
				continue // Another lane of it.
			}
			compared[s.trace] = true
			if d := disagreement(s.name, v.rejections[s.trace], v.twins[s.trace]); d != nil {
				all = append(all, d)
				continue
			}
			v.report.Agreed++
		}
	}
	if len(all) > 0 {
		return all
	}
	return nil
}
