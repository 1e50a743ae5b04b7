package tla

import (
	"errors"
	"fmt"
	"iter"
	"slices"
)

// findBehaviour finds what the initial states and the steps of the model are: what
// INIT and NEXT name, or the parts of a SPECIFICATION of the form
// Init /\ [][Next]_vars /\ L, in any order, where L is the liveness, which is left out.
func (m *Model) findBehaviour() error {
	for _, of := range []struct {
		name string
		to   *[]item
	}{{m.config.Init, &m.init}, {m.config.Next, &m.next}} {
		if of.name == "" {
			continue
		}
		e, n, err := m.named(of.name)
		if err != nil {
			return err
		}
		*of.to = []item{{e, n}}
	}
	if m.config.Specification == "" {
		return nil
	}
	e, n, err := m.named(m.config.Specification)
	if err != nil {
		return err
	}
	m.takeApart(item{e, n})
	return nil
}

// named is the definition that a configuration names, as an expression.
func (m *Model) named(name string) (*expr, node, error) {
	d, err := m.Definition(name)
	if err != nil {
		return nil, nil, fmt.Errorf("the configuration names %s: %w", name, err)
	}
	if len(d.Params) > 0 {
		return nil, nil, fmt.Errorf("the configuration names %s, which has parameters", name)
	}
	e := &expr{form: applied, name: name, at: d.place()}
	return e, call{e, d.d, nil}, nil
}

// takeApart sorts the conjuncts of a specification.
func (m *Model) takeApart(i item) {
	switch n := i.node.(type) {
	case list:
		if n.isAnd {
			for _, part := range n.items {
				m.takeApart(part)
			}
			return
		}
	case call:
		if d := n.def.target(); d.level == temporalLevel && len(n.args) == 0 {
			m.takeApart(item{d.unit.body, d.body})
			return
		}
	case unknown:
		if n.src.name == "[]" {
			if box, ok := n.args[0].(unknown); ok && box.src.name == "[]_" {
				m.next = append(m.next, item{box.src.args[0], box.args[0]})
			}
		}
		return
	}
	if levelOf(i.node) < temporalLevel {
		m.init = append(m.init, i)
	}
}

// Successor is a state that a step leads to, or an initial one, and what was applied on
// the way: for a step of Next == \E p \in P : A(p) it is Next, and A with its argument.
type Successor struct {
	Calls []Call
	State State
}

// Initial are the initial states, one for each way to find it.
func (m *Model) Initial() ([]Successor, error) { return m.solve(m.init, nil) }

// Successors are the states that one step leads to, one for each way to take it.
func (m *Model) Successors(s State) ([]Successor, error) {
	p, err := m.point(s)
	if err != nil {
		return nil, err
	}
	return m.solve(m.next, p)
}

// After are the states that an action with these arguments leads to from the state of the
// step, one for each way to take it.
func (s *Step) After(action *Definition, args ...Value) ([]State, error) {
	return s.after(false, action, args)
}

// Take is After for an action that need not speak of all variables: the others stay as
// they are.
func (s *Step) Take(action *Definition, args ...Value) ([]State, error) {
	return s.after(true, action, args)
}

func (s *Step) after(keeps bool, action *Definition, args []Value) ([]State, error) {
	var names *env
	if err := evaluate(newContext(nil, nil), func() { names = arguments(action, args) }); err != nil {
		return nil, err
	}
	if action.d.body == nil {
		return nil, action.place().errorf("%s is no action", action.Name)
	}
	var all []State
	err := s.model.eachWay([]item{{action.d.unit.body, action.d.body}}, names, s.cur, keeps, func(_ []Call, p *point) {
		all = append(all, s.model.state(p))
	})
	return all, err
}

func (m *Model) solve(formula []item, from *point) ([]Successor, error) {
	var all []Successor
	err := m.eachWay(formula, nil, from, false, func(calls []Call, p *point) {
		all = append(all, Successor{slices.Clone(calls), m.state(p)})
	})
	return all, err
}

// eachWay calls visit for each way to find an initial state, if from is nil, or a
// successor of from, in which what the formula does not speak of is as it was, if keeps;
// names is what the local names of the formula are. The point is visit's to keep, the calls
// are not.
func (m *Model) eachWay(formula []item, names *env, from *point, keeps bool, visit func(calls []Call, p *point)) error {
	if len(formula) == 0 {
		return errors.New("the configuration does not say what initial states, and steps, are: want SPECIFICATION, or INIT and NEXT")
	}
	s := solver{found: m.newPoint(), isNext: from != nil}
	if s.isNext {
		s.c = newContext(from, s.found)
	} else {
		s.c = newContext(s.found, nil)
	}
	return evaluate(s.c, func() {
		s.list(list{true, formula}, names, func() {
			whole := &point{values: slices.Clone(s.found.values), isWhole: true, caches: m.caches}
			for i, v := range whole.values {
				switch {
				case v.kind != noKind:
				case keeps && s.isNext:
					whole.values[i] = from.values[i]
				default:
					formula[0].src.at.fail("the variable %s: %s does not say what it is", m.linked.variables[i].name, formula[0].src.name)
				}
			}
			visit(s.calls, whole)
		})
	})
}

// Visited is a state that Explore found.
type Visited struct {
	State     State
	Step      *Step       // The state, to evaluate in.
	Number    int         // From 0 on, in the order in which they were found.
	Depth     int         // How many steps it is from an initial state.
	Generated int         // How many states were generated to find it, repetitions included.
	Steps     []Successor // What steps it has.
	Next      []int       // The number of the state that each of the steps leads to; -1 if a constraint leaves it out.
}

// maxStates bounds what Explore finds.
const maxStates = 2_000_000

// Explore finds all states of the model, breadth first, and yields each with its steps.
// An error is the last that it yields. It leaves out what TLC leaves out: states that
// a CONSTRAINT, and steps that an ACTION_CONSTRAINT refuses.
func (m *Model) Explore() iter.Seq2[*Visited, error] {
	return func(yield func(*Visited, error) bool) {
		x := explorer{m: m, numbers: map[string]int{}}
		if err := x.begin(); err != nil {
			yield(nil, err)
			return
		}
		for i := 0; i < len(x.found); i++ {
			v, err := x.visit(i)
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// explorer is one run of Explore.
type explorer struct {
	m         *Model
	numbers   map[string]int // Of states, by what identifies them.
	found     []*point
	depths    []int
	generated int
}

// begin finds the initial states.
func (x *explorer) begin() error {
	if x.m.config.View != "" || x.m.config.Symmetry != "" {
		return errors.New("VIEW and SYMMETRY are not known")
	}
	var failed error
	err := x.m.eachWay(x.m.init, nil, nil, false, func(_ []Call, p *point) {
		x.generated++
		if _, err := x.add(nil, p, 0); err != nil && failed == nil {
			failed = err
		}
	})
	return errors.Join(err, failed)
}

// add is the number of the state, which may be new, or -1 if a constraint refuses it.
func (x *explorer) add(from, p *point, depth int) (int, error) {
	for _, list := range []struct {
		constraints []*Definition
		step        *Step
	}{{x.m.constraints, &Step{x.m, p, nil}}, {x.m.actionConstraints, &Step{x.m, from, p}}} {
		for _, d := range list.constraints {
			if from == nil && list.step.next != nil {
				continue
			}
			ok, err := list.step.holdsAt(d, depth)
			if err != nil || !ok {
				return -1, err
			}
		}
	}
	key := p.key()
	n, ok := x.numbers[key]
	if ok {
		return n, nil
	}
	if len(x.found) == maxStates {
		return -1, fmt.Errorf("there are more than %d states", maxStates)
	}
	n = len(x.found)
	x.numbers[key] = n
	x.found, x.depths = append(x.found, p), append(x.depths, depth)
	return n, nil
}

// holdsAt is Holds where TLCGet("level") is known.
func (s *Step) holdsAt(d *Definition, level int) (bool, error) {
	var ok bool
	c := newContext(s.cur, s.next)
	c.level = level
	err := evaluate(c, func() { ok = truth(s.value(c, d, nil), d.place()) })
	return ok, err
}

// key identifies a state.
func (p *point) key() string { return Tuple(p.values...).String() }

// visit takes the steps of a state.
func (x *explorer) visit(i int) (*Visited, error) {
	p := x.found[i]
	v := &Visited{State: x.m.state(p), Step: &Step{x.m, p, nil}, Number: i, Depth: x.depths[i]}
	var failed error
	err := x.m.eachWay(x.m.next, nil, p, false, func(calls []Call, next *point) {
		x.generated++
		n, err := x.add(p, next, v.Depth+1)
		if err != nil && failed == nil {
			failed = err
		}
		v.Steps = append(v.Steps, Successor{slices.Clone(calls), x.m.state(next)})
		v.Next = append(v.Next, n)
	})
	v.Generated = x.generated
	return v, errors.Join(err, failed)
}
