package trace

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// tree is a JSON value that can be changed in place.
type tree struct {
	leaf  json.RawMessage // What is neither a record nor a list.
	open  byte            // '{', '[', or 0 for a leaf.
	names []string        // Of a record's fields, in their order.
	elems []*tree         // The values of a record's fields, or the elements of a list.
}

// parse makes a tree of a value that a checker has let pass.
func parse(value json.RawMessage) *tree {
	c := &cursor{line: value}
	t := &tree{}
	switch {
	case c.take("["):
		t.open = '['
	case c.take("{"):
		t.open = '{'
	default:
		t.leaf = value
		return t
	}
	for c.at < len(value)-1 && c.err == nil {
		if t.open == '{' {
			t.names = append(t.names, c.text())
			c.want(":")
		}
		t.elems = append(t.elems, parse(c.value()))
		c.take(",")
	}
	return t
}

// value is the tree as JSON.
func (t *tree) value() json.RawMessage {
	var b bytes.Buffer
	t.write(&b)
	return b.Bytes()
}

func (t *tree) write(b *bytes.Buffer) {
	if t.open == 0 {
		b.Write(t.leaf)
		return
	}
	b.WriteByte(t.open)
	for i, e := range t.elems {
		if i > 0 {
			b.WriteByte(',')
		}
		if t.open == '{' {
			b.WriteString(strconv.Quote(t.names[i]) + ":")
		}
		e.write(b)
	}
	b.WriteByte(t.open + 2) // ']' is two after '[', and '}' after '{'.
}

// each calls do for the tree and all trees in it. Path says where the tree stands
// and place of which name the values there are: that of the field, with the
// position if it is in a list of fixed meaning or not.
func (t *tree) each(path, place string, do func(t *tree, path, place string)) {
	do(t, path, place)
	for i, e := range t.elems {
		if t.open == '{' {
			e.each(path+"."+t.names[i], t.names[i], do)
		} else {
			e.each(path+"[]", place+"["+strconv.Itoa(i)+"]", do)
		}
	}
}

// pool holds the values that occur in a trace, by their place: what may plausibly
// stand there instead of another.
type pool map[string]map[string]bool

// poolOf collects the values of a trace.
func poolOf(t *Trace) pool {
	p := pool{}
	for _, e := range t.Events {
		p.add(e.Params)
		p.add(e.Post)
		for _, m := range e.Sent {
			p.add(map[string]json.RawMessage{"sent": m})
		}
	}
	for _, end := range t.Ends {
		p.add(end.State)
	}
	return p
}

func (p pool) add(record map[string]json.RawMessage) {
	for name, value := range record {
		parse(value).each(name, name, func(t *tree, _, place string) {
			if p[place] == nil {
				p[place] = map[string]bool{}
			}
			p[place][string(t.value())] = true
		})
	}
}

// maxOthers bounds how many other values are tried in a place.
const maxOthers = 2

// others are values for a place other than the one there: its neighbours among
// those that occur, for a number also the next one, and where nothing else occurs
// in the place, what occurs in a place that has a value in common with it.
func (p pool) others(place string, value json.RawMessage) []json.RawMessage {
	candidates := without(p[place], value)
	if len(candidates) == 0 {
		for _, other := range slices.Sorted(maps.Keys(p)) {
			if p[other][string(value)] {
				candidates = append(candidates, without(p[other], value)...)
			}
		}
		slices.Sort(candidates)
		candidates = slices.Compact(candidates)
	}
	at, _ := slices.BinarySearch(candidates, string(value))
	var others []json.RawMessage
	for i := range candidates {
		if len(others) < maxOthers {
			others = append(others, json.RawMessage(candidates[(at+i)%len(candidates)]))
		}
	}
	if n, err := strconv.Atoi(string(value)); err == nil {
		others = append(others, json.RawMessage(strconv.Itoa(n+1)))
	}
	slices.SortFunc(others, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return slices.CompactFunc(others, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) })
}

// without are the values but one, sorted.
func without(values map[string]bool, value json.RawMessage) []string {
	sorted := slices.Sorted(maps.Keys(values))
	return slices.DeleteFunc(sorted, func(v string) bool { return v == string(value) })
}

// variant is a value that was changed in one place.
type variant struct {
	path  string
	value json.RawMessage
}

// variants are the values that differ from value in one place: a leaf or a whole
// record or list is another one, a list lacks an element or has one more. The type
// of a message stays.
func (p pool) variants(name string, value json.RawMessage) []variant {
	var all []variant
	root := parse(value)
	root.each(name, name, func(t *tree, path, place string) {
		if place == "type" {
			return
		}
		saved := *t
		try := func(changed tree) {
			*t = changed
			all = append(all, variant{path, root.value()})
			*t = saved
		}
		for _, other := range p.others(place, t.value()) {
			try(*parse(other))
		}
		if t.open == '[' {
			p.listVariants(place, saved, try)
		}
	})
	slices.SortStableFunc(all, func(a, b variant) int { return bytes.Compare(a.value, b.value) })
	all = slices.CompactFunc(all, func(a, b variant) bool { return bytes.Equal(a.value, b.value) })
	return slices.DeleteFunc(all, func(v variant) bool { return bytes.Equal(v.value, value) })
}

// listVariants tries the list without each of its elements, and with each other
// element that a list in that place has.
func (p pool) listVariants(place string, list tree, try func(tree)) {
	there := map[string]bool{}
	for i, e := range list.elems {
		there[string(e.value())] = true
		shorter := list
		shorter.elems = slices.Delete(slices.Clone(list.elems), i, i+1)
		try(shorter)
	}
	for _, other := range slices.Sorted(maps.Keys(p[place+"[0]"])) {
		if !there[other] {
			longer := list
			longer.elems = append(slices.Clone(list.elems), parse(json.RawMessage(other)))
			try(longer)
			return
		}
	}
}
