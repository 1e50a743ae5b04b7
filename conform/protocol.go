package conform

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/pairing"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/tla"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Message is what nodes send to each other. Its fields have the spec's names as JSON keys.
type Message interface {
	Type() string // Its type in the spec: the field type of the record.
}

// Spec says where a spec is.
type Spec struct {
	Dir    string // The folder; "spec" if empty.
	Module string // The module, "Token". It must be given.
	Config string // The configuration that gives the constants; Module.cfg if empty. It is of the module of its name, if there is one.
}

// Protocol is a protocol on both sides. N is the state of a node, M a message.
type Protocol[N any, M Message] struct {
	Spec    Spec
	Nodes   int             // How many nodes there are: 1 to Nodes in the spec.
	New     func(id int) *N // A node as it begins. It shares nothing with others, and no action writes to what a copy of it shares.
	Vars    func(*N) any    // The variables of a node: a struct, the fields of which have the spec's names as JSON keys.
	ID      func(*N) int    // Which node it is; its field ID if nil.
	Actions []Method        // See Methods and Named.
}

// Method is an action: a method of N, or its name.
type Method struct {
	name   string
	params []reflect.Type
	method reflect.Value // Not valid if it has only a name.
}

// Methods are actions that are methods, by their names in the spec: (*Node).HandleVote. Each
// takes the parameters of the action in the spec but for the first, in their order, and
// returns the messages to send, and whether it was enabled: func(*N, ...) ([]M, bool). One
// that is not has changed nothing.
func Methods(methods ...any) []Method {
	var all []Method
	for _, m := range methods {
		v := reflect.ValueOf(m)
		full := runtime.FuncForPC(v.Pointer()).Name()
		a := Method{name: full[strings.LastIndex(full, ".")+1:], method: v}
		for i := 1; i < v.Type().NumIn(); i++ {
			a.params = append(a.params, v.Type().In(i))
		}
		all = append(all, a)
	}
	return all
}

// Named is an action of code that is only recorded, with examples of its parameters. A
// protocol with such an action has no twin: TLC alone judges its traces.
func Named(name string, params ...any) Method {
	a := Method{name: name}
	for _, p := range params {
		a.params = append(a.params, reflect.TypeOf(p))
	}
	return a
}

// sides is a protocol with what its spec says.
type sides[N any, M Message] struct {
	Protocol[N, M]
	dir     string
	spec    *pairing.Module
	actions action.Table[N, M]
	hasTwin bool
	model   string      // The module of the configuration.
	config  *tla.Config // The one of the protocol.
	sets    []string    // The JSON names of fields that hold sets.
	kind    *twin.Kind[N, M]
	traced  trace.Protocol
}

// read reads the spec and holds what the protocol says against it.
func (p Protocol[N, M]) read() (*sides[N, M], error) {
	for field, isMissing := range map[string]bool{"Spec.Module": p.Spec.Module == "", "New": p.New == nil, "Vars": p.Vars == nil, "Actions": len(p.Actions) == 0, "Nodes": p.Nodes < 1} {
		if isMissing {
			return nil, fmt.Errorf("conform: Protocol.%s is not given", field)
		}
	}
	s := &sides[N, M]{Protocol: p, hasTwin: true}
	var err error
	if s.dir, err = filepath.Abs(cmp.Or(p.Spec.Dir, "spec")); err != nil {
		return nil, err
	}
	if s.spec, err = pairing.ReadModule(filepath.Join(s.dir, p.Spec.Module+".tla")); err != nil {
		return nil, err
	}
	if s.model, s.config, err = s.readConfig(cmp.Or(p.Spec.Config, p.Spec.Module+".cfg")); err != nil {
		return nil, err
	}
	if err := s.readActions(); err != nil {
		return nil, err
	}
	if s.ID == nil {
		if s.ID, err = fieldID[N](); err != nil {
			return nil, err
		}
	}
	s.kind = twin.KindOf(s.actions, s.Vars)
	if err := s.readVariables(); err != nil {
		return nil, err
	}
	s.describe()
	return s, nil
}

// readConfig reads a configuration, and tells of which module it is.
func (s *sides[N, M]) readConfig(name string) (module string, c *tla.Config, err error) {
	path := filepath.Join(s.dir, name)
	text, err := os.ReadFile(path)
	if err != nil {
		return "", nil, err
	}
	module = strings.TrimSuffix(name, ".cfg")
	if _, err := os.Stat(filepath.Join(s.dir, module+".tla")); errors.Is(err, fs.ErrNotExist) {
		module = s.Spec.Module
	}
	c, err = tla.ParseConfig(path, string(text))
	return module, c, err
}

// readActions makes the table: the names of parameters are the spec's.
func (s *sides[N, M]) readActions() error {
	for _, m := range s.Actions {
		i := slices.IndexFunc(s.spec.Actions, func(a pairing.Action) bool { return a.Name == m.name })
		if i < 0 {
			return fmt.Errorf("conform: %s has no action %s in its Next", s.spec.Path, m.name)
		}
		names := s.spec.Actions[i].Params
		if len(names) != len(m.params)+1 {
			return fmt.Errorf("conform: %s has %d parameters, and the action is %s(%s)", m.name, len(m.params)+1, m.name, strings.Join(names, ", "))
		}
		var params []action.Param
		for i, typ := range m.params {
			params = append(params, action.Param{Name: names[i+1], Type: typ})
		}
		take, err := taking[N, M](m)
		if err != nil {
			return err
		}
		s.hasTwin = s.hasTwin && m.method.IsValid()
		s.actions = append(s.actions, action.Func(m.name, params, take))
	}
	for _, a := range s.spec.Actions {
		if _, ok := s.actions.Find(a.Name); !ok {
			return fmt.Errorf("conform: Protocol.Actions lacks %s, an action of %s", a.Name, s.spec.Path)
		}
	}
	return nil
}

// taking is how a node takes an action.
func taking[N any, M Message](m Method) (func(*N, []any) ([]M, bool), error) {
	if !m.method.IsValid() {
		return func(*N, []any) ([]M, bool) { return nil, false }, nil
	}
	t := m.method.Type()
	if t.NumIn() < 1 || t.In(0) != reflect.TypeFor[*N]() || t.NumOut() != 2 || t.Out(0) != reflect.TypeFor[[]M]() || t.Out(1) != reflect.TypeFor[bool]() {
		return nil, fmt.Errorf("conform: %s is a %v, and an action is a func(%v, ...) (%v, bool)", m.name, t, reflect.TypeFor[*N](), reflect.TypeFor[[]M]())
	}
	return func(n *N, params []any) ([]M, bool) {
		in := []reflect.Value{reflect.ValueOf(n)}
		for _, p := range params {
			in = append(in, reflect.ValueOf(p))
		}
		out := m.method.Call(in)
		return out[0].Interface().([]M), out[1].Bool()
	}, nil
}

// fieldID is the field ID of a node.
func fieldID[N any]() (func(*N) int, error) {
	f, ok := reflect.TypeFor[N]().FieldByName("ID")
	if !ok || !f.Type.ConvertibleTo(reflect.TypeFor[int]()) {
		return nil, fmt.Errorf("conform: %v has no field ID, so Protocol.ID must be given", reflect.TypeFor[N]())
	}
	return func(n *N) int { return int(reflect.ValueOf(n).Elem().FieldByIndex(f.Index).Int()) }, nil
}

// readVariables holds the variables of a node against the spec's, and finds the sets.
func (s *sides[N, M]) readVariables() error {
	vars := reflect.TypeOf(s.Vars(s.New(1)))
	var have, want []string
	for _, f := range reflect.VisibleFields(vars) {
		if !f.Anonymous {
			have = append(have, f.Tag.Get("json"))
		}
	}
	for _, v := range s.spec.Module.Variables {
		if v != "msgs" {
			want = append(want, v)
		}
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		return fmt.Errorf("conform: Protocol.Vars has the variables %v, and %s has %v and msgs", have, s.spec.Path, want)
	}
	found := map[string]bool{}
	setsIn(vars, found)
	for _, a := range s.actions {
		for _, p := range a.Params {
			setsIn(p.Type, found)
		}
	}
	for name := range found {
		s.sets = append(s.sets, name)
	}
	slices.Sort(s.sets)
	return nil
}

// setsIn finds the fields of a type that are sets: their type has a method IsSet.
func setsIn(typ reflect.Type, found map[string]bool) {
	switch typ.Kind() {
	case reflect.Slice:
		setsIn(typ.Elem(), found)
	case reflect.Struct:
		for i := range typ.NumField() {
			f := typ.Field(i)
			if f.Type.Implements(reflect.TypeFor[interface{ IsSet() bool }]()) {
				found[f.Tag.Get("json")] = true
			}
			setsIn(f.Type, found)
		}
	}
}

// constants are those of a trace, as its header has them.
type constants struct {
	Nodes     []int  `json:"participants"`
	Constants string `json:"constants"` // As the configuration gives them.
}

// describe describes the protocol to package trace.
func (s *sides[N, M]) describe() {
	s.traced = twin.Described(trace.Protocol{Spec: s.Spec.Module, Actors: []any{(*N)(nil)}}, s.actions, s.Vars(s.New(1)))
	if _, crashes := s.actions.Find("Crash"); crashes {
		s.traced.Crash = "Crash"
	}
	want, err := plain.JSON(s.constants())
	s.traced.Check = func(got json.RawMessage) error {
		if err != nil || !bytes.Equal(got, want) {
			return cmp.Or(err, fmt.Errorf("got %s, and the protocol's are %s", plain.Quote(got), plain.Quote(want)))
		}
		return nil
	}
	s.traced.Twin = func(json.RawMessage) trace.Twin { return run[N, M]{s} }
}

func (s *sides[N, M]) constants() constants {
	c := constants{Constants: constantsText(s.config)}
	for i := range s.Protocol.Nodes {
		c.Nodes = append(c.Nodes, i+1)
	}
	return c
}

// run is the twin of a run.
type run[N any, M Message] struct{ *sides[N, M] }

// Nodes are all nodes.
func (r run[N, M]) Nodes() []int { return r.constants().Nodes }

// Begin is a node as it begins.
func (r run[N, M]) Begin(id int) trace.Node { return r.kind.Begin(*r.New(id)) }
