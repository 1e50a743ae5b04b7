package validate

import (
	"cmp"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/pairing"
)

// guardsOf are the guards of an action of m or of a module below, in order. In the place
// of a step of the module that its own extends stand the guards of that, about what the
// step is given.
func guardsOf(m *pairing.Module, a pairing.Action) []string {
	for m.Name != a.Module {
		m = m.Extends
	}
	var all []string
	for _, c := range a.Conjuncts {
		switch c.Kind {
		case pairing.Guard, pairing.Received:
			all = append(all, c.Text)
		case pairing.Step:
			step, _ := m.Extends.Action(a.Step())
			given := map[string]string{}
			for i, argument := range sides(c.Text) {
				given[step.Params[i]] = argument
			}
			for _, guard := range guardsOf(m.Extends, step) {
				if guard = about(guard, given); !slices.Contains(all, guard) {
					all = append(all, guard)
				}
			}
		}
	}
	return all
}

var nameOrField = regexp.MustCompile(`\.?\b[A-Za-z]\w*`)

// about is a conjunct with what is given for them in the place of parameters.
func about(conjunct string, given map[string]string) string {
	return nameOrField.ReplaceAllStringFunc(conjunct, func(name string) string { return cmp.Or(given[name], name) })
}

var (
	relation   = regexp.MustCompile(`^ (=|#|<|>|=<|<=|>=|\\leq|\\geq|\\subseteq) `)
	membership = regexp.MustCompile(`^ \\(in|notin) `)
	connective = regexp.MustCompile(`^(/\\|\\/|=>|<=>|\\A|\\E|IF|LET|CASE)\s`)
	operator   = regexp.MustCompile(`^~?\w+\(`)
)

// sides are the expressions whose values tell why a conjunct is false: both sides
// of a relation, the element of which membership is asked, or the arguments of an
// operator. There are none if the conjunct is of another form.
func sides(conjunct string) []string {
	var found []string
	for i := range topLevel(conjunct, 0) {
		rest := conjunct[i:]
		if connective.MatchString(rest) {
			return nil
		}
		if m := relation.FindString(rest); m != "" {
			found = []string{conjunct[:i], rest[len(m):]}
		} else if membership.MatchString(rest) {
			found = []string{conjunct[:i]}
		}
	}
	if open := operator.FindString(conjunct); found == nil && open != "" && strings.HasSuffix(conjunct, ")") {
		from := len(open)
		for i := range topLevel(conjunct, 1) {
			if conjunct[i] == ',' || i == len(conjunct)-1 {
				found = append(found, strings.TrimSpace(conjunct[from:i]))
				from = i + 1
			}
		}
	}
	return found
}

// topLevel are the positions in an expression that as many brackets enclose as
// depth says, those of closing brackets included.
func topLevel(text string, depth int) iter.Seq[int] {
	return func(yield func(int) bool) {
		at := 0
		for i, c := range text {
			if at == depth && !yield(i) {
				return
			}
			switch {
			case strings.ContainsRune("([{", c) || strings.HasPrefix(text[i:], "<<"):
				at++
			case strings.ContainsRune(")]}", c) || strings.HasPrefix(text[i:], ">>"):
				at--
			}
		}
	}
}
