package pairing

import (
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Conjunct is one conjunct of an action, on one line and without the /\ before it.
type Conjunct struct {
	Text string
	Kind Kind
	expr tla.Expr
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

// conjunctsOf takes the body of an action apart, which is a list of conjuncts or has one.
func (m *Module) conjunctsOf(o tla.Operator) []Conjunct {
	var conjuncts []Conjunct
	for part := range o.Body.All() {
		if isList(part) {
			for _, e := range part.Args() {
				conjuncts = append(conjuncts, Conjunct{e.Text(), kindOf(e, m.isStep), e})
			}
			break
		}
	}
	return conjuncts
}

// isStep is true iff the module extends one that has an action of that name.
func (m *Module) isStep(name string) bool {
	if m.Extends == nil {
		return false
	}
	_, ok := m.Extends.Action(name)
	return ok
}

// kindOf tells the kind of a conjunct. IsStep tells which operators are actions of the
// module that is extended.
func kindOf(e tla.Expr, isStep func(name string) bool) Kind {
	_, messageType := typed(e)
	switch {
	case isStep(e.Op()):
		return Step
	case e.Op() == "Received" || e.Op() == "Shows" || messageType != "":
		return Received
	case e.Op() == "UNCHANGED":
		return Unchanged
	case len(primed(e)) > 0:
		return Effect
	case speaksOf(e, "Send", "NoSend"):
		return Send
	}
	return Guard
}

// typed takes m.type = "X" apart; both are "" if it is something else.
func typed(e tla.Expr) (param, messageType string) {
	if e.Op() != "=" {
		return "", ""
	}
	field, text := e.Args()[0], e.Args()[1]
	if field.Op() != "." || field.Names()[0] != "type" || text.Op() != `""` {
		return "", ""
	}
	return field.Args()[0].Op(), strings.Trim(text.Text(), `"`)
}

// Step is the action of the module that is extended which the action takes, or "".
func (a Action) Step() string {
	for _, c := range a.Conjuncts {
		if c.Kind == Step {
			return c.expr.Op()
		}
	}
	return ""
}

// Message is the parameter by which the action receives a message, and the type
// of that message; both are "" if it receives none.
func (a Action) Message() (param, messageType string) {
	for _, c := range a.Conjuncts {
		if param, messageType = typed(c.expr); messageType != "" {
			break
		}
	}
	return param, messageType
}

// oneLine makes all white space single spaces, and none at the ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
