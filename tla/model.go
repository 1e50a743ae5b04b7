package tla

import (
	"fmt"
	"maps"
	"slices"
)

// Model is a Spec whose constants have values. Several goroutines may use it at a time.
type Model struct {
	spec   *Spec
	config *Config
	linked linked
	root   *scope

	init, next        []item // What an initial state is, and what a step is: conjuncts.
	constraints       []*Definition
	actionConstraints []*Definition
	Invariants        []*Definition // Those of the configuration.
	caches            int           // How many definitions a state remembers.
}

// link resolves all names, with what the configuration puts in the place of others.
func (s *Spec) link(replaced map[string]string) (*Model, error) {
	m := &Model{spec: s, linked: linked{
		standard: map[string]*scope{}, builtIn: map[*definition]*definition{}, replaced: replaced,
	}}
	b := &builder{spec: s, linked: &m.linked, modules: map[string]*scope{}}
	err := parseWith(func() { m.root = b.module(s.name) })
	return m, err
}

// Bind gives the constants their values, and definitions their replacements.
func (s *Spec) Bind(config *Config) (*Model, error) {
	m, err := s.link(config.Replacements)
	if err != nil {
		return nil, err
	}
	m.config = config
	for _, name := range slices.Sorted(maps.Keys(config.Constants)) {
		d := m.root.all[name]
		if d == nil || d.kind != constantDefinition || len(d.params) > 0 {
			return nil, fmt.Errorf("%s declares no constant %s, to which the configuration gives a value", s.name, name)
		}
		v := config.Constants[name]
		d.constant.Store(&v)
	}
	for name, v := range config.Given {
		d := m.root.all[name]
		if d == nil || d.kind != operatorDefinition || len(d.params) > 0 {
			return nil, fmt.Errorf("%s defines no %s without parameters, in whose place a value is given", s.name, name)
		}
		d.constant.Store(&v)
	}
	if err := m.replace(); err != nil {
		return nil, err
	}
	setLevels(m.linked.definitions)
	for _, d := range m.linked.definitions {
		if d.kind == operatorDefinition && d.level == stateLevel && len(d.params) == 0 {
			d.slot = m.caches
			m.caches++
		}
	}
	if err := m.findInvariants(); err != nil {
		return nil, err
	}
	return m, m.findBehaviour()
}

// replace puts definitions in the place of others.
func (m *Model) replace() error {
	for _, name := range slices.Sorted(maps.Keys(m.config.Replacements)) {
		other := m.config.Replacements[name]
		d, instead := m.root.all[name], m.root.all[other]
		switch {
		case d == nil:
			return fmt.Errorf("%s has no %s, in whose place the configuration puts %s", m.spec.name, name, other)
		case instead == nil:
			return fmt.Errorf("%s has no %s, which the configuration puts in the place of %s", m.spec.name, other, name)
		case len(d.params) != len(instead.params):
			return fmt.Errorf("%s has arity %d, and %s, in whose place the configuration puts it, has arity %d", other, len(instead.params), name, len(d.params))
		case instead.kind == builtInDefinition || instead.kind == instanceDefinition:
			return fmt.Errorf("%s, which the configuration puts in the place of %s, is no definition of a module", other, name)
		case instead.target() == d:
			return fmt.Errorf("the configuration puts %s in its own place", name)
		}
		d.instead = instead
	}
	for _, d := range m.linked.definitions {
		if d.kind == constantDefinition && d.instead == nil && d.constant.Load() == nil {
			return fmt.Errorf("the configuration gives the constant %s no value", d.name)
		}
	}
	return nil
}

// Definition is what a module defines: an operator, an action, an invariant.
type Definition struct {
	Name         string
	Module       string
	Line, Column int
	Params       []Param
	d            *definition
}

// Definition is the one of that name: of the module itself, of one that it extends, or
// C!Name of an instance C. A configuration may have put another in its place.
func (m *Model) Definition(name string) (*Definition, error) {
	var found *Definition
	err := parseWith(func() {
		r := resolver{scope: *m.root}
		d := r.find(name, place{}).target()
		if d.kind == builtInDefinition {
			place{}.fail("%s is no definition of a module: write an expression with it", name)
		}
		found = exported(d)
	})
	return found, err
}

func exported(d *definition) *Definition {
	e := &Definition{Name: d.name, Module: d.module, Params: d.params, d: d}
	if d.unit != nil {
		e.Line, e.Column = d.unit.at.line, d.unit.at.column
	}
	return e
}

// Expression is a definition without a name whose body is the text, with parameters of
// these names: any expression that could stand at the end of the module.
func (m *Model) Expression(text string, params ...string) (*Definition, error) {
	e, err := parseExpr(&source{name: "expression", text: text})
	if err != nil {
		return nil, err
	}
	d := &definition{module: m.spec.name, unit: &unit{at: e.at, body: e}, slot: -1}
	for _, name := range params {
		d.params = append(d.params, Param{Name: name})
	}
	err = parseWith(func() {
		r := resolver{builder: &builder{spec: m.spec, linked: &m.linked}, scope: *m.root}
		d.body = r.node(e, r.parameters(nil, d.params, e.at))
	})
	if err != nil {
		return nil, err
	}
	d.level = levelOf(d.body)
	return exported(d), nil
}

// Variables are the names of the variables, as they are declared.
func (m *Model) Variables() []string {
	names := make([]string, len(m.linked.variables))
	for i, d := range m.linked.variables {
		names[i] = d.name
	}
	return names
}

// point is the state with its variables in their order. All must be there.
func (m *Model) point(s State) (*point, error) {
	if s == nil {
		return nil, nil
	}
	p := m.newPoint()
	for i, d := range m.linked.variables {
		v, ok := s[d.name]
		if !ok {
			return nil, fmt.Errorf("the state does not say what the variable %s is", d.name)
		}
		p.values[i] = v
	}
	if len(s) != len(p.values) {
		for name := range s {
			if !slices.Contains(m.Variables(), name) {
				return nil, fmt.Errorf("%s has no variable %s", m.spec.name, name)
			}
		}
	}
	p.isWhole = true
	return p, nil
}

func (m *Model) newPoint() *point {
	return &point{values: make([]Value, len(m.linked.variables)), caches: m.caches}
}

// state is the point as a State.
func (m *Model) state(p *point) State {
	s := State{}
	for i, d := range m.linked.variables {
		s[d.name] = p.values[i]
	}
	return s
}

// Step is what formulas are evaluated in: a state, or a state and the next. It remembers
// what has been evaluated, so one goroutine uses it at a time.
type Step struct {
	model     *Model
	cur, next *point
}

// In is the step from a state to the next, or just the state if next is nil, or
// nothing but the constants if both are.
func (m *Model) In(state, next State) (*Step, error) {
	cur, err := m.point(state)
	if err != nil {
		return nil, err
	}
	after, err := m.point(next)
	return &Step{m, cur, after}, err
}

// To is the step from the same state to another next one.
func (s *Step) To(next State) (*Step, error) {
	after, err := s.model.point(next)
	return &Step{s.model, s.cur, after}, err
}

// Eval is what a definition is there, with those arguments. A set in it is listed, if
// it can be.
func (s *Step) Eval(d *Definition, args ...Value) (Value, error) {
	var v Value
	c := newContext(s.cur, s.next)
	err := evaluate(c, func() {
		v = s.value(c, d, args)
		if canBeListed(v) {
			v = settled(v)
		}
	})
	return v, err
}

// canBeListed reports whether all sets in v can be listed.
func canBeListed(v Value) bool {
	if v.kind == SetKind && v.lazy() != nil {
		return v.lazy().size() <= maxSet
	}
	return !slices.ContainsFunc(v.Elems(), func(e Value) bool { return !canBeListed(e) })
}

func (s *Step) value(c *context, d *Definition, args []Value) Value {
	e := arguments(d, args)
	if len(args) == 0 {
		return d.d.alone(c, d.place())
	}
	return c.in(d.d.body, e, d.place())
}

func (d *Definition) place() place {
	if d.d.unit == nil {
		return place{}
	}
	return d.d.unit.at
}

// arguments are the values of the parameters.
func arguments(d *Definition, args []Value) *env {
	if len(args) != len(d.Params) {
		fail("%s has arity %d; arguments given: %d", d.Name, len(d.Params), len(args))
	}
	var e *env
	for i, arg := range args {
		if d.Params[i].Arity > 0 {
			fail("%s has an operator as a parameter: %s", d.Name, d.Params[i].Name)
		}
		e = &env{up: e, value: arg}
	}
	return e
}

// Holds reports whether the definition is TRUE there. Neither TRUE nor FALSE is an error.
func (s *Step) Holds(d *Definition, args ...Value) (bool, error) {
	v, err := s.Eval(d, args...)
	if err == nil && v.kind != BoolKind {
		err = d.place().errorf("%s is %s, which is neither TRUE nor FALSE", d.Name, brief(v))
	}
	return v.IsTrue(), err
}

// findInvariants looks up what the configuration names.
func (m *Model) findInvariants() error {
	for _, list := range []struct {
		names []string
		to    *[]*Definition
	}{{m.config.Invariants, &m.Invariants}, {m.config.Constraints, &m.constraints}, {m.config.ActionConstraints, &m.actionConstraints}} {
		for _, name := range list.names {
			d, err := m.Definition(name)
			if err != nil {
				return fmt.Errorf("the configuration names %s: %w", name, err)
			}
			*list.to = append(*list.to, d)
		}
	}
	return nil
}

// CheckAssumptions returns the first assumption that does not hold as an error, or
// what is wrong with evaluating it.
func (m *Model) CheckAssumptions() error {
	for _, d := range m.linked.assumptions {
		c := newContext(nil, nil)
		if err := evaluate(c, func() {
			if !truth(d.body.eval(c, nil), d.unit.body.at) {
				d.unit.at.fail("the assumption is false: %s", shorten(d.unit.body.text(), 200))
			}
		}); err != nil {
			return err
		}
	}
	return nil
}
