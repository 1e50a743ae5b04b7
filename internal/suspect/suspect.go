// Package suspect finds in TLA+ modules what some versions of TLC judge wrongly. It knows
// what is written and not what is meant, and so reports more than is wrong: what is right
// all the same, its caller names with the reason. docs/canaries.md says what the patterns
// are.
package suspect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Finding is one place in a module.
type Finding struct {
	Module  string
	Line    int
	Pattern string // The name of the canary that shows it; NotRead of what the parser does not know.
	What    string // The expression that is meant, such as the domain of a function.
}

func (f Finding) String() string {
	return fmt.Sprintf("%s.tla:%d: %s: %s", f.Module, f.Line, f.Pattern, f.What)
}

// Modules are the texts of modules by name.
type Modules map[string]string

// finder finds what is suspect in modules.
type finder struct {
	all   map[string]*tla.Module
	sets  []string // Those of which it is known that TLC lists their elements.
	found []Finding
}

// Find are the places in all modules, in order of the modules' names. Sets are the names
// of sets of which it is known that TLC lists their elements.
func (ms Modules) Find(sets []string) []Finding {
	f := finder{all: map[string]*tla.Module{}, sets: sets}
	for _, name := range slices.Sorted(maps.Keys(ms)) {
		m, err := tla.ParseModule(name, ms[name])
		if err != nil {
			f.found = append(f.found, Finding{name, 0, "NotRead", err.Error()})
			continue
		}
		f.all[name] = m
	}
	for _, name := range slices.Sorted(maps.Keys(f.all)) {
		m := f.all[name]
		for _, o := range m.Operators {
			f.formula(name, o.Body)
			if has(o.Body, "<>", "[]") && has(o.Body, "[]", "<>") { // TLC makes branches of them.
				f.found = append(f.found, Finding{name, o.Line, "ManyStrongFairness", o.Name})
			}
		}
		for _, e := range m.Statements {
			f.formula(name, e)
		}
	}
	return f.found
}

// formula finds what is suspect in a formula of a module.
func (f *finder) formula(module string, formula tla.Expr) {
	for e := range formula.All() {
		add := func(pattern, what string) {
			f.found = append(f.found, Finding{module, e.Line(), pattern, what})
		}
		switch op := e.Op(); {
		case op == "[|->]":
			_, domains := e.Chosen()
			for _, domain := range slices.Compact(domains) {
				if !isPlain(domain) && !slices.Contains(f.sets, domain.Text()) { // The function may be kept as a rule.
					add("ExceptOfLazy", domain.Text())
				}
			}
		case op == "EXCEPT":
			if base := e.Args()[0]; !f.isVariable(module, base.Text()) { // TLC has made a table of a variable's value.
				add("ExceptToSequence", base.Text())
			}
		case op == "SF_":
			add("ManyStrongFairness", op)
		case op == "ENABLED" || op == "SelectSeq":
			add("EnabledInInstance", op)
		case strings.Contains(op, "!") && f.mentionsEnabled(module, op):
			add("EnabledInInstance", op)
		}
	}
}

// isPlain is true iff TLC lists the elements of a set: one that lists them itself, or
// numbers from one to another.
func isPlain(set tla.Expr) bool {
	isAtom := func(e tla.Expr) bool { return len(e.Args()) == 0 && e.Op() != "{}" }
	return set.Op() == "{}" && !slices.ContainsFunc(set.Args(), func(e tla.Expr) bool { return has(e, "{}") || has(e, "{:}") }) ||
		set.Op() == ".." && !slices.ContainsFunc(set.Args(), func(e tla.Expr) bool { return !isAtom(e) })
}

// has is true iff an expression has one in it that applies the first operator to one that
// applies the next, and so on.
func has(e tla.Expr, operators ...string) bool {
	for part := range e.All() {
		i := 0
		for ; part.Op() == operators[i]; part = part.Args()[0] {
			if i++; i == len(operators) {
				return true
			}
		}
	}
	return false
}

// extended are the module and those that it extends, each once.
func (f *finder) extended(module string) []*tla.Module {
	var all []*tla.Module
	for todo := []string{module}; len(todo) > 0; todo = todo[1:] {
		if m, ok := f.all[todo[0]]; ok && !slices.Contains(all, m) {
			all, todo = append(all, m), append(todo, m.Extends...)
		}
	}
	return all
}

func (f *finder) isVariable(module, name string) bool {
	return slices.ContainsFunc(f.extended(module), func(m *tla.Module) bool { return slices.Contains(m.Variables, name) })
}

// mentionsEnabled reports whether what C!Name names, or what that uses, speaks of ENABLED or
// of fairness. Of what is not there nothing is known, so it does.
func (f *finder) mentionsEnabled(module, name string) bool {
	instance, wanted, _ := strings.Cut(name, "!")
	bodies := map[string]tla.Expr{}
	for _, m := range f.extended(module) {
		for _, of := range f.extended(m.Instances[instance]) {
			for _, o := range of.Operators {
				bodies[o.Name] = o.Body
			}
		}
	}
	if _, ok := bodies[wanted]; !ok {
		return true
	}
	for todo := []string{wanted}; len(todo) > 0; todo = todo[1:] {
		body := bodies[todo[0]]
		delete(bodies, todo[0])
		for e := range body.All() {
			if slices.Contains([]string{"ENABLED", "WF_", "SF_"}, e.Op()) {
				return true
			}
			if _, ok := bodies[e.Op()]; ok && !slices.Contains(todo, e.Op()) {
				todo = append(todo, e.Op())
			}
		}
	}
	return false
}
