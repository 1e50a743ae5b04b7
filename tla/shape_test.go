package tla

import (
	"fmt"
	"slices"
	"strings"
)

// Shapes is what the parser makes of a module, written as testdata/sany/Shapes.java
// writes what SANY makes of it.
func Shapes(name, text string) ([]string, error) {
	m, err := parseModule(&source{name: name, text: text})
	if err != nil {
		return nil, err
	}
	return moduleShapes(m), nil
}

// moduleShapes is what the parser makes of a module, written as SANY's is.
func moduleShapes(m *moduleText) []string {
	declared := map[unitKind][]string{}
	var definitions []string
	for _, u := range m.units {
		switch u.kind {
		case constantUnit, variableUnit:
			declared[u.kind] = append(declared[u.kind], strings.Fields(parameterShapes(u.params))...)
		case definitionUnit:
			definitions = append(definitions, fmt.Sprintf("definition %s %s(%s) == %s", m.name, u.name, parameterShapes(u.params), shape(u.body)))
		}
	}
	head := "module " + m.name + " extends" + sorted(m.extends) + " constants" + sorted(declared[constantUnit]) + " variables" + sorted(declared[variableUnit])
	return append([]string{head}, definitions...)
}

func sorted(names []string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(slices.Values(names)) {
		b.WriteString(" " + name)
	}
	return b.String()
}

func parameterShapes(params []Param) string {
	var b strings.Builder
	for _, p := range params {
		fmt.Fprintf(&b, " %s/%d", p.Name, p.Arity)
	}
	return b.String()
}

// sanyNames are what SANY calls what it does not call as we do.
var sanyNames = map[string]string{
	`/\`: `\land`, `\/`: `\lor`, `#`: `/=`, `\cup`: `\union`, `\cap`: `\intersect`, `~`: `\lnot`, `<=`: `\leq`, `>=`: `\geq`,
	`<=>`: `\equiv`, "[]_": "$SquareAct", "<<>>_": "$AngleAct", "WF_": "$WF", "SF_": "$SF",
}

var sanyForms = map[form]string{
	chosen: "$BoundedChoose", enumerated: "$SetEnumerate", filtered: "$SubsetOf", mapped: "$SetOfAll", tupled: "$Tuple",
	recorded: "$RcdConstructor", recordSets: "$SetOfRcds", function: "$FcnConstructor", functionOf: "$SetOfFcns", excepted: "$Except",
	indexed: "$FcnApply", selected: "$RcdSelect", multiplied: "$CartesianProd", conditional: "$IfThenElse", cases: "$Case",
}

// shape is the tree of an expression, written as testdata/sany/Shapes.java writes
// SANY's.
func shape(e *expr) string {
	switch {
	case e.form == number:
		return e.name
	case e.form == quotation:
		return `"` + e.name + `"`
	case e.form == previous:
		return "@"
	case e.form == lambda:
		return "(LAMBDA(" + parameterShapes(e.params) + ") " + shape(e.args[0]) + ")"
	case e.form == letIn:
		return letShape(e)
	}
	parts := append([]string{operatorShape(e)}, boundShapes(e)...)
	for i, arg := range argumentShapes(e) {
		if e.form == temporal && len(e.args) == 2 && strings.HasSuffix(e.name, "F_") {
			arg = shape(e.args[1-i])
		}
		parts = append(parts, arg)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func operatorShape(e *expr) string {
	isList := e.form == junction && e.at.src.tokens[e.first].text == e.name
	switch {
	case isList && e.name == `/\`:
		return "$ConjList"
	case isList:
		return "$DisjList"
	case e.form == quantified && e.name == `\A`:
		return "$BoundedForall"
	case e.form == quantified:
		return "$BoundedExists"
	}
	if name, ok := sanyForms[e.form]; ok {
		return name
	}
	if name, ok := sanyNames[e.name]; ok {
		return name
	}
	return e.name
}

func boundShapes(e *expr) []string {
	var shapes []string
	for _, b := range e.bounds {
		open := "["
		if b.isTuple {
			open = "<"
		}
		shapes = append(shapes, open+strings.Join(b.names, " ")+" in "+shape(b.set)+"]")
	}
	return shapes
}

func argumentShapes(e *expr) []string {
	var shapes []string
	switch e.form {
	case cases:
		for i := 0; i < len(e.args); i += 2 {
			condition := "-"
			if e.args[i] != nil {
				condition = shape(e.args[i])
			}
			shapes = append(shapes, "($Pair "+condition+" "+shape(e.args[i+1])+")")
		}
		return shapes
	case recorded, recordSets:
		for i, arg := range e.args {
			shapes = append(shapes, fmt.Sprintf("($Pair %q %s)", e.names[i], shape(arg)))
		}
		return shapes
	}
	for _, arg := range e.args {
		shapes = append(shapes, shape(arg))
	}
	if e.form == selected {
		shapes = append(shapes, fmt.Sprintf("%q", e.name))
	}
	for _, u := range e.updates {
		path := "($Seq"
		for _, step := range u.path {
			if step.form == selected {
				path += fmt.Sprintf(" %q", step.name)
			} else {
				path += " " + shape(step.args[0])
			}
		}
		shapes = append(shapes, "($Pair "+path+") "+shape(u.value)+")")
	}
	return shapes
}

func letShape(e *expr) string {
	text := "(LET"
	for _, u := range e.units {
		text += fmt.Sprintf(" %s(%s) %s", u.name, parameterShapes(u.params), shape(u.body))
	}
	return text + " IN " + shape(e.args[0]) + ")"
}
