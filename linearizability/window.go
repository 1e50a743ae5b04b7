package linearizability

import (
	"cmp"
	"maps"
	"slices"

	"github.com/anishathalye/porcupine"
)

const (
	// around is how many operations before those at fault a picture shows.
	around = 200
	// most is how many operations a picture shows; a browser takes no more.
	most = 5000
)

// scene is what a picture shows: the end of a history, and what the operations
// before it have left behind, which a model begins with.
type scene struct {
	model   porcupine.Model
	asked   []porcupine.Operation
	since   int64 // When it begins; what returned earlier is left out.
	leftOut int   // How many operations are left out, of those that a checker has a use for.
}

// counterScene shows a counter: the operations that are at fault and those around
// them, or the last ones if none is at fault. The history is a smallest failing
// prefix, or holds.
func counterScene(ops []Operation) scene {
	c := newCounter(ops)
	at := int64(maxTime)
	if x := c.contradiction(len(c.returns)); x != nil {
		at = x.since
	}
	var calls []int64
	for i := range ops {
		if o := &ops[i]; !o.tellsNothing() && o.Call <= at {
			calls = append(calls, o.Call)
		}
	}
	slices.Sort(calls)
	since := int64(0)
	if len(calls) > around {
		since = calls[len(calls)-around]
	}
	return counterSince(ops, since)
}

// counterSince shows a counter from a moment on. What is left out are operations
// whose places come before that of one that had returned by then: they leave
// behind the value that it saw, and the unknown increments that were not needed for
// it. All others are shown, those that were under way too.
func counterSince(ops []Operation, since int64) scene {
	var from permitted
	for i := range ops {
		if o := &ops[i]; o.Outcome == Done && o.Return < since {
			from.value = max(from.value, o.Count)
		}
	}
	from.permits = -from.value
	var shown []Operation
	all := 0
	for _, o := range ops {
		if o.tellsNothing() {
			continue
		}
		all++
		settled := o.Outcome == Done && o.Call < since && o.Count <= from.value
		switch {
		case settled && o.Operation == OpIncrement, o.Outcome == Unknown && o.Call < since:
			from.permits++
		case settled && (o.Count < from.value || o.Return < since):
		default:
			shown = append(shown, o)
		}
	}
	from.permits = max(0, from.permits)
	return scene{permits(shown, from), permitOperations(shown), since, all - len(shown)}
}

// keyScene shows a key-value store; if last is the operation that is at fault,
// only its key.
func keyScene(ops []Operation, last *Operation) scene {
	keys := byKey(ops)
	if last != nil {
		keys = map[string][]Operation{last.Key: keys[last.Key]}
	}
	var s scene
	text := ""
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		s.asked = append(s.asked, keyOperations(keys[key])...)
	}
	if last != nil {
		var from int
		from, text = quiet(s.asked)
		if s.asked = s.asked[from:]; from > 0 {
			s.since = s.asked[0].Call
		}
	}
	s.model = keyModel(text)
	for i := range ops {
		if !ops[i].tellsNothing() {
			s.leftOut++
		}
	}
	s.leftOut -= len(s.asked)
	return s
}

// quiet finds where in operations on one key, which it sorts by call, a picture may
// begin: at one during which there was no other, so that it alone says which text
// the key has then. It returns 0 and "" if there is none, or if they are not too
// many anyway.
func quiet(asked []porcupine.Operation) (from int, text string) {
	slices.SortStableFunc(asked, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	busy := int64(-1) // Until when the operations so far last.
	for i := 0; i+around < len(asked); i++ {
		if asked[i].Call > busy && asked[i].Return < asked[i+1].Call {
			from, text = i, asked[i].Input.(onKey).Value
		}
		busy = max(busy, asked[i].Return)
	}
	if from == 0 {
		return 0, ""
	}
	return from, text
}
