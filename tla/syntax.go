package tla

import (
	"iter"
	"slices"
)

// Module is a module as it stands. What it names need not be there, and nothing is said of
// what its expressions are: see [Load].
type Module struct {
	Name       string
	Extends    []string
	Variables  []string          // In order.
	Operators  []Operator        // What it defines, in order; instances are left out.
	Statements []Expr            // Assumptions and theorems.
	Instances  map[string]string // Of which modules it names instances, by their names.
}

// Operator is a definition as it stands.
type Operator struct {
	Name   string
	Params []string
	Line   int
	Body   Expr
}

// ParseModule reads a module; name is what errors call the text.
func ParseModule(name, text string) (*Module, error) {
	parsed, err := parseModule(&source{name: name, text: text})
	if err != nil {
		return nil, err
	}
	m := &Module{Name: parsed.name, Extends: parsed.extends, Instances: map[string]string{}}
	for _, u := range parsed.units {
		var params []string
		for _, p := range u.params {
			params = append(params, p.Name)
		}
		switch u.kind {
		case variableUnit:
			m.Variables = append(m.Variables, params...)
		case definitionUnit:
			m.Operators = append(m.Operators, Operator{u.name, params, u.at.line, Expr{u.body}})
		case instanceUnit:
			m.Instances[u.name] = u.module
		case assumptionUnit, theoremUnit:
			m.Statements = append(m.Statements, Expr{u.body})
		}
	}
	return m, nil
}

// Operator is the definition of that name, if there is one.
func (m *Module) Operator(name string) (Operator, bool) {
	i := slices.IndexFunc(m.Operators, func(o Operator) bool { return o.Name == name })
	if i < 0 {
		return Operator{}, false
	}
	return m.Operators[i], true
}

// Expr is an expression as it stands. The zero Expr is none: it has no text and no parts.
type Expr struct{ e *expr }

// ParseExpr reads an expression.
func ParseExpr(text string) (Expr, error) {
	e, err := parseExpr(&source{name: "expression", text: text})
	return Expr{e}, err
}

// Text is the expression on one line, without comments.
func (e Expr) Text() string {
	if e.e == nil {
		return ""
	}
	return e.e.text()
}

// Line is the line on which the expression begins.
func (e Expr) Line() int {
	if e.e == nil {
		return 0
	}
	return e.e.at.line
}

// With is the text of the expression with other texts in the place of names: those of an
// operator's parameters, in its body, by its arguments. It does not put parentheses.
func (e Expr) With(given map[string]string) string {
	if e.e == nil {
		return ""
	}
	return e.e.with(given)
}

// forms are what expressions that apply no operator are called.
var forms = map[form]string{
	quotation: `""`, chosen: "CHOOSE", enumerated: "{}", filtered: "{:}", mapped: "{:}", tupled: "<<>>", recorded: "[|->]", recordSets: "[:]",
	function: "[|->]", functionOf: "[->]", excepted: "EXCEPT", indexed: "[.]", selected: ".", multiplied: `\X`, conditional: "IF", cases: "CASE", letIn: "LET",
}

// Op is the name or the operator that the expression applies, as in [Expr.Args]: `\/` and
// `/\`, `\E` and `\A`, too. Of others it is a keyword, or the symbols of which they are
// made: "<<>>" of a tuple, "{}" of a set that lists its elements, "[:]" of a set of
// records, "[|->]" of a record or function, "[.]" of what that is applied to, "." of a
// field, `""` of a string.
func (e Expr) Op() string {
	if e.e == nil {
		return ""
	}
	if symbol, ok := forms[e.e.form]; ok {
		return symbol
	}
	return e.e.name
}

// Args are what an operator is applied to, the elements of a tuple or set, the values of
// a record's fields: the parts of the expression, but for sets from which it chooses.
func (e Expr) Args() []Expr {
	if e.e == nil {
		return nil
	}
	var args []Expr
	for _, arg := range e.e.args {
		if arg != nil {
			args = append(args, Expr{arg})
		}
	}
	for _, u := range e.e.updates {
		for _, step := range u.path {
			args = append(args, Expr{step})
		}
		args = append(args, Expr{u.value})
	}
	for _, u := range e.e.units {
		args = append(args, Expr{u.body})
	}
	return args
}

// Names are those of a record's fields, or of the one that is selected.
func (e Expr) Names() []string {
	if e.e != nil && e.e.form == selected {
		return []string{e.e.name}
	}
	if e.e == nil {
		return nil
	}
	return e.e.names
}

// Chosen are the names that the expression binds, as \E does, and the set from which each
// is: none of a name that is not bounded, or of a part of a tuple.
func (e Expr) Chosen() (names []string, from []Expr) {
	if e.e == nil {
		return nil, nil
	}
	for _, b := range e.e.bounds {
		for _, name := range b.names {
			names, from = append(names, name), append(from, Expr{b.set})
		}
	}
	return names, from
}

// All yields the expression and all that is in it, outer ones first.
func (e Expr) All() iter.Seq[Expr] {
	return func(yield func(Expr) bool) { e.each(yield) }
}

func (e Expr) each(yield func(Expr) bool) bool {
	if e.e == nil {
		return true
	}
	if !yield(e) {
		return false
	}
	_, from := e.Chosen()
	for _, part := range slices.Concat(slices.Compact(from), e.Args()) {
		if !part.each(yield) {
			return false
		}
	}
	return true
}

// Conjuncts are those of a list of conjuncts or of A /\ B; of another expression itself.
func (e Expr) Conjuncts() []Expr {
	if e.e == nil || e.e.form != junction || e.e.name != `/\` {
		return []Expr{e}
	}
	var all []Expr
	for _, part := range flat(e.e) {
		all = append(all, Expr{part})
	}
	return all
}
