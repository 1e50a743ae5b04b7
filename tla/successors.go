package tla

import "strings"

// Call is a definition that was applied on the way to a step, and what to.
type Call struct {
	Name string
	Args []Value
}

// String is the call as TLA+ writes it.
func (c Call) String() string {
	if len(c.Args) == 0 {
		return c.Name
	}
	texts := make([]string, len(c.Args))
	for i, arg := range c.Args {
		texts[i] = arg.String()
	}
	return c.Name + "(" + strings.Join(texts, ", ") + ")"
}

// solver finds the states that a formula allows: the initial ones, or the successors of
// one. It does so as TLC does: from left to right, each first equation or membership of
// a variable says what it is, and everything else is a condition.
type solver struct {
	c       *context
	found   *point // The state that is being found.
	isNext  bool   // It is the next one, so that variables have a prime.
	calls   []Call // Those on the way, up to the first conjunction.
	inParts int    // How many conjunctions are around.
}

// solve calls then for each way to make the formula true.
func (s *solver) solve(n node, e *env, at place, then func()) {
	s.c.step(at)
	if s.c.depth++; s.c.depth > maxCalls {
		at.fail("definitions call each other more than %d deep", maxCalls)
	}
	defer func() { s.c.depth-- }()
	switch n := n.(type) {
	case list:
		s.list(n, e, then)
	case quantifier:
		if !n.isAll {
			s.c.each(n.binders, e, func(e *env, _ []Value) bool {
				s.solve(n.body, e, n.src.args[0].at, then)
				return true
			})
			return
		}
		s.condition(n, e, at, then)
	case conditionalNode:
		s.solve(n.branch(s.c, e), e, at, then)
	case casesNode:
		s.solve(n.branch(s.c, e), e, at, then)
	case letNode:
		s.solve(n.body, n.enter(e), at, then)
	case call:
		s.call(n, e, then)
	case localCall:
		body, inner := n.enter(e)
		s.solve(body, inner, at, then)
	case local:
		if b := e.at(n.index); b.thunk != nil && b.thunk.node != nil {
			s.solve(b.thunk.node, b.thunk.env, at, then)
			return
		}
		s.condition(n, e, at, then)
	case operation:
		s.operation(n, e, then)
	case unchanged:
		s.unchanged(n.arg, e, n.src.at, then)
	default:
		s.condition(n, e, at, then)
	}
}

// condition goes on if the formula is true.
func (s *solver) condition(n node, e *env, at place, then func()) {
	if truth(n.eval(s.c, e), at) {
		then()
	}
}

func (s *solver) list(n list, e *env, then func()) {
	if !n.isAnd || len(n.items) == 1 {
		for _, i := range n.items {
			s.solve(i.node, e, i.src.at, then)
		}
		return
	}
	var from func(i int)
	from = func(i int) {
		if i == len(n.items) {
			s.inParts--
			then()
			s.inParts++
			return
		}
		s.solve(n.items[i].node, e, n.items[i].src.at, func() { from(i + 1) })
	}
	s.inParts++
	from(0)
	s.inParts--
}

// call solves the body of a definition.
func (s *solver) call(n call, e *env, then func()) {
	d := n.def.target()
	if d.body == nil {
		s.condition(n, e, n.src.at, then)
		return
	}
	inner := n.enter(e)
	if s.inParts > 0 {
		s.solve(d.body, inner, n.src.at, then)
		return
	}
	made := Call{Name: d.name}
	for i := range n.args {
		made.Args = append(made.Args, local{len(n.args) - 1 - i}.eval(s.c, inner))
	}
	s.calls = append(s.calls, made)
	s.solve(d.body, inner, n.src.at, then)
	s.calls = s.calls[:len(s.calls)-1]
}

// variable is the variable that the expression is, with a prime if it is the next state
// that is being found, if its value is not known yet.
func (s *solver) variable(n node, e *env, isPrimed bool) *definition {
	switch n := n.(type) {
	case prime:
		if !isPrimed && s.isNext {
			return s.variable(n.arg, e, true)
		}
	case local:
		if b := e.at(n.index); b.thunk != nil {
			return s.variable(b.thunk.node, b.thunk.env, isPrimed)
		}
	case call:
		d := n.def.target()
		switch {
		case d.kind != variableDefinition && d.body != nil && len(n.args) == 0:
			return s.variable(d.body, nil, isPrimed)
		case d.kind == variableDefinition && isPrimed == s.isNext && s.found.values[d.slot].kind == noKind:
			return d
		}
	}
	return nil
}

// operation takes x = e and x \in S as what they say of x.
func (s *solver) operation(n operation, e *env, then func()) {
	name := n.src.name
	if name != "=" && name != `\in` {
		s.condition(n, e, n.src.at, then)
		return
	}
	d := s.variable(n.args[0], e, false)
	if d == nil {
		s.condition(n, e, n.src.at, then)
		return
	}
	right := n.args[1].eval(s.c, e)
	s.c.at = n.src.at
	values := []Value{right}
	if name == `\in` {
		values = elementsOf(right)
	}
	for _, v := range values {
		s.assign(d, settled(v), then)
	}
}

func (s *solver) assign(d *definition, v Value, then func()) {
	s.found.values[d.slot] = v
	then()
	s.found.values[d.slot] = Value{}
}

// unchanged takes UNCHANGED of a variable, and of a tuple of them, as what it says of
// them.
func (s *solver) unchanged(n node, e *env, at place, then func()) {
	switch n := n.(type) {
	case construction:
		if n.src.form != tupled {
			break
		}
		var from func(i int)
		from = func(i int) {
			if i == len(n.parts) {
				then()
				return
			}
			s.unchanged(n.parts[i], e, at, func() { from(i + 1) })
		}
		from(0)
		return
	case call:
		d := n.def.target()
		switch {
		case d.kind == variableDefinition && s.found.values[d.slot].kind == noKind:
			s.assign(d, s.c.cur.values[d.slot], then)
			return
		case d.body != nil && len(n.args) == 0:
			s.unchanged(d.body, nil, at, then)
			return
		}
	}
	before, after := n.eval(s.c, e), n.eval(s.c.after(at), e)
	s.c.at = at
	if order(before, after, refuseToCompare) == 0 {
		then()
	}
}
