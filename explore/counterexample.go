package explore

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lockstep-paxos/lockstep/action"
)

// Line is a step of a counterexample: what a node did, and what changed by it.
type Line struct {
	Action  string   `json:"action"`
	Node    int      `json:"node"`    // From 1.
	Params  []string `json:"params"`  // The action's other parameters.
	Changes []string `json:"changes"` // Such as nextBal[2]: <<0, 0>> -> <<1, 1>>.
}

// String is the step as the spec writes it, and a line for each change.
func (l Line) String() string {
	args := append([]string{strconv.Itoa(l.Node)}, l.Params...)
	lines := append([]string{fmt.Sprintf("%s(%s)", l.Action, strings.Join(args, ", "))}, l.Changes...)
	return strings.Join(lines, "\n    ")
}

// firstViolation is the invariant to tell of: of those that are false somewhere
// at this level, the one that comes first.
func (s *search[N, M]) firstViolation() int {
	return slices.MinFunc(s.violations, func(a, b violation) int { return cmp.Compare(a.invariant, b.invariant) }).invariant
}

// counterexample is a shortest path to a state in which the invariant is false.
// No state knows its predecessor. So it walks back, marking at each level the
// states from which the violation is near, and then goes forward through them,
// by the step that comes first in the order of its text: whoever searches, with
// however many threads, gets the same path.
func (s *search[N, M]) counterexample(invariant int) []Line {
	last := len(s.levels) - 2 // The level of the violations; the next one was found, not expanded.
	marked := make([]map[ref]bool, last+1)
	marked[last] = map[ref]bool{}
	for _, v := range s.violations {
		if v.invariant == invariant {
			marked[last][v.state] = true
		}
	}
	w := newWorker(s.space, s.layout)
	for depth := last - 1; depth >= 0; depth-- {
		marked[depth] = s.predecessors(w, depth, marked[depth+1])
	}
	var path []Line
	for key, depth := make([]uint64, s.layout.words), 1; depth <= last; depth++ {
		var line Line
		line, key = s.nextLine(w, key, marked[depth])
		path = append(path, line)
	}
	return path
}

// predecessors are the states of a level with a step to one of targets.
func (s *search[N, M]) predecessors(w *worker[N, M], depth int, targets map[ref]bool) map[ref]bool {
	var from [shards]int
	if depth > 0 {
		from = s.levels[depth-1]
	}
	found := map[ref]bool{}
	for _, c := range s.table.chunks(from, s.levels[depth]) {
		c.each(s.layout.words, func(r ref, key []uint64) {
			w.load(key)
			w.moves(func(i int, m move) {
				if to, _ := s.table.lookup(w.successor(key, i, m)); targets[to] {
					found[r] = true
				}
			})
		})
	}
	return found
}

// nextLine is the first step, in the order of their texts, from key to one of
// targets, and the state that it leads to.
func (s *search[N, M]) nextLine(w *worker[N, M], key []uint64, targets map[ref]bool) (Line, []uint64) {
	var best Line
	var to []uint64
	w.load(key)
	w.moves(func(i int, m move) {
		next := w.successor(key, i, m)
		if r, _ := s.table.lookup(next); !targets[r] {
			return
		}
		line := s.line(w, i, m)
		if to == nil || cmp.Or(cmp.Compare(line.Action, best.Action), cmp.Compare(line.Node, best.Node), slices.Compare(line.Params, best.Params)) < 0 {
			best, to = line, slices.Clone(next)
		}
	})
	best.Changes = changes(s.variables(key), s.variables(to))
	return best, to
}

// line is move m of node i in the state that w loaded, without its changes.
func (s *search[N, M]) line(w *worker[N, M], i int, m move) Line {
	var step action.Step
	if m.message == ownAccord {
		step = s.model.Choices(*w.nodes[i])[m.choice]
	} else {
		step = s.model.receipts(s.space.message(m.message))[m.choice]
	}
	line := Line{Action: step.Action, Node: i + 1, Params: []string{}}
	for _, param := range step.Params {
		line.Params = append(line.Params, s.text(param))
	}
	return line
}

func (s *search[N, M]) text(param any) string {
	if s.model.Text == nil {
		return fmt.Sprint(param)
	}
	return s.model.Text(param)
}

// variables are the spec's variables in a state, as the model writes them.
func (s *search[N, M]) variables(key []uint64) map[string]string {
	if s.model.Variables == nil {
		return nil
	}
	w := newWorker(s.space, s.layout)
	w.load(key)
	return s.model.Variables(w.nodes, w.mail)
}

// changes are the differences between two states, variable by variable.
func changes(before, after map[string]string) []string {
	var lines []string
	for _, name := range sortedKeys(before) {
		lines = append(lines, diff(name, before[name], after[name])...)
	}
	return lines
}
