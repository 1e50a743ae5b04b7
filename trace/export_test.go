package trace

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"reflect"
	"slices"
)

// WithConfig validates with another configuration of the trace spec.
func (o ValidateOptions) WithConfig(path string) ValidateOptions {
	o.config = path
	return o
}

// Unchecked validates without Check, so that TLC alone judges.
func (o ValidateOptions) Unchecked() ValidateOptions {
	o.unchecked = true
	return o
}

// InLanes validates a trace in so many lanes, if it has so many events for each.
func (o ValidateOptions) InLanes(lanes, events int) ValidateOptions {
	o.Workers, o.least = lanes, events
	return o
}

// Within is the end of a node as far as its window reaches.
func Within(p Protocol, end End, lo int) (End, error) { return p.Grows.within(end, lo) }

// Sides are the parts of a conjunct whose values an explanation gives.
var Sides = sides

// Function is the Go function of an action, as an explanation names it.
func Function(p Protocol, action string) string { return p.function(action) }

// Reached has TLC replay traces in one batch, in which from is changed to to, and
// returns the lines of the batch that it reached. From must stand in it.
func Reached(ctx context.Context, dir string, traces []*Trace, p Protocol, o ValidateOptions, from, to string) (map[int]bool, error) {
	v := newValidation(p, o, dir)
	for _, t := range traces {
		if err := v.add(t); err != nil {
			return nil, err
		}
	}
	b := v.batches[0]
	text, err := os.ReadFile(b.path)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(text, []byte(from)) {
		return nil, errors.New("the batch has nothing to change")
	}
	if err := os.WriteFile(b.path, bytes.Replace(text, []byte(from), []byte(to), 1), 0o600); err != nil {
		return nil, err
	}
	job, err := v.job(ctx, b)
	if err != nil {
		return nil, err
	}
	marks, _, err := runBatch(ctx, b, job)
	reached := map[int]bool{}
	for i, mark := range marks {
		reached[i+1] = mark == 1
	}
	return reached, err
}

// Reader reads values of the type of an example as those in traces are read; Slowly
// reads one as encoding/json does.
func Reader(example any) func(text string) (any, error) {
	s := newValues(nil).shape(reflect.TypeOf(example))
	return func(text string) (any, error) { return s.value(json.RawMessage(text)) }
}

// Slowly reads a value with encoding/json alone.
func Slowly(example any, text string) (any, error) {
	return newValues(nil).readSlowly(reflect.TypeOf(example), json.RawMessage(text))
}

// Plainly tells whether values of the type of an example are read without encoding/json.
func Plainly(example any, text string) bool {
	s := newValues(nil).shape(reflect.TypeOf(example))
	c := cursor{line: []byte(text)}
	s.read(&c, s.into)
	return c.err == nil && c.at == len(text)
}

// Checked is what a checker finds of each event of a trace, in their order: ahead, in
// pieces, or one by one.
func Checked(t *Trace, p Protocol, ahead bool) ([]string, error) {
	c, err := newChecker(p, t.Header)
	if err != nil {
		return nil, err
	}
	all := c.checkPiece(t.Events)
	if ahead {
		all = slices.Collect(c.checkAhead(t.Events))
	}
	var found []string
	for _, x := range all {
		held, err := marshal([]any{x.params, x.post, x.sent})
		if err != nil {
			return nil, err
		}
		found = append(found, fmt.Sprintf("%s %v", held, x.err))
	}
	return found, nil
}

// Prepared is how many files are made for TLC of traces.
func Prepared(dir string, p Protocol, traces iter.Seq[*Trace]) int {
	v := newValidation(p, ValidateOptions{}, dir)
	for t := range traces {
		if err := v.add(t); err != nil {
			panic(err)
		}
	}
	return len(v.batches)
}
