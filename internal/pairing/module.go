package pairing

import "slices"

// Module is what pairs of a TLA+ module.
type Module struct {
	Name        string
	Path        string
	Extends     *Module      // The module with actions that it extends, if any.
	Operators   []Operator   // All definitions, in order, without those of Extends.
	Actions     []Action     // Those that Next reaches, in the order of their definitions; those of Extends first.
	Durable     []string     // The variables that a crash spares.
	Volatile    []string     // The variables that a crash loses.
	Client      []string     // The variables of clients, which do not crash.
	Environment []string     // The variables that nobody reads. A twin has none of them, nor what only changes them.
	Network     []string     // The variables in no group.
	Messages    []MessageSet // The definitions XMessage == [type: {"X"}, ...].
}

// Operator is a definition: Name(Params) == Body, without comments.
type Operator struct {
	Name   string
	Params []string
	Body   string
}

// Action is an operator that Next reaches and whose body is a list of conjuncts.
type Action struct {
	Module    string // Which defines it.
	Name      string
	Params    []string
	Conjuncts []Conjunct
	Via       string // What TLC calls its steps: its own name, or that of the operator that chooses its message.
}

// Conjunct is one conjunct of an action, its white space made single spaces and
// without the /\ before it.
type Conjunct struct {
	Text string
	Kind Kind
}

// Kind tells what a conjunct is for.
type Kind uint8

// The kinds of conjuncts. Received is Received(m), m.type = "..." and Shows(t), which a
// twin has by its caller and by its parameter's type. Step is an action of the module
// that is extended, which happens together with what the other conjuncts say.
const (
	Guard Kind = iota
	Received
	Step
	Effect
	Send
	Unchanged
)

// String is the kind in lower case.
func (k Kind) String() string {
	return [...]string{"guard", "received", "step", "effect", "send", "unchanged"}[k]
}

// MessageSet is the set of the messages of one type, and the names of their
// fields in order, without that of the type.
type MessageSet struct {
	Operator string
	Type     string
	Fields   []string
}

// Operator is the definition of that name, if the module or the one that it extends has
// one.
func (m *Module) Operator(name string) (Operator, bool) {
	if o, ok := m.own(name); ok || m.Extends == nil {
		return o, ok
	}
	return m.Extends.Operator(name)
}

// own is the definition of that name, if the module itself has one.
func (m *Module) own(name string) (Operator, bool) {
	i := slices.IndexFunc(m.Operators, func(o Operator) bool { return o.Name == name })
	if i < 0 {
		return Operator{}, false
	}
	return m.Operators[i], true
}

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

// Unsaid are the variables of which the action says nothing, as a step of m: those of the
// modules above its own.
func (m *Module) Unsaid(a Action) []string {
	if m.Name == a.Module {
		return nil
	}
	return slices.Concat(m.Extends.Unsaid(a), m.State(), m.Environment)
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

// Step is the action of the module that is extended which the action takes, or "".
func (a Action) Step() string {
	for _, c := range a.Conjuncts {
		if c.Kind == Step {
			return calledFirst(c.Text)
		}
	}
	return ""
}

// Message is the parameter by which the action receives a message, and the type
// of that message; both are "" if it receives none.
func (a Action) Message() (param, messageType string) {
	for _, c := range a.Conjuncts {
		if match := typeConjunct.FindStringSubmatch(c.Text); match != nil {
			return match[1], match[2]
		}
	}
	return "", ""
}
