package tla

import (
	"math/bits"
	"slices"
)

// builtIn is an operator that evaluates all its arguments.
func builtIn(name string, arity int, fn func(a, b, c Value) Value) *definition {
	return &definition{kind: builtInDefinition, name: name, params: make([]Param, arity), build: func(src *expr, args []node) node {
		if len(args) == 0 {
			return literal{fn(Value{}, Value{}, Value{})}
		}
		return operation{src, fn, args}
	}}
}

// notKnown is an operator that this package knows by name only.
func notKnown(name string, arity int) *definition {
	return &definition{kind: builtInDefinition, name: name, params: make([]Param, arity), build: func(src *expr, args []node) node {
		return unknown{src, name + " is not evaluated", args}
	}}
}

// language is what means something in every module.
var language = byName(
	&definition{kind: builtInDefinition, name: "=>", params: make([]Param, 2), build: func(src *expr, args []node) node { return implication{src, args} }},
	&definition{kind: builtInDefinition, name: "'", params: make([]Param, 1), build: func(src *expr, args []node) node { return prime{src, args[0]} }},
	&definition{kind: builtInDefinition, name: "UNCHANGED", params: make([]Param, 1), build: func(src *expr, args []node) node { return unchanged{src, args[0]} }},
	notKnown("~>", 2), notKnown("-+->", 2),
	builtIn("TRUE", 0, func(_, _, _ Value) Value { return Bool(true) }),
	builtIn("FALSE", 0, func(_, _, _ Value) Value { return Bool(false) }),
	builtIn("BOOLEAN", 0, func(_, _, _ Value) Value { return Set(Bool(false), Bool(true)) }),
	builtIn("STRING", 0, func(_, _, _ Value) Value { return lazily(infinite{name: "STRING", kind: StringKind}) }),
	builtIn("~", 1, func(a, _, _ Value) Value { return Bool(!boolean(a)) }),
	builtIn("<=>", 2, func(a, b, _ Value) Value { return Bool(boolean(a) == boolean(b)) }),
	builtIn("=", 2, func(a, b, _ Value) Value { return Bool(order(a, b, refuseToCompare) == 0) }),
	builtIn("#", 2, func(a, b, _ Value) Value { return Bool(order(a, b, refuseToCompare) != 0) }),
	builtIn(`\in`, 2, func(a, b, _ Value) Value { return Bool(isElement(a, b)) }),
	builtIn(`\notin`, 2, func(a, b, _ Value) Value { return Bool(!isElement(a, b)) }),
	builtIn(`\subseteq`, 2, func(a, b, _ Value) Value { return Bool(isSubset(a, wantSet(b))) }),
	builtIn(`\cup`, 2, func(a, b, _ Value) Value { return combine(`\cup`, a, b) }),
	builtIn(`\cap`, 2, func(a, b, _ Value) Value { return combine(`\cap`, a, b) }),
	builtIn(`\`, 2, func(a, b, _ Value) Value { return combine(`\`, a, b) }),
	builtIn("SUBSET", 1, func(a, _, _ Value) Value { return lazily(powerSet{wantSet(a)}) }),
	builtIn("UNION", 1, func(a, _, _ Value) Value { return union(a) }),
	builtIn("DOMAIN", 1, func(a, _, _ Value) Value { return sortedSet(wantFunction(a).domain()) }),
)

var naturals = []*definition{
	builtIn("Nat", 0, func(_, _, _ Value) Value { return lazily(infinite{name: "Nat", kind: IntKind}) }),
	builtIn("+", 2, func(a, b, _ Value) Value { return Int(add(integer(a), integer(b))) }),
	builtIn("-", 2, func(a, b, _ Value) Value { return Int(add(integer(a), negated(integer(b)))) }),
	builtIn("*", 2, func(a, b, _ Value) Value { return Int(multiply(integer(a), integer(b))) }),
	builtIn("^", 2, func(a, b, _ Value) Value { return Int(power(integer(a), integer(b))) }),
	builtIn(`\div`, 2, func(a, b, _ Value) Value { return Int((integer(a) - modulo(a, b)) / b.num) }),
	builtIn("%", 2, func(a, b, _ Value) Value { return Int(modulo(a, b)) }),
	builtIn("<", 2, func(a, b, _ Value) Value { return Bool(integer(a) < integer(b)) }),
	builtIn(">", 2, func(a, b, _ Value) Value { return Bool(integer(a) > integer(b)) }),
	builtIn("<=", 2, func(a, b, _ Value) Value { return Bool(integer(a) <= integer(b)) }),
	builtIn(">=", 2, func(a, b, _ Value) Value { return Bool(integer(a) >= integer(b)) }),
	builtIn("..", 2, func(a, b, _ Value) Value { return lazily(interval{integer(a), integer(b)}) }),
}

var integers = append(slices.Clone(naturals),
	builtIn("Int", 0, func(_, _, _ Value) Value {
		return lazily(infinite{name: "Int", kind: IntKind, from: -1 << 63})
	}),
	builtIn("-.", 1, func(a, _, _ Value) Value { return Int(negated(integer(a))) }),
)

// standardModules are those that this package knows, and what they export.
var standardModules = map[string][]*definition{
	"Naturals": naturals,
	"Integers": integers,
	"FiniteSets": {
		builtIn("Cardinality", 1, func(a, _, _ Value) Value { return Int(cardinality(a)) }),
		builtIn("IsFiniteSet", 1, func(a, _, _ Value) Value { return Bool(isFinite(wantSet(a))) }),
	},
	"Sequences": {
		builtIn("Seq", 1, func(a, _, _ Value) Value { return lazily(sequences{wantSet(a)}) }),
		builtIn("Len", 1, func(a, _, _ Value) Value { return Int(int64(len(sequence(a)))) }),
		builtIn(`\o`, 2, func(a, b, _ Value) Value { return Tuple(slices.Concat(sequence(a), sequence(b))...) }),
		builtIn("Append", 2, func(a, b, _ Value) Value { return Tuple(append(slices.Clone(sequence(a)), b)...) }),
		builtIn("Head", 1, func(a, _, _ Value) Value { return nonEmpty(a, "Head")[0] }),
		builtIn("Tail", 1, func(a, _, _ Value) Value { return Tuple(nonEmpty(a, "Tail")[1:]...) }),
		builtIn("SubSeq", 3, subSequence),
		{kind: builtInDefinition, name: "SelectSeq", params: []Param{{}, {Arity: 1}}, build: notKnown("SelectSeq", 2).build},
	},
	"TLC": {
		builtIn(":>", 2, func(a, b, _ Value) Value { return funcOf([]Field{{a, b}}, nil) }),
		builtIn("@@", 2, func(a, b, _ Value) Value { return override(wantFunction(a), wantFunction(b)) }),
		builtIn("Assert", 2, assert),
		builtIn("Print", 2, func(_, b, _ Value) Value { return b }),
		builtIn("PrintT", 1, func(a, _, _ Value) Value { return Bool(true) }),
		builtIn("ToString", 1, func(a, _, _ Value) Value { return String(settled(a).String()) }),
		builtIn("TLCEval", 1, func(a, _, _ Value) Value { return settled(a) }),
		{kind: builtInDefinition, name: "TLCGet", params: make([]Param, 1), build: func(src *expr, args []node) node { return tlcGet{src, args} }},
		notKnown("TLCSet", 2), notKnown("JavaTime", 0), notKnown("RandomElement", 1), notKnown("Permutations", 1),
		builtIn("Any", 0, func(_, _, _ Value) Value { return lazily(anything{}) }),
		{kind: builtInDefinition, name: "SortSeq", params: []Param{{}, {Arity: 2}}, build: notKnown("SortSeq", 2).build},
	},
}

func byName(definitions ...*definition) map[string]*definition {
	names := map[string]*definition{}
	for _, d := range definitions {
		names[d.name] = d
	}
	return names
}

func boolean(v Value) bool {
	if v.kind != BoolKind {
		fail("%s is neither TRUE nor FALSE", brief(v))
	}
	return v.num == 1
}

func integer(v Value) int64 {
	if v.kind != IntKind {
		fail("%s is no integer", brief(v))
	}
	return v.num
}

func wantFunction(v Value) Value {
	if !v.isFunction() {
		fail("%s is no function", brief(v))
	}
	return v
}

func sequence(v Value) []Value {
	if v.kind != TupleKind {
		fail("%s is no sequence", brief(v))
	}
	return v.body.elems
}

func nonEmpty(v Value, op string) []Value {
	if len(sequence(v)) == 0 {
		fail("%s of the empty sequence", op)
	}
	return v.body.elems
}

func add(a, b int64) int64 {
	if sum := a + b; (sum > a) == (b > 0) {
		return sum
	}
	fail("%d + %d overflows", a, b)
	return 0
}

func negated(a int64) int64 {
	if a == -a && a != 0 {
		fail("-%d overflows", a)
	}
	return -a
}

func multiply(a, b int64) int64 {
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if high != 0 || low > 1<<63-1 {
		fail("%d * %d overflows", a, b)
	}
	return a * b
}

func power(a, b int64) int64 {
	if b < 0 || a == 0 && b == 0 {
		fail("%d ^ %d is not known", a, b)
	}
	n := int64(1)
	for ; b > 0 && n != 0 && (a != 1 || b == 1); b-- {
		n = multiply(n, a)
	}
	return n
}

// modulo is a % b, which is never negative.
func modulo(a, b Value) int64 {
	if integer(b) <= 0 {
		fail("%s is no divisor: want a positive number", brief(b))
	}
	return ((integer(a) % b.num) + b.num) % b.num
}

func cardinality(v Value) int64 {
	if sizeOf(v) <= maxSet {
		return int64(len(elementsOf(v)))
	}
	fail("%s has more than %d elements, or no end of them", brief(v), maxSet)
	return 0
}

// isFinite reports whether a set is finite.
func isFinite(v Value) bool {
	switch s := v.lazy().(type) {
	case infinite:
		return false
	case powerSet:
		return isFinite(s.of)
	case interval:
		return true
	}
	if sizeOf(v) > maxSet {
		fail("cannot tell whether %s is finite", brief(v))
	}
	return true
}

func union(v Value) Value {
	var elems []Value
	for _, set := range elementsOf(v) {
		elems = append(elems, elementsOf(set)...)
	}
	return setOf(elems, refuseToCompare)
}

func subSequence(v, from, to Value) Value {
	elems, m, n := sequence(v), integer(from), integer(to)
	switch {
	case m > n:
		return Tuple()
	case m < 1 || n > int64(len(elems)):
		fail("SubSeq from %d to %d of a sequence of length %d", m, n, len(elems))
	}
	return Tuple(elems[m-1 : n]...)
}

// override is f @@ g: f where it is defined, else g.
func override(f, g Value) Value {
	var fields []Field
	for _, h := range []Value{f, g} {
		for i, key := range h.domain() {
			fields = append(fields, Field{key, h.body.elems[i]})
		}
	}
	return funcOf(fields, refuseToCompare)
}

func assert(condition, message, _ Value) Value {
	if !boolean(condition) {
		fail("Assert: %s", brief(message))
	}
	return condition
}

// tlcGet is TLCGet, which tells the level of a state and nothing else here.
type tlcGet struct {
	src  *expr
	args []node
}

func (n tlcGet) eval(c *context, e *env) Value {
	if what := n.args[0].eval(c, e); what.kind != StringKind || what.str != "level" || c.level < 0 {
		n.src.at.fail("TLCGet(%s) is not evaluated", brief(what))
	}
	return Int(int64(c.level))
}
func (n tlcGet) kids() []node { return n.args }

// standardModule is the scope of a standard module. Its definitions are the model's own,
// since a configuration may put others in their place.
func (l *linked) standardModule(name string) *scope {
	s, ok := l.standard[name]
	if ok {
		return s
	}
	names := map[string]*definition{}
	for _, d := range standardModules[name] {
		if l.builtIn[d] == nil {
			l.builtIn[d] = &definition{kind: builtInDefinition, name: d.name, module: name, params: d.params, build: d.build}
		}
		names[d.name] = l.builtIn[d]
	}
	l.standard[name] = &scope{names, names}
	return l.standard[name]
}
