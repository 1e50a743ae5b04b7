package tla

import (
	"fmt"
	"slices"
	"strings"
)

// maxSet is how many elements a set may have if it is to be listed.
const maxSet = 1 << 20

// lazySet is a set that is not kept as its elements, for it has too many, or none
// asked for them yet: only whether it has a given one.
type lazySet interface {
	has(v Value) bool
	size() int64   // More than maxSet if there are too many to list, or there is no end of them.
	list() []Value // The elements, in any order. Whoever calls it has looked at size.
	text() string  // The set as TLA+ writes it.
}

func lazily(s lazySet) Value { return Value{kind: SetKind, body: &body{lazy: s}} }

// listed is the set v with its elements, sorted.
func listed(v Value) Value {
	s := v.lazy()
	if s == nil {
		return v
	}
	if s.size() > maxSet {
		fail("%s has more than %d elements, or no end of them: it can only be asked whether it has a given one", shorten(s.text(), 200), maxSet)
	}
	return setOf(s.list(), refuseToCompare)
}

// settled is v with all sets in it listed.
func settled(v Value) Value {
	if v.body == nil {
		return v
	}
	v = listed(v)
	for i, e := range v.body.elems {
		if s := settled(e); s.body != e.body {
			v = v.with(i, s)
		}
	}
	return v
}

// search is where the sorted elements have x.
func search(elems []Value, x Value) (int, bool) {
	return slices.BinarySearchFunc(elems, x, func(a, b Value) int { return order(a, b, refuseToCompare) })
}

// elementsOf are the elements of a set, sorted.
func elementsOf(v Value) []Value {
	return listed(wantSet(v)).body.elems
}

func wantSet(v Value) Value {
	if v.kind != SetKind {
		fail("%s is no set", brief(v))
	}
	return v
}

// isElement reports whether x is an element of the set s.
func isElement(x, s Value) bool {
	if lazy := wantSet(s).lazy(); lazy != nil {
		return lazy.has(x)
	}
	_, ok := search(s.body.elems, x)
	return ok
}

// sizeOf is how many elements the set v has, more than maxSet for any such number.
func sizeOf(v Value) int64 {
	if s := wantSet(v).lazy(); s != nil {
		return s.size()
	}
	return int64(len(v.body.elems))
}

// times is a product of sizes that does not overflow.
func times(a, b int64) int64 {
	if a != 0 && b > maxSet/a {
		return maxSet + 1
	}
	return a * b
}

// infinite is a set of values of one sort.
type infinite struct {
	name string
	kind Kind
	from int64 // Of integers: the least.
}

func (s infinite) text() string  { return s.name }
func (s infinite) size() int64   { return maxSet + 1 }
func (s infinite) list() []Value { return nil }
func (s infinite) has(v Value) bool {
	if v.kind != s.kind && v.kind != ModelKind {
		fail("cannot tell whether %s is an element of %s", brief(v), s.name)
	}
	return v.kind == s.kind && (s.kind != IntKind || v.num >= s.from)
}

// anything is the set of everything, which TLC has.
type anything struct{}

func (anything) text() string   { return "Any" }
func (anything) size() int64    { return maxSet + 1 }
func (anything) list() []Value  { return nil }
func (anything) has(Value) bool { return true }

// interval is from .. to.
type interval struct{ from, to int64 }

func (s interval) text() string { return fmt.Sprintf("%d .. %d", s.from, s.to) }
func (s interval) size() int64 {
	if s.to < s.from {
		return 0
	}
	if n := uint64(s.to) - uint64(s.from); n < maxSet {
		return int64(n) + 1
	}
	return maxSet + 1
}
func (s interval) list() []Value {
	var elems []Value
	for n := s.from; n <= s.to; n++ {
		elems = append(elems, Int(n))
	}
	return elems
}
func (s interval) has(v Value) bool {
	if v.kind != IntKind && v.kind != ModelKind {
		fail("cannot tell whether %s is an element of %s", brief(v), s.text())
	}
	return v.kind == IntKind && s.from <= v.num && v.num <= s.to
}

// powerSet is SUBSET of.
type powerSet struct{ of Value }

func (s powerSet) text() string { return "SUBSET " + operandText(s.of) }
func (s powerSet) has(v Value) bool {
	return isSubset(v, s.of)
}
func (s powerSet) size() int64 {
	if n := sizeOf(s.of); n < 40 {
		return 1 << n
	}
	return maxSet + 1
}
func (s powerSet) list() []Value {
	elems := elementsOf(s.of)
	sets := make([]Value, 0, 1<<len(elems))
	for mask := range 1 << len(elems) {
		var subset []Value
		for i, e := range elems {
			if mask&(1<<i) != 0 {
				subset = append(subset, e)
			}
		}
		sets = append(sets, sortedSet(subset))
	}
	return sets
}

// isSubset reports whether each element of v is one of w.
func isSubset(v, w Value) bool {
	for _, e := range elementsOf(v) {
		if !isElement(e, w) {
			return false
		}
	}
	return true
}

// functions is the set of what has one result, of a set for each, at each of the keys:
// functions, records or tuples.
type functions struct {
	what string // What such a thing is called.
	keys []Value
	from []Value       // For each key the set that the result is of.
	as   func() string // The set as TLA+ writes it.
}

func (s functions) text() string { return s.as() }
func (s functions) size() int64 {
	n := int64(1)
	for _, set := range s.from {
		n = times(n, sizeOf(set))
	}
	return n
}
func (s functions) list() []Value {
	lists := make([][]Value, len(s.from))
	for i, set := range s.from {
		lists[i] = elementsOf(set)
	}
	all := make([]Value, 0, s.size())
	eachChoice(lists, func(choice []Value) bool {
		all = append(all, sortedFunc(s.keys, choice))
		return true
	})
	return all
}
func (s functions) has(v Value) bool {
	if v.kind == ModelKind {
		return false
	}
	if !v.isFunction() {
		fail("cannot tell whether %s, which is no %s, is an element of %s", brief(v), s.what, shorten(s.as(), 200))
	}
	domain := v.domain()
	if s.what != "function" && len(domain) > 0 && len(s.keys) > 0 && domain[0].kind != s.keys[0].kind {
		refuseToCompare(domain[0], s.keys[0])
	}
	if len(domain) != len(s.keys) {
		return false
	}
	for i, key := range s.keys {
		if order(key, domain[i], refuseToCompare) != 0 {
			return false
		}
	}
	for i, e := range v.body.elems {
		if !isElement(e, s.from[i]) {
			return false
		}
	}
	return true
}

// eachChoice calls visit with each way to take one value from each of the lists, the
// last list fastest, until it returns false.
func eachChoice(lists [][]Value, visit func(choice []Value) bool) bool {
	choice := make([]Value, len(lists))
	var from func(i int) bool
	from = func(i int) bool {
		if i == len(lists) {
			return visit(append([]Value(nil), choice...))
		}
		for _, v := range lists[i] {
			choice[i] = v
			if !from(i + 1) {
				return false
			}
		}
		return true
	}
	return from(0)
}

// functionSet is [domain -> results].
func functionSet(domain, results Value) Value {
	keys := elementsOf(domain)
	from := make([]Value, len(keys))
	for i := range from {
		from[i] = wantSet(results)
	}
	return lazily(functions{what: "function", keys: keys, from: from, as: func() string {
		return "[" + domain.String() + " -> " + results.String() + "]"
	}})
}

// recordSet is [names[0]: from[0], ...]; names are sorted.
func recordSet(names, from []Value) Value {
	for _, set := range from {
		wantSet(set)
	}
	return lazily(functions{what: "record", keys: names, from: from, as: func() string {
		texts := make([]string, len(names))
		for i, name := range names {
			texts[i] = name.str + ": " + from[i].String()
		}
		return "[" + strings.Join(texts, ", ") + "]"
	}})
}

// product is from[0] \X from[1] ...
func product(from []Value) Value {
	keys := make([]Value, len(from))
	for i, set := range from {
		keys[i] = Int(int64(i + 1))
		wantSet(set)
	}
	return lazily(functions{what: "tuple", keys: keys, from: from, as: func() string {
		texts := make([]string, len(from))
		for i, set := range from {
			texts[i] = operandText(set)
		}
		return strings.Join(texts, ` \X `)
	}})
}

// operandText is a set as an operand.
func operandText(v Value) string {
	text := v.String()
	if v.lazy() != nil && strings.ContainsRune(text, ' ') && text[0] != '[' {
		return "(" + text + ")"
	}
	return text
}

// sequences is Seq(of).
type sequences struct{ of Value }

func (s sequences) text() string  { return "Seq(" + s.of.String() + ")" }
func (s sequences) size() int64   { return maxSet + 1 }
func (s sequences) list() []Value { return nil }
func (s sequences) has(v Value) bool {
	if v.kind != TupleKind {
		fail("cannot tell whether %s, which is no sequence, is an element of %s", brief(v), s.text())
	}
	for _, e := range v.body.elems {
		if !isElement(e, s.of) {
			return false
		}
	}
	return true
}

// combined is a \cup b, a \cap b or a \ b.
type combined struct {
	op   string
	a, b Value
}

func (s combined) text() string { return operandText(s.a) + " " + s.op + " " + operandText(s.b) }
func (s combined) has(v Value) bool {
	switch s.op {
	case `\cup`:
		return isElement(v, s.a) || isElement(v, s.b)
	case `\cap`:
		return isElement(v, s.a) && isElement(v, s.b)
	}
	return isElement(v, s.a) && !isElement(v, s.b)
}
func (s combined) size() int64 {
	switch s.op {
	case `\cup`:
		return min(sizeOf(s.a)+sizeOf(s.b), maxSet+1)
	case `\cap`:
		return min(sizeOf(s.a), sizeOf(s.b))
	}
	return sizeOf(s.a)
}
func (s combined) list() []Value {
	a, b := s.a, s.b
	if s.op == `\cap` && sizeOf(a) > sizeOf(b) {
		a, b = b, a
	}
	if s.op == `\cup` {
		b = listed(b)
	}
	return combine(s.op, listed(a), b).body.elems
}

// combine is a \cup b, a \cap b or a \ b.
func combine(op string, a, b Value) Value {
	wantSet(a)
	wantSet(b)
	switch {
	case op != `\cup` && a.lazy() == nil:
		return pick(a, func(e Value) bool { return isElement(e, b) == (op == `\cap`) })
	case op == `\cap` && b.lazy() == nil:
		return pick(b, func(e Value) bool { return isElement(e, a) })
	case a.lazy() != nil || b.lazy() != nil:
		return lazily(combined{op, a, b})
	}
	return merge(a.body.elems, b.body.elems)
}

// pick is the set of those elements of the set v that keep says.
func pick(v Value, keep func(e Value) bool) Value {
	var kept []Value
	for _, e := range v.body.elems {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return sortedSet(kept)
}

// merge is the union of two sorted lists.
func merge(a, b []Value) Value {
	merged := make([]Value, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		c := order(a[0], b[0], refuseToCompare)
		if c <= 0 {
			merged, a = append(merged, a[0]), a[1:]
			if c == 0 {
				b = b[1:]
			}
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	return sortedSet(append(append(merged, a...), b...))
}
