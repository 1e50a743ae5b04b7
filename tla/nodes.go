package tla

import "slices"

// literal is a value.
type literal struct{ value Value }

func (n literal) eval(*context, *env) Value { return n.value }
func (n literal) kids() []node              { return nil }

// local is a local name: the index-th binding from the top.
type local struct{ index int }

func (n local) eval(c *context, e *env) Value {
	b := e.at(n.index)
	if b.thunk != nil {
		return b.thunk.force(c)
	}
	return b.value
}
func (n local) kids() []node { return nil }

// localCall applies a local operator.
type localCall struct {
	src   *expr
	index int
	args  []node
}

func (n localCall) eval(c *context, e *env) Value {
	body, inner := n.enter(e)
	return c.in(body, inner, n.src.at)
}

// enter is the body of the operator, and what its names are.
func (n localCall) enter(e *env) (node, *env) {
	op := e.at(n.index).op
	inner := op.env
	for _, arg := range n.args {
		inner = pass(arg, e, inner)
	}
	return op.body, inner
}
func (n localCall) kids() []node { return n.args }

// call applies a definition.
type call struct {
	src  *expr
	def  *definition
	args []node
}

func (n call) eval(c *context, e *env) Value {
	d := n.def.target()
	if len(n.args) == 0 {
		return d.alone(c, n.src.at)
	}
	return c.in(d.body, n.enter(e), n.src.at)
}

// enter is what the names in the body of the definition are.
func (n call) enter(e *env) *env {
	var inner *env
	for _, arg := range n.args {
		inner = pass(arg, e, inner)
	}
	return inner
}
func (n call) kids() []node { return n.args }

// abstraction is an operator as an argument.
type abstraction struct {
	src  *expr
	body node
}

func (n abstraction) eval(*context, *env) Value {
	n.src.at.fail("an operator is no value")
	return Value{}
}
func (n abstraction) kids() []node { return []node{n.body} }

// operation is an operator that evaluates all its arguments, of which it has up to
// three.
type operation struct {
	src  *expr
	fn   func(a, b, c Value) Value
	args []node
}

func (n operation) eval(c *context, e *env) Value {
	var args [3]Value
	for i, arg := range n.args {
		args[i] = arg.eval(c, e)
	}
	c.at = n.src.at
	return n.fn(args[0], args[1], args[2])
}
func (n operation) kids() []node { return n.args }

// list is a list of conjuncts, or of disjuncts.
type list struct {
	isAnd bool
	items []item
}

// item is one of them.
type item struct {
	src  *expr
	node node
}

func (n list) eval(c *context, e *env) Value {
	for _, i := range n.items {
		if truth(i.node.eval(c, e), i.src.at) != n.isAnd {
			return Bool(!n.isAnd)
		}
	}
	return Bool(n.isAnd)
}
func (n list) kids() []node {
	nodes := make([]node, len(n.items))
	for i, item := range n.items {
		nodes[i] = item.node
	}
	return nodes
}

// implication is args[0] => args[1].
type implication struct {
	src  *expr
	args []node
}

func (n implication) eval(c *context, e *env) Value {
	if !truth(n.args[0].eval(c, e), n.src.args[0].at) {
		return Bool(true)
	}
	return Bool(truth(n.args[1].eval(c, e), n.src.args[1].at))
}
func (n implication) kids() []node { return n.args }

// conditionalNode is IF args[0] THEN args[1] ELSE args[2].
type conditionalNode struct {
	src  *expr
	args []node
}

func (n conditionalNode) eval(c *context, e *env) Value { return n.branch(c, e).eval(c, e) }

func (n conditionalNode) branch(c *context, e *env) node {
	if truth(n.args[0].eval(c, e), n.src.args[0].at) {
		return n.args[1]
	}
	return n.args[2]
}
func (n conditionalNode) kids() []node { return n.args }

// casesNode is CASE args[0] -> args[1] [] ...; OTHER is the literal TRUE.
type casesNode struct {
	src  *expr
	args []node
}

func (n casesNode) eval(c *context, e *env) Value { return n.branch(c, e).eval(c, e) }

func (n casesNode) branch(c *context, e *env) node {
	for i := 0; i < len(n.args); i += 2 {
		if truth(n.args[i].eval(c, e), n.src.at) {
			return n.args[i+1]
		}
	}
	n.src.at.fail("no case of this CASE is TRUE, and it has no OTHER")
	return nil
}
func (n casesNode) kids() []node { return n.args }

// binder is x, y \in set, or <<x, y>> \in set.
type binder struct {
	src     *expr // The set.
	set     node
	names   int
	isTuple bool
}

// each binds the names in all ways, the last fastest, until visit returns false. It
// gives visit the elements, too, which visit may not keep.
func (c *context) each(binders []binder, e *env, visit func(e *env, chosen []Value) bool) bool {
	var lists [][]Value
	var patterns []*binder // For each list, if its elements are tuples to take apart.
	for i := range binders {
		b := &binders[i]
		set := b.set.eval(c, e)
		c.at = b.src.at
		elems := elementsOf(set)
		if b.isTuple {
			lists, patterns = append(lists, elems), append(patterns, b)
			continue
		}
		for range b.names {
			lists, patterns = append(lists, elems), append(patterns, nil)
		}
	}
	chosen := make([]Value, len(lists))
	var from func(i int, e *env) bool
	from = func(i int, e *env) bool {
		if i == len(lists) {
			return visit(e, chosen)
		}
		for _, v := range lists[i] {
			c.step(binders[0].src.at)
			chosen[i] = v
			if !from(i+1, bind(v, patterns[i], e)) {
				return false
			}
		}
		return true
	}
	return from(0, e)
}

// bind binds an element to a name, or to those of a pattern.
func bind(v Value, pattern *binder, e *env) *env {
	if pattern == nil {
		return &env{up: e, value: v}
	}
	if v.kind != TupleKind || len(v.body.elems) != pattern.names {
		pattern.src.at.fail("the element %s is no tuple of %d", brief(v), pattern.names)
	}
	for _, part := range v.body.elems {
		e = &env{up: e, value: part}
	}
	return e
}

func setsOf(binders []binder, more ...node) []node {
	for _, b := range binders {
		more = append(more, b.set)
	}
	return more
}

// quantifier is \A or \E binders : body.
type quantifier struct {
	src     *expr
	isAll   bool
	binders []binder
	body    node
}

func (n quantifier) eval(c *context, e *env) Value {
	return Bool(n.witness(c, e, nil) == n.isAll)
}

// witness finds elements that decide it: those for which the body of \A is false, or
// that of \E true. It returns whether there are none, and calls found with them.
func (n quantifier) witness(c *context, e *env, found func(e *env, chosen []Value)) bool {
	return c.each(n.binders, e, func(e *env, chosen []Value) bool {
		if truth(n.body.eval(c, e), n.src.args[0].at) == n.isAll {
			return true
		}
		if found != nil {
			found(e, chosen)
		}
		return false
	})
}
func (n quantifier) kids() []node { return setsOf(n.binders, n.body) }

// choice is CHOOSE binders : body: the least element, as TLC has it.
type choice struct {
	src     *expr
	binders []binder
	body    node
}

func (n choice) eval(c *context, e *env) Value {
	var found Value
	isNone := c.each(n.binders, e, func(e *env, chosen []Value) bool {
		if !truth(n.body.eval(c, e), n.src.args[0].at) {
			return true
		}
		found = chosen[0]
		return false
	})
	if isNone {
		n.src.at.fail("no element is such as CHOOSE wants it: %s", shorten(n.src.text(), 200))
	}
	return found
}
func (n choice) kids() []node { return setsOf(n.binders, n.body) }

// filter is {binder : body}.
type filter struct {
	src     *expr
	binders []binder
	body    node
}

func (n filter) eval(c *context, e *env) Value {
	var kept []Value
	c.each(n.binders, e, func(e *env, chosen []Value) bool {
		if truth(n.body.eval(c, e), n.src.args[0].at) {
			kept = append(kept, chosen[0])
		}
		return true
	})
	return sortedSet(kept)
}
func (n filter) kids() []node { return setsOf(n.binders, n.body) }

// mapping is {body : binders}.
type mapping struct {
	src     *expr
	binders []binder
	body    node
}

func (n mapping) eval(c *context, e *env) Value {
	var elems []Value
	c.each(n.binders, e, func(e *env, _ []Value) bool {
		elems = append(elems, settled(n.body.eval(c, e)))
		return true
	})
	c.at = n.src.at
	return setOf(elems, refuseToCompare)
}
func (n mapping) kids() []node { return setsOf(n.binders, n.body) }

// functionNode is [binders |-> body].
type functionNode struct {
	src     *expr
	binders []binder
	body    node
}

func (n functionNode) eval(c *context, e *env) Value {
	var keys, results []Value
	c.each(n.binders, e, func(e *env, chosen []Value) bool {
		key := chosen[0]
		if len(chosen) > 1 {
			key = Tuple(slices.Clone(chosen)...)
		}
		keys, results = append(keys, key), append(results, n.body.eval(c, e))
		return true
	})
	return sortedFunc(keys, results)
}
func (n functionNode) kids() []node { return setsOf(n.binders, n.body) }

// construction makes a value of all of its parts.
type construction struct {
	src   *expr
	make  func(parts []Value) Value
	parts []node
}

func (n construction) eval(c *context, e *env) Value {
	parts := make([]Value, len(n.parts))
	for i, p := range n.parts {
		parts[i] = p.eval(c, e)
	}
	c.at = n.src.at
	return n.make(parts)
}
func (n construction) kids() []node { return n.parts }

// application is args[0][args[1]].
type application struct {
	src  *expr
	args []node
}

func (n application) eval(c *context, e *env) Value {
	f, key := n.args[0].eval(c, e), n.args[1].eval(c, e)
	c.at = n.src.at
	if !f.isFunction() {
		fail("%s is no function, and is applied to %s", brief(f), brief(key))
	}
	v, ok := f.apply(key, refuseToCompare)
	if !ok {
		fail("%s is not in the domain of the function %s", brief(key), brief(f))
	}
	return v
}
func (n application) kids() []node { return n.args }

// exceptNode is [base EXCEPT updates].
type exceptNode struct {
	src     *expr
	base    node
	updates []updateNode
}

// updateNode is !path = value. In value what was there before is the last local name.
type updateNode struct {
	path  []node
	value node
}

func (n exceptNode) eval(c *context, e *env) Value {
	v := n.base.eval(c, e)
	for _, u := range n.updates {
		v = n.update(c, e, v, u, 0)
	}
	return v
}

// update is v with what stands at the path from its i-th step on replaced. Where the
// path leaves the domain there is nothing to replace.
func (n exceptNode) update(c *context, e *env, v Value, u updateNode, i int) Value {
	if i == len(u.path) {
		return u.value.eval(c, &env{up: e, value: v})
	}
	key := u.path[i].eval(c, e)
	c.at = n.src.at
	if !v.isFunction() {
		fail("%s is no function, and EXCEPT replaces what it is at %s", brief(v), brief(key))
	}
	at, ok := v.place(key, refuseToCompare)
	if !ok {
		return v
	}
	return v.with(at, n.update(c, e, v.body.elems[at], u, i+1))
}
func (n exceptNode) kids() []node {
	nodes := []node{n.base}
	for _, u := range n.updates {
		nodes = append(append(nodes, u.path...), u.value)
	}
	return nodes
}

// letNode is LET definitions IN body.
type letNode struct {
	definitions []letDefinition
	body        node
}

// letDefinition is one definition; if it has parameters they, and before them itself,
// are the last local names of its body.
type letDefinition struct {
	isOperator bool
	body       node
}

func (n letNode) eval(c *context, e *env) Value { return n.body.eval(c, n.enter(e)) }

// enter binds what LET defines.
func (n letNode) enter(e *env) *env {
	for _, d := range n.definitions {
		if !d.isOperator {
			e = &env{up: e, thunk: &thunk{node: d.body, env: e}}
			continue
		}
		inner := &env{up: e, op: &closure{body: d.body}}
		inner.op.env = inner
		e = inner
	}
	return e
}
func (n letNode) kids() []node {
	nodes := []node{n.body}
	for _, d := range n.definitions {
		nodes = append(nodes, d.body)
	}
	return nodes
}

// prime is arg'.
type prime struct {
	src *expr
	arg node
}

func (n prime) eval(c *context, e *env) Value { return n.arg.eval(c.after(n.src.at), e) }
func (n prime) kids() []node                  { return []node{n.arg} }

// unchanged is UNCHANGED arg.
type unchanged struct {
	src *expr
	arg node
}

func (n unchanged) eval(c *context, e *env) Value {
	before, after := n.arg.eval(c, e), n.arg.eval(c.after(n.src.at), e)
	c.at = n.src.at
	return Bool(order(before, after, refuseToCompare) == 0)
}
func (n unchanged) kids() []node { return []node{n.arg} }

// unknown is what this package does not evaluate.
type unknown struct {
	src  *expr
	what string
	args []node
}

func (n unknown) eval(*context, *env) Value {
	n.src.at.fail("%s", n.what)
	return Value{}
}
func (n unknown) kids() []node { return n.args }
