package trace

import (
	"bytes"
	"context"
	"errors"
	"os"
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

// Sides are the parts of a conjunct whose values an explanation gives.
var Sides = sides

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
	if err := b.close(); err != nil {
		return nil, err
	}
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
