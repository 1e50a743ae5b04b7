package trace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
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

// Has reports whether events log of the variable only what was added to it.
func (g Growth) Has(name string) bool { return slices.Contains(g.Vars, name) }

// Since is what a variable that grows has now and had not before; see Growth.
func Since(now, before reflect.Value) any {
	return now.MethodByName("Since").Call([]reflect.Value{before})[0].Interface()
}

// changes are the values in after that differ from those in before, and of variables
// that grow what was added. Known has what before has, as JSON, but for these; it gets
// what changed. What did not change is not written out.
func (c *Checker) changes(node int, before, after any, known map[string]json.RawMessage) (map[string]json.RawMessage, error) {
	changed := map[string]json.RawMessage{}
	was, is := reflect.ValueOf(before), reflect.ValueOf(after)
	for name, f := range c.kindOf(node).fields {
		now := is.FieldByIndex(f.Index).Interface()
		if c.Protocol.Grows.Has(name) {
			now = Since(is.FieldByIndex(f.Index), was.FieldByIndex(f.Index))
			if reflect.ValueOf(now).Len() == 0 {
				continue
			}
		} else if reflect.DeepEqual(was.FieldByIndex(f.Index).Interface(), now) {
			continue
		}
		data, err := canonical.Marshal(now)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if c.Protocol.Grows.Has(name) {
			changed[name] = data
		} else if !bytes.Equal(known[name], data) {
			changed[name], known[name] = data, data
		}
	}
	return changed, nil
}

// GrownEnds returns a *Rejection of the first node whose end is not what its events make of it, in the
// variables that grow; TLC tells of the others.
func (c *Checker) GrownEnds(t *Trace) error {
	if len(c.Protocol.Grows.Vars) == 0 {
		return nil
	}
	grown := map[int]map[string]canonical.Records{}
	for _, node := range c.Nodes {
		initial, err := c.Variables(node, c.Twin.Begin(node).State())
		if err != nil {
			return err
		}
		grown[node] = map[string]canonical.Records{}
		for _, name := range c.Protocol.Grows.Vars {
			grown[node][name] = canonical.Records{}
			if err := grown[node][name].Gather(initial[name], c.Protocol.Grows.By); err != nil {
				return err
			}
		}
	}
	for i := range t.Events {
		e := &t.Events[i]
		for _, name := range c.Protocol.Grows.Vars {
			if err := grown[e.Node][name].Gather(e.Post[name], c.Protocol.Grows.By); err != nil {
				return unreadable(t.Name, i+2, err)
			}
		}
	}
	for i, end := range t.Ends {
		if _, grows := c.kindOf(end.Node).fields[c.Protocol.Grows.Floor]; !grows {
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
func (c *Checker) differs(end End, grown map[string]canonical.Records) string {
	floor, err := strconv.Atoi(string(end.State[c.Protocol.Grows.Floor]))
	if err != nil {
		return c.Protocol.Grows.Floor
	}
	for _, name := range slices.SortedFunc(slices.Values(c.Protocol.Grows.Vars), cmp.Compare[string]) {
		grown[name].Drop(floor)
		if !bytes.Equal(grown[name].List(), end.State[name]) {
			return name
		}
	}
	return ""
}
