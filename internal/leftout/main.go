// Command leftout runs go test where there is neither Java nor TLC, and prints a line for each package: how many tests
// passed, and which were left out, and why. It fails if a test fails, or if none was left out: then there was Java.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Stdout, append([]string{"test", "-json"}, os.Args[1:]...)); err != nil {
		fmt.Fprintln(os.Stderr, "leftout:", err)
		os.Exit(1)
	}
}

// run runs go and prints what it says of tests.
func run(to io.Writer, args []string) error {
	tool, err := exec.LookPath("go")
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "leftout-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := link(folder, filepath.SplitList(os.Getenv("PATH"))); err != nil {
		return err
	}
	cmd := exec.Command(tool, args...)
	cmd.Env = append(os.Environ(), "PATH="+folder, "LOCKSTEP_REQUIRE_TLC=", "LOCKSTEP_REQUIRE_BROWSER=", "TLA2TOOLS_JAR="+filepath.Join(folder, "no.jar"))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	told := tell(out, to)
	if err := cmd.Wait(); err != nil {
		return errors.Join(told, fmt.Errorf("go test: %w", err))
	}
	return told
}

// link fills a folder with links to all programs on a path but Java's: Java may stand beside what tests need.
func link(folder string, path []string) error {
	for _, dir := range path {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // It is not there.
		}
		for _, e := range entries {
			if slices.Contains([]string{"java", "javac", "jar", "mvn"}, e.Name()) {
				continue
			}
			err := os.Symlink(filepath.Join(dir, e.Name()), filepath.Join(folder, e.Name()))
			if err != nil && !errors.Is(err, os.ErrExist) {
				return err
			}
		}
	}
	return nil
}

// event is what go test -json says.
type event struct{ Action, Package, Test, Output string }

// testsOf is what is known of a package.
type testsOf struct {
	passed int
	output map[string]string   // Of each test.
	left   map[string][]string // The tests that were left out, by why.
}

// tell reads events and prints a line for each package, with the output of what failed.
func tell(from io.Reader, to io.Writer) error {
	packages, failed, left := map[string]*testsOf{}, 0, 0
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break
		}
		var e event
		if json.Unmarshal([]byte(line), &e) != nil || e.Package == "" {
			continue // What the build says goes to the standard error as well.
		}
		p := packages[e.Package]
		if p == nil {
			p = &testsOf{output: map[string]string{}, left: map[string][]string{}}
			packages[e.Package] = p
		}
		switch {
		case e.Action == "output":
			p.output[e.Test] += e.Output
		case e.Action == "fail":
			failed++
			fmt.Fprint(to, p.output[e.Test])
		case e.Action == "skip" && e.Test != "":
			left++
			why := reason(p.output[e.Test])
			p.left[why] = append(p.left[why], e.Test)
		case e.Action == "pass" && e.Test != "":
			p.passed++
		}
		if e.Test == "" && (e.Action == "pass" || e.Action == "fail") {
			fmt.Fprintln(to, p.line(e))
			delete(packages, e.Package)
		}
	}
	switch {
	case failed > 0:
		return errors.New("a test failed")
	case left == 0:
		return errors.New("no test was left out, so this was no run without Java")
	}
	return nil
}

// line is what is said of a package.
func (p *testsOf) line(e event) string {
	text := fmt.Sprintf("%s %s: %d passed", e.Action, e.Package, p.passed)
	var whys []string
	for why := range p.left {
		whys = append(whys, why)
	}
	slices.Sort(whys)
	for _, why := range whys {
		text += fmt.Sprintf("; %d left out, %s: %s", len(p.left[why]), why, strings.Join(p.left[why], ", "))
	}
	return text
}

// reason is why a test was left out, in its own words.
func reason(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if _, why, ok := strings.Cut(line, "left out: "); ok {
			return why
		}
	}
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if _, why, ok := strings.Cut(line, ".go:"); ok && !strings.HasPrefix(line, "===") {
			_, why, _ = strings.Cut(why, ": ")
			return why
		}
	}
	return "without a reason"
}
