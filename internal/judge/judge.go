// Package judge has Go tell whether a trace is a behaviour of the spec: it holds the trace
// against the causal order, and has the Go twins take its steps.
package judge

import (
	"errors"

	"github.com/lockstep-paxos/lockstep/trace"
)

// Judge goes through a trace event by event, as far as Go can tell: it holds the
// trace against the causal order, and has the Go twins take its steps until they do
// something else.
type Judge struct {
	name     string
	c        *trace.Checker
	order    *trace.Order
	twins    *follower
	events   int
	Disorder *trace.Rejection    // Where it contradicts the order; what follows is not judged.
	Refusal  *trace.Rejection    // Where the twins do something else.
	Wanted   map[int][]trace.End // By so many events, gets the states of all nodes after them, if all is well until then.
}

// New judges a trace of that name.
func New(c *trace.Checker, name string) *Judge {
	return &Judge{c: c, name: name, order: c.NewOrder(), twins: newFollower(c)}
}

// Event judges the next event, which holds h.
func (j *Judge) Event(e *trace.Event, h trace.Held) {
	j.events++
	if reason := j.order.Event(e); reason != "" {
		j.Disorder = &trace.Rejection{Trace: j.name, Line: j.events + 1, Reason: reason}
	}
	if j.Disorder == nil {
		j.step(e, h)
	}
}

// step has the twins take an event.
func (j *Judge) step(e *trace.Event, h trace.Held) {
	if j.Refusal != nil {
		return
	}
	if why := j.twins.event(e, h); why != "" {
		j.refuse(0, NoStep(j.c.Protocol, e, nil)+": "+why)
	}
}

// refuse notes why the twins do not take a line: the last one, or so many after it.
func (j *Judge) refuse(after int, why string) {
	j.Refusal = &trace.Rejection{Trace: j.name, Line: j.events + 1 + after, Reason: why}
}

// Ends judges the ends of the nodes, of which t has all. An error says that there is
// nothing to judge.
func (j *Judge) Ends(t *trace.Trace) error {
	if err := j.order.Whole(t); err != nil {
		return err
	}
	if j.Disorder != nil {
		return nil
	}
	if err := j.order.Ends(t); err != nil {
		var ok bool
		if j.Disorder, ok = errors.AsType[*trace.Rejection](err); !ok {
			return err
		}
		return nil
	}
	j.stop(t.Ends)
	return nil
}

// stop holds the ends of the nodes against their twins.
func (j *Judge) stop(ends []trace.End) {
	for i, end := range ends {
		if j.Refusal != nil {
			return
		}
		if why := j.twins.end(end); why != "" {
			j.refuse(i+1, NoStep(j.c.Protocol, nil, &end)+": "+why)
		}
	}
}

// Rejection is why the trace is rejected, nil if it is not.
func (j *Judge) Rejection() *trace.Rejection {
	if j.Disorder != nil {
		return j.Disorder
	}
	return j.Refusal
}

// Trace judges a whole trace. An error says that there is nothing to judge.
func (j *Judge) Trace(t *trace.Trace) error {
	i := 0
	for held, err := range j.c.Events(t.Events) {
		if err != nil {
			return j.c.EventFault(t, i, err)
		}
		if err := j.want(); err != nil {
			return err
		}
		j.Event(&t.Events[i], held)
		i++
	}
	if err := j.c.EndStates(t); err != nil {
		return err
	}
	if err := j.Ends(t); err != nil || j.Disorder != nil {
		return err
	}
	err := j.c.GrownEnds(t)
	if rejection, ok := errors.AsType[*trace.Rejection](err); ok {
		j.Disorder = rejection
		return nil
	}
	return err
}

// want notes the states of all nodes, if they are wanted here.
func (j *Judge) want() (err error) {
	if _, wanted := j.Wanted[j.events]; wanted && j.Rejection() == nil {
		j.Wanted[j.events], err = j.states()
	}
	return err
}

// states are those of all nodes now.
func (j *Judge) states() ([]trace.End, error) {
	var all []trace.End
	for _, node := range j.c.Nodes {
		state, err := j.c.Variables(node, j.twins.nodes[node].State())
		if err != nil {
			return nil, err
		}
		all = append(all, trace.End{Node: node, Seq: j.order.Seq(node), State: state})
	}
	return all, nil
}

// Unchecked has the twins judge a trace of which nothing was checked.
func (j *Judge) Unchecked(t *trace.Trace) {
	for i := range t.Events {
		e := &t.Events[i]
		held, err := j.c.Event(e)
		if j.events++; j.Refusal == nil && err != nil {
			j.refuse(0, err.Error())
		}
		j.step(e, held)
	}
	j.stop(t.Ends)
}
