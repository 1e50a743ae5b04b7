package trace

import (
	"errors"
	"fmt"
)

// header is the header that the first line of a file holds.
func header(line []byte) (Header, error) {
	c := &cursor{line: line}
	if c.want(`{"lockstep":"` + Format + `","version":`); c.err != nil {
		return Header{}, errors.New(`this is no trace: a trace begins with {"lockstep":"trace"`)
	}
	h := Header{Lockstep: Format, Version: c.integer()}
	if c.err == nil && h.Version != Version {
		return Header{}, fmt.Errorf("a trace of version %d, and this program reads version %d only", h.Version, Version)
	}
	c.want(`,"spec":`)
	h.Spec = c.text()
	c.want(`,"constants":`)
	h.Constants = c.value()
	if c.take(`,"origin":`) {
		if h.Origin = c.text(); c.err == nil && h.Origin == "" {
			c.fail("an origin that is empty is left out")
		}
	}
	c.want("}")
	c.end()
	return h, c.err
}

// event is the event that a line holds.
func event(line []byte) (Event, error) {
	c := &cursor{line: line}
	var e Event
	c.want(`{"node":`)
	e.Node = c.integer()
	c.want(`,"inc":`)
	e.Inc = c.integer()
	c.want(`,"seq":`)
	e.Seq = c.integer()
	c.want(`,"action":`)
	e.Action = c.text()
	c.want(`,"params":`)
	e.Params = c.record()
	if c.take(`,"cause":{"node":`) {
		e.Cause = &ID{Node: c.integer()}
		c.want(`,"seq":`)
		e.Cause.Seq = c.integer()
		c.want("}")
	}
	c.want(`,"post":`)
	e.Post = c.record()
	c.want(`,"sent":`)
	e.Sent = c.list()
	c.want("}")
	c.end()
	return e, c.err
}

// end is the end of a node that a line holds.
func end(line []byte) (End, error) {
	c := &cursor{line: line}
	var end End
	c.want(`{"end":{"node":`)
	end.Node = c.integer()
	c.want(`,"seq":`)
	end.Seq = c.integer()
	c.want(`,"state":`)
	end.State = c.record()
	c.want("}}")
	c.end()
	return end, c.err
}
