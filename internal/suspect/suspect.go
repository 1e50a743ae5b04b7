// Package suspect finds in TLA+ modules what some versions of TLC judge wrongly. It reads
// text and no syntax, and so reports more than is wrong: what is right all the same, its
// caller names with the reason. docs/canaries.md says what the patterns are.
package suspect

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Finding is one place in a module.
type Finding struct {
	Module  string
	Line    int
	Pattern string // The name of the canary that shows it.
	What    string // The part of the text that is meant, such as the domain of a function.
}

func (f Finding) String() string {
	return fmt.Sprintf("%s.tla:%d: %s: %s", f.Module, f.Line, f.Pattern, f.What)
}

// Modules are the texts of modules by name.
type Modules map[string]string

var (
	// What is updated.
	exceptBase = regexp.MustCompile(`([^\s\[]+)\s+EXCEPT\b`)
	// Fairness and its like that TLC makes branches of.
	strong    = regexp.MustCompile(`\bSF_`)
	eventual  = regexp.MustCompile(`<>\s*\[\]|<>\[\]`)
	recurrent = regexp.MustCompile(`\[\]\s*<>`)
	// What is evaluated in ENABLED, said or by fairness.
	enabled    = regexp.MustCompile(`\bENABLED\b|\b[WS]F_`)
	javaLambda = regexp.MustCompile(`\bSelectSeq\b|\bENABLED\b`)
	throughOne = regexp.MustCompile(`\b(\w+)(?:\([^()]*\))?!(\w+)`)
	instance   = regexp.MustCompile(`\b(\w+)(?:\([^()]*\))?\s*==\s*INSTANCE\s+(\w+)`)
	definition = regexp.MustCompile(`(?m)^(?:LOCAL )?(\w+)(?:\([^=\n]*\))?\s*==`)
	variables  = regexp.MustCompile(`\bVARIABLES?\s+(\w+(?:\s*,\s*\w+)*)`)
	extends    = regexp.MustCompile(`(?m)^EXTENDS\s+(.*)$`)
	name       = regexp.MustCompile(`\w+`)
	plain      = regexp.MustCompile(`^(?:\w+ *\.\. *\w+|\{[^{}:]*\})$`)
	defines    = regexp.MustCompile(`^\]\s*==`)
	another    = regexp.MustCompile(`,[^,]*$`)
)

// Find are the places in all modules, in order of the modules' names. Sets are the names
// of sets of which it is known that TLC lists their elements.
func (ms Modules) Find(sets []string) []Finding {
	var found []Finding
	formulas := Modules{}
	for name, text := range ms {
		formulas[name] = blank(text)
	}
	for _, name := range slices.Sorted(maps.Keys(ms)) {
		m := module{name, formulas[name], formulas}
		found = append(found, m.lazyDomains(sets)...)
		found = append(found, m.updatedValues()...)
		found = append(found, m.branches()...)
		found = append(found, m.enabledElsewhere()...)
	}
	return found
}

// module is a module without comments and what stands in strings.
type module struct {
	name, text string
	all        Modules
}

func (m module) at(offset int, pattern, what string) Finding {
	what = strings.Join(strings.Fields(what), " ")
	return Finding{m.name, 1 + strings.Count(m.text[:offset], "\n"), pattern, what}
}

// lazyDomains finds functions of whose domain it is not plain that TLC lists it: then the
// function may be kept as a rule.
func (m module) lazyDomains(names []string) []Finding {
	var found []Finding
	for open, c := range m.text {
		if c != '[' {
			continue
		}
		for _, domain := range domains(m.text[open:]) {
			if !plain.MatchString(domain) && !slices.Contains(names, domain) {
				found = append(found, m.at(open, "ExceptOfLazy", domain))
			}
		}
	}
	return found
}

// domains are those of the function that begins with the bracket with which the text
// begins, if it gives one by a rule: [x \in S, y \in T |-> e], or the part behind f of
// f[x \in S] == e.
func domains(text string) []string {
	depth, begin := 0, 0 // Where the domain begins, behind \in.
	var found []string
	end := func(at int, last bool) {
		if begin == 0 {
			return
		}
		domain := text[begin:at]
		if !last {
			domain = another.ReplaceAllString(domain, "")
		}
		found = append(found, strings.Join(strings.Fields(domain), " "))
	}
	for i := 0; i < len(text); i++ {
		switch rest := text[i:]; {
		case strings.ContainsRune("([{", rune(text[i])):
			depth++
		case depth == 1 && text[i] == ']':
			end(i, true)
			if defines.MatchString(rest) {
				return found
			}
			return nil
		case strings.ContainsRune(")]}", rune(text[i])):
			depth--
		case depth == 1 && strings.HasPrefix(rest, "|->"):
			end(i, true)
			return found
		case depth == 1 && strings.HasPrefix(rest, `\in`) && !strings.HasPrefix(rest, `\int`):
			end(i, false)
			begin = i + len(`\in`)
		}
	}
	return nil
}

// updatedValues finds what is updated with EXCEPT and is no variable: a variable's value
// TLC has made a table of, unless its domain is lazy.
func (m module) updatedValues() []Finding {
	var own []string
	for _, part := range m.withExtended(map[string]bool{}) {
		for _, declared := range variables.FindAllStringSubmatch(part.text, -1) {
			own = append(own, name.FindAllString(declared[1], -1)...)
		}
	}
	var found []Finding
	for _, at := range exceptBase.FindAllStringSubmatchIndex(m.text, -1) {
		if base := m.text[at[2]:at[3]]; !slices.Contains(own, base) {
			found = append(found, m.at(at[2], "ExceptToSequence", base))
		}
	}
	return found
}

// withExtended are the module and those that it extends.
func (m module) withExtended(seen map[string]bool) []module {
	seen[m.name] = true
	found := []module{m}
	for _, line := range extends.FindAllStringSubmatch(m.text, -1) {
		for _, other := range name.FindAllString(line[1], -1) {
			if text, ok := m.all[other]; ok && !seen[other] {
				found = append(found, module{other, text, m.all}.withExtended(seen)...)
			}
		}
	}
	return found
}

// branches finds strong fairness, and definitions that have both "always eventually" and
// "eventually always", of which TLC makes branches.
func (m module) branches() []Finding {
	var found []Finding
	for _, at := range strong.FindAllStringIndex(m.text, -1) {
		found = append(found, m.at(at[0], "ManyStrongFairness", "SF_"))
	}
	for _, d := range m.definitions() {
		if eventual.MatchString(d.body) && recurrent.MatchString(d.body) {
			found = append(found, m.at(d.offset, "ManyStrongFairness", d.name))
		}
	}
	return found
}

// enabledElsewhere finds ENABLED, SelectSeq, and what is taken from an instance and speaks
// of ENABLED or of fairness.
func (m module) enabledElsewhere() []Finding {
	var found []Finding
	for _, at := range javaLambda.FindAllStringIndex(m.text, -1) {
		found = append(found, m.at(at[0], "EnabledInInstance", m.text[at[0]:at[1]]))
	}
	of := map[string]string{}
	for _, part := range m.withExtended(map[string]bool{}) {
		for _, i := range instance.FindAllStringSubmatch(part.text, -1) {
			of[i[1]] = i[2]
		}
	}
	for _, at := range throughOne.FindAllStringSubmatchIndex(m.text, -1) {
		other, ok := m.all[of[m.text[at[2]:at[3]]]]
		if !ok || (module{of[m.text[at[2]:at[3]]], other, m.all}).mentionsEnabled(m.text[at[4]:at[5]]) {
			found = append(found, m.at(at[0], "EnabledInInstance", m.text[at[0]:at[1]]))
		}
	}
	return found
}

// mentionsEnabled reports whether a definition, or one that it uses, speaks of ENABLED or
// of fairness. Of one that is not there nothing is known, so it does.
func (m module) mentionsEnabled(wanted string) bool {
	bodies := map[string]string{}
	for _, part := range m.withExtended(map[string]bool{}) {
		for _, d := range part.definitions() {
			bodies[d.name] += d.body
		}
	}
	if _, ok := bodies[wanted]; !ok {
		return true
	}
	for todo := []string{wanted}; len(todo) > 0; todo = todo[1:] {
		body := bodies[todo[0]]
		delete(bodies, todo[0])
		if enabled.MatchString(body) {
			return true
		}
		for _, used := range name.FindAllString(body, -1) {
			if _, ok := bodies[used]; ok && !slices.Contains(todo, used) {
				todo = append(todo, used)
			}
		}
	}
	return false
}

type defined struct {
	name, body string
	offset     int
}

// definitions are those that begin in the first column.
func (m module) definitions() []defined {
	var found []defined
	all := definition.FindAllStringSubmatchIndex(m.text, -1)
	for i, at := range all {
		end := len(m.text)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		found = append(found, defined{m.text[at[2]:at[3]], m.text[at[1]:end], at[0]})
	}
	return found
}

// blank replaces comments and the text in strings by blanks, so that offsets stay.
func blank(text string) string {
	out := []byte(text)
	depth, inString, inLine := 0, false, false
	for i := 0; i < len(out); i++ {
		two := text[i:min(i+2, len(text))]
		switch {
		case out[i] == '\n':
			inString, inLine = false, false
			continue
		case inLine:
		case !inString && two == "(*":
			depth++
			out[i], out[i+1] = ' ', ' '
			i++
			continue
		case depth > 0 && two == "*)":
			depth--
			out[i], out[i+1] = ' ', ' '
			i++
			continue
		case depth > 0:
		case !inString && two == `\*`:
			inLine = true
		case out[i] == '"':
			inString = !inString
			continue
		case inString && out[i] == '\\':
			out[i] = ' '
			i++
		case !inString:
			continue
		}
		out[i] = ' '
	}
	return string(out)
}
