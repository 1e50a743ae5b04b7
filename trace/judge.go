package trace

import "errors"

// judge goes through a trace event by event, as far as Go can tell: it holds the
// trace against the causal order, and has the Go twins take its steps until they do
// something else.
type judge struct {
	c        *checker
	name     string
	order    *order
	twins    *follower
	events   int
	authors  authors
	disorder *Rejection    // Where it contradicts the order; what follows is not judged.
	refusal  *Rejection    // Where the twins do something else.
	wanted   map[int][]End // By so many events, gets the states of all nodes after them, if all is well until then.
	near     checkpoint    // The last one before the refusal.
	apart    int           // How many events are between checkpoints at least; none are made if it is 0.
}

// checkpoint is the states of all nodes after so many events.
type checkpoint struct {
	events int
	states []End
}

// Checkpoints are at least a twentieth of all events apart, so that they cost little, and
// TLC soon comes from the last to where the twins refuse a step.
const checkpointShare = 20

func newJudge(c *checker, name string) *judge {
	return &judge{c: c, name: name, order: newOrder(c), twins: newFollower(c)}
}

// event judges the next event, which c must have checked last.
func (j *judge) event(e *Event) {
	j.events++
	j.authors.event(e)
	if j.disorder != nil {
		return
	}
	if reason := j.order.event(e); reason != "" {
		j.disorder = &Rejection{j.name, j.events + 1, reason}
		return
	}
	j.step(e)
}

// step has the twins take an event.
func (j *judge) step(e *Event) {
	if j.refusal != nil {
		return
	}
	if why := j.twins.event(e); why != "" {
		j.refuse(0, j.c.noStep(batchLine{Event: e})+": "+why)
	}
}

// refuse notes why the twins do not take a line: the last one, or so many after it.
func (j *judge) refuse(after int, why string) {
	j.refusal = &Rejection{j.name, j.events + 1 + after, why}
}

// ends judges the ends of the nodes, of which t has all. An error says that there is
// nothing to judge.
func (j *judge) ends(t *Trace) error {
	if err := j.authors.log(j.c, t); err != nil {
		return err
	}
	if j.disorder != nil {
		return nil
	}
	if err := j.c.ends(t, j.events, j.c.nodes, j.order.at); err != nil {
		var ok bool
		if j.disorder, ok = errors.AsType[*Rejection](err); !ok {
			return err
		}
		return nil
	}
	j.stop(t.Ends)
	return nil
}

// stop holds the ends of the nodes against their twins.
func (j *judge) stop(ends []End) {
	for i, end := range ends {
		if j.refusal != nil {
			return
		}
		if why := j.twins.end(end); why != "" {
			j.refuse(i+1, j.c.noStep(batchLine{End: &end})+": "+why)
		}
	}
}

// rejection is why the trace is rejected, nil if it is not.
func (j *judge) rejection() *Rejection {
	if j.disorder != nil {
		return j.disorder
	}
	return j.refusal
}

// trace judges a whole trace. An error says that there is nothing to judge.
func (j *judge) trace(t *Trace) error {
	i := 0
	for x := range j.c.checkAll(t.Events) {
		if x.err != nil {
			return unreadable(t.Name, i+2, j.c.eventFault(&t.Events[i], x.err))
		}
		if err := j.want(); err != nil {
			return err
		}
		j.c.last = x.taken
		j.event(&t.Events[i])
		i++
	}
	for i, end := range t.Ends {
		if err := j.c.state(end.Node, end.State); err != nil {
			return unreadable(t.Name, len(t.Events)+2+i, j.c.endFault(&end, err))
		}
	}
	if err := j.ends(t); err != nil || j.disorder != nil {
		return err
	}
	err := j.c.ended(t)
	if rejection, ok := errors.AsType[*Rejection](err); ok {
		j.disorder = rejection
		return nil
	}
	return err
}

// want notes the states of all nodes, if they are wanted here or it is time for a
// checkpoint.
func (j *judge) want() error {
	_, wanted := j.wanted[j.events]
	isDue := j.apart > 0 && j.events >= j.near.events+max(j.apart, j.events/checkpointShare)
	if !wanted && !isDue || j.rejection() != nil {
		return nil
	}
	states, err := j.states()
	if err != nil {
		return err
	}
	if isDue {
		j.near = checkpoint{j.events, states}
	}
	if wanted {
		j.wanted[j.events] = states
	}
	return nil
}

// states are those of all nodes now.
func (j *judge) states() ([]End, error) {
	var all []End
	for _, node := range j.c.nodes {
		state, err := j.c.record(node, j.twins.nodes[node].State())
		if err != nil {
			return nil, err
		}
		all = append(all, End{node, j.order.at[node].seq, state})
	}
	return all, nil
}

// unchecked has the twins judge a trace of which nothing was checked.
func (j *judge) unchecked(t *Trace) {
	for i := range t.Events {
		e := &t.Events[i]
		err := j.c.event(e)
		if j.events++; j.refusal == nil && err != nil {
			j.refuse(0, err.Error())
		}
		j.step(e)
	}
	j.stop(t.Ends)
}
