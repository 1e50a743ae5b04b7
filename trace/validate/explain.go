package validate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/tla"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Explanation says why a trace is rejected. Values are in TLA+.
type Explanation struct {
	Trace       string            `json:"trace"`
	Line        int               `json:"line"`
	Step        string            `json:"step,omitempty"`        // The action with its parameters, "" if the line holds no event.
	Function    string            `json:"function,omitempty"`    // The Go function that logged it.
	Before      map[string]string `json:"before,omitempty"`      // The variables of the node before the line, as the spec has them.
	Reason      string            `json:"reason"`                // In words.
	Conjunct    string            `json:"conjunct,omitempty"`    // The first conjunct of the action that is false.
	Values      []string          `json:"values,omitempty"`      // Of both sides of the conjunct, or of the arguments of the operator that it is.
	Differences []Difference      `json:"differences,omitempty"` // What the spec's action does otherwise than the line says.
}

// Difference is a variable of which spec and trace say different things; either is
// "nothing" where it says nothing. If the name is "sent", these are the messages
// that only the one or only the other sends.
type Difference struct {
	Name  string `json:"name"`
	Spec  string `json:"spec"`
	Trace string `json:"trace"`
}

// String is the explanation in one line.
func (x Explanation) String() string {
	return (&trace.Rejection{Trace: x.Trace, Line: x.Line, Reason: x.Reason}).Error()
}

// ErrAccepted says that a trace to be explained is not rejected.
var ErrAccepted = errors.New("it is accepted, so there is nothing to explain")

// Explain tells why a trace is rejected; see ExplainAll.
func Explain(ctx context.Context, t *trace.Trace, p trace.Protocol, o Options) (Explanation, error) {
	all, err := ExplainAll(ctx, []*trace.Trace{t}, p, o)
	if err != nil {
		return Explanation{}, err
	}
	return all[0], nil
}

// ExplainAll validates traces, all of which must be rejected, and tells why they are.
func ExplainAll(ctx context.Context, traces []*trace.Trace, p trace.Protocol, o Options) ([]Explanation, error) {
	o.Explain, o.TLCAlone = -1, true
	report, err := Run(ctx, traces, p, o)
	switch {
	case err != nil:
		return nil, err
	case report.Unexplained != "":
		return nil, errors.New(report.Unexplained)
	}
	if accepted := slices.Index(report.Accepted, true); accepted >= 0 {
		return nil, fmt.Errorf("%s: %w", traces[accepted].Name, ErrAccepted)
	}
	return report.Explanations, nil
}

// refuse notes why a trace is rejected before TLC has judged it.
func (v *validation) refuse(index int, t *trace.Trace, r *trace.Rejection) {
	v.Rejections[index] = r
	x := &Explanation{Trace: r.Trace, Line: r.Line, Reason: r.Reason}
	if at := r.Line - 2; at >= 0 && at < len(t.Events) {
		x.name(&t.Events[at], v.p)
	}
	v.refused[index] = x
}

// explain explains rejections in the order of their traces, as many as are wanted. An
// error says why the next one is not.
func (v *validation) explain() ([]Explanation, error) {
	all := []Explanation{}
	explainers := map[*batch]*explainer{}
	for _, index := range slices.Sorted(maps.Keys(v.Rejections)) {
		if v.o.Explain >= 0 && len(all) >= v.o.Explain {
			break
		}
		if x := v.refused[index]; x != nil {
			all = append(all, *x)
			continue
		}
		f := v.faults[index]
		if explainers[f.batch] == nil {
			e, err := v.explainer(f.batch)
			if err != nil {
				return all, err
			}
			explainers[f.batch] = e
		}
		x := Explanation{Trace: v.Rejections[index].Trace, Line: v.Rejections[index].Line}
		if err := x.find(explainers[f.batch], f); err != nil {
			return all, err
		}
		all = append(all, x)
	}
	return all, nil
}

// name notes the step that the line is said to be, if it is an event.
func (x *Explanation) name(e *trace.Event, p trace.Protocol) {
	if e != nil {
		x.Step, x.Function = judge.Call(e), function(p, e.Action)
	}
}

// function is the Go function that takes the steps of an action, "" if there is none.
func function(p trace.Protocol, action string) string {
	for _, actor := range p.Actors {
		t := reflect.TypeOf(actor)
		if _, ok := t.MethodByName(action); ok {
			name, _, _ := strings.Cut(t.Elem().String(), "[") // Without the types that it is of.
			return name + "." + action
		}
	}
	return ""
}

// less is what the set a has and b has not.
func less(a, b tla.Value) tla.Value {
	if a.Kind() != tla.SetKind || b.Kind() != tla.SetKind {
		return a
	}
	return tla.Set(slices.DeleteFunc(slices.Clone(a.Elems()), func(m tla.Value) bool {
		return slices.ContainsFunc(b.Elems(), func(n tla.Value) bool { return tla.Compare(m, n) == 0 })
	})...)
}

// in says the difference in words.
func (d Difference) in(spec string) string {
	if d.Name == "sent" {
		return fmt.Sprintf("only %s sends %s, only the trace %s", spec, d.Spec, d.Trace)
	}
	return fmt.Sprintf("%s is %s in %s and %s in the trace", d.Name, d.Spec, spec, d.Trace)
}

// differ notes in which variables two states of a node differ.
func (x *Explanation) differ(spec, trace tla.Value) {
	for i, name := range spec.Keys() {
		of := spec.Elems()[i]
		recorded, ok := trace.At(name.Text())
		switch {
		case !ok:
			x.Differences = append(x.Differences, Difference{name.Text(), of.String(), "nothing"})
		case tla.Compare(of, recorded) != 0:
			x.Differences = append(x.Differences, Difference{name.Text(), of.String(), recorded.String()})
		}
	}
	for i, name := range trace.Keys() {
		if _, ok := spec.At(name.Text()); !ok {
			x.Differences = append(x.Differences, Difference{name.Text(), "nothing", trace.Elems()[i].String()})
		}
	}
}

// tell makes the reason of the differences.
func (x *Explanation) tell(spec string) {
	var all []string
	for _, d := range x.Differences {
		all = append(all, d.in(spec))
	}
	if len(all) == 0 {
		all = []string{"TLC says so, and package tla finds no difference: one of the two is wrong, or the nodes began otherwise than in the spec"}
	}
	x.Reason += strings.Join(all, "; ")
}

// falsity says that a conjunct is false, and what its parts are.
func falsity(conjunct string, values []string, cause *trace.ID) string {
	switch {
	case !strings.HasPrefix(conjunct, "Received(") && len(values) == 0:
		return conjunct + " is false"
	case !strings.HasPrefix(conjunct, "Received("):
		return fmt.Sprintf("%s is false (%s)", conjunct, strings.Join(values, ", "))
	case cause == nil:
		return conjunct + " is false: the event names no cause"
	}
	return fmt.Sprintf("%s is false: event %d of node %d, its cause, did not send the message before", conjunct, cause.Seq, cause.Node)
}
