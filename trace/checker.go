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

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Checker knows what may stand in a trace of one run. It is for one goroutine.
type Checker struct {
	Protocol Protocol
	Header   Header
	Twin     Twin  // Of the run.
	Nodes    []int // Of the run, in ascending order.

	drift    int                        // 0 if there are no clocks.
	kinds    map[int]kind               // Of nodes.
	params   map[string]canonical.Shape // Of parameters that are no messages; see Protocol.Types.
	messages map[string]canonical.Shape
	last     Held
}

// kind is the type of the state of a node, and its fields by the names of the variables.
// Most protocols have nodes of one kind.
type kind struct {
	state  reflect.Type
	fields map[string]reflect.StructField
	shapes map[string]canonical.Shape // Of the fields.
}

// Held is what an event holds, as Go has it.
type Held struct {
	Params map[string]any
	Post   map[string]any
	Sent   []any

	texts  *Event
	kind   kind
	shapes []canonical.Shape // Of the messages sent.
}

func newHeld() Held { return Held{Params: map[string]any{}, Post: map[string]any{}} }

// HasPost reports whether the event logged that value of a variable.
func (h Held) HasPost(name string, value any) bool {
	text, ok := h.texts.Post[name]
	return ok && h.kind.shapes[name].Same(text, h.Post[name], value)
}

// HasSent reports whether the event logged that message as the i-th that it sent.
func (h Held) HasSent(i int, message any) bool {
	return h.shapes[i].Same(h.texts.Sent[i], h.Sent[i], message)
}

// NewChecker is a checker for the trace, of which it reads only the name and the header. It
// returns an *Unreadable if these are no constants of p.
func NewChecker(t *Trace, p Protocol) (*Checker, error) {
	c, err := newChecker(p, t.Header)
	if err != nil {
		return nil, unreadable(t.Name, 1, err)
	}
	return c, nil
}

func newChecker(p Protocol, h Header) (*Checker, error) {
	if err := p.Check(h.Constants); err != nil {
		return nil, fmt.Errorf("constants of %s: %w", p.Spec, err)
	}
	twin := p.Twin(h.Constants)
	c := &Checker{Protocol: p, Header: h, Twin: twin, Nodes: twin.Nodes(), kinds: map[int]kind{}, params: map[string]canonical.Shape{}, messages: map[string]canonical.Shape{}}
	c.last = newHeld()
	if p.Drift != nil {
		c.drift = p.Drift(h.Constants)
	}
	values := canonical.New(p.Inside)
	kinds := map[reflect.Type]kind{}
	for _, node := range c.Nodes {
		state := reflect.TypeOf(twin.Begin(node).State())
		if _, ok := kinds[state]; !ok {
			kinds[state] = newKind(values, state)
		}
		c.kinds[node] = kinds[state]
	}
	for name, example := range p.Types {
		if _, isMessage := p.Messages[name]; isMessage {
			c.messages[name] = values.Shape(reflect.TypeOf(example))
		} else {
			c.params[name] = values.Shape(reflect.TypeOf(example))
		}
	}
	return c, nil
}

// another is a checker like c, for another goroutine.
func (c *Checker) another() *Checker {
	other, err := newChecker(c.Protocol, c.Header)
	if err != nil {
		panic("trace: of these constants there is a checker already: " + err.Error())
	}
	return other
}

// kindOf is the kind of a node; of one that the run has not, which the causal order
// refuses, that of the first.
func (c *Checker) kindOf(node int) kind {
	if k, ok := c.kinds[node]; ok {
		return k
	}
	return c.kinds[c.Nodes[0]]
}

// newKind is the kind of nodes with states of a type.
func newKind(v *canonical.Values, state reflect.Type) kind {
	k := kind{state, map[string]reflect.StructField{}, map[string]canonical.Shape{}}
	for _, f := range canonical.FieldsOf(state) {
		name := f.Tag.Get("json")
		k.fields[name], k.shapes[name] = f, v.Shape(f.Type)
	}
	return k
}

// event tells whether e is made of what the protocol has: an action with its
// parameters, variables of a node, messages. It notes them in c.last.
func (c *Checker) event(e *Event) error {
	c.last.texts, c.last.kind = e, c.kindOf(e.Node)
	params, ok := c.Protocol.Actions[e.Action]
	if !ok {
		return fmt.Errorf("%s is no action of %s that may be logged; they are %s", canonical.InQuotes(e.Action), c.Protocol.Spec, names(c.Protocol.Actions))
	}
	if missing, extra := difference(params, e.Params); missing+extra != "" {
		return fmt.Errorf("parameters of %s: %s", e.Action, missing+extra)
	}
	clear(c.last.Params)
	for name, value := range e.Params {
		x, err := c.parameter(e.Action, name, params[name], value)
		if err != nil {
			return fmt.Errorf("parameter %s of %s: %w", name, e.Action, err)
		}
		c.last.Params[name] = x
	}
	clear(c.last.Post)
	if _, isOurs := c.kinds[e.Node]; !isOurs {
		return c.sent(e) // Nobody knows what variables it has. The causal order refuses it.
	}
	for name, value := range e.Post {
		x, err := c.variable(e.Node, name, value)
		if err != nil {
			return fmt.Errorf("post: %w", err)
		}
		c.last.Post[name] = x
	}
	return c.sent(e)
}

// Event tells whether e is made of what the protocol has: an action with its parameters,
// variables of a node, messages. What it holds is good until the next event.
func (c *Checker) Event(e *Event) (Held, error) {
	err := c.event(e)
	return c.last, err
}

// EventFault says what is wrong with Events[i], for which Event returned err: the column is
// that of its line, which can be written in one way only.
func (c *Checker) EventFault(t *Trace, i int, err error) error {
	line, wrong := eventText(&t.Events[i])
	if again, unread := event(line); wrong == nil && unread == nil && c.event(&again) != nil {
		err = canonical.Located(line, c.event(&again))
	}
	return unreadable(t.Name, i+2, err)
}

// EndStates tells whether the ends of the nodes hold all variables of each, and no other.
func (c *Checker) EndStates(t *Trace) error {
	for i, x := range t.Ends {
		err := c.state(x.Node, x.State)
		if err == nil {
			continue
		}
		line, wrong := endText(&x)
		if again, unread := end(line); wrong == nil && unread == nil && c.state(again.Node, again.State) != nil {
			err = canonical.Located(line, c.state(again.Node, again.State))
		}
		return unreadable(t.Name, len(t.Events)+2+i, err)
	}
	return nil
}

// sent tells whether e sent messages, each once.
func (c *Checker) sent(e *Event) error {
	c.last.Sent, c.last.shapes = c.last.Sent[:0], c.last.shapes[:0]
	for i, m := range e.Sent {
		x, shape, err := c.message(m)
		if err != nil {
			return fmt.Errorf("sent: %w", err)
		}
		if slices.ContainsFunc(e.Sent[:i], func(n json.RawMessage) bool { return bytes.Equal(m, n) }) {
			return &canonical.Misread{At: m, Err: fmt.Errorf("sent: the same message twice: %s", plain.Quote(m))}
		}
		c.last.Sent, c.last.shapes = append(c.last.Sent, x), append(c.last.shapes, shape)
	}
	return nil
}

func (c *Checker) parameter(action, name, message string, value json.RawMessage) (any, error) {
	if message == "" {
		return c.paramOf(action, name).Value(value)
	}
	if string(canonical.TypeOf(value)) != message {
		return nil, &canonical.Misread{At: value, Err: fmt.Errorf("want a message %s, got %s", message, plain.Quote(value))}
	}
	m, _, err := c.message(value)
	return m, err
}

// paramOf is the shape of a parameter.
func (c *Checker) paramOf(action, name string) canonical.Shape {
	return c.params[action+"."+name]
}

func (c *Checker) message(value json.RawMessage) (any, canonical.Shape, error) {
	s, ok := c.messages[string(canonical.TypeOf(value))]
	if !ok {
		return nil, s, &canonical.Misread{At: value, Err: fmt.Errorf("%s is no message of %s; they are %s", plain.Quote(value), c.Protocol.Spec, names(c.Protocol.Messages))}
	}
	m, err := s.Value(value)
	return m, s, err
}

// VariablesOf are the names of a node's variables, in the order of State.
func (c *Checker) VariablesOf(node int) []string {
	return slices.DeleteFunc(slices.Clone(c.Protocol.State), func(name string) bool {
		_, ok := c.kindOf(node).fields[name]
		return !ok
	})
}

// variable reads the value of a variable of the node.
func (c *Checker) variable(node int, name string, value json.RawMessage) (any, error) {
	shape, ok := c.kindOf(node).shapes[name]
	if !ok {
		return nil, fmt.Errorf("%s is no variable of a node of %s; they are %s", canonical.InQuotes(name), c.Protocol.Spec, strings.Join(c.Protocol.State, ", "))
	}
	x, err := shape.Value(value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return x, nil
}

// state tells whether record holds all variables of the node, and no other. Of a node that
// the run has not nobody knows them; that there is its end is refused elsewhere.
func (c *Checker) state(node int, record map[string]json.RawMessage) error {
	if _, isOurs := c.kinds[node]; !isOurs {
		return nil
	}
	if missing, extra := difference(c.kindOf(node).fields, record); missing+extra != "" {
		return errors.New("variables of a node: " + missing + extra)
	}
	for name, value := range record {
		if _, err := c.variable(node, name, value); err != nil {
			return err
		}
	}
	return nil
}

// reading is what the node's clock showed at an event, nil if none was read.
func (p Protocol) reading(e *Event) json.RawMessage {
	if p.Drift == nil {
		return nil
	}
	return e.Params["t"]
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

// difference says which names of want are missing in a record, and which of the
// record's are not among them.
func difference[V any](want map[string]V, record map[string]json.RawMessage) (missing, extra string) {
	if len(want) == len(record) && all(want, record) {
		return "", ""
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, ok := record[name]; !ok {
			missing += fmt.Sprintf(" %s is missing", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(record)) {
		if _, ok := want[name]; !ok {
			extra += fmt.Sprintf(" %s is unknown", canonical.InQuotes(name))
		}
	}
	return strings.TrimSpace(missing), strings.TrimSpace(extra)
}

// all tells whether a record has all names of want.
func all[V any](want map[string]V, record map[string]json.RawMessage) bool {
	for name := range want {
		if _, ok := record[name]; !ok {
			return false
		}
	}
	return true
}

func names[V any](m map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(m)), ", ")
}
