package validate

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/internal/scratch"
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

// ExplainAll tells why traces are rejected, by Check or by TLC. It runs TLC once
// for those with the same constants, to the lines at fault, and has it evaluate
// there the conjuncts of the action one by one, as they stand in the spec.
func ExplainAll(ctx context.Context, traces []*trace.Trace, p trace.Protocol, o Options) ([]Explanation, error) {
	folder, err := scratch.Make("trace")
	if err != nil {
		return nil, err
	}
	defer folder.Remove()
	o.Workers = 1 // The trace is not split.
	v := newValidation(p, o, folder.Path)
	for _, t := range traces {
		if err := v.add(t); err != nil {
			return nil, err
		}
	}
	all := make([]Explanation, len(traces))
	for i, r := range v.Rejections {
		all[i] = Explanation{Trace: r.Trace, Line: r.Line, Reason: r.Reason}
		if at := r.Line - 2; at >= 0 && at < len(traces[i].Events) {
			all[i].name(&traces[i].Events[at], p)
		}
	}
	for _, b := range v.batches {
		if err := v.explain(ctx, b, func(i int) *Explanation { return &all[i] }); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// explain fills in the explanations of the traces of a batch, by their positions.
func (v *validation) explain(ctx context.Context, b *batch, of func(trace int) *Explanation) error {
	job, err := v.job(ctx, b)
	if err != nil {
		return err
	}
	q, err := newQuestions(v.p, job, v.dir)
	if err != nil {
		return err
	}
	reached, result, err := runBatch(ctx, b, q.job)
	if err != nil {
		return b.locate(err)
	}
	answers, err := answersIn(result.Prints)
	if err != nil {
		return err
	}
	for _, s := range b.spans {
		taken := s.taken(reached)
		if taken < 0 {
			return fmt.Errorf("%s: %w", s.name, ErrAccepted)
		}
		at := s.start + s.skipped + taken
		lines, err := b.read([]int{at})
		if err != nil {
			return err
		}
		x := of(s.trace)
		if _, x.Line, err = b.find(at); err != nil {
			return err
		}
		x.Trace = s.name
		x.name(lines[0].Event, v.p)
		x.understand(q, lines[0], answers[at])
	}
	return nil
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

// understand makes the reason of what TLC said of the line.
func (x *Explanation) understand(q *questions, line batchLine, said answer) {
	if before := said["before"]; before != nil {
		x.Before = map[string]string{}
		for i, name := range before[0].Keys() {
			x.Before[name.Text()] = before[0].Elems()[i].String()
		}
	}
	what := judge.NoStep(q.p, line.Event, line.End)
	if failed := said["false"]; failed != nil {
		x.Conjunct = q.conjuncts[line.Event.Action][failed[0].Int()-1]
		for _, v := range failed[1].Elems() {
			x.Values = append(x.Values, v.String())
		}
		x.Reason = what + ": " + falsity(x.Conjunct, x.Values, line.Event.Cause)
		return
	}
	states := said["states"]
	if states == nil {
		x.Reason = what + ": " + q.whyForeign(line, said["before"] != nil)
		return
	}
	x.differ(states[0], states[1])
	if sent := said["sent"]; sent != nil && tla.Compare(sent[0], sent[1]) != 0 {
		x.Differences = append(x.Differences, Difference{"sent", besides(sent[0], sent[1]), besides(sent[1], sent[0])})
	}
	var differences []string
	for _, d := range x.Differences {
		differences = append(differences, d.in(q.p.Spec))
	}
	x.Reason = what + ": " + strings.Join(differences, "; ")
}

// besides is what the set a has and b has not.
func besides(a, b tla.Value) string {
	if a.Kind() != tla.SetKind || b.Kind() != tla.SetKind {
		return a.String()
	}
	return tla.Set(slices.DeleteFunc(slices.Clone(a.Elems()), func(m tla.Value) bool {
		return slices.ContainsFunc(b.Elems(), func(n tla.Value) bool { return tla.Compare(m, n) == 0 })
	})...).String()
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
