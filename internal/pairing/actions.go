package pairing

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// compareActions pairs the actions of Next with the methods that return
// ([]Message, bool).
func (c *comparison) compareActions() {
	var spec, code []string
	methods := map[string]function{}
	actors := map[string]string{} // The types of the receivers, by their names.
	for _, f := range c.actions() {
		if isDivergence(f.Doc) {
			continue
		}
		code = append(code, f.Name.Name)
		methods[f.Name.Name] = f
		if a, ok := c.Action(f.Name.Name); !ok {
			c.differ(f.Name.Name, f.String(), "%s reaches no action of that name; add it to the spec, or say NOT IN SPEC and why in the method's doc", c.Next())
		} else if a.Module != c.Name {
			c.differ(f.Name.Name, f.String(), "hides the method of %s, which is the action's twin; remove it", c.twin.extends.packageName())
		}
		name, actor := receiverName(f.FuncDecl), c.receiverType(f.FuncDecl)
		if other, ok := actors[name]; ok && other != actor {
			c.differ(f.Name.Name, f.String(), "is a method of %s, other actions are methods of %s; use one receiver", actor, other)
		} else {
			actors[name] = actor
		}
	}
	for _, a := range c.ownActions() {
		spec = append(spec, a.Name)
		f, ok := methods[a.Name]
		if !ok {
			c.differ(a.Name, c.packageName(), "no exported method of that name returns ([]Message, bool); write the action's twin")
			continue
		}
		c.compareAction(a, f)
	}
	c.compareOrder(c.Next(), c.packageName(), "actions", spec, code)
	c.checkPromoted()
	c.checkHelpers(methods, actors)
}

// checkPromoted checks that the actions of the module that is extended have twins in the
// package that is extended.
func (c *comparison) checkPromoted() {
	for _, a := range c.Module.Actions {
		if a.Module != c.Name && !c.twin.isStep(a.Name) {
			c.differ(a.Name, "package "+c.twin.extends.packageName(), "no exported method of that name returns ([]Message, bool); write the action's twin")
		}
	}
}

// compareAction pairs one action with its method.
func (c *comparison) compareAction(a Action, f function) {
	if !strings.Contains(f.Doc.Text(), "Spec: "+c.Name+"!"+a.Name+".") {
		c.differ(a.Name, f.String(), "its doc does not name its twin; end it with Spec: %s!%s.", c.Name, a.Name)
	}
	code := []string{receiverName(f.FuncDecl)}
	for _, p := range c.params(f.FuncDecl) {
		code = append(code, p.name)
	}
	if !slices.Equal(a.Params, code) {
		c.differ(a.Name, f.String(), "the parameters are (%s) in the spec and (%s) in Go, the receiver first; use the same names in one order",
			strings.Join(a.Params, ", "), strings.Join(code, ", "))
	}
	messageParam, messageType := a.Message()
	for _, p := range c.params(f.FuncDecl) {
		if p.name == messageParam && c.unqualified(p.typ) != messageType {
			c.differ(a.Name, f.String(), "%s is a message of type %q in the spec and %s in Go; use one type", p.name, messageType, p.typ)
		}
	}
	c.compareConjuncts(a, f)
	c.checkQuotes(a, f)
	c.checkUnquoted(f)
	if c.isCrash(a) {
		c.compareCrash(a, f)
	}
}

// unqualified is a type without the name of the package that is extended.
func (t *twin) unqualified(typ string) string {
	if t.extends == nil {
		return typ
	}
	return strings.TrimPrefix(typ, t.extends.packageName()+".")
}

// compareConjuncts pairs the conjuncts of the action with those that the method
// quotes, in order.
func (c *comparison) compareConjuncts(a Action, f function) {
	var spec, code []string
	for _, conjunct := range a.Conjuncts {
		if conjunct.Kind != Received && conjunct.Kind != Unchanged {
			spec = append(spec, conjunct.Text)
		}
	}
	for _, q := range f.quotes {
		code = append(code, q.text)
	}
	onlySpec := slices.DeleteFunc(slices.Clone(spec), func(s string) bool { return slices.Contains(code, s) })
	onlyCode := slices.DeleteFunc(slices.Clone(code), func(s string) bool { return slices.Contains(spec, s) })
	changed := min(len(onlySpec), len(onlyCode))
	for i := range changed {
		c.differ(a.Name, f.String(), `the spec has /\ %s where Go quotes /\ %s; change one`, onlySpec[i], onlyCode[i])
	}
	for _, s := range onlySpec[changed:] {
		c.differ(a.Name, f.String(), `no line quotes /\ %s; write its twin with the conjunct as the comment on its line`, s)
	}
	for _, s := range onlyCode[changed:] {
		c.differ(a.Name, f.String(), `quotes /\ %s, which is no conjunct of the action; add it to the spec or remove it`, s)
	}
	if len(onlySpec) == 0 && len(onlyCode) == 0 && len(spec) != len(code) {
		c.differ(a.Name, f.String(), "the spec has %d conjuncts to quote, Go quotes %d; quote each once", len(spec), len(code))
	} else if len(spec) == len(code) {
		c.compareConjunctOrder(a, f, spec, code)
	}
}

// compareConjunctOrder tells the first conjunct that stands elsewhere in Go.
func (c *comparison) compareConjunctOrder(a Action, f function, spec, code []string) {
	for i := range spec {
		if spec[i] != code[i] && slices.Contains(code, spec[i]) && slices.Contains(spec, code[i]) {
			c.differ(a.Name, f.String(), `the spec has /\ %s before what Go quotes first, /\ %s; use one order`, spec[i], code[i])
			return
		}
	}
}

// checkQuotes checks that each quoted conjunct stands on a statement of its kind.
func (c *comparison) checkQuotes(a Action, f function) {
	changed := "" // The first effect or sending.
	for _, q := range f.quotes {
		kind := kindOf(q.expr, c.Module.isStep)
		if kind == Guard && changed != "" {
			c.differ(a.Name, f.String(), `guard /\ %s stands after /\ %s in Go; put all guards before all effects`, q.text, changed)
		}
		if kind != Guard && changed == "" {
			changed = q.text
		}
		if fault := c.faultOf(q, kind, f); fault != "" {
			c.differ(a.Name, f.String(), `/\ %s is quoted on a line that %s`, q.text, fault)
		}
	}
}

// faultOf says what is wrong with the statement on whose line q stands, or "".
func (c *comparison) faultOf(q quote, kind Kind, f function) string {
	switch kind {
	case Guard:
		if !c.isGuard(q.stmt) {
			return "is no guard; write if ... { return nil, false }"
		}
	case Step:
		return c.faultOfStep(q, f)
	case Effect:
		variable := primed(q.expr)[0]
		for _, assigned := range assignedFields(q.stmt, receiverName(f.FuncDecl)) {
			if c.keyOf(assigned) == variable {
				return ""
			}
		}
		return fmt.Sprintf("does not assign the field of variable %s", variable)
	case Send:
		r, ok := q.stmt.(*ast.ReturnStmt)
		if !ok || len(r.Results) != 2 || c.text(r.Results[1]) != "true" || (q.text == "NoSend") != (c.text(r.Results[0]) == "nil") {
			return "does not return what it sends; return the messages and true, nil and true for NoSend"
		}
	}
	return ""
}

// faultOfStep says what is wrong with the statement of a step of the module that is
// extended. It is return p.Step(...), or sent, ok := p.Step(...), after which the action
// ends if not ok, and returns what was sent at its end.
func (c *comparison) faultOfStep(q quote, f function) string {
	step := q.expr.Op()
	const how = "write return %[1]s.%[2]s(...), or sent, ok := %[1]s.%[2]s(...), if !ok { return nil, false }, and return sent, true at the end"
	fault := "does not take the step; " + fmt.Sprintf(how, receiverName(f.FuncDecl), step)
	last := f.Body.List[len(f.Body.List)-1]
	switch s := q.stmt.(type) {
	case *ast.ReturnStmt:
		if len(s.Results) == 1 && c.calls(s.Results[0], receiverName(f.FuncDecl), step) && s == last {
			return ""
		}
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE && len(s.Lhs) == 2 && len(s.Rhs) == 1 && c.calls(s.Rhs[0], receiverName(f.FuncDecl), step) &&
			c.guardAfter(s, f) != nil && c.text(last) == "return "+c.text(s.Lhs[0])+", true" {
			return ""
		}
	}
	return fault
}

// calls is true iff e calls the method of that name of the receiver, or of what it embeds.
func (c *comparison) calls(e ast.Expr, receiver, method string) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != method {
		return false
	}
	_, root := fieldOf(selector.X)
	return root == receiver
}

// guardAfter is the guard if !ok that stands right after sent, ok := ..., or nil.
func (c *comparison) guardAfter(s *ast.AssignStmt, f function) ast.Stmt {
	i := slices.Index(f.Body.List, ast.Stmt(s))
	if i < 0 || i+1 == len(f.Body.List) || !c.isGuard(f.Body.List[i+1]) {
		return nil
	}
	guard := f.Body.List[i+1]
	if c.text(guard.(*ast.IfStmt).Cond) != "!"+c.text(s.Lhs[1]) {
		return nil
	}
	return guard
}

// checkUnquoted checks that no guard and no assignment to the receiver lacks its
// conjunct, and that nothing but a guard disables the action.
func (c *comparison) checkUnquoted(f function) {
	quotedOn := map[ast.Stmt]bool{}
	for _, q := range f.quotes {
		quotedOn[q.stmt] = true
		if s, ok := q.stmt.(*ast.AssignStmt); ok && kindOf(q.expr, c.Module.isStep) == Step && len(s.Lhs) == 2 {
			quotedOn[c.guardAfter(s, f)] = true
		}
	}
	divergent := c.divergentLines(f)
	guards := map[ast.Stmt]bool{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		s, ok := n.(ast.Stmt)
		if !ok {
			return true
		}
		isKnown := quotedOn[s] || divergent[c.fset.Position(s.Pos()).Line]
		if c.isGuard(s) {
			guards[s.(*ast.IfStmt).Body.List[0]] = true
			if !isKnown {
				c.differ(f.Name.Name, f.String(), "if %s quotes no conjunct; add the guard to the spec, or say NOT IN SPEC and why on its line", c.text(s.(*ast.IfStmt).Cond))
			}
		} else if isKnown {
			return true
		} else if assigned := assignedFields(s, receiverName(f.FuncDecl)); len(assigned) > 0 {
			c.differ(f.Name.Name, f.String(), "%s quotes no conjunct; add the effect to the spec, or say NOT IN SPEC and why on its line", c.text(s))
		} else if r, ok := s.(*ast.ReturnStmt); ok && !guards[s] && len(r.Results) == 2 && c.text(r.Results[1]) != "true" {
			c.differ(f.Name.Name, f.String(), "%s disables the action outside of a guard; write if ... { return nil, false }", c.text(s))
		}
		return true
	})
}

// checkHelpers checks that what is no action does not write to the receivers of
// the actions.
func (c *comparison) checkHelpers(methods map[string]function, actors map[string]string) {
	types := slices.Collect(maps.Values(actors))
	for _, f := range c.funcs {
		_, isAction := methods[f.Name.Name]
		if isAction || f.Body == nil || !slices.Contains(types, c.receiverType(f.FuncDecl)) || isDivergence(f.Doc) {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if s, ok := n.(ast.Stmt); ok && len(assignedFields(s, receiverName(f.FuncDecl))) > 0 {
				c.differ(c.Next(), f.String(), "%s changes the state, but the method is no action; only actions do", c.text(s))
			}
			return true
		})
	}
}

// compareCrash checks that a crash loses the volatile variables, and these only.
func (c *comparison) compareCrash(a Action, f function) {
	var lost []string
	for _, conjunct := range a.Conjuncts {
		lost = append(lost, primed(conjunct.expr)...)
	}
	c.compareCrashed(f, "the spec's "+a.Name, lost)
	lost = nil
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Stmt); ok {
			for _, name := range assignedFields(s, receiverName(f.FuncDecl)) {
				lost = append(lost, c.keyOf(name))
			}
		}
		return true
	})
	c.compareCrashed(f, "Go's "+a.Name, lost)
}

func (c *comparison) compareCrashed(f function, who string, lost []string) {
	for _, v := range c.Volatile {
		if !slices.Contains(lost, v) {
			c.differ(f.Name.Name, f.String(), "%s keeps %s, which is volatile; reset it, or make it durable", who, v)
		}
	}
	for _, v := range lost {
		if !slices.Contains(c.Volatile, v) && !slices.Contains(c.Network, v) {
			c.differ(f.Name.Name, f.String(), "%s changes %s, which is not volatile; leave it, or make it volatile", who, v)
		}
	}
}

// isGuard is true iff s is if ... { return nil, false } and nothing else.
func (c *comparison) isGuard(s ast.Stmt) bool {
	guard, ok := s.(*ast.IfStmt)
	return ok && guard.Init == nil && guard.Else == nil && c.text(guard.Body) == "{ return nil, false }"
}

// keyOf is the JSON key of the field of that name in the struct of a group, or the
// name itself if there is no such field.
func (c *comparison) keyOf(fieldName string) string {
	for _, f := range c.stateFields() {
		if f.name == fieldName {
			return f.key
		}
	}
	return fieldName
}

// assignedFields are the fields of the receiver to which s itself assigns; the
// receiver's own name stands for all of them.
func assignedFields(s ast.Stmt, receiver string) []string {
	var targets []ast.Expr
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			targets = s.Lhs
		}
	case *ast.IncDecStmt:
		targets = []ast.Expr{s.X}
	}
	var names []string
	for _, target := range targets {
		if name, root := fieldOf(target); root == receiver && receiver != "" {
			names = append(names, name)
		}
	}
	return names
}

// fieldOf takes p.F[i].G apart: the first field is F, the root is p.
func fieldOf(e ast.Expr) (first, root string) {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name, e.Name
	case *ast.SelectorExpr:
		first, root = fieldOf(e.X)
		if first == root || first == "Durable" || first == "Volatile" {
			first = e.Sel.Name
		}
		return first, root
	case *ast.IndexExpr:
		return fieldOf(e.X)
	case *ast.StarExpr:
		return fieldOf(e.X)
	case *ast.ParenExpr:
		return fieldOf(e.X)
	}
	return "", ""
}
