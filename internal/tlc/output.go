package tlc

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Kind is what sort of verdict TLC gave.
type Kind string

// What TLC can find. Failed means that TLC could not judge.
const (
	Holds     Kind = "holds"
	Invariant Kind = "invariant"
	Property  Kind = "property"
	Deadlock  Kind = "deadlock"
	Assume    Kind = "assumption"
	Failed    Kind = "failed"
)

// Verdict is what TLC found. Name is the invariant or the action property that
// is violated, or where the assumption stands; of a temporal property TLC does not
// tell the name.
type Verdict struct {
	Kind Kind
	Name string
}

// String is "holds" or, for example, "invariant Coherence", as spec/models.yaml pins it.
func (v Verdict) String() string { return strings.TrimSpace(string(v.Kind) + " " + v.Name) }

// pinned is the verdict whose String is pin.
func pinned(pin string) Verdict {
	kind, name, _ := strings.Cut(pin, " ")
	return Verdict{Kind(kind), name}
}

// Does says what a model does that has this verdict.
func (v Verdict) Does() string {
	switch v.Kind {
	case Invariant, Property:
		return "violates " + v.String()
	case Deadlock:
		return "deadlocks"
	case Assume:
		return "violates the assumption at " + v.Name
	}
	return string(v.Kind)
}

// Must says what a model must do that is to have this verdict.
func (v Verdict) Must() string {
	switch v.Kind {
	case Invariant, Property:
		return "must violate " + v.String()
	case Deadlock:
		return "must deadlock"
	}
	return "must hold"
}

// Coverage is how often TLC took an action: all the steps it generated, and
// those among them that led to a state not seen before.
type Coverage struct {
	Action              string
	Distinct, Generated int64
}

// Step is a step of a behaviour: the action (as TLC names it) and the state that
// it led to. A lasso ends in a step that leads back to a state, or is named
// Stuttering; it has no state of its own.
type Step struct {
	Action string
	State  tla.State
	Back   int    // The number of the state that it leads back to, from 1; 0 if it leads on.
	Text   string // The state as TLC wrote it, if it cannot be read.
}

// Result is what TLC found.
type Result struct {
	Verdict                   Verdict
	Generated, Distinct, Left int64
	Depth                     int
	Coverage                  []Coverage
	Trace                     []Step   // The behaviour that refutes, if any.
	Prints                    []string // What PrintT printed, a line each.
	Errors                    []string // What TLC called errors.
	PeakBytes                 int64    // Of memory, that Java had at most.
	Elapsed                   time.Duration
	Cached                    bool // TLC did not run: the rest is what an equal run found.

	began       bool     // TLC said something.
	before      []string // What Java said before that.
	finished    bool
	outOfMemory bool
}

// reader takes TLC's output in tool mode, in which each message is framed by
// lines with its code.
type reader struct {
	log      io.Writer
	progress func(Progress)
	event    func(code, text string) // Told of every message, if not nil.
	code     string
	text     []string
	started  bool // SANY is done: what stands between messages is printed by the model.
	r        Result
}

func newReader(log io.Writer, progress func(Progress)) *reader {
	return &reader{log: log, progress: progress, r: Result{Verdict: Verdict{Kind: Holds}}}
}

var (
	startPattern    = regexp.MustCompile(`^@!@!@STARTMSG (\d+):(\d) @!@!@$`)
	endPattern      = regexp.MustCompile(`^@!@!@ENDMSG \d+ @!@!@$`)
	countsPattern   = regexp.MustCompile(`([\d,]+) states generated.*?, ([\d,]+) distinct states found.*?, ([\d,]+) states left`)
	progressPattern = regexp.MustCompile(`^Progress\((\d+)\)`)
	depthPattern    = regexp.MustCompile(`search is (\d+)`)
	namePattern     = regexp.MustCompile(`(?:Invariant|Action property|Property) (\S+) is violated`)
	assumePattern   = regexp.MustCompile(`Assumption (.+) is false`)
	coveragePattern = regexp.MustCompile(`^<(\w+) line.*>: (\d+):(\d+)$`)
	stepPattern     = regexp.MustCompile(`^(\d+): (?:(Back to state: )?<(\w+|Initial predicate).*>|(.*))$`)
)

// line takes one line, and writes it to the log without the framing.
func (r *reader) line(text string) {
	if m := startPattern.FindStringSubmatch(text); m != nil {
		r.code, r.text, r.r.began = m[1], nil, true
		if m[2] == "1" {
			r.code += " error"
		}
		return
	}
	if endPattern.MatchString(text) {
		r.message(strings.Join(r.text, "\n"))
		r.code = ""
		return
	}
	fmt.Fprintln(r.log, text)
	if r.code == "" {
		if !r.r.began && len(r.r.before) < 50 {
			r.r.before = append(r.r.before, text)
		}
		if text != "" && r.started {
			r.r.Prints = append(r.r.Prints, text)
		}
		return
	}
	r.text = append(r.text, text)
}

// The codes of the messages that matter here; TLC's EC.java has them all.
func (r *reader) message(text string) {
	code, isError := strings.CutSuffix(r.code, " error")
	if r.event != nil {
		r.event(code, text)
	}
	if isError {
		r.r.Errors = append(r.r.Errors, text)
	}
	switch code {
	case "1001":
		r.r.outOfMemory = true
	case "2107", "2110":
		r.r.Verdict = Verdict{Invariant, firstMatch(namePattern, text)}
		r.initial(code, text)
	case "2108", "2112":
		r.r.Verdict = Verdict{Property, firstMatch(namePattern, text)}
		r.initial(code, text)
	case "2116":
		r.r.Verdict = Verdict{Kind: Property}
	case "2114":
		r.r.Verdict = Verdict{Kind: Deadlock}
	case "2102", "2103", "2104", "2105", "2106":
		r.r.Verdict = Verdict{Assume, firstMatch(assumePattern, text)}
	case "2185":
		r.started = true
	case "2193":
		r.r.finished = true
	case "2194":
		r.r.Depth, _ = strconv.Atoi(firstMatch(depthPattern, text))
	case "2199", "2200", "2209":
		r.counts(text)
	case "2201": // TLC repeats the coverage as it works; the last one counts.
		r.r.Coverage = nil
	case "2772":
		r.coverage(text)
	case "2217", "2218", "2122":
		r.step(text)
	case "2121": // A behaviour begins. A server tells two, and the last of them whole.
		r.r.Trace = nil
		fallthrough
	default:
		if isError && r.r.Verdict.Kind == Holds {
			r.r.Verdict = Verdict{Kind: Failed}
		}
	}
}

func firstMatch(p *regexp.Regexp, text string) string {
	if m := p.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

func (r *reader) counts(text string) {
	m := countsPattern.FindStringSubmatch(text)
	if m == nil {
		return
	}
	r.r.Generated, r.r.Distinct, r.r.Left = number(m[1]), number(m[2]), number(m[3])
	if depth := firstMatch(progressPattern, text); depth != "" && r.progress != nil {
		r.progress(Progress{Depth: int(number(depth)), Generated: r.r.Generated, Distinct: r.r.Distinct, Left: r.r.Left})
	}
}

func number(text string) int64 {
	n, _ := strconv.ParseInt(strings.ReplaceAll(text, ",", ""), 10, 64)
	return n
}

func (r *reader) coverage(text string) {
	if m := coveragePattern.FindStringSubmatch(strings.SplitN(text, "\n", 2)[0]); m != nil {
		r.r.Coverage = append(r.r.Coverage, Coverage{Action: m[1], Distinct: number(m[2]), Generated: number(m[3])})
	}
}

// initial takes the state from a message that it violates something at once: no
// behaviour follows.
func (r *reader) initial(code, text string) {
	if _, state, ok := strings.Cut(text, "\n"); ok && (code == "2107" || code == "2108") {
		r.add(Step{Action: "Initial predicate"}, state)
	}
}

func (r *reader) step(text string) {
	head, state, _ := strings.Cut(text, "\n")
	m := stepPattern.FindStringSubmatch(head)
	if m == nil {
		return
	}
	s := Step{Action: m[3] + m[4]}
	if m[2] != "" {
		s.Back = int(number(m[1]))
	}
	r.add(s, state)
}

// add adds a step, which leads to the state of which this is the text.
func (r *reader) add(s Step, state string) {
	parsed, err := tla.ParseState(state)
	if s.State = parsed; err != nil {
		s.Text = strings.TrimSpace(state)
		r.r.Errors = append(r.r.Errors, err.Error())
	}
	r.r.Trace = append(r.r.Trace, s)
}
