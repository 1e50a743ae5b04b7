package tla

import "sync/atomic"

// definitionKind is what a name of a module names.
type definitionKind uint8

const (
	operatorDefinition definitionKind = iota
	constantDefinition
	variableDefinition
	instanceDefinition
	builtInDefinition
)

// The levels of expressions: what they depend on.
const (
	constantLevel = iota
	stateLevel
	actionLevel
	temporalLevel
)

// definition is what a name of a module is, with the names in it resolved.
type definition struct {
	kind     definitionKind
	name     string
	module   string
	unit     *unit // nil of what is built in.
	params   []Param
	body     node
	level    int
	slot     int                   // Of a variable its place in a state; of what a state remembers the place there; else -1.
	instead  *definition           // What a configuration puts in its place.
	constant atomic.Pointer[Value] // What it is, if it depends on no state and has been evaluated.
	instance *scope                // Of an instance: what is in it.
	build    func(src *expr, args []node) node
}

// target is the definition that counts: what a configuration puts in the place of d.
func (d *definition) target() *definition {
	for d.instead != nil {
		d = d.instead
	}
	return d
}

// alone is what a definition without parameters is.
func (d *definition) alone(c *context, at place) Value {
	switch {
	case d.kind == variableDefinition:
		return c.variable(d, at)
	case d.constant.Load() != nil:
		return *d.constant.Load()
	case d.kind == constantDefinition:
		at.fail("the constant %s has no value", d.name)
	case d.level == constantLevel:
		v := c.in(d.body, nil, at)
		d.constant.Store(&v)
		return v
	case d.slot >= 0 && c.cur != nil && c.cur.isWhole:
		known := c.cur.known()
		if known[d.slot].kind == noKind {
			known[d.slot] = c.in(d.body, nil, at)
		}
		return known[d.slot]
	}
	return c.in(d.body, nil, at)
}

// variable is what a variable is in the present state.
func (c *context) variable(d *definition, at place) Value {
	if c.cur == nil {
		at.fail("the variable %s, and there is no state", d.name)
	}
	if !c.cur.isWhole {
		c.open++
	}
	v := c.cur.values[d.slot]
	if v.kind == noKind {
		at.fail("the variable %s has no value yet: what comes before does not say what it is", d.name)
	}
	return v
}

// setLevels finds what each of the definitions depends on.
func setLevels(all []*definition) {
	for changed := true; changed; {
		changed = false
		for _, d := range all {
			if d.body == nil {
				continue
			}
			if level := levelOf(d.body); level > d.level {
				d.level, changed = level, true
			}
		}
	}
}

// levelOf is what the expression depends on, local names aside.
func levelOf(n node) int {
	level := constantLevel
	for _, kid := range n.kids() {
		level = max(level, levelOf(kid))
	}
	switch n := n.(type) {
	case call:
		switch d := n.def.target(); d.kind {
		case variableDefinition:
			level = max(level, stateLevel)
		default:
			level = max(level, d.level)
		}
	case prime:
		if _, isLocal := n.arg.(local); isLocal || level > constantLevel {
			level = max(level, actionLevel)
		}
	case unchanged:
		level = max(level, actionLevel)
	case unknown:
		level = temporalLevel
	}
	return level
}
