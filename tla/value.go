package tla

import (
	"slices"
	"strconv"
	"strings"
)

// Kind tells values of one sort from another.
type Kind uint8

// The kinds of values. A function whose domain is 1..n is a Tuple and one whose
// domain is a set of strings is a Record, as in TLA+.
const (
	noKind Kind = iota // Of the zero Value, which is no value of TLA+.
	BoolKind
	IntKind
	StringKind
	ModelKind
	TupleKind
	SetKind
	RecordKind
	FuncKind
)

// Value is a TLA+ value, which nobody changes. Two values are equal iff their
// String is, but for sets that are not kept as their elements: see Value.Elems.
type Value struct {
	kind Kind
	num  int64
	str  string
	body *body
}

// body is what tuples, sets, records and functions are made of.
type body struct {
	elems []Value // Of tuples and sets; the results of records and functions.
	keys  []Value // The domain of records and functions.
	lazy  lazySet // A set that is not kept as its elements.
}

// Bool is TRUE or FALSE.
func Bool(b bool) Value {
	if b {
		return Value{kind: BoolKind, num: 1}
	}
	return Value{kind: BoolKind}
}

// Int is the integer n.
func Int(n int64) Value { return Value{kind: IntKind, num: n} }

// String is the string s.
func String(s string) Value { return Value{kind: StringKind, str: s} }

// ModelValue is the model value of that name.
func ModelValue(name string) Value { return Value{kind: ModelKind, str: name} }

// Tuple is <<elems[0], ...>>.
func Tuple(elems ...Value) Value { return Value{kind: TupleKind, body: &body{elems: elems}} }

// Set is {elems[0], ...}; the order and repetitions of elems do not matter.
func Set(elems ...Value) Value { return setOf(slices.Clone(elems), nil) }

// setOf is the set of the elements, which it may sort in place.
func setOf(elems []Value, clash func(a, b Value)) Value {
	slices.SortFunc(elems, func(a, b Value) int { return order(a, b, clash) })
	return sortedSet(slices.CompactFunc(elems, func(a, b Value) bool { return order(a, b, clash) == 0 }))
}

// sortedSet is the set of these elements, which are sorted and all different.
func sortedSet(elems []Value) Value { return Value{kind: SetKind, body: &body{elems: elems}} }

// Field is one pair of a function: at Key it is Value.
type Field struct{ Key, Value Value }

// Func is the function that is Value at each Key. Where its domain makes it a
// tuple or a record it is one.
func Func(fields ...Field) Value { return funcOf(slices.Clone(fields), nil) }

// funcOf is the function of these fields, which it may sort in place. Of two with one
// key the first counts.
func funcOf(fields []Field, clash func(a, b Value)) Value {
	slices.SortStableFunc(fields, func(a, b Field) int { return order(a.Key, b.Key, clash) })
	fields = slices.CompactFunc(fields, func(a, b Field) bool { return order(a.Key, b.Key, clash) == 0 })
	keys, elems := make([]Value, len(fields)), make([]Value, len(fields))
	for i, f := range fields {
		keys[i], elems[i] = f.Key, f.Value
	}
	return sortedFunc(keys, elems)
}

// sortedFunc is the function with this domain, which is sorted, and these results.
func sortedFunc(keys, elems []Value) Value {
	isTuple, isRecord := true, len(keys) > 0
	for i, k := range keys {
		isTuple = isTuple && k.kind == IntKind && k.num == int64(i+1)
		isRecord = isRecord && k.kind == StringKind
	}
	switch {
	case isTuple:
		return Tuple(elems...)
	case isRecord:
		return Value{kind: RecordKind, body: &body{keys: keys, elems: elems}}
	}
	return Value{kind: FuncKind, body: &body{keys: keys, elems: elems}}
}

// Record is [name |-> value, ...].
func Record(fields map[string]Value) Value {
	var pairs []Field
	for name, value := range fields {
		pairs = append(pairs, Field{String(name), value})
	}
	return funcOf(pairs, nil)
}

// Kind is the sort of value that v is.
func (v Value) Kind() Kind { return v.kind }

// Elems are the elements of a tuple or a set, or the results of a record or a
// function in the order of Keys. A set that has too many elements to keep, such as
// Nat, is a SetKind without any; its String tells what it is.
func (v Value) Elems() []Value {
	if v.body == nil {
		return nil
	}
	return v.body.elems
}

// Keys are the domain of a record or a function.
func (v Value) Keys() []Value {
	if v.body == nil {
		return nil
	}
	return v.body.keys
}

// Int is the number that an integer is.
func (v Value) Int() int64 { return v.num }

// IsTrue is true iff v is TRUE.
func (v Value) IsTrue() bool { return v.kind == BoolKind && v.num == 1 }

// Text is the text that a string is, or the name of a model value.
func (v Value) Text() string { return v.str }

// At is what a record is at a field's name, and whether it has the field.
func (v Value) At(name string) (Value, bool) {
	for i, k := range v.Keys() {
		if k.kind == StringKind && k.str == name {
			return v.body.elems[i], true
		}
	}
	return Value{}, false
}

// Of is what the function, record or tuple is at the key; false if it is none, or not
// defined there.
func (v Value) Of(key Value) (Value, bool) {
	if !v.isFunction() {
		return Value{}, false
	}
	return v.apply(key, nil)
}

// lazy is what a set is that is not kept as its elements, or nil.
func (v Value) lazy() lazySet {
	if v.body == nil {
		return nil
	}
	return v.body.lazy
}

// isFunction reports whether v is a function: a tuple or a record is one.
func (v Value) isFunction() bool {
	return v.kind == TupleKind || v.kind == RecordKind || v.kind == FuncKind
}

// apply is the function v at key, and whether key is in its domain.
func (v Value) apply(key Value, clash func(a, b Value)) (Value, bool) {
	i, ok := v.place(key, clash)
	if !ok {
		return Value{}, false
	}
	return v.body.elems[i], true
}

// place is where the results of the function v have the one for key.
func (v Value) place(key Value, clash func(a, b Value)) (int, bool) {
	if v.kind == TupleKind {
		if key.kind != IntKind && key.kind != ModelKind && clash != nil {
			clash(key, Int(1))
		}
		return int(key.num) - 1, key.kind == IntKind && 1 <= key.num && key.num <= int64(len(v.body.elems))
	}
	return slices.BinarySearchFunc(v.body.keys, key, func(a, b Value) int { return order(a, b, clash) })
}

// with is the function v with another result at that place.
func (v Value) with(place int, result Value) Value {
	elems := slices.Clone(v.body.elems)
	elems[place] = result
	return Value{kind: v.kind, body: &body{keys: v.body.keys, elems: elems}}
}

// domain is the domain of the function v, sorted.
func (v Value) domain() []Value {
	if v.kind != TupleKind {
		return v.body.keys
	}
	keys := make([]Value, len(v.body.elems))
	for i := range keys {
		keys[i] = Int(int64(i + 1))
	}
	return keys
}

// String is v as TLA+ writes it: an expression that TLC can read.
func (v Value) String() string {
	var b strings.Builder
	v.write(&b)
	return b.String()
}

func (v Value) write(b *strings.Builder) {
	switch v.kind {
	case BoolKind:
		b.WriteString(strings.ToUpper(strconv.FormatBool(v.num == 1)))
	case IntKind:
		b.WriteString(strconv.FormatInt(v.num, 10))
	case StringKind:
		b.WriteString(quote(v.str))
	case ModelKind:
		b.WriteString(v.str)
	case TupleKind:
		v.writeList(b, "<<", ">>", ", ", func(i int) string { return "" })
	case SetKind:
		if s := v.lazy(); s != nil {
			b.WriteString(s.text())
			return
		}
		v.writeList(b, "{", "}", ", ", func(i int) string { return "" })
	case RecordKind:
		v.writeList(b, "[", "]", ", ", func(i int) string { return v.body.keys[i].str + " |-> " })
	case FuncKind:
		v.writeList(b, "(", ")", " @@ ", func(i int) string { return v.body.keys[i].String() + " :> " })
	}
}

func (v Value) writeList(b *strings.Builder, open, shut, between string, before func(i int) string) {
	b.WriteString(open)
	for i, e := range v.body.elems {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(before(i))
		e.write(b)
	}
	b.WriteString(shut)
}

// quote writes a string as TLC does, which knows \" and \\ and a few controls.
func quote(s string) string { return `"` + quoter.Replace(s) + `"` }

var quoter = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`, "\f", `\f`)
