package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// checker knows what may stand in a trace of one run. It is for one goroutine.
type checker struct {
	Protocol
	header   Header
	twin     Twin
	nodes    []int
	drift    int              // 0 if there are no clocks.
	kinds    map[int]kind     // Of nodes.
	params   map[string]shape // Of parameters that are no messages; see Protocol.Types.
	messages map[string]shape
	last     taken
}

// kind is the type of the state of a node, and its fields by the names of the variables.
// Most protocols have nodes of one kind.
type kind struct {
	state  reflect.Type
	fields map[string]reflect.StructField
	shapes map[string]shape // Of the fields.
}

// taken is what the event that was checked last holds, as Go has it.
type taken struct {
	params map[string]any
	post   map[string]any
	sent   []any
	shapes []shape // Of the messages sent.
}

func newTaken() taken { return taken{params: map[string]any{}, post: map[string]any{}} }

func newChecker(p Protocol, h Header) (*checker, error) {
	if err := p.Check(h.Constants); err != nil {
		return nil, fmt.Errorf("constants of %s: %w", p.Spec, err)
	}
	twin := p.Twin(h.Constants)
	c := &checker{Protocol: p, header: h, twin: twin, nodes: twin.Nodes(), kinds: map[int]kind{}, params: map[string]shape{}, messages: map[string]shape{}}
	c.last = newTaken()
	if p.isTimed() {
		c.drift = p.Drift(h.Constants)
	}
	values := newValues(p.Inside)
	kinds := map[reflect.Type]kind{}
	for _, node := range c.nodes {
		state := reflect.TypeOf(twin.Begin(node).State())
		if _, ok := kinds[state]; !ok {
			kinds[state] = values.kind(state)
		}
		c.kinds[node] = kinds[state]
	}
	for name, example := range p.Types {
		if _, isMessage := p.Messages[name]; isMessage {
			c.messages[name] = values.shape(reflect.TypeOf(example))
		} else {
			c.params[name] = values.shape(reflect.TypeOf(example))
		}
	}
	return c, nil
}

// another is a checker like c, for another goroutine.
func (c *checker) another() *checker {
	other, err := newChecker(c.Protocol, c.header)
	if err != nil {
		panic("trace: of these constants there is a checker already: " + err.Error())
	}
	return other
}

// kindOf is the kind of a node; of one that the run has not, which the causal order
// refuses, that of the first.
func (c *checker) kindOf(node int) kind {
	if k, ok := c.kinds[node]; ok {
		return k
	}
	return c.kinds[c.nodes[0]]
}

// kind is the kind of nodes with states of a type.
func (v *values) kind(state reflect.Type) kind {
	k := kind{state, fieldsOf(state), map[string]shape{}}
	for name, f := range k.fields {
		k.shapes[name] = v.shape(f.Type)
	}
	return k
}

// event tells whether e is made of what the protocol has: an action with its
// parameters, variables of a node, messages. It notes them in c.last.
func (c *checker) event(e *Event) error {
	params, ok := c.Actions[e.Action]
	if !ok {
		return fmt.Errorf("%s is no action of %s that may be logged; they are %s", inQuotes(e.Action), c.Spec, names(c.Actions))
	}
	if missing, extra := difference(params, e.Params); missing+extra != "" {
		return fmt.Errorf("parameters of %s: %s", e.Action, missing+extra)
	}
	clear(c.last.params)
	for name, value := range e.Params {
		x, err := c.parameter(e.Action, name, params[name], value)
		if err != nil {
			return fmt.Errorf("parameter %s of %s: %w", name, e.Action, err)
		}
		c.last.params[name] = x
	}
	clear(c.last.post)
	if _, isOurs := c.kinds[e.Node]; !isOurs {
		return c.sent(e) // Nobody knows what variables it has. The causal order refuses it.
	}
	for name, value := range e.Post {
		x, err := c.variable(e.Node, name, value)
		if err != nil {
			return fmt.Errorf("post: %w", err)
		}
		c.last.post[name] = x
	}
	return c.sent(e)
}

// eventFault is what is wrong with an event that was not checked when it was read: the
// column is that of its line, which can be written in one way only.
func (c *checker) eventFault(e *Event, err error) error {
	line, wrong := eventText(e)
	if wrong != nil {
		return err
	}
	if again, wrong := event(line); wrong == nil && c.event(&again) != nil {
		return located(line, c.event(&again))
	}
	return err
}

// endFault is that of the end of a node.
func (c *checker) endFault(x *End, err error) error {
	line, wrong := endText(x)
	if wrong != nil {
		return err
	}
	if again, wrong := end(line); wrong == nil && c.state(again.Node, again.State) != nil {
		return located(line, c.state(again.Node, again.State))
	}
	return err
}

// sent tells whether e sent messages, each once.
func (c *checker) sent(e *Event) error {
	c.last.sent, c.last.shapes = c.last.sent[:0], c.last.shapes[:0]
	for i, m := range e.Sent {
		x, shape, err := c.message(m)
		if err != nil {
			return fmt.Errorf("sent: %w", err)
		}
		if slices.ContainsFunc(e.Sent[:i], func(n json.RawMessage) bool { return bytes.Equal(m, n) }) {
			return &misread{m, fmt.Errorf("sent: the same message twice: %s", plain.Quote(m))}
		}
		c.last.sent, c.last.shapes = append(c.last.sent, x), append(c.last.shapes, shape)
	}
	return nil
}

func (c *checker) parameter(action, name, message string, value json.RawMessage) (any, error) {
	if message == "" {
		return c.paramOf(action, name).value(value)
	}
	if string(typeOf(value)) != message {
		return nil, &misread{value, fmt.Errorf("want a message %s, got %s", message, plain.Quote(value))}
	}
	m, _, err := c.message(value)
	return m, err
}

// paramOf is the shape of a parameter.
func (c *checker) paramOf(action, name string) shape {
	return c.params[action+"."+name]
}

func (c *checker) message(value json.RawMessage) (any, shape, error) {
	s, ok := c.messages[string(typeOf(value))]
	if !ok {
		return nil, s, &misread{value, fmt.Errorf("%s is no message of %s; they are %s", plain.Quote(value), c.Spec, names(c.Messages))}
	}
	m, err := s.value(value)
	return m, s, err
}

// variablesOf are the names of a node's variables, in the order of State.
func (c *checker) variablesOf(node int) []string {
	return slices.DeleteFunc(slices.Clone(c.State), func(name string) bool {
		_, ok := c.kindOf(node).fields[name]
		return !ok
	})
}

// variable reads the value of a variable of the node.
func (c *checker) variable(node int, name string, value json.RawMessage) (any, error) {
	shape, ok := c.kindOf(node).shapes[name]
	if !ok {
		return nil, fmt.Errorf("%s is no variable of a node of %s; they are %s", inQuotes(name), c.Spec, strings.Join(c.State, ", "))
	}
	x, err := shape.value(value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return x, nil
}

// state tells whether record holds all variables of the node, and no other. Of a node that
// the run has not nobody knows them; that there is its end is refused elsewhere.
func (c *checker) state(node int, record map[string]json.RawMessage) error {
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

// isTimed tells whether there are actions that read clocks. Traces with clocks are judged
// as a whole: what a step may read depends on what was read before.
func (p Protocol) isTimed() bool { return p.Drift != nil }

// reading is what the node's clock showed at an event, nil if none was read.
func (p Protocol) reading(e *Event) json.RawMessage {
	if !p.isTimed() {
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

// messageType is the type of a message, "" if it is none.
func messageType(message json.RawMessage) string { return string(typeOf(message)) }

func typeOf(message json.RawMessage) []byte {
	rest, ok := bytes.CutPrefix(message, messageHead)
	kind, _, closed := bytes.Cut(rest, quote)
	if !ok || !closed {
		return nil
	}
	return kind
}

// A message begins with its type in quotes.
var messageHead, quote = []byte(`{"type":"`), []byte(`"`)

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
			extra += fmt.Sprintf(" %s is unknown", inQuotes(name))
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

// inQuotes is a name that stands in a file, for a message.
func inQuotes(name string) string { return plain.Quote(strconv.Quote(name)) }

func names[V any](m map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(m)), ", ")
}
