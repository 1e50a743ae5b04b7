package layers

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Globs are the calls of filepath.Glob in the files under root, tests left out, a line
// each. A path that somebody gave is a name, and filepath.Glob reads a pattern into it:
// in the folder "bad[1]" it finds the files of "bad1".
func Globs(root string) ([]string, error) {
	var found []string
	err := eachSource(root, func(name, file string) error {
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && isFilepathGlob(s) {
				found = append(found, fmt.Sprintf("%s:%d: filepath.Glob reads a pattern into a name; use fs.Glob(os.DirFS(FOLDER), PATTERN)", name, files.Position(s.Pos()).Line))
			}
			return true
		})
		return nil
	})
	return found, err
}

func isFilepathGlob(s *ast.SelectorExpr) bool {
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "filepath" && s.Sel.Name == "Glob"
}

// eachSource calls do with each Go file under root that is no test, by its name in root
// and by its path.
func eachSource(root string, do func(name, file string) error) error {
	return filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && file != root && isModule(file) {
			return filepath.SkipDir // An example: it can import what is public only, for Go sees to that.
		}
		if d.IsDir() && file != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "out") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		return do(filepath.ToSlash(name), file)
	})
}

// isModule reports whether a folder is a Go module of its own.
func isModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}
