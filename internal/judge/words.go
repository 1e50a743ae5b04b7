package judge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/tla"
	"github.com/lockstep-paxos/lockstep/trace"
)

// NoStep says that an event, or else an end, is not what the spec makes of the lines
// before it.
func NoStep(p trace.Protocol, e *trace.Event, end *trace.End) string {
	if e != nil {
		return fmt.Sprintf("%s is no step of %s", Call(e), p.Spec)
	}
	return fmt.Sprintf("node %d did not end in this state", end.Node)
}

// maxParameter is how many bytes of a parameter a step in words has.
const maxParameter = 1000

// Call is the event as a step of the spec: its action and all parameters.
func Call(e *trace.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s(p=%d", e.Action, e.Node)
	for _, name := range slices.Sorted(maps.Keys(e.Params)) {
		text := string(e.Params[name])
		if v, err := tla.OfJSON(e.Params[name]); err == nil {
			text = v.String()
		}
		fmt.Fprintf(&b, ", %s=%s", name, plain.Cut(text, maxParameter))
	}
	return b.String() + ")"
}
