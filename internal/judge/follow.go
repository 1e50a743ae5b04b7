package judge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace"
)

// follower has the Go twins take the steps of a trace, one after the other, and
// tells where they do something else than was logged.
type follower struct {
	c     *trace.Checker
	nodes map[int]trace.Node
	sent  *outbox

	e     *trace.Event                          // The event of which logged tells.
	held  trace.Held                            // What it holds.
	right int                                   // How many variables it logged rightly.
	see   func(variable string, value any) bool // isLogged, made once for all events.
}

// newFollower begins where a run does.
func newFollower(c *trace.Checker) *follower {
	f := &follower{c: c, nodes: map[int]trace.Node{}, sent: newOutbox()}
	f.see = f.isLogged
	for _, node := range c.Nodes {
		f.nodes[node] = c.Twin.Begin(node)
	}
	return f
}

// event has the twin take the step of e, which holds h. It says why
// that is no step of the spec, "" if it is one.
func (f *follower) event(e *trace.Event, h trace.Held) string {
	node := f.nodes[e.Node]
	if node == nil {
		return fmt.Sprintf("the run has no node %d", e.Node)
	}
	if why := f.received(e); why != "" {
		return why
	}
	sent, enabled := node.Step(e.Action, h.Params)
	if !enabled {
		return "the Go twin may not take it here"
	}
	if f.e, f.held = e, h; !f.logged(node) {
		if why := f.differs(e, node); why != "" {
			return why
		}
	}
	if why := f.sentOther(sent); why != "" {
		return why
	}
	f.sent.add(e)
	return ""
}

// received says why e cannot have received its message, "" if it can or has none.
func (f *follower) received(e *trace.Event) string {
	for name, message := range f.c.Protocol.Actions[e.Action] {
		switch {
		case message == "":
		case e.Cause == nil:
			return "it names no event that sent the message"
		case !f.sent.holds(*e.Cause, e.Params[name]):
			return fmt.Sprintf("event %d of node %d, its cause, did not send the message before", e.Cause.Seq, e.Cause.Node)
		}
	}
	return ""
}

// logged tells whether the event logged what its step changed at the node, and no more.
func (f *follower) logged(node trace.Node) bool {
	f.right = 0
	node.Changed(f.see)
	return f.right == len(f.e.Post)
}

// isLogged tells whether the event logged the value of a variable that changed.
func (f *follower) isLogged(name string, value any) bool {
	if !f.held.HasPost(name, value) {
		f.right = -1
		return false
	}
	f.right++
	return true
}

// differs says which variable is not, after the step, what e makes of it, "" if all
// are: e may log what did not change.
func (f *follower) differs(e *trace.Event, node trace.Node) string {
	now, err := f.c.Variables(e.Node, node.State())
	if err != nil {
		return err.Error()
	}
	changed := maps.Collect(node.Changed)
	for _, name := range slices.Sorted(maps.Keys(now)) {
		text, isLogged := e.Post[name]
		value, isChanged := changed[name]
		is, what := now[name], "is"
		if f.c.Protocol.Grows.Has(name) {
			is, what = none, "gets"
			if isChanged {
				if is, err = canonical.Marshal(value); err != nil {
					return err.Error()
				}
			}
		}
		switch {
		case isLogged && !bytes.Equal(text, is):
			return fmt.Sprintf("%s %s %s at the Go twin and %s in the trace", name, what, plain.Quote(is), plain.Quote(text))
		case isChanged && !isLogged:
			return fmt.Sprintf("%s %s %s at the Go twin, and the trace logs no change", name, what, plain.Quote(is))
		}
	}
	return ""
}

// end says why a node does not end as its twin does, "" if it does.
func (f *follower) end(end trace.End) string {
	node := f.nodes[end.Node]
	if node == nil {
		return fmt.Sprintf("the run has no node %d", end.Node)
	}
	now, err := f.c.Variables(end.Node, node.State())
	if err != nil {
		return err.Error()
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if !bytes.Equal(now[name], end.State[name]) {
			return fmt.Sprintf("%s is %s at the Go twin and %s in the trace", name, plain.Quote(now[name]), plain.Quote(end.State[name]))
		}
	}
	return ""
}

// sentOther says how the messages that were logged differ from those that the twin
// sends, "" if they are the same in any order.
func (f *follower) sentOther(sent []any) string {
	texts := f.e.Sent
	inOrder := len(texts) == len(sent)
	for i := 0; inOrder && i < len(sent); i++ {
		inOrder = f.held.HasSent(i, sent[i])
	}
	if inOrder {
		return ""
	}
	all, err := canonical.Messages(sent)
	if err != nil {
		return err.Error()
	}
	for _, m := range all {
		if !contains(texts, m) {
			return fmt.Sprintf("the Go twin sends %s, and the trace does not", plain.Quote(m))
		}
	}
	for _, m := range texts {
		if !contains(all, m) {
			return fmt.Sprintf("the trace sends %s, and the Go twin does not", plain.Quote(m))
		}
	}
	return ""
}

// none is what a step added that added nothing.
var none = json.RawMessage("[]")

func contains(all []json.RawMessage, one json.RawMessage) bool {
	return slices.ContainsFunc(all, func(x json.RawMessage) bool { return bytes.Equal(x, one) })
}
