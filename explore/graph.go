package explore

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
)

// digest stands for a state or a value in the comparison of graphs: SHA-256 of
// its text in the one form that equal values have.
type digest [sha256.Size]byte

// canon gives digests, and remembers those of texts that it has seen, since
// many states have the same value of a variable.
type canon struct {
	seen map[digest]digest // By the digest of a value's text as it came.
}

// state is the digest of a state.
func (c *canon) state(variables map[string]string) (digest, error) {
	h := sha256.New()
	for _, name := range sortedKeys(variables) {
		text := variables[name]
		raw := digest(sha256.Sum256([]byte(text)))
		value, ok := c.seen[raw]
		if !ok {
			v, err := tla.Parse(text)
			if err != nil {
				return digest{}, fmt.Errorf("variable %s: %w", name, err)
			}
			value = sha256.Sum256([]byte(v.String()))
			c.seen[raw] = value
		}
		fmt.Fprintf(h, "%s=", name)
		h.Write(value[:])
	}
	return digest(h.Sum(nil)), nil
}

// edge is a step: the places of its states in a graph, and its action's.
type edge struct {
	from, to uint32
	action   uint8
}

func compareEdges(a, b edge) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.action, b.action), cmp.Compare(a.to, b.to))
}

// sortEdges sorts edges and leaves one of each.
func sortEdges(edges []edge) []edge {
	slices.SortFunc(edges, compareEdges)
	return slices.Compact(edges)
}

// onlyIn are the edges of a that are not in b; both are sorted.
func onlyIn(a, b []edge) []edge {
	var only []edge
	for _, e := range a {
		for len(b) > 0 && compareEdges(b[0], e) < 0 {
			b = b[1:]
		}
		if len(b) == 0 || b[0] != e {
			only = append(only, e)
		}
	}
	return only
}

// twins is the graph that a search found. Its states are numbered level by level.
type twins struct {
	states  []ref
	numbers map[digest]uint32
	edges   []edge
}

// graph is the search's graph. The search must have been complete.
func (s *search[N, M]) graph(c *canon) (*twins, error) {
	g := &twins{numbers: map[digest]uint32{}}
	places := make([][]uint32, shards)
	s.eachState(func(r ref, _ []uint64) {
		shard, _ := r.split()
		places[shard] = append(places[shard], uint32(len(g.states)))
		g.states = append(g.states, r)
	})
	w := newWorker(s.space, s.layout)
	var err error
	s.eachState(func(r ref, key []uint64) {
		if err != nil {
			return
		}
		w.load(key)
		from := uint32(len(g.numbers))
		if err = g.add(c, s.model.Variables(w.nodes, w.mail)); err != nil {
			return
		}
		w.moves(func(i int, m move) {
			to, _ := s.table.lookup(w.successor(key, i, m))
			shard, place := to.split()
			g.edges = append(g.edges, edge{from, places[shard][place], m.action})
		})
	})
	g.edges = sortEdges(g.edges)
	return g, err
}

// add numbers the next state.
func (g *twins) add(c *canon, variables map[string]string) error {
	d, err := c.state(variables)
	if err != nil {
		return err
	}
	if _, ok := g.numbers[d]; ok {
		return fmt.Errorf("two states of the twins are one of the spec: the twins remember what no variable of the spec does, in\n%s", stateText(variables))
	}
	g.numbers[d] = uint32(len(g.numbers))
	return nil
}

// eachState calls visit with every state, level by level.
func (s *search[N, M]) eachState(visit func(r ref, key []uint64)) {
	var from [shards]int
	for _, to := range s.levels {
		for _, c := range s.table.chunks(from, to) {
			c.each(s.layout.words, visit)
		}
		from = to
	}
}

// stateText is a state as a conjunction, its variables in alphabetical order.
func stateText(variables map[string]string) string {
	var b strings.Builder
	for _, name := range sortedKeys(variables) {
		fmt.Fprintf(&b, "/\\ %s = %s\n", name, valueText(variables[name]))
	}
	return b.String()
}

// wide is the width beyond which a set is written with a line for each element.
const wide = 80

// valueText is the value for people to read: in the form that equal values have,
// and in lines if it is a set that is too wide.
func valueText(text string) string {
	v, err := tla.Parse(text)
	if err != nil {
		return text
	}
	if text = v.String(); v.Kind() != tla.SetKind || len(text) <= wide {
		return text
	}
	var elements []string
	for _, e := range v.Elems() {
		elements = append(elements, e.String())
	}
	return "{\n     " + strings.Join(elements, ",\n     ") + "}"
}
