package tla

import (
	"maps"
	"slices"
)

// Mutant is a Spec of which one definition says something else in one place.
type Mutant struct {
	Spec           *Spec
	Module         string
	Definition     string
	DefinitionLine int
	Line           int    // Of the change.
	Change         string // What stands there, and what the mutant has instead: m.dest = p -> TRUE.
}

// Mutants are weakened, and otherwise changed, copies of a module of the spec, each with one
// change. A conjunct is TRUE, as are the conditions of a set, a choice and an IF, the left
// side of an implication and the whole of a definition that is a formula; a disjunct, and
// the condition of an IF, is FALSE; an order includes what is equal, or no longer does, and
// in a choice is the other way round; \A is \E; of a union or a difference, or a sum, a part
// is missing. Temporal formulas are left alone.
func (s *Spec) Mutants(module string) []Mutant {
	var all []Mutant
	text, ok := s.modules[module]
	if !ok {
		return nil
	}
	for i, u := range text.units {
		if u.kind != definitionUnit {
			continue
		}
		m := mutator{found: func(at *expr, change string, body *expr) {
			changed := *text
			changed.units = slices.Clone(text.units)
			unit := *u
			unit.body = body
			changed.units[i] = &unit
			modules := maps.Clone(s.modules)
			modules[module] = &changed
			all = append(all, Mutant{&Spec{s.name, modules}, module, u.name, u.at.line, at.at.line, change})
		}}
		same := func(e *expr) *expr { return e }
		if isFormula(u.body) {
			m.change(u.body, m.truth(u.body, true), "TRUE", same)
		}
		m.inside(u.body, false, same)
	}
	return all
}

// mutator finds the changes in a definition.
type mutator struct {
	found func(at *expr, change string, body *expr) // Body is the whole with the change.
}

// rebuild is the whole of a definition with something else in one place.
type rebuild func(instead *expr) *expr

// change has something else in the place of e.
func (m *mutator) change(e, instead *expr, text string, up rebuild) {
	m.found(e, shorten(e.text(), 80)+" -> "+text, up(instead))
}

// truth is TRUE or FALSE in the place of e.
func (m *mutator) truth(e *expr, is bool) *expr {
	name := "FALSE"
	if is {
		name = "TRUE"
	}
	return &expr{form: applied, at: e.at, first: e.first, after: e.after, name: name}
}

// drop has TRUE or FALSE in the place of e, if e is not that.
func (m *mutator) drop(e *expr, is bool, up rebuild) {
	if instead := m.truth(e, is); e.name != instead.name {
		m.change(e, instead, instead.name, up)
	}
}

// isFormula reports whether the expression can only be TRUE or FALSE.
func isFormula(e *expr) bool {
	switch e.form {
	case junction, quantified:
		return true
	case letIn:
		return isFormula(e.args[0])
	case conditional:
		return isFormula(e.args[1])
	case applied:
		return slices.Contains([]string{"=>", "<=>", "~", "=", "#", `\in`, `\notin`, `\subseteq`, "<", ">", "<=", ">="}, e.name)
	}
	return false
}

// shifted is what an order becomes that includes what is equal, or no longer does.
var shifted = map[string]string{"<": "<=", "<=": "<", ">": ">=", ">=": ">"}

// turned is an order the other way round.
var turned = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}

// inside finds the changes in e; isChoice is in the condition of CHOOSE.
func (m *mutator) inside(e *expr, isChoice bool, up rebuild) {
	if e == nil || e.form == temporal {
		return
	}
	m.here(e, isChoice, up)
	for i, arg := range e.args {
		m.inside(arg, isChoice || e.form == chosen, func(n *expr) *expr {
			c := *e
			c.args = slices.Clone(e.args)
			c.args[i] = n
			return up(&c)
		})
	}
	for i, b := range e.bounds {
		m.inside(b.set, isChoice, func(n *expr) *expr {
			c := *e
			c.bounds = slices.Clone(e.bounds)
			c.bounds[i].set = n
			return up(&c)
		})
	}
	for i, u := range e.updates {
		m.inside(u.value, isChoice, func(n *expr) *expr {
			c := *e
			c.updates = slices.Clone(e.updates)
			c.updates[i].value = n
			return up(&c)
		})
	}
	for i, u := range e.units {
		m.inside(u.body, isChoice, func(n *expr) *expr {
			c, unit := *e, *u
			c.units = slices.Clone(e.units)
			unit.body = n
			c.units[i] = &unit
			return up(&c)
		})
	}
}

// here finds the changes of e itself, and of its parts as wholes.
func (m *mutator) here(e *expr, isChoice bool, up rebuild) {
	with := func(i int) rebuild {
		return func(n *expr) *expr {
			c := *e
			c.args = slices.Clone(e.args)
			c.args[i] = n
			return up(&c)
		}
	}
	renamed := func(name string) {
		c := *e
		c.name = name
		m.change(e, &c, name, up)
	}
	switch e.form {
	case junction:
		for i, arg := range e.args {
			if arg.form != junction || arg.name != e.name {
				m.drop(arg, e.name == `/\`, with(i))
			}
		}
	case quantified:
		renamed(map[string]string{`\A`: `\E`, `\E`: `\A`}[e.name])
		if e.name == `\E` {
			m.drop(e.args[0], true, with(0))
		}
	case filtered, chosen:
		m.drop(e.args[0], true, with(0))
	case conditional:
		m.drop(e.args[0], true, with(0))
		m.drop(e.args[0], false, with(0))
	case applied:
		switch {
		case shifted[e.name] != "":
			renamed(shifted[e.name])
			if isChoice {
				renamed(turned[e.name])
			}
		case e.name == "=>":
			m.drop(e.args[0], true, with(0))
		case e.name == `\cup`:
			m.change(e, e.args[0], e.args[0].text(), up)
			m.change(e, e.args[1], e.args[1].text(), up)
		case slices.Contains([]string{`\`, `\cap`, "+", "-"}, e.name) && len(e.args) == 2:
			m.change(e, e.args[0], e.args[0].text(), up)
		}
	}
}

// Reaches are the definitions that this one is made of, itself among them, each as
// Module!Name, below what a configuration puts in their place.
func (d *Definition) Reaches() map[string]bool {
	reached := map[*definition]bool{}
	reach(d.d, reached)
	names := map[string]bool{}
	for d := range reached {
		names[d.module+"!"+d.name] = true
	}
	return names
}

func reach(d *definition, reached map[*definition]bool) {
	if d = d.target(); reached[d] || d.body == nil {
		return
	}
	reached[d] = true
	var visit func(n node)
	visit = func(n node) {
		if c, ok := n.(call); ok {
			reach(c.def, reached)
		}
		for _, kid := range n.kids() {
			visit(kid)
		}
	}
	visit(d.body)
}
