package validate

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"

	"github.com/lockstep-paxos/lockstep/tla"
	"github.com/lockstep-paxos/lockstep/trace"
)

// WithConfig validates with another configuration of the trace spec.
func (o Options) WithConfig(path string) Options {
	o.config = path
	return o
}

// Unchecked validates without Check, so that TLC alone judges.
func (o Options) Unchecked() Options {
	o.unchecked = true
	return o
}

// InLanes validates a trace in so many lanes, if it has so many events for each.
func (o Options) InLanes(lanes, events int) Options {
	o.Workers, o.least = lanes, events
	return o
}

// Within is the end of a node as far as its window reaches.
func Within(p trace.Protocol, end trace.End, lo int) (trace.End, error) {
	return within(end, lo, p.Grows)
}

// Sides are the parts of a conjunct whose values an explanation gives.
func Sides(conjunct string) (texts []string, err error) {
	e, err := tla.ParseExpr(conjunct)
	for _, side := range sides(e) {
		texts = append(texts, side.Text())
	}
	return texts, err
}

// Function is the Go function of an action, as an explanation names it.
func Function(p trace.Protocol, action string) string { return function(p, action) }

// Reached has TLC replay traces in one batch, in which from is changed to to, and
// returns the lines of the batch that it reached. From must stand in it.
func Reached(ctx context.Context, dir string, traces []*trace.Trace, p trace.Protocol, o Options, from, to string) (map[int]bool, error) {
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

// Prepared is how many files are made for TLC of traces.
func Prepared(dir string, p trace.Protocol, traces iter.Seq[*trace.Trace]) int {
	v := newValidation(p, Options{}, dir)
	for t := range traces {
		if err := v.add(t); err != nil {
			panic(err)
		}
	}
	return len(v.batches)
}
