package pairing

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"strconv"
)

// Guards are the guards of a twin's actions, as its source has them.
type Guards struct {
	twin      *twin
	constants map[string]any
}

// ReadGuards reads the guards of the Go package in dir. Where a guard names a
// constant of the package, constants has its value.
func ReadGuards(dir string, constants map[string]any) (*Guards, error) {
	t, err := readTwin(dir)
	if err != nil {
		return nil, err
	}
	return &Guards{t, constants}, nil
}

// Conjuncts are the conjuncts that the guards of an action quote, in order, and the step
// that it takes of a twin which is extended, if that may be disabled.
func (g *Guards) Conjuncts(action string) []string {
	var conjuncts []string
	f, t, ok := g.twin.action(action)
	if !ok {
		return nil
	}
	for _, q := range f.quotes {
		kind := kindOf(q.expr, t.isStep)
		if kind == Guard || kind == Step && len(g.Conjuncts(q.expr.Op())) > 0 {
			conjuncts = append(conjuncts, q.text)
		}
	}
	return conjuncts
}

// action is the method of that name of the twin or of the one that it extends, and which
// of them has it.
func (t *twin) action(name string) (function, *twin, bool) {
	f, ok := t.function(name)
	if !ok && t.extends != nil {
		return t.extends.action(name)
	}
	return f, t, ok
}

// FirstFalse is the first conjunct that disables an action of receiver, which is
// a pointer, with these arguments; "" if the action is enabled. Of a step of a twin that
// is extended it is the step, a colon, and the first conjunct that disables it. The guards
// do not say that a message was sent. It fails if the package has no such action or
// a guard is written in a way that it does not know.
func (g *Guards) FirstFalse(action string, receiver any, args ...any) (conjunct string, err error) {
	f, t, ok := g.twin.action(action)
	if !ok {
		return "", fmt.Errorf("%s: no function %s; name an action of the package", g.twin.dir, action)
	}
	params := t.params(f.FuncDecl)
	if len(params) != len(args) {
		return "", fmt.Errorf("%s takes %d arguments, not %d", f, len(params), len(args))
	}
	names := map[string]reflect.Value{}
	for name, value := range g.constants {
		names[name] = reflect.ValueOf(value)
	}
	names[receiverName(f.FuncDecl)] = reflect.ValueOf(receiver)
	for i, p := range params {
		names[p.name] = reflect.ValueOf(args[i])
	}
	for _, q := range f.quotes {
		conjunct, err := g.falseOf(q, t, receiver, names)
		if err != nil || conjunct != "" {
			return conjunct, wrap(err, f)
		}
	}
	return "", nil
}

// wrap says of an error in which function it is.
func wrap(err error, f function) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", f, err)
}

// falseOf is the conjunct that is quoted, if it is false where names have values; of a
// step with what is false of it.
func (g *Guards) falseOf(q quote, t *twin, receiver any, names map[string]reflect.Value) (conjunct string, err error) {
	switch kindOf(q.expr, t.isStep) {
	case Guard:
		guard, ok := q.stmt.(*ast.IfStmt)
		if !ok {
			return "", nil
		}
		disabled, err := evaluate(guard.Cond, names)
		if err != nil {
			return "", fmt.Errorf("if %s: %w", t.text(guard.Cond), err)
		}
		if disabled.Bool() {
			return q.text, nil
		}
	case Step:
		args, err := argumentsOf(q.stmt, names)
		if err != nil {
			return "", fmt.Errorf("%s: %w", t.text(q.stmt), err)
		}
		inner, err := (&Guards{t.extends, g.constants}).FirstFalse(q.expr.Op(), receiver, args...)
		if err != nil || inner == "" {
			return "", err
		}
		return q.text + `: /\ ` + inner, nil
	}
	return "", nil
}

// argumentsOf are the values of the arguments of the call that a statement makes.
func argumentsOf(s ast.Stmt, names map[string]reflect.Value) ([]any, error) {
	var call *ast.CallExpr
	switch s := s.(type) {
	case *ast.ReturnStmt:
		call, _ = s.Results[0].(*ast.CallExpr)
	case *ast.AssignStmt:
		call, _ = s.Rhs[0].(*ast.CallExpr)
	}
	if call == nil {
		return nil, errors.New("a step is a call, returned or assigned")
	}
	var args []any
	for _, e := range call.Args {
		v, err := evaluate(e, names)
		if err != nil {
			return nil, err
		}
		args = append(args, v.Interface())
	}
	return args, nil
}

// evaluate is the value of an expression in which names have values. It knows
// what guards are made of: fields, methods, len, slices.Contains, sums, comparisons
// of values of one type or with a literal, and the connectives.
func evaluate(e ast.Expr, names map[string]reflect.Value) (reflect.Value, error) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return evaluate(e.X, names)
	case *ast.Ident:
		if v, ok := names[e.Name]; ok {
			return v, nil
		}
		return reflect.Value{}, fmt.Errorf("what is %s? Give its value among the constants", e.Name)
	case *ast.BasicLit:
		return literal(e)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			if v, ok := names[x.Name+"."+e.Sel.Name]; ok { // A constant of another package.
				return v, nil
			}
		}
		x, err := evaluate(e.X, names)
		if err != nil {
			return x, err
		}
		if field := reflect.Indirect(x).FieldByName(e.Sel.Name); field.IsValid() {
			return field, nil
		}
		return x, fmt.Errorf("%s has no field %s", x.Type(), e.Sel.Name)
	case *ast.CallExpr:
		return call(e, names)
	case *ast.UnaryExpr:
		x, err := evaluate(e.X, names)
		if err == nil && e.Op == token.NOT {
			return reflect.ValueOf(!x.Bool()), nil
		}
		return x, unknownOperator(err, e.Op)
	case *ast.BinaryExpr:
		return binary(e, names)
	}
	return reflect.Value{}, fmt.Errorf("a guard may not use %T; write it as a method", e)
}

func literal(e *ast.BasicLit) (reflect.Value, error) {
	switch e.Kind {
	case token.INT:
		n, err := strconv.Atoi(e.Value)
		return reflect.ValueOf(n), err
	case token.STRING:
		s, err := strconv.Unquote(e.Value)
		return reflect.ValueOf(s), err
	}
	return reflect.Value{}, fmt.Errorf("a guard may not use the literal %s; give it a name", e.Value)
}

// call evaluates x.Method(args), len(x) and slices.Contains(s, x).
func call(e *ast.CallExpr, names map[string]reflect.Value) (reflect.Value, error) {
	var args []reflect.Value
	for _, a := range e.Args {
		arg, err := evaluate(a, names)
		if err != nil {
			return arg, err
		}
		args = append(args, arg)
	}
	selector, ok := e.Fun.(*ast.SelectorExpr)
	if !ok {
		if f, ok := e.Fun.(*ast.Ident); ok && f.Name == "len" {
			return reflect.ValueOf(args[0].Len()), nil
		}
		return reflect.Value{}, fmt.Errorf("a guard may call methods, len and slices.Contains only")
	}
	if x, ok := selector.X.(*ast.Ident); ok && x.Name == "slices" && selector.Sel.Name == "Contains" {
		for i := range args[0].Len() {
			if args[0].Index(i).Equal(args[1]) {
				return reflect.ValueOf(true), nil
			}
		}
		return reflect.ValueOf(false), nil
	}
	x, err := evaluate(selector.X, names)
	if err != nil {
		return x, err
	}
	method := x.MethodByName(selector.Sel.Name)
	if !method.IsValid() {
		return x, fmt.Errorf("%s has no exported method %s", x.Type(), selector.Sel.Name)
	}
	return method.Call(args)[0], nil
}

// binary evaluates a connective, left to right as Go does, a sum, or a comparison.
func binary(e *ast.BinaryExpr, names map[string]reflect.Value) (reflect.Value, error) {
	x, err := evaluate(e.X, names)
	if err != nil {
		return x, err
	}
	if e.Op == token.LAND && !x.Bool() || e.Op == token.LOR && x.Bool() {
		return x, nil
	}
	y, err := evaluate(e.Y, names)
	if err != nil {
		return y, err
	}
	if _, ok := e.Y.(*ast.BasicLit); ok && y.CanConvert(x.Type()) {
		y = y.Convert(x.Type())
	}
	if x.Type() != y.Type() {
		return x, fmt.Errorf("%s and %s do not compare; give the constants their types", x.Type(), y.Type())
	}
	switch e.Op {
	case token.LAND, token.LOR:
		return y, nil
	case token.EQL:
		return reflect.ValueOf(x.Equal(y)), nil
	case token.NEQ:
		return reflect.ValueOf(!x.Equal(y)), nil
	}
	if !x.CanInt() || !y.CanInt() {
		return x, unknownOperator(nil, e.Op)
	}
	switch e.Op {
	case token.ADD:
		return reflect.ValueOf(x.Int() + y.Int()).Convert(x.Type()), nil
	case token.LSS:
		return reflect.ValueOf(x.Int() < y.Int()), nil
	case token.LEQ:
		return reflect.ValueOf(x.Int() <= y.Int()), nil
	case token.GTR:
		return reflect.ValueOf(x.Int() > y.Int()), nil
	case token.GEQ:
		return reflect.ValueOf(x.Int() >= y.Int()), nil
	}
	return x, unknownOperator(nil, e.Op)
}

// unknownOperator is err if there is one, or that a guard may not use the operator.
func unknownOperator(err error, op token.Token) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("a guard may not use %s here; write it as a method", op)
}
