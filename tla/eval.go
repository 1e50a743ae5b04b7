package tla

// The bounds of an evaluation: beyond them it is an error, never a stack overflow or a
// wait without end.
const (
	maxCalls = 5_000
	maxSteps = 50_000_000
)

// node is an expression with its names resolved.
type node interface {
	eval(c *context, e *env) Value
	kids() []node // What is in it, for its level.
}

// point is a state: the values of the variables in their order. While it is found out
// what they are it is not whole, and some are missing.
type point struct {
	values  []Value
	isWhole bool
	caches  int
	cache   []Value // What definitions without parameters are in it, by their slots.
}

// known is what is remembered of definitions in this state, which is whole.
func (p *point) known() []Value {
	if p.cache == nil {
		p.cache = make([]Value, p.caches)
	}
	return p.cache
}

// run is what one evaluation counts.
type run struct {
	steps, depth int
	at           place // Where the operation stands that was begun last.
	level        int   // What TLCGet("level") is: how far from an initial state; below 0 if nobody knows.
	open         int   // How often an unfinished state was looked at.
}

// context is what an expression is evaluated in: a state, and the next one or nil.
type context struct {
	cur, next *point
	primed    *context // That of what has a prime.
	*run
}

func newContext(cur, next *point) *context {
	c := &context{cur: cur, next: next, run: &run{level: -1}}
	if next != nil {
		c.primed = &context{cur: next, run: c.run}
	}
	return c
}

// step counts one step of an evaluation.
func (c *context) step(at place) {
	if c.steps++; c.steps > maxSteps {
		at.fail("the evaluation takes more than %d steps", maxSteps)
	}
}

// in evaluates the body of what is called there.
func (c *context) in(body node, e *env, at place) Value {
	c.step(at)
	if c.depth++; c.depth > maxCalls {
		at.fail("definitions call each other more than %d deep", maxCalls)
	}
	v := body.eval(c, e)
	c.depth--
	return v
}

// next is the context of what has a prime there.
func (c *context) after(at place) *context {
	if c.primed == nil {
		at.fail("a prime, and there is no next state")
	}
	return c.primed
}

// truth is a value that must be TRUE or FALSE.
func truth(v Value, at place) bool {
	if v.kind != BoolKind {
		at.fail("%s is neither TRUE nor FALSE", brief(v))
	}
	return v.num == 1
}

// env has the values of local names, the last one bound first.
type env struct {
	up    *env
	value Value
	thunk *thunk   // What value will be, if it is asked for.
	op    *closure // If the name is that of an operator.
}

// thunk is the argument of an operator, or what LET defines: it is evaluated when it is
// asked for, in the states where it is.
type thunk struct {
	node  node
	env   *env
	c     *context // Where value is known, or nil.
	value Value
}

// closure is an operator as a value: a body and what its names are. The arguments are
// bound on top of env.
type closure struct {
	body node
	env  *env
}

func (t *thunk) force(c *context) Value {
	if t.c == c {
		return t.value
	}
	open := c.open
	v := t.node.eval(c, t.env)
	if c.open == open {
		t.c, t.value = c, v
	}
	return v
}

// at is the i-th binding from the top.
func (e *env) at(i int) *env {
	for ; i > 0; i-- {
		e = e.up
	}
	return e
}

// pass binds an argument, which is an expression in from, on top of e.
func pass(arg node, from, e *env) *env {
	switch arg := arg.(type) {
	case literal:
		return &env{up: e, value: arg.value}
	case local:
		b := from.at(arg.index)
		return &env{up: e, value: b.value, thunk: b.thunk, op: b.op}
	case abstraction:
		return &env{up: e, op: &closure{arg.body, from}}
	}
	return &env{up: e, thunk: &thunk{node: arg, env: from}}
}

// evaluate calls f, and returns what it panics with if it is an error of evaluation.
func evaluate(c *context, f func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Error:
			err = p
		case complaint:
			err = c.at.errorf("%s", string(p))
		default:
			panic(p)
		}
	}()
	f()
	return nil
}
