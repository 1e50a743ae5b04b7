package trace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// Growth says which variables of a node are sets of records that grow for as long as
// the node runs. An event logs of them, in post, only the records that the step added.
// After it, such a variable has these, and of those that it had before all but the ones
// in whose place an added one came, and the ones at or below a floor.
type Growth struct {
	Vars  Fields // The variables.
	Last  Fields // Of these, the ones whose greatest record is always in the window; see spec/MultiDecreeWindow.tla.
	By    string // The field, a number, by which the records of a variable differ: one takes the place of another.
	Floor string // The variable, a number that only rises, at or below which no record stays.

	// The Go types of these variables have a method Since, which returns what a variable has
	// and another one, as it was before, has not: a slice, in the order of By. Its cost should be
	// that of what changed.

	// Least is the least By of the records, there or not, of which the event's step takes
	// notice, 0 if it takes none. Now has, of the state of its node before the step, what
	// was ever logged; what it has of Vars means nothing.
	Least func(e *Event, now map[string]json.RawMessage) (int, error)
}

// noRecords is what a step added that added nothing.
var noRecords = json.RawMessage("[]")

// grows tells whether events log only what was added to the variable.
func (p Protocol) grows(name string) bool { return slices.Contains(p.Grows.Vars, name) }

// gather puts the records of a list into all, by their By.
func (g Growth) gather(all map[int]json.RawMessage, records json.RawMessage) error {
	if records == nil {
		return nil
	}
	c := &cursor{line: records}
	for _, record := range c.list() {
		n, err := number(record, g.By)
		if err != nil {
			return err
		}
		all[n] = record
	}
	return c.err
}

// drop drops the records at or below the floor.
func (g Growth) drop(all map[int]json.RawMessage, floor int) {
	for n := range all {
		if n <= floor {
			delete(all, n)
		}
	}
}

// list are the records as JSON, in the order of By.
func list(all map[int]json.RawMessage) json.RawMessage {
	keys := make([]int, 0, len(all))
	for n := range all {
		keys = append(keys, n)
	}
	slices.Sort(keys)
	b := []byte{'['}
	for i, n := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, all[n]...)
	}
	return append(b, ']')
}

// number is the number that a field of a record has.
func number(record json.RawMessage, field string) (int, error) {
	if rest, isFirst := bytes.CutPrefix(record, []byte(`{"`+field+`":`)); isFirst { // As it mostly is.
		end := bytes.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		return strconv.Atoi(string(rest[:max(end, 0)]))
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(record, &all); err != nil {
		return 0, err
	}
	return strconv.Atoi(string(all[field]))
}

// fieldsOf are the fields of a state by their names in the spec, those of embedded
// structs included.
func fieldsOf(state reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(state) {
		if !f.Anonymous {
			fields[f.Tag.Get("json")] = f
		}
	}
	return fields
}

// Since is what a variable that grows has now and had not before; see Growth.
func Since(now, before reflect.Value) any {
	return now.MethodByName("Since").Call([]reflect.Value{before})[0].Interface()
}

// changes are the values in after that differ from those in before, and of variables
// that grow what was added. Known has what before has, as JSON, but for these; it gets
// what changed. What did not change is not written out.
func (c *checker) changes(node int, before, after any, known map[string]json.RawMessage) (map[string]json.RawMessage, error) {
	changed := map[string]json.RawMessage{}
	was, is := reflect.ValueOf(before), reflect.ValueOf(after)
	for name, f := range c.kindOf(node).fields {
		now := is.FieldByIndex(f.Index).Interface()
		if c.grows(name) {
			now = Since(is.FieldByIndex(f.Index), was.FieldByIndex(f.Index))
			if reflect.ValueOf(now).Len() == 0 {
				continue
			}
		} else if reflect.DeepEqual(was.FieldByIndex(f.Index).Interface(), now) {
			continue
		}
		data, err := marshal(now)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if c.grows(name) {
			changed[name] = data
		} else if !bytes.Equal(known[name], data) {
			changed[name], known[name] = data, data
		}
	}
	return changed, nil
}

// ended tells of the first node whose end is not what its events make of it, in the
// variables that grow; TLC tells of the others.
func (c *checker) ended(t *Trace) error {
	if len(c.Grows.Vars) == 0 {
		return nil
	}
	grown := map[int]map[string]map[int]json.RawMessage{}
	for _, node := range c.nodes {
		initial, err := c.record(node, c.twin.Begin(node).State())
		if err != nil {
			return err
		}
		grown[node] = map[string]map[int]json.RawMessage{}
		for _, name := range c.Grows.Vars {
			grown[node][name] = map[int]json.RawMessage{}
			if err := c.Grows.gather(grown[node][name], initial[name]); err != nil {
				return err
			}
		}
	}
	for i := range t.Events {
		e := &t.Events[i]
		for _, name := range c.Grows.Vars {
			if err := c.Grows.gather(grown[e.Node][name], e.Post[name]); err != nil {
				return unreadable(t.Name, i+2, err)
			}
		}
	}
	for i, end := range t.Ends {
		if _, grows := c.kindOf(end.Node).fields[c.Grows.Floor]; !grows {
			continue // A node of a kind of which nothing grows.
		}
		if name := c.differs(end, grown[end.Node]); name != "" {
			return &Rejection{t.Name, len(t.Events) + 2 + i, fmt.Sprintf("node %d did not end in this state: %s is not what its events make of it", end.Node, name)}
		}
	}
	return nil
}

// differs is the first variable that is not, in the end of a node, what grew in its
// events; "" if all are.
func (c *checker) differs(end End, grown map[string]map[int]json.RawMessage) string {
	floor, err := strconv.Atoi(string(end.State[c.Grows.Floor]))
	if err != nil {
		return c.Grows.Floor
	}
	for _, name := range slices.SortedFunc(slices.Values(c.Grows.Vars), cmp.Compare[string]) {
		c.Grows.drop(grown[name], floor)
		if !bytes.Equal(list(grown[name]), end.State[name]) {
			return name
		}
	}
	return ""
}
