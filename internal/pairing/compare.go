package pairing

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Difference is one thing in which a module and its twin do not pair.
type Difference struct {
	Spec string // The operator, as Module!Name.
	Go   string // The file and the function or type.
	What string // What differs, and what to do.
}

// String is the difference in a line.
func (d Difference) String() string { return fmt.Sprintf("%s / %s: %s", d.Spec, d.Go, d.What) }

// comparison gathers the differences of a module and its twin.
type comparison struct {
	*Module
	*twin
	differences []Difference
}

// Compare reads the module at specPath and the Go package in goDir and returns
// their differences, none if they pair. It fails if one of them cannot be read.
func Compare(specPath, goDir string) ([]Difference, error) {
	m, err := ReadModule(specPath)
	if err != nil {
		return nil, err
	}
	t, err := readTwin(goDir)
	if err != nil {
		return nil, err
	}
	c := &comparison{Module: m, twin: t}
	if !c.checkGroundwork() {
		return c.differences, nil // The rest would only repeat this.
	}
	c.lintModule()
	c.compareActions()
	c.compareVariables()
	c.compareMessages()
	if err := c.compareInvariants(); err != nil {
		return nil, err
	}
	c.checkReferences()
	c.checkDivergences()
	return c.differences, nil
}

// checkGroundwork checks what all other checks need: the groups of variables, the structs
// of their names, and that the twin extends the twin of what the module extends.
func (c *comparison) checkGroundwork() bool {
	durable, others := len(slices.Concat(c.extended(), c.Durable)), c.network()
	if durable == 0 || len(c.Volatile) == 0 || len(others) != 1 {
		c.differ("VARIABLES", "the spec alone", "has %d durable, %d volatile and %d other variables (%s); "+
			"define %s and %s as the tuples of them, and leave the messages apart", durable, len(c.Volatile), len(others), strings.Join(others, ", "), c.groups()[0].tuple, c.groups()[1].tuple)
		return false
	}
	for _, g := range c.groups() {
		if c.structs[g.structName] == nil && len(*g.variables) > 0 {
			c.differ("VARIABLES", "struct "+g.structName, "the package has no such struct; declare it with a field for each variable of that group")
			return false
		}
	}
	if c.Module.Extends != nil && (c.twin.extends == nil || !strings.EqualFold(c.twin.extends.packageName(), c.Module.Extends.Name)) {
		c.differ("EXTENDS", c.packageName(), "the spec extends %s, and no struct of the package embeds what has the actions of its twin; embed it", c.Module.Extends.Name)
		return false
	}
	return true
}

// differ notes a difference of an operator and a place in the Go package.
func (c *comparison) differ(operator, place, format string, args ...any) {
	c.differences = append(c.differences, Difference{c.Name + "!" + operator, place, fmt.Sprintf(format, args...)})
}

// packageName names the Go package where no file or function is to blame.
func (c *comparison) packageName() string { return "package " + c.twin.packageName() }

// compareVariables pairs the groups of variables with the structs of their names.
func (c *comparison) compareVariables() {
	for _, g := range c.groups() {
		if len(*g.variables) == 0 {
			continue
		}
		place := "struct " + g.structName
		var keys []string
		for _, f := range c.fields(g.structName) {
			keys = append(keys, f.key)
			if !slices.Contains(slices.Concat(c.State(), c.Network), f.key) {
				c.differ("VARIABLES", place, "field %s (JSON key %q) is no variable of the spec; declare the variable or remove the field", f.name, f.key)
			} else if !slices.Contains(*g.variables, f.key) {
				c.differ(f.key, place, "is %s in Go, but not in the spec's group of that name; move it on one side", g.name)
			}
			if name := strings.ToUpper(f.key[:min(1, len(f.key))]) + f.key[min(1, len(f.key)):]; slices.Contains(*g.variables, f.key) && f.name != name {
				c.differ(f.key, place, "its field is called %s; call it %s", f.name, name)
			}
		}
		for _, v := range *g.variables {
			if !slices.ContainsFunc(c.stateFields(), func(f field) bool { return f.key == v }) {
				c.differ(v, place, "no field has the JSON key %q; add the field", v)
			}
		}
		c.compareOrder("VARIABLES", place, "variables", *g.variables, keys)
	}
}

// stateFields are the fields of the structs of all groups.
func (c *comparison) stateFields() []field {
	var fields []field
	for _, g := range c.groups() {
		fields = append(fields, c.fields(g.structName)...)
	}
	return fields
}

// compareMessages pairs the sets of messages with the types that have Type().
func (c *comparison) compareMessages() {
	var types []string
	for _, set := range c.Module.Messages {
		types = append(types, set.Type)
		place := "struct " + set.Type
		if set.Operator != set.Type+"Message" {
			c.differ(set.Operator, place, "is the set of messages of type %q; call it %sMessage", set.Type, set.Type)
		}
		if !slices.Contains(c.messages, set.Type) {
			c.differ(set.Operator, place, "no Go type of that name has a method Type() string; add the type")
			continue
		}
		var keys []string
		for _, f := range c.fields(set.Type) {
			keys = append(keys, f.key)
		}
		c.compareNames(set.Operator, place, "field", set.Fields, keys)
		c.compareTypeName(set)
	}
	for _, typ := range c.messages {
		if !slices.Contains(types, typ) {
			c.differ(typ+"Message", "struct "+typ, "the spec has no [type: {%q}, ...]; define the set or remove the Go type", typ)
		}
	}
}

// compareTypeName checks that Type() returns what the spec calls the type.
func (c *comparison) compareTypeName(set MessageSet) {
	for _, f := range c.funcs {
		if f.Name.Name != "Type" || c.receiverType(f.FuncDecl) != set.Type {
			continue
		}
		if want := fmt.Sprintf("{ return %q }", set.Type); c.text(f.Body) != want {
			c.differ(set.Operator, f.file+" "+set.Type+".Type", "its body is %s; make it %s", c.text(f.Body), want)
		}
	}
}

// compareNames pairs two lists of names, in order.
func (c *comparison) compareNames(operator, place, noun string, spec, code []string) {
	for _, name := range spec {
		if !slices.Contains(code, name) {
			c.differ(operator, place, "%s %s of the spec is missing in Go; add it on that side or remove it on the other", noun, name)
		}
	}
	for _, name := range code {
		if !slices.Contains(spec, name) {
			c.differ(operator, place, "%s %s of the Go code is missing in the spec; add it on that side or remove it on the other", noun, name)
		}
	}
	c.compareOrder(operator, place, noun+"s", spec, code)
}

// compareOrder checks that what both lists have stands in one order.
func (c *comparison) compareOrder(operator, place, nouns string, spec, code []string) {
	both := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return !slices.Contains(other, name) })
	}
	spec, code = both(spec, code), both(code, spec)
	if !slices.Equal(spec, code) {
		c.differ(operator, place, "the %s stand in another order: %s in the spec, %s in Go; use one order", nouns, strings.Join(spec, ", "), strings.Join(code, ", "))
	}
}

// checkReferences checks that each Module!Name in the comments of the package is
// an operator of the module, or of the one that it extends.
func (c *comparison) checkReferences() {
	for of := range c.modules {
		reference := regexp.MustCompile(`\b` + of.Name + `!(\w+)`)
		for _, file := range c.files {
			for _, group := range file.Comments {
				for _, match := range reference.FindAllStringSubmatch(group.Text(), -1) {
					if _, ok := of.own(match[1]); !ok {
						place := filepath.Base(c.fset.Position(file.Pos()).Filename)
						c.differences = append(c.differences, Difference{of.Name + "!" + match[1], place,
							"a comment names this operator, which the module does not define; correct the comment"})
					}
				}
			}
		}
	}
}
