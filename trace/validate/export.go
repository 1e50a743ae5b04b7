package validate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
	"github.com/lockstep-paxos/lockstep/trace"
)

var (
	moduleName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	preamble   = regexp.MustCompile(`(?ms)\A.*?^EXTENDS ([^\n]*)\n`)
	ending     = regexp.MustCompile(`(?m)^={4,}\s*\z`)
)

// Export is a trace as a TLA+ module of that name, and its configuration. Whoever
// has these and the spec can have any TLC check the trace, without this program:
// it is accepted iff TLC finds no error. A rejected trace ends in a deadlock, the
// line after the last state being the one that is no step of the spec. Root is the
// folder of the project. The module is for reading: TLC takes about 45 KB of memory
// for each event of it.
func Export(t *trace.Trace, p trace.Protocol, root, name string) (module, config string, err error) {
	if err := nameFor(root, name); err != nil {
		return "", "", err
	}
	if len(t.Events) == 0 {
		return "", "", trace.ErrNothing
	}
	if err := forTLC(t, p); err != nil {
		return "", "", err
	}
	m, err := readExported(root, p.Spec)
	if err != nil {
		return "", "", err
	}
	lines, err := exportLines(t, p, m.sets)
	if err != nil {
		return "", "", err
	}
	head := strings.Repeat("-", max(4, (70-len(name))/2))
	rule := strings.Repeat("-", 77) + "\n"
	module = fmt.Sprintf(exportFormat, head, name, head, p.Spec+".", strings.Join(m.extends, ", "), strings.Join(lines, ",\n"), strings.Join(m.bodies, rule), m.frame, m.next)
	return module, m.config, nil
}

// exportFormat is the module: its head, the lines of the trace, and the trace
// specs, whose operators over files it replaces.
const exportFormat = `%s MODULE %s %s
(***************************************************************************)
(* A recorded trace of %-52s *)
(* TLC, given this module with its configuration and the spec, finds no    *)
(* error iff the trace is a behaviour of the spec.  If it is none, TLC     *)
(* reports a deadlock; line is then the last line of Recording that is a   *)
(* step of the spec.  In strings \u0060 stands for the *)
(* character of that number, which strings of TLA+ cannot have.            *)
(***************************************************************************)
EXTENDS %s

Recording == <<
%s
>>

Lines         == Len(Recording)
Line(n, sets) == Recording[n]
Same(a, b)    == a = b
Reached(n)    == TRUE

(* What a value is, by how TLC prints it.                                  *)
Kind(a) ==
  LET first == SubSeq(ToString(a), 1, 1)
  IN  IF first \in {"<", "[", "{", "\"", "T", "F"} THEN first ELSE "number"

RECURSIVE Like(_, _)
Like(a, example) ==
  /\ Kind(a) = Kind(example)
  /\ Kind(a) \in {"<", "["} => DOMAIN a = DOMAIN example /\ \A x \in DOMAIN a : Like(a[x], example[x])

%s
(* What is accepted does not end in a deadlock.                            *)
Finished   == line = Lines /\ %s /\ UNCHANGED traceVars
ExportNext == %s \/ Finished
=============================================================================
`

// exported is what a trace spec gives to an exported module.
type exported struct {
	root    string
	names   []string // The modules: the trace spec, and those beside it that it extends.
	bodies  []string // What they define, each after those that it extends.
	extends []string // The others that they extend.
	config  string   // The configuration, with deadlocks checked.
	next    string   // The next-state relation.
	sets    []string // The names of the fields that hold sets.
	frame   string   // That no variable of the spec changes.
}

// readExported reads the trace spec of a spec.
func readExported(root, spec string) (*exported, error) {
	x := &exported{root: root}
	if err := x.add("Trace" + spec); err != nil {
		return nil, err
	}
	config, err := specText(root, "Trace"+spec+".cfg")
	if err != nil {
		return nil, err
	}
	parsed, err := tla.ParseConfig("Trace"+spec+".cfg", config)
	if err != nil {
		return nil, err
	}
	x.next = parsed.Next
	_, config, _ = strings.Cut(config, "\n") // What is said of the batch does not hold here.
	x.config = strings.NewReplacer("CHECK_DEADLOCK FALSE", "CHECK_DEADLOCK TRUE", "NEXT "+x.next+"\n", "NEXT ExportNext\n").Replace(config)
	model, err := traceModel(filepath.Join(root, "spec"), "Trace"+spec, parsed)
	if err != nil {
		return nil, err
	}
	if x.sets, err = textsIn(model, "Sets"); err == nil && x.frame == "" {
		err = fmt.Errorf(`spec/trace/Trace%s: want \/ NextTrace /\ UNCHANGED NAMES in %s`, spec, x.next)
	}
	return x, err
}

// add adds a module after those that it extends. Of TraceIO it takes what needs no class.
func (x *exported) add(name string) error {
	if slices.Contains(x.names, name) {
		return nil
	}
	x.names = append(x.names, name)
	text, err := specText(x.root, name+".tla")
	if err != nil {
		return err
	}
	if name == "TraceIO" {
		x.extends = append(x.extends, "Sequences")
		x.bodies = append(x.bodies, body(defined(text)))
		return nil
	}
	m, err := tla.ParseModule(name, text)
	if err != nil {
		return err
	}
	for _, o := range m.Operators {
		for _, step := range o.Body.Args() {
			if parts := step.Conjuncts(); parts[0].Text() == "NextTrace" && len(parts) > 1 {
				_, x.frame, _ = strings.Cut(step.Text(), ` /\ `)
			}
		}
	}
	for _, other := range m.Extends {
		err := x.add(other)
		switch {
		case errors.Is(err, fs.ErrNotExist) && !slices.Contains(x.extends, other): // The spec, or one of the standard modules.
			x.extends = append(x.extends, other)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	x.bodies = append(x.bodies, body(text))
	return nil
}

// exportLines are the lines of a trace as TLA+ records.
func exportLines(t *trace.Trace, p trace.Protocol, sets []string) ([]string, error) {
	var lines []string
	var failed error
	w := &batchWriter{p: p, t: t, span: span{start: 1, lines: 1 + len(t.Events) + len(t.Ends)}, lo: map[int]int{}, at: 1}
	w.write = func(line []byte) {
		v, err := tla.OfJSON(line, sets...)
		if err != nil && failed == nil {
			failed = &trace.Unreadable{Trace: t.Name, Line: len(lines) + 1, Reason: err.Error(), Hint: "write integers, and no null"}
		}
		lines = append(lines, "  "+sayable(v.String()))
	}
	if err := w.lines(); err != nil {
		return nil, err
	}
	return lines, failed
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
