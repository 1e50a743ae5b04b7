package replay

import (
	"fmt"
	"strings"

	"github.com/lockstep-paxos/lockstep/trace"
)

// Disagreement says that TLC and the Go twins judge a trace differently: one accepts
// what the other rejects, or they reject different lines. TLC is the judge, for it has
// the spec: a trace that it rejects does not hold, whatever the twins say. They may have
// made the trace, and then they agree with themselves. If TLC accepts a trace and the
// twins reject it, it is not judged: one of the two is wrong, and nobody knows which.
type Disagreement struct {
	Trace       string           `json:"trace"`
	TLC         *trace.Rejection `json:"tlc"`         // nil if TLC accepts the trace.
	Twins       *trace.Rejection `json:"twins"`       // nil if the twins do.
	TwinAtFault bool             `json:"twinAtFault"` // TLC rejects the trace, so the twin takes other steps than the spec.
}

// Error says who says what. A trace that TLC rejects is rejected elsewhere.
func (d *Disagreement) Error() string {
	accepts := func(who string, r *trace.Rejection, s string) string {
		if r == nil {
			return who + " accept" + s + " it"
		}
		return fmt.Sprintf("%s reject%s line %d (%s)", who, s, r.Line, r.Reason)
	}
	return fmt.Sprintf("%s: %s, and %s", d.Trace, accepts("TLC", d.TLC, "s"), accepts("the Go twins", d.Twins, ""))
}

// Note is what is to be said beside the rejection of a trace of which the twins say
// something else.
func (d *Disagreement) Note() string {
	const fault = ", so the twin itself is at fault: it does not take the steps of the spec"
	if d.Twins == nil {
		return "the Go twins accept this trace" + fault
	}
	return fmt.Sprintf("the Go twins reject line %d (%s)%s", d.Twins.Line, d.Twins.Reason, fault)
}

// Compare is nil if both verdicts on the trace are the same.
func Compare(trace string, tlc, twins *trace.Rejection) *Disagreement {
	if (tlc == nil) == (twins == nil) && (tlc == nil || tlc.Line == twins.Line) {
		return nil
	}
	return &Disagreement{trace, tlc, twins, tlc != nil}
}

// Contradictions are the traces that TLC accepts and the twins reject: they are not judged.
type Contradictions []*Disagreement

// maxShown bounds how many contradictions are told of.
const maxShown = 5

func (all Contradictions) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of the traces cannot be judged, for TLC and the Go twins contradict each other", len(all))
	for i, d := range all {
		if i == maxShown {
			fmt.Fprintf(&b, "\nand %d more", len(all)-i)
			break
		}
		b.WriteString("\n" + d.Error())
	}
	return b.String()
}
