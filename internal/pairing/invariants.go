package pairing

import (
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/lockstep-paxos/lockstep/tla"
)

// compareInvariants pairs the invariants that the models beside the module have
// TLC check (MC<Module>*.cfg) with those that the Go method Invariants lists.
// An invariant that is a list of names of operators stands for these.
func (c *comparison) compareInvariants() error {
	checked, err := c.checkedInvariants()
	if err != nil {
		return err
	}
	if len(checked) == 0 {
		c.differ("Spec", "MC"+c.Name+"*.cfg", "no such model has TLC check an invariant of the module; name them under INVARIANTS")
	}
	f, ok := c.function("Invariants")
	if !ok {
		for _, name := range checked {
			c.differ(name, c.packageName(), "the package has no method Invariants to list it; write one")
		}
		return nil
	}
	var listed []string
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok {
			if name, method := invariantOf(lit); name != "" {
				listed = append(listed, name)
				if method != name {
					c.differ(name, f.String(), "it is listed with %s; list it with the method of its own name", method)
				}
			}
		}
		return true
	})
	for _, name := range listed {
		if _, ok := c.own(name); !ok {
			c.differ(name, f.String(), "lists this invariant, which the module does not define; define it or remove it")
		}
	}
	for _, name := range checked {
		if !slices.Contains(listed, name) {
			c.differ(name, f.String(), "a model has TLC check this invariant, and Go does not list it; write its method and list it")
		}
	}
	return nil
}

// invariantOf takes {"Name", x.Method} apart; name is "" if it is something else.
func invariantOf(lit *ast.CompositeLit) (name, method string) {
	if len(lit.Elts) != 2 {
		return "", ""
	}
	text, isText := lit.Elts[0].(*ast.BasicLit)
	if !isText {
		return "", ""
	}
	name, err := strconv.Unquote(text.Value)
	if err != nil {
		return "", ""
	}
	if selector, ok := lit.Elts[1].(*ast.SelectorExpr); ok {
		return name, selector.Sel.Name
	}
	return name, "no method"
}

// checkedInvariants are the operators of the module that a model beside it names
// under INVARIANT or INVARIANTS.
func (c *comparison) checkedInvariants() ([]string, error) {
	folder := os.DirFS(filepath.Dir(c.Path))
	models, err := fs.Glob(folder, "MC"+c.Name+"*.cfg")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, model := range models {
		text, err := fs.ReadFile(folder, model)
		if err != nil {
			return nil, err
		}
		config, err := tla.ParseConfig(model, string(text))
		if err != nil {
			return nil, err
		}
		for _, name := range config.Invariants {
			names = append(names, c.parts(name)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// parts are the operators that the named one is the conjunction of, or itself;
// none if the module does not define it.
func (c *comparison) parts(name string) []string {
	o, ok := c.own(name)
	if !ok {
		return nil
	}
	var parts []string
	for _, e := range o.Body.Conjuncts() {
		if _, ok := c.own(e.Text()); !ok {
			return []string{name}
		}
		parts = append(parts, c.parts(e.Text())...)
	}
	return parts
}
