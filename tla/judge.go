package tla

import "strings"

// Conjunct is one of the conjuncts of a definition, as it stands: for an action a guard,
// or an effect.
type Conjunct struct {
	Text         string // On one line, without comments.
	Module       string
	Line, Column int
	IsEffect     bool // It speaks of the next state.
}

// Judgement is what became of a conjunct in a step.
type Judgement struct {
	Conjunct
	Holds bool
	Err   error       // Why nobody knows whether it holds.
	Parts []Part      // If it does not hold: what it compares, or is about; of an \A what shows that it is false.
	Inner []Judgement // If it does not hold, and applies a definition: the conjuncts of that.
}

// Part is an expression in a conjunct, and what it is there.
type Part struct {
	Text  string
	Value Value
	Err   error
}

// Conjuncts takes the definition apart. One that is no conjunction is its own conjunct.
func (d *Definition) Conjuncts() []Conjunct {
	if d.d.body == nil {
		return nil
	}
	var all []Conjunct
	for _, i := range d.d.items() {
		all = append(all, i.conjunct())
	}
	return all
}

func (i item) conjunct() Conjunct {
	return Conjunct{Text: i.src.text(), Module: i.src.at.src.name, Line: i.src.at.line, Column: i.src.at.column, IsEffect: levelOf(i.node) >= actionLevel}
}

// items are the conjuncts of the definition, below what LET defines.
func (d *definition) items() []item {
	items, _ := conjuncts(item{d.unit.body, d.body}, nil)
	return items
}

// conjuncts takes a formula apart; names is what its local names are.
func conjuncts(i item, names *env) ([]item, *env) {
	switch n := i.node.(type) {
	case list:
		if n.isAnd {
			return n.items, names
		}
	case letNode:
		return conjuncts(item{i.src.args[0], n.body}, n.enter(names))
	}
	return []item{i}, names
}

// Judge evaluates each conjunct of a definition, which stands there with these
// arguments. One does not keep the others from being evaluated, as in TLA+: a guard that
// is false, or cannot be evaluated, may well make sense of another.
func (s *Step) Judge(d *Definition, args ...Value) ([]Judgement, error) {
	c := newContext(s.cur, s.next)
	var names *env
	if err := evaluate(c, func() { names = arguments(d, args) }); err != nil {
		return nil, err
	}
	if d.d.body == nil {
		return nil, d.place().errorf("%s has no conjuncts", d.Name)
	}
	return c.judge(item{d.d.unit.body, d.d.body}, names), nil
}

func (c *context) judge(formula item, names *env) []Judgement {
	items, names := conjuncts(formula, names)
	all := make([]Judgement, len(items))
	for k, i := range items {
		j := Judgement{Conjunct: i.conjunct()}
		j.Err = c.try(func() { j.Holds = truth(i.node.eval(c, names), i.src.at) })
		all[k] = j
		if j.Holds {
			continue
		}
		all[k].Parts = c.parts(i, names)
		if n, ok := i.node.(call); ok {
			if d := n.def.target(); d.unit != nil && d.body != nil && len(n.args) > 0 {
				all[k].Inner = c.judge(item{d.unit.body, d.body}, n.enter(names))
			}
		}
	}
	return all
}

// try evaluates something on its own.
func (c *context) try(f func()) error {
	depth := c.depth
	err := evaluate(c, f)
	c.depth = depth
	return err
}

// parts are the expressions in a formula whose values tell why it is true or false.
func (c *context) parts(i item, e *env) []Part {
	switch n := i.node.(type) {
	case operation:
		if n.src.name == "~" {
			return c.parts(item{n.src.args[0], n.args[0]}, e)
		}
		return c.values(n.src.args, n.args, e)
	case call:
		return c.values(n.src.args, n.args, e)
	case localCall:
		return c.values(n.src.args, n.args, e)
	case application:
		return c.values(n.src.args, n.args, e)
	case unchanged:
		return c.changed(item{n.src.args[0], n.arg}, e)
	case implication:
		return append(c.parts(item{n.src.args[0], n.args[0]}, e), c.parts(item{n.src.args[1], n.args[1]}, e)...)
	case conditionalNode:
		return append(c.parts(item{n.src.args[0], n.args[0]}, e), c.parts(item{n.src.args[1], n.args[1]}, e)...)
	case list:
		var parts []Part
		for _, part := range n.items {
			parts = append(parts, c.parts(part, e)...)
		}
		return parts
	case quantifier:
		return c.witnesses(n, e)
	}
	return nil
}

// values are those of the expressions, but for literals, which tell for themselves.
func (c *context) values(srcs []*expr, nodes []node, e *env) []Part {
	var parts []Part
	for k, n := range nodes {
		switch n.(type) {
		case literal, abstraction:
			continue
		}
		parts = append(parts, c.part(srcs[k].text(), func() Value { return n.eval(c, e) }))
	}
	return parts
}

func (c *context) part(text string, value func() Value) Part {
	p := Part{Text: text}
	p.Err = c.try(func() {
		if p.Value = value(); canBeListed(p.Value) {
			p.Value = settled(p.Value)
		}
	})
	return p
}

// changed are what is said to be unchanged and is not, before and after.
func (c *context) changed(i item, e *env) []Part {
	var parts []Part
	switch n := i.node.(type) {
	case construction:
		for k, part := range n.parts {
			parts = append(parts, c.changed(item{i.src.args[k], part}, e)...)
		}
		return parts
	case call:
		if d := n.def.target(); d.kind != variableDefinition && d.unit != nil && len(n.args) == 0 {
			return c.changed(item{d.unit.body, d.body}, nil)
		}
	}
	text := i.src.text()
	before := c.part(text, func() Value { return i.node.eval(c, e) })
	after := c.part(text+"'", func() Value { return i.node.eval(c.after(i.src.at), e) })
	if before.Err == nil && after.Err == nil && Compare(before.Value, after.Value) == 0 {
		return nil
	}
	return []Part{before, after}
}

// witnesses are elements that decide a quantifier, with the parts of its body there.
func (c *context) witnesses(n quantifier, e *env) []Part {
	var parts []Part
	// An error is that of the quantifier, which tells it.
	_ = c.try(func() {
		n.witness(c, e, func(inner *env, chosen []Value) {
			k := 0
			for _, b := range n.src.bounds {
				names := b.names
				if b.isTuple {
					names = []string{"<<" + strings.Join(b.names, ", ") + ">>"}
				}
				for _, name := range names {
					parts = append(parts, Part{Text: name, Value: chosen[k]})
					k++
				}
			}
			parts = append(parts, c.parts(item{n.src.args[0], n.body}, inner)...)
		})
	})
	return parts
}
