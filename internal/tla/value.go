// Package tla holds TLA+ values: what TLC prints of them, what traces record of
// them as JSON, and what the Go twins make of them, in one form that compares.
//
// It knows the values that the specs use: booleans, integers, strings, model
// values, tuples, sets, records and functions. It does not evaluate anything.
package tla

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Kind tells values of one sort from another.
type Kind uint8

// The kinds of values. A function whose domain is 1..n is a Tuple and one whose
// domain is a set of strings is a Record, as in TLA+.
const (
	BoolKind Kind = iota
	IntKind
	StringKind
	ModelKind
	TupleKind
	SetKind
	RecordKind
	FuncKind
)

// Value is a TLA+ value, which nobody changes. Two values are equal iff their
// String is.
type Value struct {
	kind  Kind
	num   int64
	str   string
	elems []Value // of tuples and sets; the results of records and functions
	keys  []Value // the domain of records and functions
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

// Model is the model value of that name.
func Model(name string) Value { return Value{kind: ModelKind, str: name} }

// Tuple is <<elems[0], ...>>.
func Tuple(elems ...Value) Value { return Value{kind: TupleKind, elems: elems} }

// Set is {elems[0], ...}; the order and repetitions of elems do not matter.
func Set(elems ...Value) Value {
	sorted := slices.SortedFunc(slices.Values(elems), Compare)
	return Value{kind: SetKind, elems: slices.CompactFunc(sorted, func(a, b Value) bool { return Compare(a, b) == 0 })}
}

// Field is one pair of a function: at Key it is Value.
type Field struct{ Key, Value Value }

// Func is the function that is Value at each Key. Where its domain makes it a
// tuple or a record it is one.
func Func(fields ...Field) Value {
	fields = slices.SortedStableFunc(slices.Values(fields), func(a, b Field) int { return Compare(a.Key, b.Key) })
	isTuple, isRecord := true, len(fields) > 0
	for i, f := range fields {
		isTuple = isTuple && f.Key.kind == IntKind && f.Key.num == int64(i+1)
		isRecord = isRecord && f.Key.kind == StringKind
	}
	v := Value{kind: FuncKind}
	for _, f := range fields {
		v.keys, v.elems = append(v.keys, f.Key), append(v.elems, f.Value)
	}
	switch {
	case isTuple:
		return Value{kind: TupleKind, elems: v.elems}
	case isRecord:
		v.kind = RecordKind
	}
	return v
}

// Record is [name |-> value, ...].
func Record(fields map[string]Value) Value {
	var pairs []Field
	for name, value := range fields {
		pairs = append(pairs, Field{String(name), value})
	}
	return Func(pairs...)
}

// Kind is the sort of value that v is.
func (v Value) Kind() Kind { return v.kind }

// Elems are the elements of a tuple or a set, or the results of a record or a
// function in the order of Keys.
func (v Value) Elems() []Value { return v.elems }

// Keys are the domain of a record or a function.
func (v Value) Keys() []Value { return v.keys }

// Int is the number that an integer is.
func (v Value) Int() int64 { return v.num }

// IsTrue is true iff v is TRUE.
func (v Value) IsTrue() bool { return v.kind == BoolKind && v.num == 1 }

// Text is the text that a string is, or the name of a model value.
func (v Value) Text() string { return v.str }

// At is what a record is at a field's name, and whether it has the field.
func (v Value) At(name string) (Value, bool) {
	for i, k := range v.keys {
		if k.kind == StringKind && k.str == name {
			return v.elems[i], true
		}
	}
	return Value{}, false
}

// Compare orders values: first by kind, then by content.
func Compare(a, b Value) int {
	return cmp.Or(
		cmp.Compare(a.kind, b.kind),
		cmp.Compare(a.num, b.num),
		cmp.Compare(a.str, b.str),
		slices.CompareFunc(a.keys, b.keys, Compare),
		slices.CompareFunc(a.elems, b.elems, Compare),
	)
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
		v.writeList(b, "{", "}", ", ", func(i int) string { return "" })
	case RecordKind:
		v.writeList(b, "[", "]", ", ", func(i int) string { return v.keys[i].str + " |-> " })
	case FuncKind:
		v.writeList(b, "(", ")", " @@ ", func(i int) string { return v.keys[i].String() + " :> " })
	}
}

func (v Value) writeList(b *strings.Builder, open, shut, between string, before func(i int) string) {
	b.WriteString(open)
	for i, e := range v.elems {
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
