package twintest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Observed is what a twin was seen to do in models of one module: what Evaluate held
// against the spec, and what weakened specs are held against.
type Observed struct {
	dir    string
	spec   *tla.Spec
	models []*observation
}

// observation is what was seen in one model.
type observation struct {
	config *tla.Config
	model  *tla.Model
	roots  []*root
	byName map[string]*root
}

// The kinds of roots: what tells a mutant from the spec.
const (
	initialStates = "initial states"
	steps         = "steps"
	values        = "values"
	graph         = "graph"
)

// redundant is what is noticed by none of them.
const redundant = "redundant"

// root is the initial predicate, an action, another expression, or the whole, with what was
// seen of it.
type root struct {
	kind, text string
	params     []string        // Of an expression.
	reaches    map[string]bool // The definitions it is made of.
	seen       []sight
	sorted     []sight // As telling has them.
	graph      size
}

// sight is what became of a root in a state, with these arguments.
type sight struct {
	state tla.State
	args  []tla.Value
	next  tla.State // Of an action: nil if the twin refused it.
	value tla.Value // Of an expression.
}

// see notes what became of a root.
func (o *observation) see(kind, text string, d *tla.Definition, what sight) {
	to, ok := o.byName[text]
	if !ok {
		to = &root{kind: kind, text: text, reaches: d.Reaches()}
		for _, p := range d.Params {
			to.params = append(to.params, p.Name)
		}
		o.byName[text] = to
		o.roots = append(o.roots, to)
	}
	to.seen = append(to.seen, what)
}

// Weakened has each mutant of the module differ from what was observed: it begins otherwise,
// allows a step that the twin refuses, refuses one that the twin takes, leads elsewhere, or
// has another value of a concept or an invariant. One that does not is declared redundant by
// the definition, in a comment that says why:
//
//	\* REDUNDANT m.dest = p -> TRUE: participants that answer a number answer its owner.
//
// With -v the score is logged; with -short one mutant in ten is tried.
func (o *Observed) Weakened(t *testing.T, module string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(o.dir, module+".tla"))
	require.NoError(t, err)
	score, faults := o.weakened(module, string(text), testing.Short())
	t.Log(score)
	for _, fault := range faults {
		t.Error(fault)
	}
}

// sample is how many mutants there are for each that is tried with -short.
const sample = 10

// weakened returns the score, and what is wrong.
func (o *Observed) weakened(module, text string, isShort bool) (score string, faults []string) {
	for _, of := range o.models {
		for _, r := range of.roots {
			if r.kind != values && r.differs(of.model) {
				return "", []string{r.text + " differs from what was observed without any change"}
			}
		}
	}
	declared := o.declared(module, text)
	count := map[string]int{}
	tried := 0
	for i, m := range o.spec.Mutants(module) {
		if isShort && i%sample > 0 || !o.isObserved(m) {
			continue
		}
		tried++
		how := o.notice(m)
		d := find(declared, m)
		if d != nil {
			d.isThere = true
			d.isRedundant = d.isRedundant || how == ""
		}
		switch {
		case how != "":
			count[how]++
		case d != nil:
			count[redundant]++
		default:
			faults = append(faults, fmt.Sprintf("%s:%d: %s: %s: nothing that was observed tells the difference; observe more, or say in the definition why it makes none: \\* REDUNDANT %s: ...",
				m.Module, m.Line, m.Definition, m.Change, m.Change))
		}
	}
	for _, d := range declared {
		switch {
		case isShort || d.isRedundant:
		case d.isThere:
			faults = append(faults, fmt.Sprintf("%s:%d: %s is not redundant: the twin shows the difference; remove the comment", module, d.line, d.text))
		default:
			faults = append(faults, fmt.Sprintf("%s:%d: %s is no change of %s that is tried; remove the comment", module, d.line, d.text, d.definition))
		}
	}
	score = fmt.Sprintf("%s: %d mutants", module, tried)
	for _, how := range []string{initialStates, steps, graph, values, redundant} {
		if count[how] > 0 {
			score += fmt.Sprintf(", %s %d", how, count[how])
		}
	}
	return score, faults
}

// reachedBy are the roots that depend on what the mutant changes, those that are made of
// less first. What the mutant changes may be a root itself; then others that were seen in
// states need not be looked at, for they differ in no state in which it does not.
func (o *observation) reachedBy(m tla.Mutant) []*root {
	itself := o.byName[m.Definition]
	reached := slices.DeleteFunc(slices.Clone(o.roots), func(r *root) bool {
		isCovered := itself != nil && itself.reaches[m.Module+"!"+m.Definition] && r != itself && r.kind != graph
		return isCovered || !r.reaches[m.Module+"!"+m.Definition]
	})
	slices.SortStableFunc(reached, func(a, b *root) int { return len(a.reaches) - len(b.reaches) })
	return reached
}

// isObserved reports whether the mutant changes something that was looked at.
func (o *Observed) isObserved(m tla.Mutant) bool {
	return slices.ContainsFunc(o.models, func(of *observation) bool { return len(of.reachedBy(m)) > 0 })
}

// notice tells what is otherwise in the mutant, or "".
func (o *Observed) notice(m tla.Mutant) string {
	for _, of := range o.models {
		roots := of.reachedBy(m)
		if len(roots) == 0 {
			continue
		}
		mutant, err := m.Spec.Bind(of.config)
		if err != nil {
			return initialStates // Its constants are not as they were.
		}
		for _, r := range roots {
			if r.differs(mutant) {
				return r.kind
			}
		}
	}
	return ""
}

// differs reports whether the root is otherwise in the mutant than it was seen.
func (r *root) differs(mutant *tla.Model) bool {
	var d *tla.Definition
	var err error
	switch r.kind {
	case graph:
		return r.graph != graphOf(mutant, r.graph.states)
	case values:
		d, err = mutant.Expression(r.text, r.params...)
	default:
		d, err = mutant.Definition(r.text)
	}
	if err != nil {
		return true
	}
	for _, s := range r.telling() {
		in, err := mutant.In(s.state, nil)
		if err != nil || r.differsAt(in, d, s) {
			return true
		}
	}
	return false
}

// telling is what was seen of the root, so that what tells mutants comes soon: of a formula
// where it is false as often as where it is true, and not all of that; of an action where
// it was refused as often as where it was taken.
func (r *root) telling() []sight {
	if r.sorted == nil {
		var yes, no []sight
		for _, s := range r.seen {
			if s.next == nil && !s.value.IsTrue() {
				no = append(no, s)
			} else {
				yes = append(yes, s)
			}
		}
		for i := range max(len(yes), len(no)) {
			if i < len(no) {
				r.sorted = append(r.sorted, no[i])
			}
			if i < len(yes) {
				r.sorted = append(r.sorted, yes[i])
			}
		}
	}
	return r.sorted
}

func (r *root) differsAt(in *tla.Step, d *tla.Definition, s sight) bool {
	if r.kind == values {
		v, err := in.Eval(d, s.args...)
		return err != nil || tla.Compare(v, s.value) != 0
	}
	after, err := in.After(d, s.args...)
	if err != nil || s.next == nil {
		return err != nil || len(after) > 0
	}
	return len(after) != 1 || !areEqual(after[0], s.next)
}

func areEqual(a, b tla.State) bool {
	for name, v := range a {
		if tla.Compare(v, b[name]) != 0 {
			return false
		}
	}
	return true
}

// redundancy is a mutant that the spec declares redundant.
type redundancy struct {
	line                 int
	definition, text     string // The text is that of the change, and why it is redundant.
	isThere, isRedundant bool   // Whether there is such a mutant, and one that was not noticed.
}

// declared are the redundancies that the text of the module declares.
func (o *Observed) declared(module, text string) []*redundancy {
	var all []*redundancy
	line := 0
	for of := range strings.Lines(text) {
		line++
		if _, declared, ok := strings.Cut(of, `\* REDUNDANT `); ok {
			all = append(all, &redundancy{line: line, definition: o.definitionAt(module, line), text: strings.TrimSpace(declared)})
		}
	}
	return all
}

// definitionAt is the last definition with a mutant that begins at or above that line.
func (o *Observed) definitionAt(module string, line int) string {
	name := ""
	for _, m := range o.spec.Mutants(module) {
		if m.DefinitionLine <= line {
			name = m.Definition
		}
	}
	return name
}

// find is the redundancy that the mutant is.
func find(declared []*redundancy, m tla.Mutant) *redundancy {
	for _, d := range declared {
		if d.definition == m.Definition && strings.HasPrefix(d.text, m.Change+": ") {
			return d
		}
	}
	return nil
}
