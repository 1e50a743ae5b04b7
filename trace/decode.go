package trace

import (
	"errors"
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
)

// header is the header that the first line of a file holds.
func header(line []byte) (Header, error) {
	c := &canonical.Cursor{Line: line}
	if c.Want(`{"lockstep":"` + Format + `","version":`); c.Err != nil {
		return Header{}, errors.New(`this is no trace: a trace begins with {"lockstep":"trace"`)
	}
	h := Header{Lockstep: Format, Version: c.Integer()}
	if c.Err == nil && h.Version != Version {
		return Header{}, fmt.Errorf("a trace of version %d, and this program reads version %d only", h.Version, Version)
	}
	c.Want(`,"spec":`)
	h.Spec = c.Text()
	c.Want(`,"constants":`)
	h.Constants = c.Value()
	if c.Take(`,"origin":`) {
		if h.Origin = c.Text(); c.Err == nil && h.Origin == "" {
			c.Fail("an origin that is empty is left out")
		}
	}
	c.Want("}")
	c.End()
	return h, c.Err
}

// event is the event that a line holds.
func event(line []byte) (Event, error) {
	c := &canonical.Cursor{Line: line}
	var e Event
	c.Want(`{"node":`)
	e.Node = c.Integer()
	c.Want(`,"inc":`)
	e.Inc = c.Integer()
	c.Want(`,"seq":`)
	e.Seq = c.Integer()
	c.Want(`,"action":`)
	e.Action = c.Text()
	c.Want(`,"params":`)
	e.Params = c.Record()
	if c.Take(`,"cause":{"node":`) {
		e.Cause = &ID{Node: c.Integer()}
		c.Want(`,"seq":`)
		e.Cause.Seq = c.Integer()
		c.Want("}")
	}
	c.Want(`,"post":`)
	e.Post = c.Record()
	c.Want(`,"sent":`)
	e.Sent = c.List()
	c.Want("}")
	c.End()
	return e, c.Err
}

// end is the end of a node that a line holds.
func end(line []byte) (End, error) {
	c := &canonical.Cursor{Line: line}
	var end End
	c.Want(`{"end":{"node":`)
	end.Node = c.Integer()
	c.Want(`,"seq":`)
	end.Seq = c.Integer()
	c.Want(`,"state":`)
	end.State = c.Record()
	c.Want("}}")
	c.End()
	return end, c.Err
}
