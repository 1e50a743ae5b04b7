// Command mutants changes the guards, effects and concepts of the twins, one at a time, runs the tests of the package, and
// prints how many of the changes these see. The files stay as they are: the compiler is given others in their place.
//
// A change that no test sees must stand in equivalent.txt, with the reason why it makes no difference; then the exit code
// is 0. It is 1 if another survives, or if one that stands there is seen or is none, and 2 if the tests cannot be run.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// twins are the packages.
var twins = []string{"synod", "election", "multidecree", "replica", "lease"}

//go:embed equivalent.txt
var equivalent string

// Outcome is what became of the mutants of a package.
type Outcome struct {
	Package    string   `json:"package"`
	Mutants    int      `json:"mutants"` // Those that compile.
	Seen       int      `json:"seen"`
	Equivalent int      `json:"equivalent"` // Not seen, and on the list.
	Survived   []Mutant `json:"survived"`   // Not seen, and not on the list.
	Stale      []string `json:"stale"`      // On the list, and seen, or none.
}

func main() {
	o := options{root: ".", equivalent: equivalent}
	flag.BoolVar(&o.json, "json", false, "print the outcomes as JSON")
	flag.BoolVar(&o.list, "list", false, "print the mutants and run nothing")
	flag.IntVar(&o.sample, "sample", 0, "try so many of all mutants, the same each time; 0: all")
	flag.StringVar(&o.only, "only", "", "try the mutants whose name, as -list prints it, has this in it")
	flag.Parse()
	o.packages = twins
	if flag.NArg() > 0 {
		o.packages = flag.Args()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	code, err := run(ctx, os.Stdout, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
	}
	os.Exit(code)
}

type options struct {
	root       string // Where go.mod stands.
	equivalent string // The list of mutants that make no difference.
	json, list bool
	sample     int
	only       string
	packages   []string
}

// run tries the mutants, and returns the exit code.
func run(ctx context.Context, to io.Writer, o options) (int, error) {
	known, err := reasons(o.equivalent)
	if err != nil {
		return 2, err
	}
	var all []Mutant
	for _, name := range o.packages {
		own, err := mutants(o.root, name)
		if err != nil {
			return 2, fmt.Errorf("%w; run this where go.mod stands, with packages of %s", err, strings.Join(twins, ", "))
		}
		all = append(all, own...)
	}
	chosen := choose(all, o)
	if len(chosen) == 0 {
		return 2, errors.New("no mutant was chosen: -list prints all")
	}
	if o.list {
		for _, m := range chosen {
			fmt.Fprintf(to, "%s:%d: %s\n", m.File, m.Line, m.Name())
		}
		return 0, nil
	}
	outcomes, err := try(ctx, o.root, chosen, known, len(chosen) == len(all))
	if err != nil {
		return 2, err
	}
	return report(to, outcomes, o.json)
}

// choose is the sample, spread over all mutants.
func choose(all []Mutant, o options) []Mutant {
	all = slices.DeleteFunc(slices.Clone(all), func(m Mutant) bool { return !strings.Contains(m.Name(), o.only) })
	if o.sample == 0 || o.sample >= len(all) {
		return all
	}
	var some []Mutant
	for i := range o.sample {
		some = append(some, all[(2*i+1)*len(all)/(2*o.sample)])
	}
	return some
}

// reasons reads the list of mutants that make no difference: name, tab, reason.
func reasons(text string) (map[string]string, error) {
	known := map[string]string{}
	for line := range strings.Lines(text) {
		name, reason, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !ok || reason == "" || known[name] != "" {
			return nil, fmt.Errorf("equivalent.txt: %q: want a mutant, once, a tab and a reason", line)
		}
		known[name] = reason
	}
	return known, nil
}

// try runs the tests of its package for each mutant.
func try(ctx context.Context, root string, chosen []Mutant, known map[string]string, isAll bool) ([]Outcome, error) {
	var outcomes []Outcome
	found := map[string]bool{}
	for i, m := range chosen {
		if i == 0 || chosen[i-1].Package != m.Package {
			outcomes = append(outcomes, Outcome{Package: m.Package, Survived: []Mutant{}, Stale: []string{}})
		}
		of := &outcomes[len(outcomes)-1]
		what, err := test(ctx, root, m)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(os.Stderr, "%d of %d: %s: %s\n", i+1, len(chosen), what, m.Name())
		found[m.Name()] = true
		_, isKnown := known[m.Name()]
		switch {
		case what == noMutant:
			continue
		case what == seen && isKnown:
			of.Stale = append(of.Stale, m.Name())
		case what == seen:
			of.Seen++
		case isKnown:
			of.Equivalent++
		default:
			of.Survived = append(of.Survived, m)
		}
		of.Mutants++
	}
	for name := range known {
		if i := slices.IndexFunc(outcomes, func(of Outcome) bool { return strings.HasPrefix(name, of.Package+" ") }); isAll && i >= 0 && !found[name] {
			outcomes[i].Stale = append(outcomes[i].Stale, name)
		}
	}
	return outcomes, nil
}

// What becomes of a mutant.
const (
	seen     = "seen"
	survived = "survived"
	noMutant = "does not compile"
)

// patience is how long the tests of a package may take. A mutant that makes them take longer is seen.
const patience = 10 * time.Minute

// test runs the tests of a package with one file of it changed.
func test(ctx context.Context, root string, m Mutant) (string, error) {
	folder, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	file, err := filepath.Abs(filepath.Join(root, m.Package, m.File))
	if err != nil {
		return "", err
	}
	changed, overlay := filepath.Join(folder, m.File), filepath.Join(folder, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		return "", err
	}
	if err := errors.Join(os.WriteFile(changed, m.source, 0o600), os.WriteFile(overlay, replace, 0o600)); err != nil {
		return "", err
	}
	build := exec.CommandContext(ctx, "go", "test", "-overlay="+overlay, "-vet=off", "-ldflags=-s -w", "-c", "-o", filepath.Join(folder, "test"), "./"+m.Package)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		if ctx.Err() == nil && bytes.Contains(out, []byte(m.File+":")) {
			return noMutant, nil
		}
		return "", fmt.Errorf("go test: %w: %s", err, out)
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tests := exec.CommandContext(limited, filepath.Join(folder, "test"), "-test.short", "-test.failfast")
	tests.Dir = filepath.Join(root, m.Package)
	err = tests.Run()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err == nil {
		return survived, nil
	}
	return seen, nil
}

// report prints the outcomes, and returns the exit code.
func report(to io.Writer, outcomes []Outcome, asJSON bool) (int, error) {
	code := 0
	for _, of := range outcomes {
		if len(of.Survived)+len(of.Stale) > 0 {
			code = 1
		}
	}
	if asJSON {
		e := json.NewEncoder(to)
		e.SetIndent("", "  ")
		return code, e.Encode(outcomes)
	}
	fmt.Fprintf(to, "%-12s %8s %8s %11s %9s %7s\n", "package", "mutants", "seen", "equivalent", "survived", "share")
	var sum Outcome
	row := func(of Outcome, survived int) {
		fmt.Fprintf(to, "%-12s %8d %8d %11d %9d %6.1f%%\n", of.Package, of.Mutants, of.Seen, of.Equivalent, survived, 100*float64(of.Seen)/float64(max(of.Mutants, 1)))
	}
	for _, of := range outcomes {
		row(of, len(of.Survived))
		sum.Mutants, sum.Seen, sum.Equivalent, sum.Survived = sum.Mutants+of.Mutants, sum.Seen+of.Seen, sum.Equivalent+of.Equivalent, append(sum.Survived, of.Survived...)
	}
	sum.Package = "all"
	row(sum, len(sum.Survived))
	for _, of := range outcomes {
		for _, m := range of.Survived {
			fmt.Fprintf(to, "survived: %s:%d: %s\n", filepath.Join(m.Package, m.File), m.Line, m.Name())
		}
		for _, name := range of.Stale {
			fmt.Fprintf(to, "stale: %s is seen, or is no mutant: take it off equivalent.txt\n", name)
		}
	}
	if code != 0 {
		fmt.Fprintln(to, "hint: write a test that sees it, or say in internal/mutants/equivalent.txt why it makes no difference")
	}
	return code, nil
}
