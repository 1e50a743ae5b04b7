package linearizability

import (
	"errors"
	"fmt"
)

// The name and the version of the format; docs/formats.md describes it.
const (
	Format  = "history"
	Version = 1
)

// header is what the first line of a file holds: a history without operations.
func header(line []byte) (History, error) {
	c := &cursor{line: line}
	if c.want(`{"lockstep":"` + Format + `","version":`); c.err != nil {
		return History{}, errors.New(`this is no history: a history begins with {"lockstep":"history"`)
	}
	if version := c.integer(numberDigits); c.err == nil && version != Version {
		return History{}, fmt.Errorf("a history of version %d, and this program reads version %d only", version, Version)
	}
	var h History
	c.want(`,"model":`)
	h.Model = word(c, Counter, KeyValue)
	if c.take(`,"origin":`) {
		if h.Origin = c.text(); c.err == nil && h.Origin == "" {
			c.fail("an origin that is empty is left out")
		}
	}
	c.want("}")
	c.end()
	return h, c.err
}

// operation is the operation that a line holds.
func operation(line []byte, m Model) (Operation, error) {
	c := &cursor{line: line}
	var o Operation
	c.want(`{"client":`)
	o.Client = int(c.integer(numberDigits))
	c.want(`,"seq":`)
	o.Seq = int(c.integer(numberDigits))
	c.want(`,"operation":`)
	o.Operation = word(c, m.kinds()...)
	c.want(`,"outcome":`)
	o.Outcome = word(c, Done, Failed, Unknown)
	if m == KeyValue {
		c.want(`,"key":`)
		o.Key = c.text()
	}
	if o.hasValue() {
		c.want(`,"value":`)
		o.Value = c.text()
	}
	if o.hasCount() {
		c.want(`,"value":`)
		o.Count = c.integer(timeDigits)
	}
	c.want(`,"call":`)
	o.Call = c.integer(timeDigits)
	if o.Outcome != Unknown {
		c.want(`,"return":`)
		o.Return = c.integer(timeDigits)
	}
	c.want("}")
	c.end()
	if fault := o.fault(m); c.err == nil && fault != "" {
		c.err = errors.New(fault)
	}
	return o, c.err
}

// annotation is the annotation that a line holds.
func annotation(line []byte) (Annotation, error) {
	c := &cursor{line: line}
	var a Annotation
	c.want(`{"annotation":{"kind":`)
	a.Kind = word(c, Fault, LeaderChange)
	c.want(`,"from":`)
	a.From = c.integer(timeDigits)
	c.want(`,"to":`)
	a.To = c.integer(timeDigits)
	c.want(`,"text":`)
	a.Text = c.text()
	c.want("}}")
	c.end()
	if fault := a.fault(); c.err == nil && fault != "" {
		c.err = errors.New(fault)
	}
	return a, c.err
}

// end is the last line of a file: how many operations and annotations it has.
func end(line []byte) (operations, annotations int, err error) {
	c := &cursor{line: line}
	c.want(`{"end":{"operations":`)
	operations = int(c.integer(numberDigits))
	c.want(`,"annotations":`)
	annotations = int(c.integer(numberDigits))
	c.want("}}")
	c.end()
	return operations, annotations, c.err
}
