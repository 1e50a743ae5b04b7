package trace

import "encoding/json"

// replayer has the Go twins take the steps of traces that differ from an original
// in some lines only.
type replayer struct {
	c      *checker
	before []map[int]Node // before[i] are the nodes before Events[i] of the original, the last those at its end.
}

// newReplayer has the twins take the steps of the original. It returns a *Rejection
// if they do not.
func newReplayer(c *checker, t *Trace) (*replayer, error) {
	r := &replayer{c: c}
	j := newJudge(c, t.Name)
	for i := range t.Events {
		r.before = append(r.before, copies(j.twins.nodes))
		if err := c.event(&t.Events[i]); err != nil {
			return nil, err
		}
		j.event(&t.Events[i])
	}
	r.before = append(r.before, j.twins.nodes)
	if err := j.ends(t); err != nil {
		return nil, err
	}
	if rejection := j.rejection(); rejection != nil {
		return nil, rejection
	}
	return r, nil
}

func copies(nodes map[int]Node) map[int]Node {
	all := map[int]Node{}
	for node, n := range nodes {
		all[node] = n.Copy()
	}
	return all
}

// refusal is where the twins do not take the steps of t, which is in order and as the
// original before the line of Events[from]; nil if they take all.
func (r *replayer) refusal(t *Trace, from int) *Rejection {
	j := newJudge(r.c, t.Name)
	j.twins.nodes = copies(r.before[min(from, len(r.before)-1)])
	j.events = min(from, len(t.Events))
	for i := range t.Events[:j.events] {
		j.twins.sent.add(&t.Events[i])
	}
	for i := from; i < len(t.Events) && j.refusal == nil; i++ {
		if err := r.c.event(&t.Events[i]); err != nil {
			return &Rejection{t.Name, i + 2, err.Error()}
		}
		j.events++
		j.step(&t.Events[i])
	}
	j.stop(t.Ends)
	return j.refusal
}

// variable is what a variable of a node is before Events[i] of the original.
func (r *replayer) variable(i, node int, name string) json.RawMessage {
	state, err := r.c.record(node, r.before[i][node].State())
	if err != nil {
		panic("trace: a twin that took the steps of a trace has no state: " + err.Error())
	}
	return state[name]
}
