package twin

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Message is what any protocol's messages have.
type Message interface{ Type() string }

// Variables writes the variables of a spec whose variables are functions of
// the participants 1 to n, or of nodes with other numbers, but for msgs, which is a set.
// It remembers what it wrote of nodes and messages, for the explorer shares them between
// states.
type Variables[N any, M Message] struct {
	state  func(*N) any // The variables of a node: a struct with their names as JSON keys.
	sets   []string     // The JSON names of those fields, of nodes and messages, that are sets.
	Number func(*N) int // The number of a node; 0, or nil, if that is its place, from 1 on.

	mu       sync.Mutex
	nodes    map[*N]map[string]string
	messages map[any]string
}

func NewVariables[N any, M Message](state func(*N) any, sets ...string) *Variables[N, M] {
	return &Variables[N, M]{state: state, sets: sets, nodes: map[*N]map[string]string{}, messages: map[any]string{}}
}

// Of are the variables of a state, each as a TLA+ expression.
func (w *Variables[N, M]) Of(nodes []*N, sent []M) map[string]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	tuples, functions, variables := map[string][]string{}, map[string][]string{}, map[string]string{}
	for _, p := range nodes {
		number := w.numberOf(p)
		for name, text := range w.node(p) {
			if number == 0 {
				tuples[name] = append(tuples[name], text)
			} else {
				functions[name] = append(functions[name], fmt.Sprintf("%d :> %s", number, text))
			}
		}
	}
	for name, texts := range tuples {
		variables[name] = "<<" + strings.Join(texts, ", ") + ">>"
	}
	for name, texts := range functions {
		variables[name] = "(" + strings.Join(texts, " @@ ") + ")"
	}
	texts := make([]string, len(sent))
	for i, m := range sent {
		texts[i] = w.message(m)
	}
	variables["msgs"] = "{" + strings.Join(texts, ", ") + "}"
	return variables
}

func (w *Variables[N, M]) numberOf(p *N) int {
	if w.Number == nil {
		return 0
	}
	return w.Number(p)
}

// maxRemembered bounds what is remembered of nodes: whoever tries steps, as a replay
// does, makes many that are never seen again.
const maxRemembered = 1 << 20

// node is what each variable is at p.
func (w *Variables[N, M]) node(p *N) map[string]string {
	texts, ok := w.nodes[p]
	if !ok {
		if len(w.nodes) >= maxRemembered {
			clear(w.nodes)
		}
		v := ownValue(w.state(p), w.sets...)
		texts = map[string]string{}
		for i, name := range v.Keys() {
			texts[name.Text()] = v.Elems()[i].String()
		}
		w.nodes[p] = texts
	}
	return texts
}

func (w *Variables[N, M]) message(m M) string {
	key := keyOf(m)
	text, ok := w.messages[key]
	if !ok {
		text = paramText(m, w.sets...)
		w.messages[key] = text
	}
	return text
}

// keyOf tells messages apart as a key of a map: it is the message itself if Go
// compares it, as it does not what holds a list.
func keyOf[M Message](m M) any {
	if reflect.ValueOf(m).Comparable() {
		return m
	}
	data, err := json.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("twin: %v is no value of TLA+: %v", m, err))
	}
	return m.Type() + string(data)
}

// Text is a parameter of a step as the spec writes it.
func (w *Variables[N, M]) Text(param any) string { return paramText(param, w.sets...) }

// paramText is a parameter of a step as the spec writes it: a message is a record
// with its type as the first field.
func paramText(param any, sets ...string) string {
	v := ownValue(param, sets...)
	m, ok := param.(interface{ Type() string })
	if !ok {
		return v.String()
	}
	fields := []tla.Field{{Key: tla.String("type"), Value: tla.String(m.Type())}}
	for i, k := range v.Keys() {
		fields = append(fields, tla.Field{Key: k, Value: v.Elems()[i]})
	}
	return tla.Func(fields...).String()
}

// ownValue is a value of our own types, which TLA+ has.
func ownValue(x any, sets ...string) tla.Value {
	v, err := tla.Of(x, sets...)
	if err != nil {
		panic(fmt.Sprintf("twin: %v is no value of TLA+: %v", x, err))
	}
	return v
}
