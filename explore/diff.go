package explore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/tla"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// diff tells how two TLA+ values of one variable differ: at each node, if it is a
// tuple; of records and functions at each key; of sets, the elements that came
// and went. Text that is no value is compared whole.
func diff(name, before, after string) []string {
	if before == after {
		return nil
	}
	a, errA := tla.Parse(before)
	b, errB := tla.Parse(after)
	if errA != nil || errB != nil {
		return []string{fmt.Sprintf("%s: %s -> %s", name, before, after)}
	}
	if a.Kind() == tla.TupleKind && b.Kind() == tla.TupleKind && len(a.Elems()) == len(b.Elems()) {
		return diffElems(a, b, func(i int) string { return fmt.Sprintf("%s[%d]", name, i+1) })
	}
	return diffValues(name, a, b)
}

func diffValues(name string, a, b tla.Value) []string {
	switch {
	case tla.Compare(a, b) == 0:
		return nil
	case a.Kind() == tla.SetKind && b.Kind() == tla.SetKind:
		return append(elements(name+": without ", without(a, b)), elements(name+": with ", without(b, a))...)
	case len(a.Keys()) > 0 && slices.EqualFunc(a.Keys(), b.Keys(), func(k, l tla.Value) bool { return tla.Compare(k, l) == 0 }):
		return diffElems(a, b, func(i int) string { return name + placeText(a.Keys()[i]) })
	}
	return []string{fmt.Sprintf("%s: %s -> %s", name, a, b)}
}

// placeText is how the spec writes the place of a record or a function.
func placeText(key tla.Value) string {
	if key.Kind() == tla.StringKind {
		return "." + key.Text()
	}
	return fmt.Sprintf("[%s]", key)
}

func diffElems(a, b tla.Value, name func(i int) string) []string {
	var lines []string
	for i := range a.Elems() {
		lines = append(lines, diffValues(name(i), a.Elems()[i], b.Elems()[i])...)
	}
	return lines
}

// without are the elements of set a that are not in set b.
func without(a, b tla.Value) []tla.Value {
	return slices.DeleteFunc(slices.Clone(a.Elems()), func(v tla.Value) bool {
		_, found := slices.BinarySearchFunc(b.Elems(), v, tla.Compare)
		return found
	})
}

func elements(prefix string, values []tla.Value) []string {
	var lines []string
	for _, v := range values {
		lines = append(lines, prefix+v.String())
	}
	return lines
}
