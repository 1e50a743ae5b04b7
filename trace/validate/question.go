package validate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/pairing"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/tla"
	"github.com/lockstep-paxos/lockstep/trace"
)

// questions is a module that extends a trace spec: where a trace goes no further,
// it has TLC say what is wrong with the next line.
type questions struct {
	p         trace.Protocol
	job       tlc.Job
	spec      *pairing.Module
	next      string              // The name of the trace spec's next-state relation.
	whose     map[string]string   // The set of nodes that each action's first parameter is chosen from.
	conjuncts map[string][]string // The guards of each action, in order.
}

// newQuestions writes the module into a folder and makes the run of it from the
// run of the trace spec.
func newQuestions(p trace.Protocol, job tlc.Job, folder string) (*questions, error) {
	traces := filepath.Dir(job.Module)
	spec, err := pairing.ReadModule(filepath.Join(filepath.Dir(traces), p.Spec+".tla"))
	if err != nil {
		return nil, err
	}
	q := &questions{p: p, job: job, spec: spec, whose: map[string]string{}, conjuncts: map[string][]string{}}
	for _, a := range spec.Actions {
		q.conjuncts[a.Name] = guardsOf(spec, a)
		q.whose[a.Name] = a.Of
	}
	config, err := os.ReadFile(job.Config)
	if err != nil {
		return nil, err
	}
	asking, next, err := withNext(string(config), "ExplainNext")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", job.Config, err)
	}
	q.next = next
	q.job.Module, q.job.Config = filepath.Join(folder, "Explain.tla"), filepath.Join(folder, "Explain.cfg")
	if err := os.WriteFile(q.job.Config, []byte(asking), 0o600); err != nil {
		return nil, err
	}
	return q, os.WriteFile(q.job.Module, []byte(q.module()), 0o600)
}

var nextLine = regexp.MustCompile(`(?m)^NEXT (\w+)$`)

// withNext is the configuration of a trace spec with another next-state relation, and
// the name of the one that it has.
func withNext(config, other string) (changed, next string, err error) {
	m := nextLine.FindStringSubmatch(config)
	if m == nil {
		return "", "", errors.New("no line NEXT in it")
	}
	return strings.Replace(config, m[0], "NEXT "+other, 1), m[1], nil
}

// explainFormat is the module. Of the trace spec it needs the next-state relation, and
// what Trace defines.
const explainFormat = `---- MODULE Explain ----
EXTENDS Trace%[1]s
Say(what, values) == PrintT(<<"lockstep", line + 1, what, values>>)
Holds(i, conjunct, values) == IF conjunct THEN TRUE ELSE Say("false", <<i, values>>) /\ FALSE
Listed(set) == {x \in set : TRUE}
IsTaken == ENABLED (%[2]s /\ line' = line + 1)
%[3]sExplainNode(n) == CASE %[4]s
ExplainEvent ==
  \E theEvent \in NextEvent :
    /\ ~IsTaken
    /\ theEvent.node \in %[5]s
    /\ Say("before", <<ExplainNode(theEvent.node)>>)
    /\ %[6]s
ExplainEnd ==
  \E theEnd \in NextEnd :
    /\ ~IsTaken
    /\ theEnd.node \in %[5]s
    /\ Say("before", <<ExplainNode(theEnd.node)>>)
    /\ Say("states", <<%[7]s, theEnd.state>>)
ExplainNext == %[2]s \/ ((ExplainEvent \/ ExplainEnd) /\ FALSE)
====
`

func (q *questions) module() string {
	var definitions, calls strings.Builder
	var kinds, cases []string
	for _, a := range q.spec.Actions {
		if kind := q.whose[a.Name]; !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
			cases = append(cases, fmt.Sprintf(`n \in %[1]s -> OfNode(Explain%[1]s, n)`, kind))
			definitions.WriteString(q.variables(kind))
		}
		definitions.WriteString(q.definition(a))
		fmt.Fprintf(&calls, "\n       \\/ theEvent.action = %q /\\ DOMAIN theEvent.params = {%s} /\\ Explain%s(theEvent)", a.Name, quoted(a.Params[1:]), a.Name)
	}
	return fmt.Sprintf(explainFormat, q.p.Spec, q.next, definitions.String(), strings.Join(cases, " [] "), strings.Join(kinds, ` \cup `), calls.String(), q.end())
}

// end is a node at the end, as far as its window reaches if it has one.
func (q *questions) end() string {
	if len(q.p.Grows.Vars) == 0 {
		return "ExplainNode(theEnd.node)"
	}
	return `IF theEnd.node \in Participant THEN Windowed(theEnd.node, ExplainNode(theEnd.node)) ELSE ExplainNode(theEnd.node)`
}

// variables are those of nodes of the kind, by their names: clients, which have a group of
// their own in the spec, or participants, of all modules.
func (q *questions) variables(kind string) string {
	var names []string
	for m := q.spec; m != nil; m = m.Extends {
		if kind == "Client" {
			names = append(names, m.Client...)
		} else {
			names = append(names, slices.Concat(m.Durable, m.Volatile)...)
		}
	}
	var fields []string
	for _, name := range names {
		fields = append(fields, name+" |-> "+name)
	}
	return fmt.Sprintf("Explain%s == [%s]\n", kind, strings.Join(fields, ", "))
}

// definition is the part of the module about one action: it evaluates the guards,
// and the effects if all hold.
func (q *questions) definition(a pairing.Action) string {
	var b strings.Builder
	node := a.Params[0]
	fmt.Fprintf(&b, "Explain%s(theEvent) ==\n  \\E %s \\in {theEvent.node} \\cap %s :\n", a.Name, node, q.whose[a.Name])
	for _, name := range a.Params[1:] {
		fmt.Fprintf(&b, "  \\E %s \\in {theEvent.params.%s} :\n", name, name)
	}
	for i, text := range q.conjuncts[a.Name] {
		fmt.Fprintf(&b, "    /\\ Holds(%d, %s, <<%s>>)\n", i+1, text, strings.Join(sides(text), ", "))
	}
	fmt.Fprintf(&b, "    /\\ %s\n", q.step(a))
	fmt.Fprintf(&b, "    /\\ Say(\"states\", <<Made(%[1]s, Explain%[2]s, Explain%[2]s', {%[3]s}), Told(theEvent, Explain%[2]s, {%[3]s})>>)\n", node, q.whose[a.Name], quoted(q.p.Grows.Vars))
	b.WriteString("    /\\ Say(\"sent\", <<Listed(msgs'), theEvent.sent>>)\n")
	return b.String()
}

// step is the action with its parameters. One of a module that is extended leaves what
// stands on that as it is.
func (q *questions) step(a pairing.Action) string {
	step := fmt.Sprintf("%s(%s)", a.Name, strings.Join(a.Params, ", "))
	if a.Module == q.spec.Name {
		return step
	}
	return fmt.Sprintf("%s /\\ UNCHANGED <<%s>>", step, strings.Join(q.spec.Unsaid(a), ", "))
}

// quoted are names as TLA+ strings, with commas.
func quoted(names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, tla.String(name).String())
	}
	return strings.Join(all, ", ")
}

// whyForeign says why the module has nothing to say of a line, other than perhaps how the
// node, if it is one, was before.
func (q *questions) whyForeign(line batchLine, isNode bool) string {
	if line.Event == nil {
		return fmt.Sprintf("%s has no node %d", q.p.Spec, line.End.Node)
	}
	for _, a := range q.spec.Actions {
		if a.Name == line.Event.Action && len(a.Params)-1 != len(line.Event.Params) {
			return fmt.Sprintf("the action is %s(%s)", a.Name, strings.Join(a.Params, ", "))
		}
		if a.Name == line.Event.Action && isNode {
			return fmt.Sprintf("the action is one of %s, and node %d is none", q.whose[a.Name], line.Event.Node)
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
