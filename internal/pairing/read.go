package pairing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	moduleHead    = regexp.MustCompile(`^-{4,} *MODULE +(\w+) *-{4,}`)
	extendsHead   = regexp.MustCompile(`^EXTENDS\b`)
	variablesHead = regexp.MustCompile(`^VARIABLES?\b`)
	definition    = regexp.MustCompile(`^(\w+)(?:\(([^)]*)\))? *==`)
	identifier    = regexp.MustCompile(`[A-Za-z]\w*`)
	primed        = regexp.MustCompile(`([A-Za-z]\w*)'`)
	quotedText    = regexp.MustCompile(`"[^"]*"`)
	typeConjunct  = regexp.MustCompile(`^(\w+)\.type = "(\w+)"$`)
	messageSet    = regexp.MustCompile(`^\[type: \{"(\w+)"\}(.*)\]$`)
	nestedSet     = regexp.MustCompile(`\[[^\[\]]*\]`)
	fieldOfSet    = regexp.MustCompile(`, (\w+):`)
	chosenFrom    = regexp.MustCompile(`\\E +\w+ *\\in +([^:]+):`)
	calledHead    = regexp.MustCompile(`^(\w+)\(.*\)$`)
)

// ReadModule reads a module. It fails if the file cannot be read, is no module,
// or has no Next that reaches an action.
func ReadModule(path string) (*Module, error) {
	m, err := readModule(path)
	if err != nil {
		return nil, err
	}
	if len(m.Actions) == 0 {
		return nil, fmt.Errorf("%s: %s reaches no action; define %s as the disjunction of the actions", path, m.Next(), m.Next())
	}
	return m, nil
}

// readModule is ReadModule for a module that may have no actions.
func readModule(path string) (*Module, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m := &Module{Path: path}
	for _, u := range unitsOf(string(text)) {
		if head := moduleHead.FindStringSubmatch(u.text); head != nil {
			m.Name = head[1]
		} else if head := extendsHead.FindString(u.text); head != "" {
			if err := m.extend(identifier.FindAllString(u.text[len(head):], -1)); err != nil {
				return nil, err
			}
		} else if head := variablesHead.FindString(u.text); head != "" {
			m.addVariables(u.comment, u.text[len(head):])
		} else if head := definition.FindStringSubmatch(u.text); head != nil {
			m.Operators = append(m.Operators, Operator{head[1], identifier.FindAllString(head[2], -1), u.text[len(head[0]):]})
		}
	}
	if m.Name == "" {
		return nil, fmt.Errorf("%s: no ---- MODULE Name ---- in it; give the path of a TLA+ module", path)
	}
	m.readMessages()
	m.readActions()
	return m, nil
}

// extend notes which of the modules of these names stands beside m and has actions.
func (m *Module) extend(names []string) error {
	for _, name := range names {
		extended, err := readModule(filepath.Join(filepath.Dir(m.Path), name+".tla"))
		switch {
		case errors.Is(err, fs.ErrNotExist): // One of the standard modules.
		case err != nil:
			return err
		case len(extended.Actions) > 0 && m.Extends != nil:
			return fmt.Errorf("%s: extends %s and %s, which both have actions; extend one", m.Path, m.Extends.Name, name)
		case len(extended.Actions) > 0:
			m.Extends = extended
		}
	}
	return nil
}

// unit is what begins in the first column and goes on in the others, without
// comments, and the first comment of those right before it.
type unit struct {
	comment string
	text    string
}

// unitsOf parts a module into its units.
func unitsOf(text string) []unit {
	var units []unit
	comment, commented := "", false
	for _, line := range withoutComments(text) {
		switch {
		case strings.TrimSpace(line.bare) == "":
			if !commented {
				comment = line.comment
			}
			commented = line.comment != ""
		case line.bare[0] != ' ':
			units = append(units, unit{comment: comment, text: line.bare})
			comment, commented = "", false
		case len(units) > 0:
			units[len(units)-1].text += "\n" + line.bare
			comment, commented = "", false
		}
	}
	return units
}

// line is a line with blanks in the place of its comments, and the text of its
// comments.
type line struct {
	bare    string
	comment string
}

// withoutComments parts the code of a module from its comments, line by line.
func withoutComments(text string) []line {
	var lines []line
	depth, quoted := 0, false
	for raw := range strings.Lines(text) {
		raw = strings.TrimRight(raw, "\r\n")
		bare, comment := []byte(raw), []byte{}
		for i := 0; i < len(raw); i++ {
			rest := raw[i:]
			switch {
			case !quoted && strings.HasPrefix(rest, "(*"):
				depth++
				bare[i], bare[i+1] = ' ', ' '
				i++
			case depth > 0 && strings.HasPrefix(rest, "*)"):
				depth--
				bare[i], bare[i+1] = ' ', ' '
				i++
			case depth > 0:
				comment, bare[i] = append(comment, raw[i]), ' '
			case !quoted && strings.HasPrefix(rest, `\*`):
				comment = append(comment, rest[2:]...)
				bare = bare[:i]
				i = len(raw)
			case raw[i] == '"':
				quoted = !quoted
			}
		}
		lines = append(lines, line{strings.TrimRight(string(bare), " "), strings.Trim(string(comment), " *")})
	}
	return lines
}

// addVariables adds names, which commas part, to the group that the comment
// before them tells.
func (m *Module) addVariables(comment, names string) {
	group := &m.Network
	switch {
	case strings.HasPrefix(comment, "Durable"):
		group = &m.Durable
	case strings.HasPrefix(comment, "Volatile"):
		group = &m.Volatile
	case strings.HasPrefix(comment, "Client"):
		group = &m.Client
	case strings.HasPrefix(comment, "Environment"):
		group = &m.Environment
	}
	*group = append(*group, identifier.FindAllString(names, -1)...)
}

// readMessages finds the sets of messages among the operators.
func (m *Module) readMessages() {
	for _, o := range m.Operators {
		if set := messageSet.FindStringSubmatch(oneLine(o.Body)); set != nil && len(o.Params) == 0 {
			message := MessageSet{Operator: o.Name, Type: set[1]}
			for _, field := range fieldOfSet.FindAllStringSubmatch(nestedSet.ReplaceAllString(set[2], ""), -1) {
				message.Fields = append(message.Fields, field[1])
			}
			m.Messages = append(m.Messages, message)
		}
	}
}

// readActions finds the actions that Next reaches.
func (m *Module) readActions() {
	via := map[string]string{}
	if next, ok := m.own(m.Next()); ok {
		m.reach(next, "", via)
	}
	for of := range m.modules {
		for _, o := range of.Operators {
			if label, reached := via[o.Name]; reached && !m.isOfEnvironment(o) {
				m.Actions = append(m.Actions, Action{of.Name, o.Name, o.Params, of.conjunctsOf(o), label})
			}
		}
	}
}

// isOfEnvironment is true iff o changes what nobody reads, and nothing else.
func (m *Module) isOfEnvironment(o Operator) bool {
	changed := primed.FindAllStringSubmatch(o.Body, -1)
	return len(changed) > 0 && !slices.ContainsFunc(changed, func(match []string) bool { return !slices.Contains(m.Environment, match[1]) })
}

// modules yields what m extends, the first first, and m.
func (m *Module) modules(yield func(*Module) bool) {
	if m.Extends != nil {
		for of := range m.Extends.modules {
			if !yield(of) {
				return
			}
		}
	}
	yield(m)
}

// reach notes in via the actions that o's body names, and what TLC calls them:
// the operator that chooses a message, where there is one on the way from Next.
func (m *Module) reach(o Operator, label string, via map[string]string) {
	for _, choice := range chosenFrom.FindAllStringSubmatch(o.Body, -1) {
		if label == "" && m.dependsOnState(choice[1], map[string]bool{}) {
			label = o.Name
		}
	}
	for _, called := range m.calledBy(o) {
		_, seen := via[called.Name]
		switch {
		case seen:
		case m.isFramed(called):
			m.reach(called, called.Name, via)
		case called.isAction() && label == "":
			via[called.Name] = called.Name
		case called.isAction():
			via[called.Name] = label
		default:
			m.reach(called, label, via)
		}
	}
}

// isFramed is true iff o is an action of the module that is extended, or a choice of one,
// and UNCHANGED for the rest. It is no action of its own.
func (m *Module) isFramed(o Operator) bool {
	framed, frame, ok := strings.Cut(oneLine(o.Body), `/\ UNCHANGED`)
	isList := strings.HasPrefix(oneLine(o.Body), `/\`)
	return ok && m.Extends != nil && !isList && !primed.MatchString(framed+frame)
}

// dependsOnState is true iff an expression names a variable, or an operator that does
// and that is not among those seen.
func (m *Module) dependsOnState(expression string, seen map[string]bool) bool {
	return slices.ContainsFunc(namesIn(expression), func(name string) bool {
		if seen[name] {
			return false
		}
		seen[name] = true
		o, isOperator := m.Operator(name)
		return slices.Contains(m.Variables(), name) || isOperator && m.dependsOnState(o.Body, seen)
	})
}

// isAction is true iff o is a list of conjuncts or speaks of the next state.
func (o Operator) isAction() bool {
	return strings.HasPrefix(oneLine(o.Body), `/\`) || primed.MatchString(o.Body) || strings.Contains(o.Body, "UNCHANGED")
}

// calledBy are the module's operators that o's body names, o excepted.
func (m *Module) calledBy(o Operator) []Operator {
	var called []Operator
	for _, name := range namesIn(o.Body) {
		if c, ok := m.Operator(name); ok && c.Name != o.Name {
			called = append(called, c)
		}
	}
	return called
}

// namesIn are the identifiers in text, outside of strings.
func namesIn(text string) []string {
	return identifier.FindAllString(quotedText.ReplaceAllString(text, `""`), -1)
}

// conjunctsOf parts the body of an action at the /\ that stand in the column of
// the first.
func (m *Module) conjunctsOf(o Operator) []Conjunct {
	var texts []string
	column := -1
	for part := range strings.SplitSeq(o.Body, "\n") {
		at := strings.Index(part, `/\`)
		starts := at >= 0 && strings.TrimSpace(part[:at]) == ""
		if starts && column < 0 {
			column = at
		}
		if starts && at == column {
			texts = append(texts, part[at+2:])
		} else if len(texts) > 0 {
			texts[len(texts)-1] += " " + part
		}
	}
	var conjuncts []Conjunct
	for _, text := range texts {
		text = oneLine(text)
		conjuncts = append(conjuncts, Conjunct{text, kindOf(text, m.isStep)})
	}
	return conjuncts
}

var sends = regexp.MustCompile(`\b(Send\(|NoSend\b)`)

// isStep is true iff the module extends one that has an action of that name.
func (m *Module) isStep(name string) bool {
	if m.Extends == nil {
		return false
	}
	_, ok := m.Extends.Action(name)
	return ok
}

// calledFirst is the operator of which the text is a call, or "".
func calledFirst(text string) string {
	if call := calledHead.FindStringSubmatch(text); call != nil {
		return call[1]
	}
	return ""
}

// kindOf tells the kind of a conjunct by its text. IsStep tells which operators are
// actions of the module that is extended.
func kindOf(text string, isStep func(name string) bool) Kind {
	switch {
	case isStep(calledFirst(text)):
		return Step
	case strings.HasPrefix(text, "Received(") || strings.HasPrefix(text, "Shows(") || typeConjunct.MatchString(text):
		return Received
	case strings.HasPrefix(text, "UNCHANGED"):
		return Unchanged
	case primed.MatchString(text):
		return Effect
	case sends.MatchString(text):
		return Send
	}
	return Guard
}

// oneLine makes all white space single spaces, and none at the ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
