package tla

import (
	"fmt"
	"maps"
	"slices"
)

// Diff tells how two values of what is called name differ: at each node, if it is a
// tuple; of records and functions at each key; of sets, the elements that came and
// went.
func Diff(name string, before, after Value) []string {
	if before.Kind() == TupleKind && after.Kind() == TupleKind && len(before.Elems()) == len(after.Elems()) {
		return diffElems(before, after, func(i int) string { return fmt.Sprintf("%s[%d]", name, i+1) })
	}
	return diffValues(name, before, after)
}

// Changes are the differences between this state and the next one, variable by variable.
func (s State) Changes(next State) []string {
	var lines []string
	for _, name := range s.Names() {
		lines = append(lines, Diff(name, s[name], next[name])...)
	}
	return lines
}

// Names are the variables in the order of their names.
func (s State) Names() []string { return slices.Sorted(maps.Keys(s)) }

func diffValues(name string, a, b Value) []string {
	switch {
	case Compare(a, b) == 0:
		return nil
	case a.Kind() == SetKind && b.Kind() == SetKind:
		return append(elements(name+": without ", without(a, b)), elements(name+": with ", without(b, a))...)
	case len(a.Keys()) > 0 && slices.EqualFunc(a.Keys(), b.Keys(), func(k, l Value) bool { return Compare(k, l) == 0 }):
		return diffElems(a, b, func(i int) string { return name + placeText(a.Keys()[i]) })
	}
	return []string{fmt.Sprintf("%s: %s -> %s", name, a, b)}
}

// placeText is how the spec writes the place of a record or a function.
func placeText(key Value) string {
	if key.Kind() == StringKind {
		return "." + key.Text()
	}
	return fmt.Sprintf("[%s]", key)
}

func diffElems(a, b Value, name func(i int) string) []string {
	var lines []string
	for i := range a.Elems() {
		lines = append(lines, diffValues(name(i), a.Elems()[i], b.Elems()[i])...)
	}
	return lines
}

// without are the elements of set a that are not in set b.
func without(a, b Value) []Value {
	return slices.DeleteFunc(slices.Clone(a.Elems()), func(v Value) bool {
		_, found := slices.BinarySearchFunc(b.Elems(), v, Compare)
		return found
	})
}

func elements(prefix string, values []Value) []string {
	var lines []string
	for _, v := range values {
		lines = append(lines, prefix+v.String())
	}
	return lines
}
