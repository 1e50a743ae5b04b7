package pairing

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Module is what pairs of a TLA+ module. To which group a variable belongs tuples
// say: durableVars and volatileVars; in a module X that extends another, whose participants
// lose all that it adds, xVars and clientVars.
type Module struct {
	*tla.Module
	Path        string
	Extends     *Module      // The module with actions that it extends, if any.
	Actions     []Action     // Those that Next reaches, in the order of their definitions; those of Extends first.
	Durable     []string     // The variables that a crash spares.
	Volatile    []string     // The variables that a crash loses.
	Client      []string     // The variables of clients, which do not crash.
	Environment []string     // Those in no group of a module that extends another: nobody reads them. A twin has none of them, nor what only changes them.
	Network     []string     // Those in no group of another module.
	Messages    []MessageSet // The definitions XMessage == [type: {"X"}, ...].
}

// Action is an operator that Next reaches and whose body is a list of conjuncts.
type Action struct {
	Module    string // Which defines it.
	Name      string
	Params    []string
	Conjuncts []Conjunct
	Via       string // What TLC calls its steps: its own name, or that of the operator that chooses its message.
	Of        string // The set that Next chooses the first parameter from.
}

// MessageSet is the set of the messages of one type, and the names of their
// fields in order, without that of the type.
type MessageSet struct {
	Operator string
	Type     string
	Fields   []string
}

// ReadModule reads a module. It fails if the file cannot be read, is no module,
// or has no Next that reaches an action.
func ReadModule(path string) (*Module, error) {
	m, err := readModule(path)
	if err != nil {
		return nil, err
	}
	if len(m.Actions) == 0 {
		return nil, fmt.Errorf("%s: %s reaches no action; define %s as the disjunction of the actions", path, m.Next(), m.Next())
	}
	return m, nil
}

// readModule is ReadModule for a module that may have no actions.
func readModule(path string) (*Module, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m := &Module{Path: path}
	if m.Module, err = tla.ParseModule(path, string(text)); err != nil {
		return nil, err
	}
	for _, name := range m.Module.Extends {
		extended, err := readModule(filepath.Join(filepath.Dir(path), name+".tla"))
		switch {
		case errors.Is(err, fs.ErrNotExist): // One of the standard modules.
		case err != nil:
			return nil, err
		case len(extended.Actions) > 0 && m.Extends != nil:
			return nil, fmt.Errorf("%s: extends %s and %s, which both have actions; extend one", path, m.Extends.Name, name)
		case len(extended.Actions) > 0:
			m.Extends = extended
		}
	}
	m.readGroups()
	m.readMessages()
	m.readActions()
	return m, nil
}

// readGroups puts each variable into the first group whose tuple has it.
func (m *Module) readGroups() {
	rest := &m.Network
	if m.Extends != nil {
		rest = &m.Environment
	}
	for _, v := range m.Module.Variables {
		group := rest
		for _, g := range m.groups() {
			if o, ok := m.own(g.tuple); ok && group == rest && slices.Contains(m.expand(o.Body), v) {
				group = g.variables
			}
		}
		*group = append(*group, v)
	}
}

// group is a group of variables, the struct that has them, and the tuple that says them.
type group struct {
	name, structName, tuple string
	variables               *[]string
}

// groups are the groups of variables that the module may have.
func (m *Module) groups() []group {
	if m.Extends == nil {
		return []group{{"durable", "Durable", "durableVars", &m.Durable}, {"volatile", "Volatile", "volatileVars", &m.Volatile}}
	}
	return []group{{"volatile", "Volatile", m.ownVars(), &m.Volatile}, {"client", "ClientVariables", "clientVars", &m.Client}}
}

// ownVars is the name of the tuple of what a module that extends another adds to the
// variables of participants: replicaVars in Replica.
func (m *Module) ownVars() string { return strings.ToLower(m.Name[:1]) + m.Name[1:] + "Vars" }

// expand are the variables that a tuple or the name of one stands for, in order; of what
// else the expression applies the names.
func (m *Module) expand(e tla.Expr) []string {
	var variables []string
	o, ok := m.Operator(e.Op())
	switch {
	case ok && o.Body.Op() == "<<>>":
		return m.expand(o.Body)
	case e.Op() == "<<>>":
		for _, arg := range e.Args() {
			variables = append(variables, m.expand(arg)...)
		}
		return variables
	}
	return []string{e.Op()}
}

// readMessages finds the sets of messages among the operators.
func (m *Module) readMessages() {
	for _, o := range m.Operators {
		fields := o.Body.Names()
		if o.Body.Op() != "[:]" || len(o.Params) > 0 || fields[0] != "type" {
			continue
		}
		if types := o.Body.Args()[0]; types.Op() == "{}" && len(types.Args()) == 1 && types.Args()[0].Op() == `""` {
			m.Messages = append(m.Messages, MessageSet{o.Name, strings.Trim(types.Args()[0].Text(), `"`), fields[1:]})
		}
	}
}

// readActions finds the actions that Next reaches.
func (m *Module) readActions() {
	r := reach{m, map[string]Action{}, map[string]bool{}}
	if next, ok := m.own(m.Next()); ok {
		r.from(next.Body, m.Next(), false, map[string]string{})
	}
	for of := range m.modules {
		for _, o := range of.Operators {
			if a, reached := r.actions[o.Name]; reached && !m.isOfEnvironment(o) {
				a.Module, a.Name, a.Params, a.Conjuncts = of.Name, o.Name, o.Params, of.conjunctsOf(o)
				m.Actions = append(m.Actions, a)
			}
		}
	}
}

// reach finds the actions that an expression leads to.
type reach struct {
	*Module
	actions map[string]Action // By name: Via and Of are known.
	seen    map[string]bool   // The operators that were followed.
}

// from follows an expression as far as TLC takes Next apart: through disjunctions, choices
// of what does not depend on the state, and operators. IsWhole says that it goes no
// further: then steps are called after the operator via. Sets are those that names were
// chosen from.
func (r *reach) from(e tla.Expr, via string, isWhole bool, sets map[string]string) {
	if o, ok := r.Operator(e.Op()); ok {
		r.operator(o, e.Args(), via, isWhole, sets)
		return
	}
	sets = maps.Clone(sets)
	names, from := e.Chosen()
	for i, name := range names {
		sets[name] = from[i].Text()
		isWhole = isWhole || r.dependsOnState(from[i], map[string]bool{})
	}
	isWhole = isWhole || e.Op() != `\/` && e.Op() != `\E`
	for _, arg := range e.Args() {
		r.from(arg, via, isWhole, sets)
	}
}

// operator notes an action, or follows what is none.
func (r *reach) operator(o tla.Operator, args []tla.Expr, via string, isWhole bool, sets map[string]string) {
	if r.seen[o.Name] {
		return
	}
	r.seen[o.Name] = true
	if !isWhole {
		via = o.Name
	}
	given := map[string]string{}
	for i, arg := range args {
		given[o.Params[i]] = sets[arg.Text()]
	}
	if !r.isAction(o) {
		r.from(o.Body, via, isWhole, given)
		return
	}
	a := Action{Via: via}
	if len(o.Params) > 0 {
		a.Of = given[o.Params[0]]
	}
	r.actions[o.Name] = a
}

// isAction is true iff o is a list of conjuncts or speaks of the next state; but an action of
// the module that is extended, or a choice of one, and UNCHANGED for the rest is none of its own.
func (m *Module) isAction(o tla.Operator) bool {
	if isList(o.Body) || speaksOf(o.Body, "'") {
		return true
	}
	isFramed := m.Extends != nil && (o.Body.Op() == `/\` || o.Body.Op() == `\/` || o.Body.Op() == `\E`)
	return !isFramed && speaksOf(o.Body, "UNCHANGED")
}

// isList is true iff an expression is a list of conjuncts that begins with /\.
func isList(e tla.Expr) bool { return e.Op() == `/\` && strings.HasPrefix(e.Text(), `/\`) }

// primed are the names that stand there with a prime, in order.
func primed(e tla.Expr) []string {
	var names []string
	for part := range e.All() {
		if part.Op() == "'" {
			names = append(names, part.Args()[0].Op())
		}
	}
	return names
}

// speaksOf is true iff one of the operators is applied in an expression.
func speaksOf(e tla.Expr, operators ...string) bool {
	for part := range e.All() {
		if slices.Contains(operators, part.Op()) {
			return true
		}
	}
	return false
}

// dependsOnState is true iff an expression names a variable, or an operator that does
// and that is not among those seen.
func (m *Module) dependsOnState(e tla.Expr, seen map[string]bool) bool {
	if speaksOf(e, m.Variables()...) {
		return true
	}
	for called := range m.calledBy(e) {
		if !seen[called.Name] {
			seen[called.Name] = true
			if m.dependsOnState(called.Body, seen) {
				return true
			}
		}
	}
	return false
}

// calledBy yields the module's operators that an expression applies.
func (m *Module) calledBy(e tla.Expr) func(yield func(tla.Operator) bool) {
	return func(yield func(tla.Operator) bool) {
		for part := range e.All() {
			if o, ok := m.Operator(part.Op()); ok && !yield(o) {
				return
			}
		}
	}
}

// isOfEnvironment is true iff o changes what nobody reads, and nothing else.
func (m *Module) isOfEnvironment(o tla.Operator) bool {
	changed := primed(o.Body)
	return len(changed) > 0 && !slices.ContainsFunc(changed, func(name string) bool { return !slices.Contains(m.Environment, name) })
}

// modules yields what m extends, the first first, and m.
func (m *Module) modules(yield func(*Module) bool) {
	if m.Extends != nil {
		for of := range m.Extends.modules {
			if !yield(of) {
				return
			}
		}
	}
	yield(m)
}

// Operator is the definition of that name, if the module or the one that it extends has
// one.
func (m *Module) Operator(name string) (tla.Operator, bool) {
	if o, ok := m.own(name); ok || m.Extends == nil {
		return o, ok
	}
	return m.Extends.Operator(name)
}

// own is the definition of that name, if the module itself has one.
func (m *Module) own(name string) (tla.Operator, bool) { return m.Module.Operator(name) }

// Next is the name of the disjunction of the actions: Next, or XNext in a module X that
// extends one with a Next.
func (m *Module) Next() string {
	if m.Extends == nil {
		return "Next"
	}
	return m.Name + "Next"
}

// Action is the action of that name, if Next reaches one.
func (m *Module) Action(name string) (Action, bool) {
	i := slices.IndexFunc(m.Actions, func(a Action) bool { return a.Name == name })
	if i < 0 {
		return Action{}, false
	}
	return m.Actions[i], true
}

// ownActions are the actions that the module itself defines.
func (m *Module) ownActions() []Action {
	return slices.DeleteFunc(slices.Clone(m.Actions), func(a Action) bool { return a.Module != m.Name })
}

// Variables are all variables of the module and of the one that it extends, those of the
// network last.
func (m *Module) Variables() []string {
	return slices.Concat(m.extended(), m.State(), m.Environment, m.network())
}

// State are the variables of the module in its groups.
func (m *Module) State() []string { return slices.Concat(m.Durable, m.Volatile, m.Client) }

// above are the variables in groups that an action which takes that step has to speak of:
// those of the modules above the one whose action the step is; all if step is "".
func (m *Module) above(step string) []string {
	if m.Extends == nil {
		return m.State()
	}
	if a, ok := m.Extends.Action(step); ok && a.Module == m.Extends.Name {
		return m.State()
	}
	return slices.Concat(m.Extends.above(step), m.State())
}

// isCrash is true iff a is Crash, or takes a step that is.
func (m *Module) isCrash(a Action) bool {
	if a.Name == "Crash" || m.Extends == nil {
		return a.Name == "Crash"
	}
	step, ok := m.Extends.Action(a.Step())
	return ok && m.Extends.isCrash(step)
}

// extended are the variables in groups of the module that is extended.
func (m *Module) extended() []string {
	if m.Extends == nil {
		return nil
	}
	return slices.Concat(m.Extends.extended(), m.Extends.State())
}

// network are the variables in no group.
func (m *Module) network() []string {
	if m.Extends == nil {
		return m.Network
	}
	return slices.Concat(m.Extends.network(), m.Network)
}
