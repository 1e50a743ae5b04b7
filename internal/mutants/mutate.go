package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Mutant is one change to one function of a twin.
type Mutant struct {
	Package  string `json:"package"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Function string `json:"function"`
	Change   string `json:"change"` // What stood there -> what stands there.
	source   []byte // The file with the change.
}

// Name names a mutant whatever line it stands in.
func (m Mutant) Name() string { return m.Package + " " + m.Function + ": " + m.Change }

// twin is a package that is mutated.
type twin struct {
	name   string
	fset   *token.FileSet
	fields map[string][]string // For each field those of the same type in the same struct, in their order.
	all    []Mutant
}

// twinOf is a function that has a twin in a spec, as its comment says.
var twinOf = regexp.MustCompile(`(?m)^Spec: (.* )?[A-Z]\w+![A-Z]\w+`)

// mutants are those of the actions and concepts of the package in a folder below root. What
// the invariants say is held against the spec by themselves.
func mutants(root, name string) ([]Mutant, error) {
	t := &twin{name: name, fset: token.NewFileSet(), fields: map[string][]string{}}
	for _, dir := range []string{"ballot", name} {
		paths, err := sources(filepath.Join(root, dir))
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			src, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			file, err := parser.ParseFile(t.fset, path, src, parser.ParseComments)
			if err != nil {
				return nil, err
			}
			t.structs(file)
			base := filepath.Base(path)
			if dir != name || strings.HasPrefix(base, "invariants") || slices.Contains([]string{"history.go", "typeok.go"}, base) {
				continue
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && twinOf.MatchString(f.Doc.Text()) && f.Recv != nil {
					t.function(path, src, f)
				}
			}
		}
	}
	if len(t.all) == 0 {
		return nil, fmt.Errorf("%s: no function whose comment names its twin in a spec", filepath.Join(root, name))
	}
	return t.all, nil
}

// sources are the Go files of a folder that are no tests.
func sources(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths, nil
}

// structs notes which fields stand beside which.
func (t *twin) structs(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		st, ok := n.(*ast.StructType)
		if !ok {
			return true
		}
		alike := map[string][]string{}
		for _, f := range st.Fields.List {
			for _, name := range f.Names {
				typ := t.text(f.Type)
				alike[typ] = append(alike[typ], name.Name)
			}
		}
		for _, names := range alike {
			for _, name := range names {
				t.fields[name] = names
			}
		}
		return true
	})
}

func (t *twin) text(n ast.Node) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, t.fset, n); err != nil {
		panic(err) // What was parsed can be printed.
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// function adds the mutants of one function.
func (t *twin) function(path string, src []byte, f *ast.FuncDecl) {
	change := func(n ast.Node, instead string) { t.add(path, src, f, n, instead) }
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			if n.Init == nil {
				if of, ok := n.Cond.(*ast.BinaryExpr); !ok || of.Op != token.EQL && of.Op != token.NEQ { // Which are shifted.
					change(n.Cond, "!("+t.text(n.Cond)+")")
				}
				change(n.Cond, "("+t.text(n.Cond)+") && false")
			}
		case *ast.BinaryExpr:
			t.operation(n, change)
		case *ast.CallExpr:
			t.greatest(n, change)
		case *ast.AssignStmt:
			return t.effect(n, change)
		case *ast.IncDecStmt:
			change(n, "_ = "+t.text(n.X))
			return false
		case *ast.ReturnStmt:
			t.result(f, n, change)
		case *ast.SelectorExpr:
			t.neighbour(n, change)
		}
		return true
	})
}

// shifted are the neighbours of comparisons.
var shifted = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR, token.EQL: token.NEQ, token.NEQ: token.EQL,
}

// operation shifts a comparison, and leaves one side of a conjunction out.
func (t *twin) operation(n *ast.BinaryExpr, change func(ast.Node, string)) {
	if op, ok := shifted[n.Op]; ok {
		change(n, t.text(n.X)+" "+op.String()+" "+t.text(n.Y))
	}
	if n.Op == token.LAND || n.Op == token.LOR {
		change(n, t.text(n.X))
		change(n, t.text(n.Y))
	}
}

// greatest leaves out what max is of.
func (t *twin) greatest(n *ast.CallExpr, change func(ast.Node, string)) {
	if f, ok := n.Fun.(*ast.Ident); !ok || f.Name != "max" {
		return
	}
	for i := range n.Args {
		var rest []string
		for _, arg := range slices.Delete(slices.Clone(n.Args), i, i+1) {
			rest = append(rest, t.text(arg))
		}
		change(n, "max("+strings.Join(rest, ", ")+")")
	}
}

// effect drops an assignment to a variable, and reports whether to look into it.
func (t *twin) effect(n *ast.AssignStmt, change func(ast.Node, string)) bool {
	if _, ok := n.Lhs[0].(*ast.SelectorExpr); !ok || len(n.Lhs) != 1 {
		return true
	}
	change(n, "_ = "+t.text(n.Rhs[0]))
	ast.Inspect(n.Rhs[0], func(m ast.Node) bool {
		if s, ok := m.(*ast.SelectorExpr); ok {
			t.neighbour(s, change)
		}
		return true
	})
	return false
}

// result sends nothing, or answers the opposite.
func (t *twin) result(f *ast.FuncDecl, n *ast.ReturnStmt, change func(ast.Node, string)) {
	switch {
	case len(n.Results) == 2 && t.text(n.Results[1]) == "true" && t.text(n.Results[0]) != "nil":
		change(n.Results[0], "append("+t.text(n.Results[0])+"[:0:0])")
	case len(n.Results) == 1 && f.Type.Results != nil && t.text(f.Type.Results.List[0].Type) == "bool":
		change(n.Results[0], "!("+t.text(n.Results[0])+")")
	}
}

// neighbour takes the next field of the same type, of what is named by one letter: the
// receiver, a message, or an element.
func (t *twin) neighbour(n *ast.SelectorExpr, change func(ast.Node, string)) {
	if of, ok := n.X.(*ast.Ident); !ok || len(of.Name) > 1 {
		return
	}
	names := t.fields[n.Sel.Name]
	if i := slices.Index(names, n.Sel.Name); len(names) > 1 {
		change(n.Sel, names[(i+1)%len(names)])
	}
}

// add notes a mutant.
func (t *twin) add(path string, src []byte, f *ast.FuncDecl, n ast.Node, instead string) {
	from, to := t.fset.Position(n.Pos()), t.fset.Position(n.End())
	m := Mutant{
		Package: t.name, File: filepath.Base(path), Line: from.Line, Function: f.Name.Name, Change: t.text(n) + " -> " + instead,
		source: slices.Concat(src[:from.Offset], []byte(instead), src[to.Offset:]),
	}
	if strings.HasPrefix(instead, "_ = ") || !strings.Contains(instead, " ") {
		line, _, _ := strings.Cut(string(src[from.Offset-from.Column+1:]), "\n")
		m.Change += " in " + strings.Join(strings.Fields(strings.Split(line, " //")[0]), " ")
	}
	t.all = append(t.all, m)
}
