package tla

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// scope is the names of a module: all, and those that are not LOCAL.
type scope struct{ all, exported map[string]*definition }

// builder resolves the names of a module and of those that it extends. For an
// INSTANCE there is another one.
type builder struct {
	spec    *Spec
	linked  *linked
	with    map[string]*definition // In an instance: what takes the place of constants and variables.
	modules map[string]*scope
}

// linked is what all builders of a model add to.
type linked struct {
	standard    map[string]*scope
	builtIn     map[*definition]*definition
	replaced    map[string]string // What a configuration puts in the place of what.
	definitions []*definition
	variables   []*definition
	assumptions []*definition
}

// resolver resolves the names of one module.
type resolver struct {
	*builder
	scope
	text    *moduleText
	pending map[string]*definition // RECURSIVE, and not defined yet.
}

// locals are the local names where an expression stands, the last one first.
type locals struct {
	up       *locals
	name     string
	arity    int
	isHidden bool // A definition, in its own body.
}

func (l *locals) bind(names ...string) *locals {
	for _, name := range names {
		l = &locals{up: l, name: name}
	}
	return l
}

// find is the local name and its place from the top.
func (l *locals) find(name string) (*locals, int) {
	for i := 0; l != nil; i, l = i+1, l.up {
		if l.name == name {
			return l, i
		}
	}
	return nil, 0
}

// module is the scope of a module.
func (b *builder) module(name string) *scope {
	if s, ok := b.modules[name]; ok {
		return s
	}
	text, ok := b.spec.modules[name]
	if !ok {
		return b.linked.standardModule(name)
	}
	r := &resolver{builder: b, text: text, scope: scope{map[string]*definition{}, map[string]*definition{}}, pending: map[string]*definition{}}
	for _, extended := range text.extends {
		r.include(b.module(extended).exported, text.at, false)
	}
	for _, u := range text.units {
		r.unit(u)
	}
	for name, d := range r.pending {
		d.unit.at.fail("%s is RECURSIVE, and nothing defines it", name)
	}
	b.modules[name] = &r.scope
	return &r.scope
}

// include takes names over from another module.
func (r *resolver) include(names map[string]*definition, at place, isLocal bool) {
	for _, name := range slices.Sorted(maps.Keys(names)) {
		r.add(name, names[name], at, isLocal)
	}
}

func (r *resolver) add(name string, d *definition, at place, isLocal bool) {
	if old, ok := r.all[name]; ok && old != d {
		at.fail("%s is defined already, in %s", name, old.module)
	}
	r.all[name] = d
	if !isLocal {
		r.exported[name] = d
	}
}

// define makes a definition, whose body is to come.
func (r *resolver) define(u *unit, kind definitionKind, p Param) *definition {
	d := &definition{kind: kind, name: p.Name, module: r.text.name, unit: u, slot: -1}
	r.linked.definitions = append(r.linked.definitions, d)
	return d
}

func (r *resolver) unit(u *unit) {
	switch u.kind {
	case constantUnit, variableUnit:
		r.declare(u)
	case recursiveUnit:
		for _, p := range u.params {
			d := r.define(u, operatorDefinition, p)
			d.params = make([]Param, p.Arity)
			r.pending[p.Name] = d
			r.add(p.Name, d, u.at, u.isLocal)
		}
	case instanceUnit:
		r.instance(u)
	case definitionUnit:
		r.definition(u)
	case assumptionUnit, theoremUnit:
		d := r.define(u, operatorDefinition, Param{Name: u.name})
		d.body = r.node(u.body, nil)
		if u.kind == assumptionUnit {
			r.linked.assumptions = append(r.linked.assumptions, d)
		}
		if u.name != "" {
			r.add(u.name, d, u.at, u.isLocal)
		}
	}
}

// declare adds constants or variables, or in an instance what takes their place.
func (r *resolver) declare(u *unit) {
	for _, p := range u.params {
		if r.with != nil {
			r.add(p.Name, r.with[p.Name], u.at, false)
			continue
		}
		kind := constantDefinition
		if u.kind == variableUnit {
			kind = variableDefinition
		}
		d := r.define(u, kind, p)
		for range p.Arity {
			d.params = append(d.params, Param{})
		}
		if kind == variableDefinition {
			d.level, d.slot = stateLevel, len(r.linked.variables)
			r.linked.variables = append(r.linked.variables, d)
		}
		r.add(p.Name, d, u.at, u.isLocal)
	}
}

func (r *resolver) definition(u *unit) {
	d, isRecursive := r.pending[u.name]
	if isRecursive {
		if len(d.params) != len(u.params) {
			u.at.fail("%s has arity %d, and RECURSIVE says %d", u.name, len(u.params), len(d.params))
		}
		delete(r.pending, u.name)
		d.unit = u
	} else {
		d = r.define(u, operatorDefinition, Param{Name: u.name})
	}
	d.params = u.params
	l := r.parameters(nil, u.params, u.at)
	d.body = r.node(u.body, l)
	if !isRecursive {
		r.add(u.name, d, u.at, u.isLocal)
	}
}

// parameters binds those of a definition.
func (r *resolver) parameters(l *locals, params []Param, at place) *locals {
	for _, p := range params {
		r.fresh(l, p.Name, at)
		l = &locals{up: l, name: p.Name, arity: p.Arity}
	}
	return l
}

// fresh refuses a local name that means something already.
func (r *resolver) fresh(l *locals, name string, at place) {
	if found, _ := l.find(name); found != nil || r.all[name] != nil {
		at.fail("%s means something here already", name)
	}
}

// instance adds an instance of a module under its name, or what is in it.
func (r *resolver) instance(u *unit) {
	if _, ok := r.spec.modules[u.module]; !ok {
		s := r.linked.standardModule(u.module)
		if u.name != "" {
			r.add(u.name, &definition{kind: instanceDefinition, name: u.name, module: r.text.name, unit: u, instance: s}, u.at, u.isLocal)
			return
		}
		r.include(s.exported, u.at, u.isLocal)
		return
	}
	inner := &builder{spec: r.spec, linked: r.linked, with: r.substitutes(u), modules: map[string]*scope{}}
	assumptions := len(r.linked.assumptions)
	s := inner.module(u.module)
	r.linked.assumptions = r.linked.assumptions[:assumptions]
	if u.name != "" {
		r.add(u.name, &definition{kind: instanceDefinition, name: u.name, module: r.text.name, unit: u, instance: s}, u.at, u.isLocal)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(s.exported)) {
		if _, isDeclared := inner.with[name]; !isDeclared {
			r.add(name, s.exported[name], u.at, u.isLocal)
		}
	}
}

// substitutes are what takes the place of the constants and variables of the module
// that u makes an instance of: what it says, or what has the same name here.
func (r *resolver) substitutes(u *unit) map[string]*definition {
	with := map[string]*definition{}
	for _, p := range r.spec.declared(u.module) {
		i := slices.IndexFunc(u.with, func(s substitute) bool { return s.name == p.Name })
		if i < 0 {
			d, ok := r.all[p.Name]
			if !ok {
				u.at.fail("the instance of %s does not say what %s is", u.module, p.Name)
			}
			with[p.Name] = d
			continue
		}
		d := r.define(u, operatorDefinition, p)
		if p.Arity == 0 {
			d.body = r.node(u.with[i].expr, nil)
		} else {
			d.params = make([]Param, p.Arity)
			d.body = r.operator(u.with[i].expr, p.Arity, nil).(abstraction).body
		}
		with[p.Name] = d
	}
	for _, s := range u.with {
		if with[s.name] == nil {
			s.expr.at.fail("%s declares no %s", u.module, s.name)
		}
	}
	return with
}

// find is what a name that is not local means: Spec, or C!Spec.
func (r *resolver) find(name string, at place) *definition {
	names := r.all
	parts := strings.Split(name, "!")
	for i, part := range parts {
		d, ok := names[part]
		switch {
		case !ok && i == 0:
			d, ok = language[part]
		case !ok:
			at.fail("%s is not defined in %s", part, strings.Join(parts[:i], "!"))
		}
		switch {
		case !ok:
			at.fail("%s is not defined, or not yet", part)
		case i == len(parts)-1 && d.kind == instanceDefinition:
			at.fail("%s is an instance: want ! and what of it", name)
		case i == len(parts)-1:
			return d
		case d.kind != instanceDefinition:
			at.fail("%s is no instance of a module", strings.Join(parts[:i+1], "!"))
		}
		names = d.instance.exported
	}
	return nil
}

// node resolves an expression.
func (r *resolver) node(e *expr, l *locals) node {
	switch e.form {
	case applied:
		return r.applied(e, l)
	case number:
		n, err := strconv.ParseInt(e.name, 10, 64)
		if err != nil {
			e.at.fail("the number %s is too large", e.name)
		}
		return literal{Int(n)}
	case quotation:
		return literal{String(e.name)}
	case junction:
		return r.junction(e, l)
	case previous:
		_, i := l.find("@")
		if l.hasNo("@") {
			e.at.fail("@ stands in an EXCEPT only")
		}
		return local{i}
	case conditional:
		return conditionalNode{e, r.nodes(e.args, l)}
	case cases:
		return casesNode{e, r.nodes(e.args, l)}
	case indexed:
		return application{e, []node{r.node(e.args[0], l), r.index(e, e.args[1:], l)}}
	case selected:
		return application{e, []node{r.node(e.args[0], l), literal{String(e.name)}}}
	case excepted:
		return r.except(e, l)
	case letIn:
		return r.let(e, l)
	case lambda:
		e.at.fail("LAMBDA is no value: it stands where an operator is an argument")
	case temporal:
		return unknown{e, "temporal formulas and ENABLED are not evaluated: " + shorten(e.text(), 60), r.nodes(e.args, l)}
	case quantified, chosen, filtered, mapped, function:
		return r.binding(e, l)
	}
	return r.construction(e, l)
}

// hasNo reports whether the name is no local one.
func (l *locals) hasNo(name string) bool {
	found, _ := l.find(name)
	return found == nil
}

// nodes resolves expressions; of one that is missing it makes TRUE.
func (r *resolver) nodes(es []*expr, l *locals) []node {
	nodes := make([]node, len(es))
	for i, e := range es {
		nodes[i] = literal{Bool(true)}
		if e != nil {
			nodes[i] = r.node(e, l)
		}
	}
	return nodes
}

// index is what a function is applied to: of several things the tuple of them.
func (r *resolver) index(e *expr, args []*expr, l *locals) node {
	if len(args) == 1 {
		return r.node(args[0], l)
	}
	return construction{e, func(parts []Value) Value { return Tuple(parts...) }, r.nodes(args, l)}
}

// junction makes one list of infix conjuncts, or disjuncts, in each other.
func (r *resolver) junction(e *expr, l *locals) node {
	n := list{isAnd: e.name == `/\`}
	for _, part := range flat(e) {
		n.items = append(n.items, item{part, r.node(part, l)})
	}
	return n
}

// flat is the parts of a list of conjuncts, or disjuncts, with those of lists in it.
func flat(e *expr) []*expr {
	var parts []*expr
	for _, arg := range e.args {
		if arg.form == junction && arg.name == e.name {
			parts = append(parts, flat(arg)...)
		} else {
			parts = append(parts, arg)
		}
	}
	return parts
}

// applied resolves a name, or an operator, with what it is applied to.
func (r *resolver) applied(e *expr, l *locals) node {
	if found, i := l.find(e.name); found != nil {
		if found.isHidden {
			e.at.fail("%s is defined by itself, and is not RECURSIVE", e.name)
		}
		return r.localApplied(e, found.arity, i, l)
	}
	d := r.find(e.name, e.at)
	if len(d.params) != len(e.args) {
		e.at.fail("%s has arity %d; arguments given: %d", e.name, len(d.params), len(e.args))
	}
	args := make([]node, len(e.args))
	for i, arg := range e.args {
		if d.params[i].Arity > 0 {
			args[i] = r.operator(arg, d.params[i].Arity, l)
		} else {
			args[i] = r.node(arg, l)
		}
	}
	if _, isReplaced := r.linked.replaced[d.name]; d.kind == builtInDefinition && !isReplaced {
		return d.build(e, args)
	}
	return call{e, d, args}
}

func (r *resolver) localApplied(e *expr, arity, i int, l *locals) node {
	switch {
	case arity != len(e.args):
		e.at.fail("%s has arity %d; arguments given: %d", e.name, arity, len(e.args))
	case arity == 0:
		return local{i}
	}
	return localCall{e, i, r.nodes(e.args, l)}
}

// operator resolves an operator that is an argument: LAMBDA, or the name of one.
func (r *resolver) operator(e *expr, arity int, l *locals) node {
	if e.form == lambda {
		if len(e.params) != arity {
			e.at.fail("want an operator of arity %d, and this LAMBDA has arity %d", arity, len(e.params))
		}
		return abstraction{e, r.node(e.args[0], r.parameters(l, e.params, e.at))}
	}
	if e.form != applied || len(e.args) > 0 {
		e.at.fail("want an operator of arity %d", arity)
	}
	// The operator op stands for LAMBDA x1, x2 : op(x1, x2).
	inner := l
	full := *e
	for i := range arity {
		name := "operand " + strconv.Itoa(i)
		inner = inner.bind(name)
		full.args = append(full.args, &expr{form: applied, name: name, at: e.at, first: e.first, after: e.after})
	}
	if found, i := l.find(e.name); found != nil && found.arity == arity {
		return local{i}
	}
	return abstraction{e, r.applied(&full, inner)}
}

// binders resolves x, y \in S, ..., and binds the names.
func (r *resolver) binders(bounds []bound, l *locals) ([]binder, *locals) {
	var binders []binder
	inner := l
	for _, b := range bounds {
		binders = append(binders, binder{src: b.set, set: r.node(b.set, l), names: len(b.names), isTuple: b.isTuple})
		for _, name := range b.names {
			r.fresh(inner, name, b.set.at)
			inner = inner.bind(name)
		}
	}
	return binders, inner
}

// binding resolves what binds names.
func (r *resolver) binding(e *expr, l *locals) node {
	for _, b := range e.bounds {
		if b.set == nil {
			for _, name := range b.names {
				r.fresh(l, name, e.at)
				l = l.bind(name)
			}
			return unknown{e, "what is not bounded by a set is not evaluated: " + shorten(e.text(), 60), r.nodes(e.args, l)}
		}
	}
	binders, inner := r.binders(e.bounds, l)
	body := r.node(e.args[0], inner)
	switch e.form {
	case quantified:
		return quantifier{e, e.name == `\A`, binders, body}
	case chosen:
		return choice{e, binders, body}
	case filtered:
		return filter{e, binders, body}
	case mapped:
		return mapping{e, binders, body}
	}
	return functionNode{e, binders, body}
}

// construction resolves what makes a value of its parts.
func (r *resolver) construction(e *expr, l *locals) node {
	n := construction{src: e, parts: r.nodes(e.args, l)}
	switch e.form {
	case enumerated:
		n.make = func(parts []Value) Value {
			for i, p := range parts {
				parts[i] = settled(p)
			}
			return setOf(parts, refuseToCompare)
		}
	case tupled:
		n.make = func(parts []Value) Value { return Tuple(parts...) }
	case multiplied:
		n.make = product
	case functionOf:
		n.make = func(parts []Value) Value { return functionSet(parts[0], parts[1]) }
	default:
		r.record(e, &n)
	}
	return n
}

// record sorts the fields of a record, or of a set of records, by name.
func (r *resolver) record(e *expr, n *construction) {
	places := make([]int, len(e.names))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(a, b int) int { return strings.Compare(e.names[a], e.names[b]) })
	names, parts := make([]Value, len(places)), make([]node, len(places))
	for i, place := range places {
		names[i], parts[i] = String(e.names[place]), n.parts[place]
	}
	n.parts = parts
	n.make = func(parts []Value) Value { return sortedFunc(names, parts) }
	if e.form == recordSets {
		n.make = func(parts []Value) Value { return recordSet(names, parts) }
	}
}

func (r *resolver) except(e *expr, l *locals) node {
	n := exceptNode{src: e, base: r.node(e.args[0], l)}
	for _, u := range e.updates {
		var path []node
		for _, step := range u.path {
			if step.form == selected {
				path = append(path, literal{String(step.name)})
			} else {
				path = append(path, r.index(step, step.args, l))
			}
		}
		n.updates = append(n.updates, updateNode{path, r.node(u.value, l.bind("@"))})
	}
	return n
}

func (r *resolver) let(e *expr, l *locals) node {
	var n letNode
	recursive := map[string]bool{}
	for _, u := range e.units {
		if u.kind == recursiveUnit {
			for _, p := range u.params {
				recursive[p.Name] = true
			}
			continue
		}
		r.fresh(l, u.name, u.at)
		self := &locals{up: l, name: u.name, arity: len(u.params)}
		if len(u.params) == 0 {
			n.definitions = append(n.definitions, letDefinition{false, r.node(u.body, l)})
		} else {
			self.isHidden = !recursive[u.name]
			body := r.node(u.body, r.parameters(self, u.params, u.at))
			n.definitions = append(n.definitions, letDefinition{true, body})
			self = &locals{up: l, name: u.name, arity: len(u.params)}
		}
		l = self
	}
	n.body = r.node(e.args[0], l)
	return n
}
