package pairing

import (
	"slices"
	"strings"
)

// The operators through which actions touch the network, and the only ones that
// may. What replaces them replaces the network.
var networkOperators = []string{"Send", "NoSend", "Received"}

// lintModule checks what the module must keep by itself.
func (c *comparison) lintModule() {
	c.checkGroups()
	for _, a := range c.ownActions() {
		o, _ := c.Operator(a.Name)
		if !strings.HasPrefix(oneLine(o.Body), `/\`) {
			c.differ(a.Name, "the spec alone", `is no list of conjuncts; begin each with /\`)
			continue
		}
		c.checkOrder(a)
		c.checkFrame(a)
		c.checkMessage(a)
		c.checkNetwork(a)
	}
}

// tuple is a tuple of variables.
type tuple struct {
	name string
	want []string
}

// tuples are those that a module must define.
func (m *Module) tuples() []tuple {
	if m.Extends == nil {
		return []tuple{{"durableVars", m.Durable}, {"volatileVars", m.Volatile}, {"vars", m.Variables()}}
	}
	own, all := strings.ToLower(m.Name[:1])+m.Name[1:]+"Vars", "allVars"
	if m.Extends.Extends != nil {
		all = "all" + m.Name // allVars has another meaning there.
	}
	return []tuple{{own, slices.Concat(m.Durable, m.Volatile)}, {"clientVars", m.Client}, {all, m.Variables()}}
}

// checkGroups checks that the tuples of variables hold what their names say.
func (c *comparison) checkGroups() {
	for _, g := range c.tuples() {
		want := strings.Join(g.want, ", ")
		if len(g.want) == 0 {
			continue
		}
		if o, ok := c.Operator(g.name); !ok {
			c.differ(g.name, "the spec alone", "is not defined; define it as <<%s>>", want)
		} else if !slices.Equal(c.expand(namesIn(o.Body)), g.want) {
			c.differ(g.name, "the spec alone", "is %s; make it <<%s>>", oneLine(o.Body), want)
		}
	}
}

// checkOrder checks that the guards of an action stand before its effects, and a step
// of the module that is extended between them.
func (c *comparison) checkOrder(a Action) {
	changed := ""
	for _, conjunct := range a.Conjuncts {
		isGuard := conjunct.Kind == Guard || conjunct.Kind == Received
		if conjunct.Kind == Step && changed != "" {
			c.differ(a.Name, "the spec alone", `/\ %s stands after /\ %s; put the step after the guards and before all effects, and have one`, conjunct.Text, changed)
		}
		if isGuard && changed != "" {
			c.differ(a.Name, "the spec alone", `guard /\ %s stands after /\ %s; put all guards before all effects`, conjunct.Text, changed)
		}
		if !isGuard && changed == "" {
			changed = conjunct.Text
		}
	}
}

// checkFrame checks that each variable is either changed or UNCHANGED, once, and
// the network by one Send or NoSend. What the module extends, and the network, are the
// business of a step, if the action takes one.
func (c *comparison) checkFrame(a Action) {
	var changed, kept []string
	sendings := 0
	for _, conjunct := range a.Conjuncts {
		changed = append(changed, changedBy(conjunct)...)
		switch conjunct.Kind {
		case Unchanged:
			kept = append(kept, c.expand(namesIn(strings.TrimPrefix(conjunct.Text, "UNCHANGED")))...)
		case Send, Step:
			sendings++
		}
	}
	if sendings != 1 {
		c.differ(a.Name, "the spec alone", "sends in %d conjuncts; have one Send(...) or NoSend", sendings)
	}
	framed := slices.Concat(c.above(a.Step()), c.Environment)
	for _, v := range framed {
		isChanged, isKept := slices.Contains(changed, v), slices.Contains(kept, v)
		if !isChanged && !isKept {
			c.differ(a.Name, "the spec alone", "says nothing of %s'; add it to UNCHANGED", v)
		}
		if isChanged && isKept {
			c.differ(a.Name, "the spec alone", "changes %s and calls it UNCHANGED; take it out of UNCHANGED", v)
		}
	}
	for _, v := range slices.Concat(kept, changed) {
		switch {
		case a.Step() != "" && slices.Contains(c.extended(), v) && !slices.Contains(framed, v):
			c.differ(a.Name, "the spec alone", "speaks of %s, which its step %s is about; leave it to that", v, a.Step())
		case slices.Contains(kept, v) && !slices.Contains(framed, v):
			c.differ(a.Name, "the spec alone", "calls %s UNCHANGED, which is neither durable nor volatile; use NoSend for the network", v)
		}
	}
}

// checkMessage checks that an action that receives a message tells its type.
func (c *comparison) checkMessage(a Action) {
	for _, conjunct := range a.Conjuncts {
		if param, ok := strings.CutPrefix(conjunct.Text, "Received("); ok {
			if name, _ := a.Message(); name+")" != param {
				c.differ(a.Name, "the spec alone", `receives %s of no type; add /\ %s.type = "..."`, strings.TrimSuffix(param, ")"), strings.TrimSuffix(param, ")"))
			}
		}
	}
}

// checkNetwork checks that the action, and what it calls, touches the network
// through the network's operators only.
func (c *comparison) checkNetwork(a Action) {
	o, _ := c.Operator(a.Name)
	seen := map[string]bool{}
	var visit func(o Operator)
	visit = func(o Operator) {
		if seen[o.Name] || slices.Contains(networkOperators, o.Name) {
			return
		}
		seen[o.Name] = true
		for _, name := range namesIn(o.Body) {
			if slices.Contains(c.network(), name) {
				c.differ(a.Name, "the spec alone", "%s touches %s directly; use %s", o.Name, name, strings.Join(networkOperators, ", "))
				break
			}
		}
		for _, called := range c.calledBy(o) {
			visit(called)
		}
	}
	visit(o)
}

// changedBy are the variables of which an effect speaks with a prime.
func changedBy(conjunct Conjunct) []string {
	var names []string
	for _, match := range primed.FindAllStringSubmatch(conjunct.Text, -1) {
		names = append(names, match[1])
	}
	return names
}

// expand replaces the names of tuples of variables by the variables.
func (m *Module) expand(names []string) []string {
	var variables []string
	for _, name := range names {
		if o, ok := m.Operator(name); ok && strings.HasPrefix(oneLine(o.Body), "<<") {
			variables = append(variables, m.expand(namesIn(o.Body))...)
		} else {
			variables = append(variables, name)
		}
	}
	return variables
}
