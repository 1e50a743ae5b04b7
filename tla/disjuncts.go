package tla

import (
	"maps"
	"slices"
)

// Disjunct is one of the parts that the next-state relation is a disjunction of.
type Disjunct struct {
	Label   string   // What TLC calls its steps.
	Applies []string // The definitions about the next state that it applies, and those that these apply, in the order of their names. One that the configuration replaces has its own name, not that of the other.
}

// Disjuncts are the parts of the next-state relation as TLC tells them apart. It goes from a
// definition to those that it applies, and to each element of a set that is the same in all
// states, and calls the steps by the last definition on this way. The way ends at a
// conjunction, and at a choice that depends on the state.
func (m *Model) Disjuncts() []Disjunct {
	var found []Disjunct
	for _, i := range m.next {
		disjuncts(i.node, "", &found)
	}
	return found
}

func disjuncts(n node, label string, found *[]Disjunct) {
	isConstant := func(n node) bool { return levelOf(n) == constantLevel }
	switch n := n.(type) {
	case list:
		if !n.isAnd {
			for _, i := range n.items {
				disjuncts(i.node, label, found)
			}
			return
		}
	case quantifier:
		if !n.isAll && !slices.ContainsFunc(n.binders, func(b binder) bool { return !isConstant(b.set) }) {
			disjuncts(n.body, label, found)
			return
		}
	case call:
		if d := n.def.target(); d.body != nil && !slices.ContainsFunc(n.args, func(n node) bool { return !isConstant(n) }) {
			inner := len(*found)
			disjuncts(d.body, d.name, found)
			for i := range (*found)[inner:] {
				(*found)[inner+i].apply(n.def)
			}
			return
		}
	}
	d := Disjunct{Label: label}
	d.collect(n, map[*definition]bool{})
	*found = append(*found, d)
}

// apply notes that the disjunct applies a definition.
func (d *Disjunct) apply(def *definition) {
	if i, ok := slices.BinarySearch(d.Applies, def.name); !ok {
		d.Applies = slices.Insert(d.Applies, i, def.name)
	}
}

// collect notes all definitions about the next state that are applied in n.
func (d *Disjunct) collect(n node, seen map[*definition]bool) {
	if c, ok := n.(call); ok && !seen[c.def] && max(c.def.level, c.def.target().level) >= actionLevel {
		seen[c.def] = true
		d.apply(c.def)
		d.collect(c.def.target().body, seen)
	}
	for _, kid := range n.kids() {
		d.collect(kid, seen)
	}
}

// Definitions are those of the module and of what it extends, in the order of their names.
func (m *Model) Definitions() []*Definition {
	var all []*Definition
	for _, name := range slices.Sorted(maps.Keys(m.root.all)) {
		if d := m.root.all[name]; d.kind == operatorDefinition && d.unit != nil {
			all = append(all, exported(d))
		}
	}
	return all
}

// Applies are the definitions about the next state that this one applies, itself among them,
// as Disjunct has them.
func (d *Definition) Applies() []string {
	var all Disjunct
	if d.d.level >= actionLevel {
		all.apply(d.d)
	}
	all.collect(d.d.body, map[*definition]bool{d.d: true})
	return all.Applies
}

// Lists are the disjunctions in the definition, and what stands in each of them with nothing
// beside it but a choice of its arguments: names of definitions about the next state.
func (d *Definition) Lists() [][]string {
	var found [][]string
	lists(d.d.body, &found)
	return found
}

func lists(n node, found *[][]string) {
	if l, ok := n.(list); ok && !l.isAnd {
		var names []string
		alternatives(n, &names, found)
		*found = append(*found, names)
		return
	}
	for _, kid := range n.kids() {
		lists(kid, found)
	}
}

// alternatives adds what stands in the disjunction n with nothing beside it.
func alternatives(n node, names *[]string, found *[][]string) {
	switch n := n.(type) {
	case list:
		if !n.isAnd {
			for _, i := range n.items {
				alternatives(i.node, names, found)
			}
			return
		}
	case quantifier:
		if !n.isAll {
			alternatives(n.body, names, found)
			return
		}
	case call:
		if n.def.level >= actionLevel {
			*names = append(*names, n.def.name)
			return
		}
	}
	for _, kid := range n.kids() {
		lists(kid, found)
	}
}
