package pairing

import (
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
)

// The operators through which actions touch the network, and the only ones that
// may. What replaces them replaces the network.
var networkOperators = []string{"Send", "NoSend", "Received"}

// lintModule checks what the module must keep by itself.
func (c *comparison) lintModule() {
	c.checkGroups()
	for _, a := range c.ownActions() {
		o, _ := c.Operator(a.Name)
		if !isList(o.Body) {
			c.differ(a.Name, "the spec alone", `is no list of conjuncts; begin each with /\`)
			continue
		}
		c.checkOrder(a)
		c.checkFrame(a)
		c.checkMessage(a)
		c.checkNetwork(a)
	}
}

// checkGroups checks that the tuples of variables hold what their names say, in the order of
// the declarations.
func (c *comparison) checkGroups() {
	all := "vars"
	switch {
	case c.Module.Extends != nil && c.Module.Extends.Extends != nil:
		all = "all" + c.Name // allVars has another meaning there.
	case c.Module.Extends != nil:
		all = "allVars"
	}
	variables := c.Variables()
	for _, g := range append(c.groups(), group{tuple: all, variables: &variables}) {
		if len(*g.variables) == 0 {
			continue
		}
		want := strings.Join(*g.variables, ", ")
		if o, ok := c.Operator(g.tuple); !ok {
			c.differ(g.tuple, "the spec alone", "is not defined; define it as <<%s>>", want)
		} else if !slices.Equal(c.expand(o.Body), *g.variables) {
			c.differ(g.tuple, "the spec alone", "is %s; make it <<%s>>", o.Body.Text(), want)
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
		changed = append(changed, primed(conjunct.expr)...)
		switch conjunct.Kind {
		case Unchanged:
			kept = append(kept, c.expand(conjunct.expr.Args()[0])...)
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
		if conjunct.expr.Op() == "Received" {
			param := conjunct.expr.Args()[0].Text()
			if name, _ := a.Message(); name != param {
				c.differ(a.Name, "the spec alone", `receives %[1]s of no type; add /\ %[1]s.type = "..."`, param)
			}
		}
	}
}

// checkNetwork checks that the action, and what it calls, touches the network
// through the network's operators only.
func (c *comparison) checkNetwork(a Action) {
	o, _ := c.Operator(a.Name)
	seen := map[string]bool{}
	var visit func(o tla.Operator)
	visit = func(o tla.Operator) {
		if seen[o.Name] || slices.Contains(networkOperators, o.Name) {
			return
		}
		seen[o.Name] = true
		if network := c.network(); speaksOf(o.Body, network...) {
			c.differ(a.Name, "the spec alone", "%s touches %s directly; use %s", o.Name, network[0], strings.Join(networkOperators, ", "))
		}
		for called := range c.calledBy(o.Body) {
			visit(called)
		}
	}
	visit(o)
}
