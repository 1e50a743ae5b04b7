package pairing

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
)

// twin is what pairs of a Go package.
type twin struct {
	dir      string
	extends  *twin // The twin an actor of which one of its structs embeds, if any.
	fset     *token.FileSet
	files    []*ast.File
	structs  map[string]*ast.StructType
	aliases  map[string]string // The types that are other names of types.
	funcs    []function        // All of them, by file and place.
	messages []string          // The types with a method Type() string, in the order of those methods.
}

// function is a function or method, and what it quotes of the spec.
type function struct {
	*ast.FuncDecl
	file   string // Its base name.
	quotes []quote
}

// quote is a comment // /\ conjunct, and the statement on whose line it stands.
type quote struct {
	text string
	expr tla.Expr // None if the comment is no TLA+, and so no conjunct of any action.
	stmt ast.Stmt
}

// readTwin reads the package in dir, without its tests.
func readTwin(dir string) (*twin, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	t := &twin{dir: dir, fset: token.NewFileSet(), structs: map[string]*ast.StructType{}, aliases: map[string]string{}}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(t.fset, filepath.Join(dir, e.Name()), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		t.files = append(t.files, file)
		for _, d := range file.Decls {
			t.addDecl(e.Name(), file, d)
		}
	}
	if len(t.funcs) == 0 {
		return nil, fmt.Errorf("%s: no Go function in it; give the directory of the twin's package", dir)
	}
	return t, t.extend()
}

// extend looks for what the twin extends, in the directories beside its own: a package
// that it imports and an actor of which it embeds.
func (t *twin) extend() error {
	for _, file := range t.files {
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			dir := filepath.Join(t.dir, "..", path.Base(name))
			if !t.embedsFrom(path.Base(name)) || t.extends != nil {
				continue
			}
			extended, err := readTwin(dir)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(extended.actions(), func(f function) bool { return t.embeds(extended, extended.receiverType(f.FuncDecl)) }) {
				t.extends = extended
			}
		}
	}
	return nil
}

// packageName is the name of the Go package.
func (t *twin) packageName() string { return t.files[0].Name.Name }

// embeds is true iff a struct of t embeds the type of that name of the other package.
func (t *twin) embeds(other *twin, typ string) bool {
	return slices.Contains(t.embedded(), other.packageName()+"."+typ)
}

// embedsFrom is true iff a struct of t embeds a type of the package of that name.
func (t *twin) embedsFrom(name string) bool {
	return slices.ContainsFunc(t.embedded(), func(typ string) bool { return strings.HasPrefix(typ, name+".") })
}

// embedded are the types that structs embed.
func (t *twin) embedded() []string {
	var types []string
	for _, st := range t.structs {
		for _, f := range st.Fields.List {
			if len(f.Names) == 0 {
				typ := withoutParameters(t.text(f.Type))
				if alias, ok := t.aliases[typ]; ok {
					typ = withoutParameters(alias)
				}
				types = append(types, typ)
			}
		}
	}
	return types
}

func (t *twin) addDecl(name string, file *ast.File, d ast.Decl) {
	switch d := d.(type) {
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok {
				if st, ok := ts.Type.(*ast.StructType); ok {
					t.structs[ts.Name.Name] = st
				} else if ts.Assign.IsValid() {
					t.aliases[ts.Name.Name] = t.text(ts.Type)
				}
			}
		}
	case *ast.FuncDecl:
		f := function{FuncDecl: d, file: name}
		if d.Body != nil {
			f.quotes = t.quotesIn(file, d)
		}
		t.funcs = append(t.funcs, f)
		if d.Name.Name == "Type" && t.results(d) == "string" && d.Recv != nil {
			t.messages = append(t.messages, t.receiverType(d))
		}
	}
}

var quoted = regexp.MustCompile(`^// /\\ (.*)$`)

// quotesIn are the conjuncts that the body of f quotes, in order.
func (t *twin) quotesIn(file *ast.File, f *ast.FuncDecl) []quote {
	lineOf := func(p token.Pos) int { return t.fset.Position(p).Line }
	at := map[int]ast.Stmt{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Stmt); ok && at[lineOf(s.Pos())] == nil && s != f.Body {
			at[lineOf(s.Pos())] = s
		}
		return true
	})
	var quotes []quote
	for _, group := range file.Comments {
		for _, c := range group.List {
			if match := quoted.FindStringSubmatch(c.Text); match != nil && f.Body.Pos() < c.Pos() && c.Pos() < f.Body.End() {
				e, _ := tla.ParseExpr(match[1])
				quotes = append(quotes, quote{oneLine(match[1]), e, at[lineOf(c.Pos())]})
			}
		}
	}
	return quotes
}

// String names a function as messages do: its file and its name.
func (f function) String() string { return f.file + " " + f.Name.Name }

// text is the source of an expression on one line.
func (t *twin) text(n ast.Node) string {
	var b strings.Builder
	if err := printer.Fprint(&b, t.fset, n); err != nil {
		panic(err) // A parsed expression can be printed.
	}
	return oneLine(b.String())
}

// results are the types of f's results, with commas between them.
func (t *twin) results(f *ast.FuncDecl) string {
	if f.Type.Results == nil {
		return ""
	}
	var types []string
	for _, r := range f.Type.Results.List {
		types = append(types, t.text(r.Type))
	}
	return strings.Join(types, ", ")
}

// receiverType is the type of f's receiver without its star and parameters, or "".
func (t *twin) receiverType(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	return withoutParameters(strings.TrimPrefix(t.text(f.Recv.List[0].Type), "*"))
}

// withoutParameters is the name of a type without its parameters in brackets.
func withoutParameters(typ string) string {
	name, _, _ := strings.Cut(typ, "[")
	return name
}

// receiverName is the name of f's receiver, or "".
func receiverName(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List[0].Names) == 0 {
		return ""
	}
	return f.Recv.List[0].Names[0].Name
}

// param is a parameter of a function.
type param struct{ name, typ string }

func (t *twin) params(f *ast.FuncDecl) []param {
	var params []param
	for _, p := range f.Type.Params.List {
		for _, name := range p.Names {
			params = append(params, param{name.Name, t.text(p.Type)})
		}
	}
	return params
}

// field is a field of a struct, with its key in JSON.
type field struct{ name, key string }

// fields are those of a struct of the package or of the one that it extends, embedded
// ones expanded.
func (t *twin) fields(structName string) []field {
	structName = withoutParameters(structName)
	if alias, ok := t.aliases[structName]; ok {
		return t.fields(alias)
	}
	if pkg, name, ok := strings.Cut(structName, "."); ok {
		other := t.sibling(pkg)
		if other == nil {
			return nil
		}
		return other.fields(name)
	}
	st, ok := t.structs[structName]
	if !ok {
		return nil
	}
	var fields []field
	for _, f := range st.Fields.List {
		if len(f.Names) == 0 {
			fields = append(fields, t.fields(t.text(f.Type))...)
		}
		for _, name := range f.Names {
			fields = append(fields, field{name.Name, jsonKey(f)})
		}
	}
	return fields
}

// sibling is the package of that name, in the directory beside that of the twin; nil if there
// is none.
func (t *twin) sibling(pkg string) *twin {
	for extended := t.extends; extended != nil; extended = extended.extends {
		if extended.packageName() == pkg {
			return extended
		}
	}
	other, err := readTwin(filepath.Join(t.dir, "..", pkg))
	if err != nil {
		return nil
	}
	return other
}

// jsonKey is the key that a field's tag gives it, or "".
func jsonKey(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	tag, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		return ""
	}
	key, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	return key
}

// isStep is true iff the twin extends one that has an action of that name, or extends
// one that does.
func (t *twin) isStep(name string) bool {
	return t.extends != nil &&
		(t.extends.isStep(name) || slices.ContainsFunc(t.extends.actions(), func(f function) bool { return f.Name.Name == name }))
}

// function is the function or method of that name, if there is one.
func (t *twin) function(name string) (function, bool) {
	i := slices.IndexFunc(t.funcs, func(f function) bool { return f.Name.Name == name })
	if i < 0 {
		return function{}, false
	}
	return t.funcs[i], true
}

// actions are the exported methods that return ([]Message, bool).
func (t *twin) actions() []function {
	var actions []function
	for _, f := range t.funcs {
		if f.Recv != nil && f.Name.IsExported() && t.results(f.FuncDecl) == "[]Message, bool" {
			actions = append(actions, f)
		}
	}
	return actions
}
