package conform

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"sync"
	"testing"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Recorder keeps what the nodes of a run do. It may be used by many goroutines.
type Recorder[N any, M Message] struct {
	p    *sides[N, M]
	name string

	mu   sync.Mutex
	out  bytes.Buffer
	file *trace.Stream
	logs map[int]*trace.Recorder
	last map[int]any         // The state of each node that has not ended.
	by   map[string]trace.ID // The event that sent a message first, by its text.
	err  error               // The first fault.
}

// Record begins to record a run of a protocol.
func Record[N any, M Message](t testing.TB, p Protocol[N, M]) *Recorder[N, M] {
	t.Helper()
	s, err := p.read()
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRecorder(s, t.Name())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newRecorder[N any, M Message](s *sides[N, M], name string) (*Recorder[N, M], error) {
	r := &Recorder[N, M]{p: s, name: name, logs: map[int]*trace.Recorder{}, last: map[int]any{}, by: map[string]trace.ID{}}
	header, err := trace.NewHeader(s.traced, s.constants(), "conform: "+name)
	if err != nil {
		return nil, err
	}
	if r.file, err = trace.NewStream(&r.out, s.traced, header); err != nil {
		return nil, err
	}
	for _, id := range s.constants().Nodes {
		initial := s.Vars(s.New(id))
		if r.logs[id], err = r.file.Node(id, initial); err != nil {
			return nil, err
		}
		r.last[id] = initial
	}
	return r, nil
}

// Step records a step: the node has taken the action, with these parameters, and what it
// returned is about to be sent. It is to be called before that is sent, and before anything
// else happens at the node. What is wrong with it Validate tells.
func (r *Recorder[N, M]) Step(n *N, action string, sent []M, params ...any) {
	named := map[string]any{}
	a, ok := r.p.actions.Find(action)
	if !ok || len(params) != len(a.Params) {
		r.fail(fmt.Errorf("conform: %s%v is no action of %s with its parameters", action, params, r.p.Spec.Module))
		return
	}
	for i, p := range a.Params {
		named[p.Name] = params[i]
	}
	r.record(r.p.ID(n), action, named, r.p.Vars(n), trace.Messages(sent))
}

// record is Step, of a node with the parameters by their names.
func (r *Recorder[N, M]) record(node int, action string, params map[string]any, vars any, sent []any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	log := r.logs[node]
	if r.err != nil || log == nil {
		r.keep(fmt.Errorf("conform: %s at node %d, and the nodes are 1 to %d", action, node, r.p.Protocol.Nodes))
		return
	}
	cause, err := r.cause(action, params)
	if err != nil {
		r.keep(err)
		return
	}
	id, err := log.Record(action, params, cause, vars, sent)
	if err != nil {
		r.keep(err)
		return
	}
	r.last[node] = vars
	for _, m := range sent {
		text, _ := canonical.Message(m) // It was just written.
		if _, before := r.by[string(text)]; !before {
			r.by[string(text)] = id
		}
	}
}

// cause is the event that sent the message received, nil if none is.
func (r *Recorder[N, M]) cause(action string, params map[string]any) (*trace.ID, error) {
	for name, message := range r.p.traced.Actions[action] {
		if message == "" {
			continue
		}
		text, err := canonical.Message(params[name])
		if err != nil {
			return nil, err
		}
		id, ok := r.by[string(text)]
		if !ok {
			return nil, fmt.Errorf("conform: %s received %s, which no recorded step has sent; is Step called before its messages are sent?", action, text)
		}
		return &id, nil
	}
	return nil, nil
}

func (r *Recorder[N, M]) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keep(err)
}

func (r *Recorder[N, M]) keep(err error) {
	if r.err == nil {
		r.err = err
	}
}

// trace ends the logs and is what was recorded.
func (r *Recorder[N, M]) trace() (*trace.Trace, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return nil, r.err
	}
	for node, log := range r.logs {
		if err := log.End(r.last[node]); err != nil {
			return nil, err
		}
	}
	clear(r.logs)
	if err := r.file.Close(); err != nil {
		return nil, err
	}
	return trace.Read(r.name, bytes.NewReader(r.out.Bytes()), r.p.traced)
}

// WriteTo writes what was recorded, once Validate has ended it, as lockstep trace show and
// others read it.
func (r *Recorder[N, M]) WriteTo(w io.Writer) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.NewReader(r.out.Bytes()).WriteTo(w)
}

// Handler is a handler of package log/slog that records each step that is logged, and
// passes all on to next; to none if that is nil. A step is a record with the attributes
// action, its name; node; vars, the state of the node after it, as Protocol.Vars returns it;
// sent, the messages about to be sent, a []M; and the action's parameters, by their names.
func (r *Recorder[N, M]) Handler(next slog.Handler) slog.Handler {
	if next == nil {
		next = slog.DiscardHandler
	}
	return &handler[N, M]{Handler: next, r: r}
}

type handler[N any, M Message] struct {
	slog.Handler
	r     *Recorder[N, M]
	attrs []slog.Attr
}

func (h *handler[N, M]) Enabled(context.Context, slog.Level) bool { return true }

func (h *handler[N, M]) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &handler[N, M]{h.Handler.WithAttrs(attrs), h.r, append(h.attrs[:len(h.attrs):len(h.attrs)], attrs...)}
}

func (h *handler[N, M]) Handle(ctx context.Context, record slog.Record) error {
	given := map[string]any{}
	add := func(a slog.Attr) bool {
		given[a.Key] = a.Value.Resolve().Any()
		return true
	}
	for _, a := range h.attrs {
		add(a)
	}
	record.Attrs(add)
	if action, isStep := given["action"].(string); isStep {
		h.step(action, given)
	}
	if !h.Handler.Enabled(ctx, record.Level) {
		return nil
	}
	return h.Handler.Handle(ctx, record)
}

// step records a step that was logged.
func (h *handler[N, M]) step(action string, given map[string]any) {
	sent, _ := given["sent"].([]M)
	var node int
	text, err := json.Marshal(given["node"])
	if err == nil {
		err = json.Unmarshal(text, &node)
	}
	a, ok := h.r.p.actions.Find(action)
	if err != nil || !ok {
		h.r.fail(fmt.Errorf("conform: the step %q of node %v that was logged is none of %s", action, given["node"], h.r.p.Spec.Module))
		return
	}
	params := map[string]any{}
	for _, p := range a.Params {
		params[p.Name] = given[p.Name]
		if x := reflect.ValueOf(given[p.Name]); x.IsValid() && x.CanConvert(p.Type) {
			params[p.Name] = x.Convert(p.Type).Interface() // Package slog keeps integers as int64.
		}
	}
	h.r.record(node, action, params, given["vars"], trace.Messages(sent))
}
