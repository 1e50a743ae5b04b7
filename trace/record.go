package trace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
)

// NewHeader is the header of a trace of p. Constants becomes JSON; they must be
// such as p.Check lets pass. Origin says what makes the trace, for people.
func NewHeader(p Protocol, constants any, origin string) (Header, error) {
	data, err := canonical.Marshal(constants)
	if err != nil {
		return Header{}, err
	}
	if err := p.Check(data); err != nil {
		return Header{}, fmt.Errorf("constants of %s: %w", p.Spec, err)
	}
	return Header{Lockstep: Format, Version: Version, Spec: p.Spec, Constants: data, Origin: origin}, nil
}

// Recorder writes the log of one node. It looks at the node from outside: Record
// is to be called after an action has returned, before what it changed goes to
// the disk and before what it sent goes to the network, so that whatever another
// node receives stands in this log. A Recorder is for one goroutine.
type Recorder struct {
	w       io.Writer
	checker *Checker
	node    int
	inc     int
	seq     int
	last    any                        // The node's state after its last event.
	known   map[string]json.RawMessage // The same as JSON, without what grows.
}

// NewRecorder begins the log of a node in w with the header. Initial is the
// node's state before its first event: a struct, the fields of which are its
// variables, such as struct{synod.Durable; synod.Volatile}.
func NewRecorder(w io.Writer, p Protocol, h Header, node int, initial any) (*Recorder, error) {
	c, err := newChecker(p, h)
	if err != nil {
		return nil, err
	}
	known, err := c.Variables(node, initial)
	if err != nil {
		return nil, err
	}
	return &Recorder{w: w, checker: c, node: node, last: initial, known: known}, writeLine(w, h)
}

// Record writes the line of one event: action by its name in the spec, with all
// parameters but the first, by their names. Cause is the event that sent the
// message received, nil if the action receives none. State is the node's state
// after the action, as in NewRecorder, and sent the messages that it returned.
// The line has reached the writer when Record returns without an error. What it costs
// grows with what the step changed, not with the state.
func (r *Recorder) Record(action string, params map[string]any, cause *ID, state any, sent []any) (ID, error) {
	if err := r.checker.sameType(r.node, state); err != nil {
		return ID{}, err
	}
	known := maps.Clone(r.known)
	post, err := r.checker.changes(r.node, r.last, state, known)
	if err != nil {
		return ID{}, err
	}
	e := Event{Node: r.node, Inc: r.inc, Seq: r.seq + 1, Action: action, Cause: cause, Post: post}
	if action == r.checker.Protocol.Crash {
		e.Inc++
	}
	if e.Params, err = records(params); err != nil {
		return ID{}, err
	}
	if e.Sent, err = canonical.Messages(sent); err != nil {
		return ID{}, err
	}
	if err := r.checker.recorded(&e, params, sent); err != nil {
		return ID{}, fmt.Errorf("recording %s at node %d: %w", action, r.node, err)
	}
	if err := writeLine(r.w, e); err != nil {
		return ID{}, err
	}
	r.last, r.known, r.inc, r.seq = state, known, e.Inc, e.Seq
	return e.ID(), nil
}

// End writes the last line of the log: how many events the node logged, and its
// state. Without it the log counts as cut off.
func (r *Recorder) End(state any) error {
	end, err := r.checker.Variables(r.node, state)
	if err != nil {
		return err
	}
	return writeLine(r.w, endLine{&End{Node: r.node, Seq: r.seq, State: end}})
}

// Recording keeps the logs of all nodes of a run in memory.
type Recording struct {
	Protocol Protocol
	Header   Header

	mu   sync.Mutex
	logs map[int]*bytes.Buffer
}

// Node begins the log of a node; see NewRecorder. Nodes may be begun at the same
// time by several goroutines.
func (r *Recording) Node(node int, initial any) (*Recorder, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.logs[node] != nil {
		return nil, fmt.Errorf("node %d has a log already", node)
	}
	if r.logs == nil {
		r.logs = map[int]*bytes.Buffer{}
	}
	r.logs[node] = &bytes.Buffer{}
	return NewRecorder(r.logs[node], r.Protocol, r.Header, node, initial)
}

// Logs yields the log of each node, in the order of nodes, as it would stand in a
// file.
func (r *Recording) Logs() iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, node := range slices.Sorted(maps.Keys(r.logs)) {
			if !yield(node, r.logs[node].Bytes()) {
				return
			}
		}
	}
}

// Trace merges the logs, when every node has ended its own, into a trace with
// that name.
func (r *Recording) Trace(name string) (*Trace, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var logs []*Trace
	for node, log := range r.logs {
		t, err := ReadLog(fmt.Sprintf("%s, node %d", name, node), bytes.NewReader(log.Bytes()), r.Protocol)
		if err != nil {
			return nil, err
		}
		logs = append(logs, t)
	}
	t, err := Merge(logs, r.Protocol)
	if err != nil {
		return nil, err
	}
	t.Name = name
	return t, nil
}

// Messages are the messages that an action returned, as Record takes them.
func Messages[M any](messages []M) []any {
	all := make([]any, len(messages))
	for i, m := range messages {
		all[i] = m
	}
	return all
}

// Variables are the state of a node as JSON, by variable.
func (c *Checker) Variables(node int, state any) (map[string]json.RawMessage, error) {
	data, err := canonical.Marshal(state)
	if err != nil {
		return nil, err
	}
	var record map[string]json.RawMessage
	if err := json.Unmarshal(data, &record); err != nil {
		return nil, fmt.Errorf("the state of a node is a struct of its variables: %w", err)
	}
	return record, c.state(node, record)
}

// recorded is event, for one that these values have just written. Those that are of the
// types that the protocol names need not be read again; the state is of its type.
func (c *Checker) recorded(e *Event, params map[string]any, sent []any) error {
	declared, ok := c.Protocol.Actions[e.Action]
	if missing, extra := difference(declared, e.Params); !ok || missing+extra != "" {
		return c.event(e)
	}
	for name, x := range params {
		shape := c.paramOf(e.Action, name)
		if declared[name] != "" {
			shape = c.messages[declared[name]]
		}
		if reflect.TypeOf(x) != shape.Type {
			return c.event(e)
		}
	}
	for i, x := range sent {
		m, isMessage := x.(interface{ Type() string })
		isTwice := slices.ContainsFunc(e.Sent[:i], func(n json.RawMessage) bool { return bytes.Equal(e.Sent[i], n) })
		if !isMessage || isTwice || reflect.TypeOf(x) != c.messages[m.Type()].Type {
			return c.event(e)
		}
	}
	return nil
}

// sameType tells whether the state of the node is of the type of its first state.
func (c *Checker) sameType(node int, state any) error {
	if got, want := reflect.TypeOf(state), c.kindOf(node).state; got != want {
		_, err := c.Variables(node, state)
		return cmp.Or(err, fmt.Errorf("the state of a node is a %s, not a %s", want, got))
	}
	return nil
}

func records(params map[string]any) (map[string]json.RawMessage, error) {
	record := map[string]json.RawMessage{}
	for name, value := range params {
		data, err := canonical.Message(value)
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		record[name] = data
	}
	return record, nil
}
