package judge

import (
	"encoding/json"

	"github.com/lockstep-paxos/lockstep/trace"
)

// Replayer has the Go twins take the steps of traces that differ from an original
// in some lines only.
type Replayer struct {
	c      *trace.Checker
	before []map[int]trace.Node // before[i] are the nodes before Events[i] of the original, the last those at its end.
}

// NewReplayer has the twins take the steps of the original. It returns a *Rejection
// if they do not.
func NewReplayer(c *trace.Checker, t *trace.Trace) (*Replayer, error) {
	r := &Replayer{c: c}
	j := New(c, t.Name)
	for i := range t.Events {
		r.before = append(r.before, copies(j.twins.nodes))
		held, err := c.Event(&t.Events[i])
		if err != nil {
			return nil, err
		}
		j.Event(&t.Events[i], held)
	}
	r.before = append(r.before, j.twins.nodes)
	if err := j.Ends(t); err != nil {
		return nil, err
	}
	if rejection := j.Rejection(); rejection != nil {
		return nil, rejection
	}
	return r, nil
}

func copies(nodes map[int]trace.Node) map[int]trace.Node {
	all := map[int]trace.Node{}
	for node, n := range nodes {
		all[node] = n.Copy()
	}
	return all
}

// Refusal is where the twins do not take the steps of t, which is in order and as the
// original before the line of Events[from]; nil if they take all.
func (r *Replayer) Refusal(t *trace.Trace, from int) *trace.Rejection {
	j := New(r.c, t.Name)
	j.twins.nodes = copies(r.before[min(from, len(r.before)-1)])
	j.events = min(from, len(t.Events))
	for i := range t.Events[:j.events] {
		j.twins.sent.add(&t.Events[i])
	}
	for i := from; i < len(t.Events) && j.Refusal == nil; i++ {
		held, err := r.c.Event(&t.Events[i])
		if err != nil {
			return &trace.Rejection{Trace: t.Name, Line: i + 2, Reason: err.Error()}
		}
		j.events++
		j.step(&t.Events[i], held)
	}
	j.stop(t.Ends)
	return j.Refusal
}

// Variable is what a variable of a node is before Events[i] of the original.
func (r *Replayer) Variable(i, node int, name string) json.RawMessage {
	state, err := r.c.Variables(node, r.before[i][node].State())
	if err != nil {
		panic("judge: a twin that took the steps of a trace has no state: " + err.Error())
	}
	return state[name]
}
