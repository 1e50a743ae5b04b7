package tla

import "strings"

// parseModule reads a module.
func parseModule(src *source) (*moduleText, error) {
	if err := scan(src, true); err != nil {
		return nil, err
	}
	m := &moduleText{}
	p := parser{src: src}
	return m, parseWith(func() { p.module(m) })
}

// parseExpr reads an expression and refuses what follows it.
func parseExpr(src *source) (e *expr, err error) {
	if err := scan(src, false); err != nil {
		return nil, err
	}
	p := parser{src: src}
	return e, parseWith(func() {
		e = p.expr(nil)
		if p.peek().kind != endToken {
			p.fail("want the end of the expression")
		}
	})
}

func (p *parser) module(m *moduleText) {
	if p.peek().kind == endToken {
		p.place().fail("no ---- MODULE Name ---- in it")
	}
	p.line('-', "----")
	p.expect("MODULE", "after ----")
	m.name = p.name("the name of a module")
	p.line('-', "---- after the name of the module")
	m.at = p.place()
	if p.accept("EXTENDS") {
		m.at = p.place()
		m.extends = p.names("a module")
	}
	for p.peek().kind != lineToken || p.peek().text[0] != '=' {
		if p.peek().kind == lineToken {
			p.at++
			if p.is("MODULE") {
				p.place().fail("a module in a module is not known")
			}
			continue
		}
		m.units = append(m.units, p.unit()...)
	}
}

func (p *parser) line(of byte, what string) {
	if t := p.peek(); t.kind != lineToken || t.text[0] != of {
		p.fail("want %s", what)
	}
	p.at++
}

// names reads names between commas.
func (p *parser) names(what string) []string {
	names := []string{p.name(what)}
	for p.accept(",") {
		names = append(names, p.name(what))
	}
	return names
}

// unit reads one part of a module.
func (p *parser) unit() []*unit {
	t := p.peek()
	at := p.place()
	switch t.text {
	case "CONSTANT", "CONSTANTS":
		p.at++
		return []*unit{{kind: constantUnit, at: at, params: p.declarations()}}
	case "VARIABLE", "VARIABLES":
		p.at++
		u := &unit{kind: variableUnit, at: at}
		for _, name := range p.names("a variable") {
			u.params = append(u.params, Param{Name: name})
		}
		return []*unit{u}
	case "ASSUME", "ASSUMPTION", "AXIOM":
		return []*unit{p.statement(assumptionUnit)}
	case "THEOREM", "LEMMA", "PROPOSITION", "COROLLARY":
		u := p.statement(theoremUnit)
		p.skipProof(at)
		return []*unit{u}
	case "LOCAL":
		p.at++
		return []*unit{p.definition(true)}
	}
	return []*unit{p.definition(false)}
}

// declarations reads names, with _ for each parameter of an operator.
func (p *parser) declarations() []Param {
	var all []Param
	for {
		all = append(all, p.declaration())
		if !p.accept(",") {
			return all
		}
	}
}

func (p *parser) declaration() Param {
	d := Param{Name: p.name("a name")}
	if p.accept("(") {
		for {
			p.expect("_", "for a parameter")
			d.Arity++
			if p.accept(")") {
				break
			}
			p.expect(",", "or )")
		}
	}
	return d
}

// statement reads an assumption or a theorem.
func (p *parser) statement(kind unitKind) *unit {
	u := &unit{kind: kind, at: p.place()}
	p.at++
	if p.peek().kind == nameToken && p.src.tokens[p.at+1].text == "==" {
		u.name = p.name("a name")
		p.at++
	}
	if p.is("ASSUME") {
		p.place().fail("ASSUME and PROVE in a theorem are not known")
	}
	u.body = p.expr(nil)
	return u
}

// skipProof goes past the proof of the theorem that begins there, if it has one: up to
// the next token that stands no further right than the theorem.
func (p *parser) skipProof(theorem place) {
	t := p.peek()
	switch {
	case t.kind == nameToken && (t.text == "PROOF" || t.text == "BY" || t.text == "OBVIOUS" || t.text == "OMITTED"):
	case t.kind == symbolToken && t.text == "<":
	default:
		return
	}
	for line := t.line; ; p.at++ {
		t := p.peek()
		isStep := t.kind == symbolToken && t.text == "<"
		isProof := t.kind == nameToken && (t.text == "PROOF" || t.text == "BY" || t.text == "OBVIOUS" || t.text == "OMITTED" || t.text == "QED")
		if t.kind == endToken || t.line > line && t.column <= theorem.column && !isStep && !isProof {
			return
		}
	}
}

// definition reads a definition, INSTANCE or RECURSIVE, in a module or in LET.
func (p *parser) definition(isLocal bool) *unit {
	u := &unit{kind: definitionUnit, at: p.place(), isLocal: isLocal}
	if p.accept("INSTANCE") {
		return p.instance(u)
	}
	if p.accept("RECURSIVE") {
		u.kind, u.params = recursiveUnit, p.declarations()
		return u
	}
	if t := p.peek(); t.kind == symbolToken && t.text == "-." {
		p.at++
		u.name, u.params = "-.", []Param{{Name: p.name("a parameter")}}
	} else {
		p.head(u)
	}
	if u.body == nil {
		p.expect("==", "in a definition")
	}
	if p.accept("INSTANCE") {
		if len(u.params) > 0 {
			u.at.fail("an INSTANCE with parameters is not known")
		}
		return p.instance(u)
	}
	if body := p.expr(nil); u.body == nil {
		u.body = body
	} else {
		u.body.args = []*expr{body}
		p.end(u.body)
	}
	return u
}

// head reads what a definition defines: a name, with its parameters, an operator
// between two, or a function.
func (p *parser) head(u *unit) {
	function := p.begin(function)
	u.name = p.name("a definition")
	t := p.peek()
	_, isInfix := infix[t.text]
	_, isPostfix := postfix[t.text]
	switch {
	case t.kind != symbolToken:
	case p.accept("("):
		for {
			u.params = append(u.params, p.declaration())
			if p.accept(")") {
				return
			}
			p.expect(",", "or )")
		}
	case p.accept("["):
		function.bounds = p.bounds(false)
		p.expect("]", "after the parameters of a function")
		p.expect("==", "in a definition")
		u.body = function
	case isPostfix:
		p.at++
		u.name, u.params = t.text, []Param{{Name: u.name}}
	case isInfix:
		p.at++
		u.params = []Param{{Name: u.name}, {Name: p.name("a parameter")}}
		u.name = t.text
	}
}

// instance reads what follows INSTANCE.
func (p *parser) instance(u *unit) *unit {
	u.kind = instanceUnit
	u.module = p.name("the name of a module")
	if !p.accept("WITH") {
		return u
	}
	for {
		var s substitute
		if t := p.peek(); t.kind == symbolToken && strings.Trim(t.text, `()[]{},`) != "" {
			p.place().fail("the substitution of an operator that is no name is not known")
		}
		s.name = p.name("what is substituted")
		p.expect("<-", "in WITH")
		s.expr = p.argument()
		u.with = append(u.with, s)
		if !p.accept(",") {
			return u
		}
	}
}
