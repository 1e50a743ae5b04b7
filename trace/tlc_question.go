package trace

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/pairing"
	"github.com/lockstep-paxos/lockstep/internal/tla"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// questions is a module that extends a trace spec: where a trace goes no further,
// it has TLC say what is wrong with the next line.
type questions struct {
	p         Protocol
	job       tlc.Job
	actions   []pairing.Action
	conjuncts map[string][]string // The guards of each action, in order.
}

// newQuestions writes the module into a folder and makes the run of it from the
// run of the trace spec.
func newQuestions(p Protocol, job tlc.Job, folder string) (*questions, error) {
	traces := filepath.Dir(job.Module)
	spec, err := pairing.ReadModule(filepath.Join(filepath.Dir(traces), p.Spec+".tla"))
	if err != nil {
		return nil, err
	}
	q := &questions{p: p, job: job, actions: spec.Actions, conjuncts: map[string][]string{}}
	for _, a := range spec.Actions {
		for _, c := range a.Conjuncts {
			if c.Kind == pairing.Guard || c.Kind == pairing.Received {
				q.conjuncts[a.Name] = append(q.conjuncts[a.Name], c.Text)
			}
		}
	}
	config, err := os.ReadFile(job.Config)
	if err != nil {
		return nil, err
	}
	asking := strings.Replace(string(config), "NEXT TraceNext", "NEXT ExplainNext", 1)
	q.job.Module, q.job.Config = filepath.Join(folder, "Explain.tla"), filepath.Join(folder, "Explain.cfg")
	if err := os.WriteFile(q.job.Config, []byte(asking), 0o600); err != nil {
		return nil, err
	}
	return q, os.WriteFile(q.job.Module, []byte(q.module()), 0o600)
}

const explainFormat = `---- MODULE Explain ----
EXTENDS Trace%s
Say(what, values) == PrintT(<<"lockstep", line + 1, what, values>>)
Holds(i, conjunct, values) == IF conjunct THEN TRUE ELSE Say("false", <<i, values>>) /\ FALSE
Listed(set) == {x \in set : TRUE}
%sExplainEvent ==
  \E theEvent \in NextEvent :
    /\ ~ENABLED TakeEvent
    /\ theEvent.node \in Participant
    /\ Say("before", <<NodeState(theEvent.node)>>)
    /\ %s
ExplainEnd ==
  \E theEnd \in NextEnd :
    /\ ~ENABLED TakeEnd
    /\ theEnd.node \in Participant
    /\ Say("before", <<NodeState(theEnd.node)>>)
    /\ Say("states", <<NodeState(theEnd.node), theEnd.state>>)
ExplainNext == TraceNext \/ ((ExplainEvent \/ ExplainEnd) /\ FALSE)
====
`

func (q *questions) module() string {
	var definitions, calls strings.Builder
	for _, a := range q.actions {
		definitions.WriteString(q.definition(a))
		fmt.Fprintf(&calls, "\n       \\/ theEvent.action = %q /\\ DOMAIN theEvent.params = {%s} /\\ Explain%s(theEvent)", a.Name, quoted(a.Params[1:]), a.Name)
	}
	return fmt.Sprintf(explainFormat, q.p.Spec, definitions.String(), calls.String())
}

// definition is the part of the module about one action: it evaluates the guards,
// and the effects if all hold.
func (q *questions) definition(a pairing.Action) string {
	var b strings.Builder
	node := a.Params[0]
	fmt.Fprintf(&b, "Explain%s(theEvent) ==\n  \\E %s \\in {theEvent.node} :\n", a.Name, node)
	for _, name := range a.Params[1:] {
		fmt.Fprintf(&b, "  \\E %s \\in {theEvent.params.%s} :\n", name, name)
	}
	for i, text := range q.conjuncts[a.Name] {
		fmt.Fprintf(&b, "    /\\ Holds(%d, %s, <<%s>>)\n", i+1, text, strings.Join(sides(text), ", "))
	}
	fmt.Fprintf(&b, "    /\\ %s(%s)\n", a.Name, strings.Join(a.Params, ", "))
	fmt.Fprintf(&b, "    /\\ Say(\"states\", <<AfterStep(%s), After(theEvent, BeforeStep(%s))>>)\n", node, node)
	b.WriteString("    /\\ Say(\"sent\", <<Listed(msgs'), theEvent.sent>>)\n")
	return b.String()
}

// quoted are names as TLA+ strings, with commas.
func quoted(names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, tla.String(name).String())
	}
	return strings.Join(all, ", ")
}

// whyForeign says why the module has nothing to say of a line.
func (q *questions) whyForeign(line batchLine) string {
	if line.Event == nil {
		return fmt.Sprintf("%s has no node %d", q.p.Spec, line.End.Node)
	}
	for _, a := range q.actions {
		if a.Name == line.Event.Action && len(a.Params)-1 != len(line.Event.Params) {
			return fmt.Sprintf("the action is %s(%s)", a.Name, strings.Join(a.Params, ", "))
		}
		if a.Name == line.Event.Action {
			return fmt.Sprintf("%s has no node %d", q.p.Spec, line.Event.Node)
		}
	}
	return q.p.Spec + " has no such action"
}

// answer is what TLC said of a line, by what it is about.
type answer map[string][]tla.Value

// answersIn are the answers among what TLC printed, by the line of the batch.
func answersIn(prints []string) (map[int]answer, error) {
	answers := map[int]answer{}
	for _, text := range said(prints) {
		v, err := tla.Parse(text)
		if err != nil {
			return nil, err
		}
		line, what, values := int(v.Elems()[1].Int()), v.Elems()[2].Text(), v.Elems()[3].Elems()
		if answers[line] == nil {
			answers[line] = answer{}
		}
		answers[line][what] = values
	}
	return answers, nil
}

// said joins the lines over which TLC spreads what it prints.
func said(lines []string) []string {
	var texts []string
	for _, line := range lines {
		if strings.HasPrefix(line, `<<"lockstep"`) || strings.HasPrefix(line, `<< "lockstep"`) {
			texts = append(texts, line)
		} else if len(texts) > 0 {
			texts[len(texts)-1] += "\n" + line
		}
	}
	return texts
}

var (
	relation   = regexp.MustCompile(`^ (=|#|<|>|=<|<=|>=|\\leq|\\geq|\\subseteq) `)
	membership = regexp.MustCompile(`^ \\(in|notin) `)
	connective = regexp.MustCompile(`^(/\\|\\/|=>|<=>|\\A|\\E|IF|LET|CASE)\s`)
	operator   = regexp.MustCompile(`^~?\w+\(`)
)

// sides are the expressions whose values tell why a conjunct is false: both sides
// of a relation, the element of which membership is asked, or the arguments of an
// operator. There are none if the conjunct is of another form.
func sides(conjunct string) []string {
	var found []string
	for i := range topLevel(conjunct, 0) {
		rest := conjunct[i:]
		if connective.MatchString(rest) {
			return nil
		}
		if m := relation.FindString(rest); m != "" {
			found = []string{conjunct[:i], rest[len(m):]}
		} else if membership.MatchString(rest) {
			found = []string{conjunct[:i]}
		}
	}
	if open := operator.FindString(conjunct); found == nil && open != "" && strings.HasSuffix(conjunct, ")") {
		from := len(open)
		for i := range topLevel(conjunct, 1) {
			if conjunct[i] == ',' || i == len(conjunct)-1 {
				found = append(found, strings.TrimSpace(conjunct[from:i]))
				from = i + 1
			}
		}
	}
	return found
}

// topLevel are the positions in an expression that as many brackets enclose as
// depth says, those of closing brackets included.
func topLevel(text string, depth int) iter.Seq[int] {
	return func(yield func(int) bool) {
		at := 0
		for i, c := range text {
			if at == depth && !yield(i) {
				return
			}
			switch {
			case strings.ContainsRune("([{", c) || strings.HasPrefix(text[i:], "<<"):
				at++
			case strings.ContainsRune(")]}", c) || strings.HasPrefix(text[i:], ">>"):
				at--
			}
		}
	}
}
