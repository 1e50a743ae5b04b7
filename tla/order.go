package tla

import "cmp"

// Compare orders values: first by kind, then by content, as TLC does where it can
// compare them at all: the shorter of two tuples, and the smaller of two sets, first.
func Compare(a, b Value) int { return order(a, b, nil) }

// order is Compare. It calls clash, if there is one, with values that TLA+ does not
// say of whether they are equal, such as 1 and "1", which TLC refuses to compare.
func order(a, b Value, clash func(a, b Value)) int {
	if a.kind != b.kind {
		return orderKinds(a, b, clash)
	}
	if a.body == b.body {
		return cmp.Or(cmp.Compare(a.num, b.num), cmp.Compare(a.str, b.str))
	}
	if a.lazy() != nil || b.lazy() != nil {
		if clash == nil {
			return cmp.Compare(a.String(), b.String())
		}
		a, b = listed(a), listed(b)
	}
	x, y := a.body, b.body
	if c := cmp.Compare(len(x.elems), len(y.elems)); c != 0 {
		return c
	}
	for i := range x.elems {
		if x.keys != nil {
			if c := order(x.keys[i], y.keys[i], clash); c != 0 {
				return c
			}
		}
		if c := order(x.elems[i], y.elems[i], clash); c != 0 {
			return c
		}
	}
	return 0
}

// orderKinds orders values of different kinds. Model values differ from all others, and
// functions, which tuples and records are, if their domains do.
func orderKinds(a, b Value, clash func(a, b Value)) int {
	switch {
	case clash == nil || a.kind == ModelKind || b.kind == ModelKind:
	case !a.isFunction() || !b.isFunction():
		clash(a, b)
	case len(a.body.elems) == len(b.body.elems):
		order(sortedSet(a.domain()), sortedSet(b.domain()), clash)
	}
	return cmp.Compare(a.kind, b.kind)
}
