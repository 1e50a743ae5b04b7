// Package layers says which package may import which, and finds who does not keep
// to it. docs/architecture.md says why.
package layers

import (
	"fmt"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Rules say what a package of the module may import: of the module, only what
// stands behind its arrow; of others, anything if it is marked "any", the standard
// library if it is marked "std", and if it is marked "pure" only that of it which
// has no clock, randomness, goroutines or I/O. A package that no rule names may not
// be. Tests are free.
const Rules = `
action, ballot, persistent     pure ->
payload                        pure -> ballot
synod, election                pure -> action, ballot
multidecree                    pure -> action, ballot, payload, persistent
replica                        pure -> action, ballot, payload, persistent, multidecree
replica/machine                pure -> replica
lease                          pure -> action, ballot, multidecree, replica
internal/plain                 std  ->
tla                            std  ->
internal/timeline              std  ->
internal/limits                std  ->
internal/memory                std  ->
internal/pairing               std  -> tla
internal/suspect               std  -> tla
internal/layers                std  ->
internal/leftout               std  ->
internal/mutants               std  ->
internal/output                std  ->
internal/transcript            any  -> internal/pairing
internal/twintest              any  -> action, internal/pairing, internal/transcript, tla
internal/scratch               std  ->
internal/browser               any  ->
spec                           std  ->
internal/specs                 std  -> spec
internal/tlc                   any  -> internal/specs, internal/memory, internal/output, internal/plain, internal/scratch, tla
internal/tlc/tlctest           any  -> internal/tlc
internal/canonical             std  -> internal/plain
internal/lines                 std  -> internal/plain
trace                          any  -> internal/canonical, internal/lines, internal/plain
internal/judge                 any  -> trace, internal/canonical, internal/plain, tla
internal/tally                 any  -> trace
trace/replay                   any  -> trace, internal/judge, internal/tally
trace/mutate                   any  -> trace, trace/replay, internal/canonical, internal/judge
trace/validate                 any  -> trace, trace/replay, internal/canonical, internal/judge, internal/tally, internal/plain, internal/scratch, internal/specs, tla, internal/tlc, internal/pairing
linearizability                any  -> internal/lines, internal/plain, internal/memory
explore                        any  -> action, tla, internal/memory
internal/tlcgraph              any  -> explore, internal/scratch, internal/tlc
internal/twin                  any  -> action, trace, tla, internal/plain
conform                        any  -> action, explore, tla, trace, trace/replay, trace/validate, internal/canonical, internal/pairing, internal/plain, internal/specs, internal/tlc, internal/tlc/tlctest, internal/tlcgraph, internal/twin
internal/projection            any  -> linearizability, trace, replica/machine
cluster/inproc                 any  -> action, synod, election, multidecree, replica, replica/machine, lease, linearizability, trace, internal/projection, internal/timeline, internal/limits
internal/published             any  -> cluster/inproc, election
internal/catalog               any  -> action, synod, election, multidecree, payload, replica, replica/machine, lease, trace, explore, internal/plain, tla, internal/tlc, internal/tlcgraph, internal/twin, internal/pairing, internal/limits
internal/tracetest             any  -> trace, internal/catalog
cmd/lockstep                   any  -> synod, election, trace, trace/replay, trace/mutate, trace/validate, linearizability, explore, cluster/inproc, internal/catalog, internal/output, internal/plain, internal/projection, internal/published, internal/scratch, internal/specs, internal/tlc, internal/timeline, internal/limits, internal/memory
`

// impure is what pure packages do without, with the packages below it.
var impure = []string{"time", "math/rand", "crypto", "log", "os", "io", "net", "sync", "context", "runtime", "testing", "unsafe", "syscall", "C"}

// rule is one line of the rules, for one package.
type rule struct {
	mark string // "any", "std" or "pure".
	may  []string
}

// parse reads rules.
func parse(text string) (map[string]rule, error) {
	rules := map[string]rule{}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		left, right, ok := strings.Cut(line, "->")
		words := list(left)
		last := strings.Fields(words[len(words)-1])
		if !ok || len(last) != 2 || !slices.Contains([]string{"any", "std", "pure"}, last[1]) {
			return nil, fmt.Errorf("rule %q: want packages, then any, std or pure, then -> and packages", strings.TrimSpace(line))
		}
		words[len(words)-1] = last[0]
		for _, pkg := range words {
			rules[pkg] = rule{last[1], list(right)}
		}
	}
	return rules, nil
}

// list is the words between commas.
func list(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// Violations are the imports in the files under root, which is the folder of the
// module of that name, that the rules do not allow, a line each.
func Violations(root, module, rules string) ([]string, error) {
	allowed, err := parse(rules)
	if err != nil {
		return nil, err
	}
	var found []string
	err = eachSource(root, func(name, file string) error {
		imports, err := importsOf(file)
		if err != nil {
			return err
		}
		found = append(found, violations(name, imports, module, allowed)...)
		return nil
	})
	return found, err
}

func importsOf(file string) ([]string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []string
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		imports = append(imports, name)
	}
	return imports, nil
}

// violations are those of one file.
func violations(file string, imports []string, module string, allowed map[string]rule) []string {
	pkg := path.Dir(file)
	r, ok := allowed[pkg]
	if !ok {
		return []string{fmt.Sprintf("%s: no rule names package %s; add it to internal/layers", file, pkg)}
	}
	var found []string
	for _, name := range imports {
		own, isOwn := strings.CutPrefix(name, module+"/")
		first, _, _ := strings.Cut(name, "/")
		switch {
		case isOwn && !slices.Contains(r.may, own):
			found = append(found, fmt.Sprintf("%s: %s may not import %s", file, pkg, own))
		case !isOwn && r.mark != "any" && strings.Contains(first, "."):
			found = append(found, fmt.Sprintf("%s: %s may import the standard library only, not %s", file, pkg, name))
		case !isOwn && r.mark == "pure" && isImpure(name):
			found = append(found, fmt.Sprintf("%s: %s may have no clock, randomness, goroutines or I/O, so not %s", file, pkg, name))
		}
	}
	return found
}

func isImpure(name string) bool {
	return slices.ContainsFunc(impure, func(i string) bool { return name == i || strings.HasPrefix(name, i+"/") })
}
