package tlc

import (
	"fmt"
	"strings"
)

// Behaviour is how a model comes to violate what it does: where it begins, and what
// each step changes.
type Behaviour struct {
	States   int      `json:"states"`   // How many there are, the first one included.
	Initial  []string `json:"initial"`  // The first state, a line for each variable.
	Steps    []Line   `json:"steps"`    // Those that lead on; the last one of a lasso leads back.
	BackTo   *int     `json:"backTo"`   // Of a lasso: the step after which all goes on as before, 0 for the first state. Else null.
	Stutters bool     `json:"stutters"` // Nothing happens after the last step.
}

// Line is a step of a behaviour.
type Line struct {
	Action  string   `json:"action"`  // As TLC names it, without parameters.
	Changes []string `json:"changes"` // Such as nextBal[2]: <<0, 0>> -> <<1, 1>>.
}

// stuttering is what TLC calls the step that a behaviour ends in if nothing more happens.
const stuttering = "Stuttering"

// behaviour is the behaviour that refutes, or nil.
func (r Result) behaviour() *Behaviour {
	if len(r.Trace) == 0 {
		return nil
	}
	b := &Behaviour{Initial: whole(r.Trace[0]), Steps: []Line{}, States: 1}
	for i, s := range r.Trace[1:] {
		switch {
		case s.Action == stuttering:
			b.Stutters = true
			return b
		case s.Back > 0 && s.Back <= i+1:
			back := s.Back - 1
			b.BackTo = &back
			s.State, s.Text = r.Trace[back].State, r.Trace[back].Text
		default:
			b.States++
		}
		b.Steps = append(b.Steps, Line{s.Action, changed(r.Trace[i], s)})
	}
	return b
}

// whole is the state that a step led to, a line for each variable.
func whole(s Step) []string {
	if s.Text != "" {
		return strings.Split(s.Text, "\n")
	}
	lines := []string{}
	for _, name := range s.State.Names() {
		lines = append(lines, name+" = "+s.State[name].String())
	}
	return lines
}

// changed is what a step changed; all of the state that it led to if either cannot be read.
func changed(before, s Step) []string {
	if before.Text != "" || s.Text != "" {
		return whole(s)
	}
	return append([]string{}, before.State.Changes(s.State)...)
}

// String is the behaviour for people to read.
func (b Behaviour) String() string {
	var text strings.Builder
	item := func(head string, lines []string) {
		text.WriteString(strings.Join(append([]string{head}, lines...), "\n    ") + "\n")
	}
	item("in the beginning", b.Initial)
	for i, s := range b.Steps {
		item(fmt.Sprintf("%d. %s", i+1, s.Action), s.Changes)
	}
	switch {
	case b.Stutters:
		text.WriteString("and then nothing happens any more\n")
	case b.BackTo != nil && *b.BackTo == 0:
		text.WriteString("and so on, from the beginning\n")
	case b.BackTo != nil:
		fmt.Fprintf(&text, "and so on, from step %d\n", *b.BackTo+1)
	}
	return text.String()
}
