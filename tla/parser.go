package tla

import (
	"slices"
	"strings"
)

// parser reads expressions. An error ends it by a panic with an *Error.
type parser struct {
	src    *source
	at     int // Which token is next.
	column int // Of the junction that is read: what stands there, or left of it, ends its item.
	depth  int
}

// maxNesting bounds what a hostile text can make the parser, and the evaluator, recurse.
const maxNesting = 300

// parseWith calls read, and returns what it panics with if that is an *Error.
func parseWith(read func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Error:
			err = p
		default:
			panic(p)
		}
	}()
	read()
	return nil
}

// peek is the next token, or an endToken where the item of a junction ends.
func (p *parser) peek() token {
	t := p.src.tokens[p.at]
	if t.column <= p.column {
		return token{line: t.line, column: t.column}
	}
	return t
}

func (p *parser) place() place {
	t := p.src.tokens[p.at]
	return place{p.src, t.line, t.column}
}

// is reports whether the next token is this symbol or keyword.
func (p *parser) is(text string) bool {
	t := p.peek()
	return (t.kind == symbolToken || t.kind == nameToken) && t.text == text
}

// accept consumes the token if it comes next.
func (p *parser) accept(text string) bool {
	if !p.is(text) {
		return false
	}
	p.at++
	return true
}

func (p *parser) expect(text, where string) {
	if !p.accept(text) {
		p.fail("want %s %s", text, where)
	}
}

// fail says what was wanted, and what stands there.
func (p *parser) fail(format string, args ...any) {
	t := p.src.tokens[p.at]
	got := "the end of the text"
	switch {
	case t.kind != endToken && t.column <= p.column:
		got = p.src.text[t.start:t.end] + ", which stands no further right than the /\\ or \\/ whose item it should be in"
	case t.kind != endToken:
		got = shorten(p.src.text[t.start:t.end], 40)
	}
	p.place().fail(format+", not %s", append(args, got)...)
}

// name consumes a name that is no keyword.
func (p *parser) name(what string) string {
	t := p.peek()
	if t.kind != nameToken || keywords[t.text] {
		p.fail("want %s", what)
	}
	p.at++
	return t.text
}

// begin is an expression that begins here.
func (p *parser) begin(f form) *expr { return &expr{form: f, at: p.place(), first: p.at} }

// end is the expression, which ends here.
func (p *parser) end(e *expr) *expr {
	e.after = p.at
	return e
}

// around is an expression that begins where its first argument does and stands at its
// operator.
func (p *parser) around(f form, name string, args ...*expr) *expr {
	return &expr{form: f, at: args[0].at, first: args[0].first, name: name, args: args}
}

// expr reads an expression: what stands to the right of an operator, or any for nil.
func (p *parser) expr(left *operator) *expr {
	if p.depth++; p.depth > maxNesting {
		p.place().fail("expressions are nested more than %d deep", maxNesting)
	}
	defer func() { p.depth-- }()
	return p.continued(p.operand(), left)
}

// operator is one whose right side is read.
type operator struct {
	name string
	fixity
}

// continued reads what follows an operand: infix and postfix operators that bind more
// tightly than the one on its left.
func (p *parser) continued(e *expr, left *operator) *expr {
	for {
		t := p.peek()
		if t.kind != symbolToken {
			return e
		}
		op, isInfix := infix[t.text]
		post, isPostfix := postfix[t.text]
		switch {
		case t.text == "[":
			e = p.application(e)
		case t.text == ".":
			p.at++
			e = p.around(selected, "", e)
			e.name = p.fieldName()
			p.end(e)
		case isPostfix && p.binds(left, t, post):
			p.at++
			e = p.end(p.around(applied, t.text, e))
		case isInfix && p.binds(left, t, op):
			e = p.infix(e, &operator{t.text, op})
		default:
			return e
		}
	}
}

// binds reports whether the operator that comes next binds more tightly than the one
// on the left of the operand.
func (p *parser) binds(left *operator, t token, right fixity) bool {
	switch {
	case left == nil || right.low > left.high:
		return true
	case right.high < left.low || left.name == t.text && right.isLeft:
		return false
	}
	p.place().fail("%s and %s need parentheses: neither binds more tightly", left.name, t.text)
	return false
}

// infix reads an infix operator and its right side.
func (p *parser) infix(e *expr, op *operator) *expr {
	p.at++
	right := p.expr(op)
	switch {
	case op.name == `\X` && e.form == multiplied && p.src.tokens[e.first].text != "(":
		e.args = append(e.args, right)
		return p.end(e)
	case op.name == `\X`:
		return p.end(p.around(multiplied, "", e, right))
	case op.name == `/\` || op.name == `\/`:
		return p.end(p.around(junction, op.name, e, right))
	}
	return p.end(p.around(applied, op.name, e, right))
}

// application reads [args] after a function.
func (p *parser) application(f *expr) *expr {
	e := p.around(indexed, "", f)
	p.at++
	e.args = append(e.args, p.list("]")...)
	return p.end(e)
}

// fieldName is the name of a record's field: keywords are none.
func (p *parser) fieldName() string { return p.name("the name of a field") }

// list reads expressions up to the symbol that ends them.
func (p *parser) list(end string) []*expr {
	var list []*expr
	for {
		list = append(list, p.argument())
		if p.accept(end) {
			return list
		}
		p.expect(",", "or "+end)
	}
}

// argument reads an expression, or an operator that is an argument.
func (p *parser) argument() *expr {
	t := p.peek()
	if _, ok := infix[t.text]; ok && t.kind == symbolToken {
		next := p.src.tokens[p.at+1].text
		if next == "," || next == ")" {
			e := p.begin(applied)
			e.name = t.text
			p.at++
			return p.end(e)
		}
	}
	return p.expr(nil)
}

// operand reads what an expression begins with.
func (p *parser) operand() *expr {
	t := p.peek()
	e := p.begin(applied)
	if fix, ok := prefix[t.text]; ok && (t.kind == symbolToken || t.kind == nameToken) {
		return p.prefixed(e, &operator{t.text, fix})
	}
	switch t.kind {
	case numberToken:
		p.at++
		e.form, e.name = number, t.text
		return p.end(e)
	case stringToken:
		p.at++
		e.form, e.name = quotation, t.text
		return p.end(e)
	case nameToken:
		if read, ok := constructs[t.text]; ok {
			p.at++
			read(p, e)
			return p.end(e)
		}
		if strings.HasPrefix(t.text, "WF_") || strings.HasPrefix(t.text, "SF_") {
			return p.fairness(e)
		}
		return p.named(e)
	case symbolToken:
		if read, ok := constructs[t.text]; ok {
			p.at++
			read(p, e)
			return p.end(e)
		}
	}
	p.fail("want an expression")
	return nil
}

// prefixed reads a prefix operator and what it applies to.
func (p *parser) prefixed(e *expr, op *operator) *expr {
	p.at++
	e.name = op.name
	if e.name == "-" {
		e.name = "-."
	}
	e.args = []*expr{p.expr(op)}
	if e.name == "[]" || e.name == "<>" || e.name == "ENABLED" {
		e.form = temporal
	}
	return p.end(e)
}

// named reads a name, with what it is applied to: C!Spec, F(x), C!F(x).
func (p *parser) named(e *expr) *expr {
	e.name = p.name("an expression")
	for p.accept("!") {
		e.name += "!" + p.name("the name of a definition after !")
	}
	if p.accept("(") {
		e.args = p.list(")")
		if p.is("!") {
			p.place().fail("an instance with parameters is not known")
		}
	}
	if p.is("::") {
		p.place().fail("a label is not known")
	}
	return p.end(e)
}

// fairness reads WF_v(A) or SF_v(A).
func (p *parser) fairness(e *expr) *expr {
	t := p.peek()
	e.form, e.name = temporal, t.text[:3]
	subscript := p.begin(applied)
	p.at++
	if subscript.name = t.text[3:]; subscript.name == "" {
		subscript = p.operand()
	}
	p.end(subscript)
	p.expect("(", "after "+e.name)
	e.args = []*expr{p.expr(nil), subscript}
	p.expect(")", "after the action of "+e.name)
	return p.end(e)
}

// constructs are the expressions that begin with a keyword or a symbol of their own.
var constructs map[string]func(p *parser, e *expr)

func init() {
	constructs = map[string]func(p *parser, e *expr){
		"(": (*parser).parenthesized, "{": (*parser).braces, "[": (*parser).brackets, "<<": (*parser).angles,
		`/\`: (*parser).junction, `\/`: (*parser).junction, `\A`: (*parser).quantified, `\E`: (*parser).quantified,
		"CHOOSE": (*parser).choose, "IF": (*parser).conditional, "CASE": (*parser).caseOf, "LET": (*parser).let, "LAMBDA": (*parser).lambda,
		"@": func(p *parser, e *expr) { e.form = previous },
	}
}

func (p *parser) parenthesized(e *expr) {
	inner := p.expr(nil)
	p.expect(")", "after an expression in parentheses")
	first, at := e.first, e.at
	*e = *inner
	e.first, e.at = first, at
}

// junction reads a list of conjuncts or disjuncts, of which the first symbol is read.
func (p *parser) junction(e *expr) {
	symbol := p.src.tokens[e.first]
	e.form, e.name = junction, symbol.text
	outer := p.column
	for {
		p.column = symbol.column
		e.args = append(e.args, p.expr(nil))
		p.column = outer
		if t := p.peek(); t.kind != symbolToken || t.text != symbol.text || t.column != symbol.column {
			return
		}
		p.at++
	}
}

func (p *parser) quantified(e *expr) {
	e.form, e.name = quantified, p.src.tokens[e.first].text
	e.bounds = p.bounds(true)
	p.expect(":", "after what is quantified")
	e.args = []*expr{p.expr(nil)}
}

func (p *parser) choose(e *expr) {
	e.form = chosen
	e.bounds = p.bounds(true)
	if len(e.bounds) > 1 || !e.bounds[0].isTuple && len(e.bounds[0].names) > 1 {
		e.at.fail("CHOOSE chooses one thing")
	}
	p.expect(":", "after what is chosen")
	e.args = []*expr{p.expr(nil)}
}

// bounds reads x, y \in S, <<u, v>> \in T, ...; mayBeFree says whether x alone will do.
func (p *parser) bounds(mayBeFree bool) []bound {
	var all []bound
	for {
		b := p.variables()
		if p.accept(`\in`) {
			b.set = p.expr(nil)
		} else if !mayBeFree || b.isTuple {
			p.fail(`want \in`)
		}
		all = append(all, b)
		if !p.accept(",") {
			return all
		}
	}
}

// variables reads x, y or <<x, y>>.
func (p *parser) variables() bound {
	b := bound{isTuple: p.accept("<<")}
	for {
		b.names = append(b.names, p.name("a variable"))
		if !p.accept(",") {
			break
		}
	}
	if b.isTuple {
		p.expect(">>", "after variables")
	}
	return b
}

// areBounds reports whether x, y \in or <<x, y>> \in comes next, as before the set of
// a function's domain; if single, whether only one x or <<x, y>> does.
func (p *parser) areBounds(single bool) bool {
	tokens, at := p.src.tokens, p.at
	isTuple := tokens[at].text == "<<"
	if isTuple {
		at++
	}
	for n := 0; ; n++ {
		if tokens[at].kind != nameToken || n > 0 && single && !isTuple {
			return false
		}
		if at++; tokens[at].text != "," || tokens[at].kind != symbolToken {
			break
		}
		at++
	}
	if isTuple {
		if tokens[at].text != ">>" {
			return false
		}
		at++
	}
	return tokens[at].text == `\in`
}

func (p *parser) conditional(e *expr) {
	e.form = conditional
	condition := p.expr(nil)
	p.expect("THEN", "after the condition")
	then := p.expr(nil)
	p.expect("ELSE", "after THEN")
	e.args = []*expr{condition, then, p.expr(nil)}
}

func (p *parser) caseOf(e *expr) {
	e.form = cases
	for {
		var condition *expr
		if !p.accept("OTHER") {
			condition = p.expr(nil)
		}
		p.expect("->", "in CASE")
		e.args = append(e.args, condition, p.expr(nil))
		if !p.accept("[]") {
			return
		}
		if condition == nil {
			p.place().fail("OTHER is the last of a CASE")
		}
	}
}

func (p *parser) let(e *expr) {
	e.form = letIn
	for !p.accept("IN") {
		u := p.definition(false)
		if u.kind == instanceUnit {
			u.at.fail("an INSTANCE in LET is not known")
		}
		e.units = append(e.units, u)
	}
	if len(e.units) == 0 {
		e.at.fail("LET defines nothing")
	}
	e.args = []*expr{p.expr(nil)}
}

func (p *parser) lambda(e *expr) {
	e.form = lambda
	for {
		e.params = append(e.params, Param{Name: p.name("a parameter")})
		if !p.accept(",") {
			break
		}
	}
	p.expect(":", "after the parameters of LAMBDA")
	e.args = []*expr{p.expr(nil)}
}

// angles reads a tuple or <<A>>_v.
func (p *parser) angles(e *expr) {
	e.form = tupled
	if p.accept(">>") {
		return
	}
	for {
		e.args = append(e.args, p.expr(nil))
		if p.accept(">>") {
			return
		}
		if len(e.args) == 1 && p.accept(">>_") {
			e.form, e.name, e.args = temporal, "<<>>_", append(e.args, p.operand())
			return
		}
		p.expect(",", "or >>")
	}
}

// braces reads a set.
func (p *parser) braces(e *expr) {
	if e.form = enumerated; p.accept("}") {
		return
	}
	var first *expr
	if p.areBounds(true) {
		e.bounds = []bound{p.variables()}
		p.at++
		e.bounds[0].set = p.expr(&operator{`\in`, infix[`\in`]})
		if p.accept(":") {
			e.form, e.args = filtered, []*expr{p.expr(nil)}
			p.expect("}", "after the condition of a set")
			return
		}
		first = p.continued(p.isIn(e), nil)
		e.bounds = nil
	} else {
		first = p.expr(nil)
	}
	e.args = []*expr{first}
	if p.accept(":") {
		e.form, e.bounds = mapped, p.bounds(false)
		p.expect("}", "after what a set is made from")
		return
	}
	if p.accept("}") {
		return
	}
	p.expect(",", "or }")
	e.args = append(e.args, p.list("}")...)
}

// isIn is the expression x \in S, or <<x, y>> \in S, that the set e turns out to begin
// with.
func (p *parser) isIn(e *expr) *expr {
	b := e.bounds[0]
	first := slices.IndexFunc(p.src.tokens[e.first+1:], func(t token) bool { return t.kind == nameToken }) + e.first + 1
	var names []*expr
	for i, name := range b.names {
		t := p.src.tokens[first+2*i]
		names = append(names, &expr{form: applied, name: name, at: place{p.src, t.line, t.column}, first: first + 2*i, after: first + 2*i + 1})
	}
	left := names[0]
	if b.isTuple {
		left = &expr{form: tupled, at: names[0].at, first: e.first + 1, after: first + 2*len(names), args: names}
	}
	return p.end(p.around(applied, `\in`, left, b.set))
}

// brackets reads what begins with [: a function, a record, a set of them, EXCEPT, or
// [A]_v.
func (p *parser) brackets(e *expr) {
	next := p.src.tokens[min(p.at+1, len(p.src.tokens)-1)].text
	switch {
	case p.peek().kind == nameToken && next == "|->":
		p.record(e, recorded, "|->")
		return
	case p.peek().kind == nameToken && next == ":":
		p.record(e, recordSets, ":")
		return
	case p.areBounds(false):
		e.form, e.bounds = function, p.bounds(false)
		p.expect("|->", "after the domain of a function")
		e.args = []*expr{p.expr(nil)}
		p.expect("]", "after a function")
		return
	}
	e.args = []*expr{p.expr(nil)}
	switch {
	case p.accept("->"):
		e.form, e.args = functionOf, append(e.args, p.expr(nil))
		p.expect("]", "after a set of functions")
	case p.accept("EXCEPT"):
		p.except(e)
	case p.accept("]_"):
		e.form, e.name, e.args = temporal, "[]_", append(e.args, p.operand())
	default:
		p.fail("want ->, EXCEPT or ]_")
	}
}

// record reads the fields of a record or of a set of records.
func (p *parser) record(e *expr, f form, symbol string) {
	e.form = f
	for {
		at := p.place()
		name := p.fieldName()
		if slices.Contains(e.names, name) {
			at.fail("two fields are called %s", name)
		}
		p.expect(symbol, "after the name of a field")
		e.names, e.args = append(e.names, name), append(e.args, p.expr(nil))
		if p.accept("]") {
			return
		}
		p.expect(",", "or ]")
	}
}

// except reads the updates of an EXCEPT.
func (p *parser) except(e *expr) {
	e.form = excepted
	for {
		var u update
		p.expect("!", "in EXCEPT")
		for !p.accept("=") {
			step := p.begin(indexed)
			switch {
			case p.accept("."):
				step.form, step.name = selected, p.fieldName()
			case p.accept("["):
				step.args = p.list("]")
			default:
				p.fail("want ., [ or = in EXCEPT")
			}
			u.path = append(u.path, p.end(step))
		}
		if len(u.path) == 0 {
			p.fail("want . or [ after ! in EXCEPT")
		}
		u.value = p.expr(nil)
		e.updates = append(e.updates, u)
		if p.accept("]") {
			return
		}
		p.expect(",", "or ]")
	}
}
