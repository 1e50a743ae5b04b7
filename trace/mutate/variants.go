package mutate

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/trace"
)

// pool holds the values that occur in a trace, by their place: what may plausibly
// stand there instead of another.
type pool map[string]map[string]bool

// poolOf collects the values of a trace.
func poolOf(t *trace.Trace) pool {
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
		canonical.Parse(value).Each(name, name, func(t *canonical.Tree, _, place string) {
			if p[place] == nil {
				p[place] = map[string]bool{}
			}
			p[place][string(t.Value())] = true
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
	root := canonical.Parse(value)
	root.Each(name, name, func(t *canonical.Tree, path, place string) {
		if place == "type" {
			return
		}
		saved := *t
		try := func(changed canonical.Tree) {
			*t = changed
			all = append(all, variant{path, root.Value()})
			*t = saved
		}
		for _, other := range p.others(place, t.Value()) {
			try(*canonical.Parse(other))
		}
		if t.Open == '[' {
			p.listVariants(place, saved, try)
		}
	})
	slices.SortStableFunc(all, func(a, b variant) int { return bytes.Compare(a.value, b.value) })
	all = slices.CompactFunc(all, func(a, b variant) bool { return bytes.Equal(a.value, b.value) })
	return slices.DeleteFunc(all, func(v variant) bool { return bytes.Equal(v.value, value) })
}

// listVariants tries the list without each of its elements, and with each other
// element that a list in that place has.
func (p pool) listVariants(place string, list canonical.Tree, try func(canonical.Tree)) {
	there := map[string]bool{}
	for i, e := range list.Elems {
		there[string(e.Value())] = true
		shorter := list
		shorter.Elems = slices.Delete(slices.Clone(list.Elems), i, i+1)
		try(shorter)
	}
	for _, other := range slices.Sorted(maps.Keys(p[place+"[0]"])) {
		if !there[other] {
			longer := list
			longer.Elems = append(slices.Clone(list.Elems), canonical.Parse(json.RawMessage(other)))
			try(longer)
			return
		}
	}
}
