package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// checker knows what may stand in a trace of one run. It is for one goroutine.
type checker struct {
	Protocol
	twin  Twin
	nodes []int
	kinds map[int]kind   // Of nodes.
	known map[typed]bool // Values found right, so that most are decoded once.
}

// kind is the type of the state of a node, and its fields by the names of the variables.
// Most protocols have nodes of one kind.
type kind struct {
	state  reflect.Type
	fields map[string]reflect.StructField
}

// typed is a value that is to be of the type that the name stands for.
type typed struct{ name, value string }

// maxKnown bounds checker.known.
const maxKnown = 1 << 15

func newChecker(p Protocol, h Header) (*checker, error) {
	if err := p.Check(h.Constants); err != nil {
		return nil, fmt.Errorf("constants of %s: %w", p.Spec, err)
	}
	twin := p.Twin(h.Constants)
	c := &checker{Protocol: p, twin: twin, nodes: twin.Nodes(), kinds: map[int]kind{}, known: map[typed]bool{}}
	fields := map[reflect.Type]map[string]reflect.StructField{}
	for _, node := range c.nodes {
		state := reflect.TypeOf(twin.Initial(node))
		if fields[state] == nil {
			fields[state] = fieldsOf(state)
		}
		c.kinds[node] = kind{state, fields[state]}
	}
	return c, nil
}

// event tells whether e is made of what the protocol has: an action with its
// parameters, variables of a node, messages.
func (c *checker) event(e *Event) error {
	params, ok := c.Actions[e.Action]
	if !ok {
		return fmt.Errorf("%q is no action of %s that may be logged; they are %s", e.Action, c.Spec, names(c.Actions))
	}
	if missing, extra := difference(slices.Collect(maps.Keys(params)), e.Params); missing+extra != "" {
		return fmt.Errorf("parameters of %s: %s", e.Action, missing+extra)
	}
	for name, value := range e.Params {
		if err := c.parameter(e.Action, name, params[name], value); err != nil {
			return fmt.Errorf("parameter %s of %s: %w", name, e.Action, err)
		}
	}
	if err := c.variables(e.Node, e.Post); err != nil {
		return fmt.Errorf("post: %w", err)
	}
	for i, m := range e.Sent {
		if err := c.message(messageType(m), m); err != nil {
			return fmt.Errorf("sent: %w", err)
		}
		if slices.ContainsFunc(e.Sent[:i], func(n json.RawMessage) bool { return bytes.Equal(m, n) }) {
			return fmt.Errorf("sent: the same message twice: %s", m)
		}
	}
	return nil
}

func (c *checker) parameter(action, name, message string, value json.RawMessage) error {
	if own := action + "." + name; message == "" && c.Types[own] != nil {
		name = own
	}
	if message == "" {
		return c.exactly(name, reflect.TypeOf(c.Types[name]), value)
	}
	if got := messageType(value); got != message {
		return fmt.Errorf("want a message %s, got %s", message, value)
	}
	return c.message(message, value)
}

func (c *checker) message(kind string, value json.RawMessage) error {
	if _, ok := c.Messages[kind]; !ok {
		return fmt.Errorf("%s is no message of %s; they are %s", value, c.Spec, names(c.Messages))
	}
	return c.exactly(kind, reflect.TypeOf(c.Types[kind]), value)
}

// variablesOf are the names of a node's variables, in the order of State.
func (c *checker) variablesOf(node int) []string {
	return slices.DeleteFunc(slices.Clone(c.State), func(name string) bool {
		_, ok := c.kinds[node].fields[name]
		return !ok
	})
}

// variables tells whether record holds variables of the node.
func (c *checker) variables(node int, record map[string]json.RawMessage) error {
	for name, value := range record {
		f, ok := c.kinds[node].fields[name]
		if !ok {
			return fmt.Errorf("%q is no variable of a node of %s; they are %s", name, c.Spec, strings.Join(c.State, ", "))
		}
		if err := c.exactly(name, f.Type, value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// state tells whether record holds all variables of the node.
func (c *checker) state(node int, record map[string]json.RawMessage) error {
	want := slices.Collect(maps.Keys(c.kinds[node].fields))
	if missing, extra := difference(want, record); missing+extra != "" {
		return errors.New("variables of a node: " + missing + extra)
	}
	return c.variables(node, record)
}

// exactly tells whether value is what a value of the type writes as JSON, byte by
// byte: with the fields of the type, all of them and no other, in their order.
func (c *checker) exactly(name string, typ reflect.Type, value json.RawMessage) error {
	if c.known[typed{name, string(value)}] {
		return nil
	}
	x := reflect.New(typ)
	if err := json.Unmarshal(value, x.Interface()); err != nil {
		return fmt.Errorf("%s: %w", value, err)
	}
	back, err := message(x.Elem().Interface())
	if err != nil {
		return fmt.Errorf("%s: %w", value, err)
	}
	if !bytes.Equal(back, value) {
		return fmt.Errorf("got %s, which is to be written %s", value, back)
	}
	c.vouch(name, value)
	return nil
}

// vouch notes that a value is what a value of its type writes: because it was found so,
// or because a value of the type has just written it.
func (c *checker) vouch(name string, value json.RawMessage) {
	if len(c.known) == maxKnown {
		clear(c.known)
	}
	c.known[typed{name, string(value)}] = true
}

// vouchFor vouches for what x has written, if x is of the type that is named.
func (c *checker) vouchFor(name string, x any, value json.RawMessage) {
	if m, ok := x.(interface{ Type() string }); ok {
		name = m.Type()
	}
	if reflect.TypeOf(x) == reflect.TypeOf(c.Types[name]) {
		c.vouch(name, value)
	}
}

// receives tells whether an action receives a message.
func (p Protocol) receives(action string) bool {
	for _, message := range p.Actions[action] {
		if message != "" {
			return true
		}
	}
	return false
}

// messageType is the type of a message, "" if it is none.
func messageType(message json.RawMessage) string {
	rest, ok := bytes.CutPrefix(message, []byte(`{"type":"`))
	kind, _, closed := bytes.Cut(rest, []byte(`"`))
	if !ok || !closed {
		return ""
	}
	return string(kind)
}

// difference says which of the names are missing in a record, and which of the
// record's are not among them.
func difference(want []string, record map[string]json.RawMessage) (missing, extra string) {
	for _, name := range slices.Sorted(slices.Values(want)) {
		if _, ok := record[name]; !ok {
			missing += fmt.Sprintf(" %s is missing", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(record)) {
		if !slices.Contains(want, name) {
			extra += fmt.Sprintf(" %q is unknown", name)
		}
	}
	return strings.TrimSpace(missing), strings.TrimSpace(extra)
}

func names[V any](m map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(m)), ", ")
}
