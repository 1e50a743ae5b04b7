package pairing

import "slices"

// Module is what pairs of a TLA+ module.
type Module struct {
	Name      string
	Path      string
	Operators []Operator   // All definitions, in order.
	Actions   []Action     // Those that Next reaches, in the order of their definitions.
	Durable   []string     // The variables that a crash spares.
	Volatile  []string     // The variables that a crash loses.
	Network   []string     // The variables in neither group.
	Messages  []MessageSet // The definitions XMessage == [type: {"X"}, ...].
}

// Operator is a definition: Name(Params) == Body, without comments.
type Operator struct {
	Name   string
	Params []string
	Body   string
}

// Action is an operator that Next reaches and whose body is a list of conjuncts.
type Action struct {
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

// The kinds of conjuncts. Received is Received(m) and m.type = "...", which a
// twin has by its caller and by its parameter's type.
const (
	Guard Kind = iota
	Received
	Effect
	Send
	Unchanged
)

// String is the kind in lower case.
func (k Kind) String() string {
	return [...]string{"guard", "received", "effect", "send", "unchanged"}[k]
}

// MessageSet is the set of the messages of one type, and the names of their
// fields in order, without that of the type.
type MessageSet struct {
	Operator string
	Type     string
	Fields   []string
}

// Operator is the definition of that name, if the module has one.
func (m *Module) Operator(name string) (Operator, bool) {
	i := slices.IndexFunc(m.Operators, func(o Operator) bool { return o.Name == name })
	if i < 0 {
		return Operator{}, false
	}
	return m.Operators[i], true
}

// Action is the action of that name, if Next reaches one.
func (m *Module) Action(name string) (Action, bool) {
	i := slices.IndexFunc(m.Actions, func(a Action) bool { return a.Name == name })
	if i < 0 {
		return Action{}, false
	}
	return m.Actions[i], true
}

// Variables are all variables of the module.
func (m *Module) Variables() []string {
	return slices.Concat(m.Durable, m.Volatile, m.Network)
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
