package trace

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/tla"
)

var (
	moduleName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	setNames   = regexp.MustCompile(`(?m)^TraceSets\s*==\s*(\{[^}]*\})`)
	preamble   = regexp.MustCompile(`(?ms)\A.*?^EXTENDS[^\n]*\n`)
	extended   = regexp.MustCompile(`(?m)^EXTENDS (.*), Trace$`)
	ending     = regexp.MustCompile(`(?m)^={4,}\s*\z`)
)

// Export is a trace as a TLA+ module of that name, and its configuration. Whoever
// has these and the spec can have any TLC check the trace, without this program:
// it is accepted iff TLC finds no error. A rejected trace ends in a deadlock, the
// line after the last state being the one that is no step of the spec. Root is the
// folder of the project. The module is for reading: TLC takes about 45 KB of memory
// for each event of it.
func Export(t *Trace, p Protocol, root, name string) (module, config string, err error) {
	if !moduleName.MatchString(name) {
		return "", "", fmt.Errorf("%q is no name of a module; use letters, digits and _, a letter first", name)
	}
	if len(t.Events) == 0 {
		return "", "", ErrNothing
	}
	common, err := specText(root, "Trace.tla")
	if err != nil {
		return "", "", err
	}
	special, err := specText(root, "Trace"+p.Spec+".tla")
	if err != nil {
		return "", "", err
	}
	io, err := specText(root, "TraceIO.tla")
	if err != nil {
		return "", "", err
	}
	sets, err := setsOf(special)
	if err != nil {
		return "", "", fmt.Errorf("spec/trace/Trace%s.tla: %w", p.Spec, err)
	}
	lines, err := exportLines(t, p, sets)
	if err != nil {
		return "", "", err
	}
	config, err = exportConfig(root, p)
	head := strings.Repeat("-", max(4, (70-len(name))/2))
	module = fmt.Sprintf(exportFormat, head, name, head, p.Spec, extended.FindStringSubmatch(special)[1], strings.Join(lines, ",\n"), body(defined(io)), body(common), body(special))
	return module, config, err
}

// exportFormat is the module: its head, the lines of the trace, and the trace
// specs, whose operators over files it replaces.
const exportFormat = `%s MODULE %s %s
(***************************************************************************)
(* A recorded trace of %s.  TLC, given this module with its configuration  *)
(* and the spec, finds no error iff the trace is a behaviour of the spec.  *)
(* If it is none, TLC reports a deadlock; line is then the last line of    *)
(* Recording that is a step of the spec.                                   *)
(***************************************************************************)
EXTENDS %s, Sequences, TLC

Recording == <<
%s
>>

Lines            == Len(Recording)
Line(n, sets)    == Recording[n]
Same(a, b)       == a = b
Like(a, example) == DOMAIN a = DOMAIN example
Reached(n)       == TRUE
%s-----------------------------------------------------------------------------
%s-----------------------------------------------------------------------------
%s
(* What is accepted does not end in a deadlock.                            *)
Finished   == line = Lines /\ UNCHANGED vars /\ UNCHANGED traceVars
ExportNext == TraceNext \/ Finished
=============================================================================
`

// exportLines are the lines of a trace as TLA+ records.
func exportLines(t *Trace, p Protocol, sets []string) ([]string, error) {
	var lines []string
	var failed error
	w := &batchWriter{p: p, t: t, lo: map[int]int{}, at: 1}
	w.write = func(line []byte) {
		v, err := tla.OfJSON(line, sets...)
		if err != nil && failed == nil {
			failed = &Unreadable{t.Name, len(lines) + 1, err.Error(), "write integers, and no null"}
		}
		lines = append(lines, "  "+v.String())
	}
	if err := w.lines(); err != nil {
		return nil, err
	}
	return lines, failed
}

// exportConfig is the configuration of the trace spec, with deadlocks checked.
func exportConfig(root string, p Protocol) (string, error) {
	config, err := specText(root, "Trace"+p.Spec+".cfg")
	if err != nil {
		return "", err
	}
	_, config, _ = strings.Cut(config, "\n") // What is said of the batch does not hold here.
	config = strings.Replace(config, "NEXT TraceNext", "NEXT ExportNext", 1)
	return strings.Replace(config, "CHECK_DEADLOCK FALSE", "CHECK_DEADLOCK TRUE", 1), nil
}

func specText(root, file string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "spec", "trace", file))
	return string(text), err
}

// body is the text of a module after its EXTENDS and before its end.
func body(text string) string {
	return ending.ReplaceAllString(preamble.ReplaceAllString(text, ""), "")
}

// defined is the part of TraceIO that needs no class: what stands below its line.
func defined(text string) string {
	_, below, _ := strings.Cut(text, "\n-----")
	_, below, _ = strings.Cut(below, "\n")
	return below
}

// setsOf are the names of the fields that hold sets, as a trace spec lists them.
func setsOf(text string) ([]string, error) {
	m := setNames.FindStringSubmatch(text)
	if m == nil {
		return nil, fmt.Errorf("no definition TraceSets == {...} in it")
	}
	v, err := tla.Parse(m[1])
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range v.Elems() {
		names = append(names, name.Text())
	}
	return names, nil
}
