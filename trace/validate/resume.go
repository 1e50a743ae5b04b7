package validate

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/judge"
	"github.com/lockstep-paxos/lockstep/trace"
)

// explainFirst explains the first rejection, from the last checkpoint before the line at
// fault. It does not, and returns nil, if TLC judged other traces with that one: alone
// it is a short one. Twins at fault may have taken more steps than TLC, so that the last
// checkpoint comes after the line; then TLC begins where it did before.
func (v *validation) explainFirst(ctx context.Context) (*Explanation, error) {
	first := slices.Min(slices.Collect(maps.Keys(v.Rejections)))
	r := v.Rejections[first]
	x := &Explanation{Trace: r.Trace, Line: r.Line, Reason: r.Reason}
	f, judged := v.faults[first]
	if !judged || f.batch.traces() > 1 {
		return nil, nil
	}
	near := v.near[first]
	if near.Events > r.Line-2 {
		near = judge.Checkpoint{}
	}
	b, err := f.resumed(v.dir, near, v.p.Grows)
	if err != nil {
		return nil, err
	}
	if err := v.explain(ctx, b, func(int) *Explanation { return x }); err != nil {
		return nil, err
	}
	if err := x.Of(r); err != nil {
		return nil, err
	}
	return x, nil
}

// Of fails if this explains another line than the one that was rejected.
func (x Explanation) Of(r *trace.Rejection) error {
	if x.Trace != r.Trace || x.Line != r.Line {
		return fmt.Errorf("TLC was asked about line %d of %s and told of line %d of %s", r.Line, r.Trace, x.Line, x.Trace)
	}
	return nil
}

// resumed is the batch of the trace, or lane, at fault alone, with TLC beginning at the
// checkpoint if that lies in it.
func (f fault) resumed(dir string, c judge.Checkpoint, g trace.Growth) (*batch, error) {
	s, lo, skipped := f.span, map[int]int{}, c.Events
	begin := s.lane.beginning()
	for _, node := range begin {
		lo[node.Node] = node.Lo
	}
	for _, w := range s.windows {
		if w.after < c.Events {
			lo[w.Node] = w.Lo
			skipped++
		}
	}
	if c.Events > 0 && skipped > s.skipped {
		var err error
		if begin, err = starts(c.States, lo, g); err != nil {
			return nil, err
		}
		s.skipped = skipped
	}
	return f.batch.alone(dir, s, begin)
}

// alone is a copy of the batch of which nothing but the span is judged, beginning with
// these states after the lines that it skips. All lines stand where they stood: the
// first is the header of a trace without events, unless the span begins there.
func (b *batch) alone(dir string, s span, begin []start) (*batch, error) {
	first, err := b.read([]int{1})
	if err != nil {
		return nil, err
	}
	from, err := os.Open(b.path)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	copied, err := newBatch(dir, b.constants)
	if err != nil {
		return nil, err
	}
	copied.spans = []span{s}
	lines := bufio.NewReaderSize(from, 1<<20)
	return copied, copied.fill(func() error {
		for at := 1; at < s.start+s.lines; at++ {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				return err
			}
			switch {
			case at == s.start:
				line, err = headerLine(*first[0].Header, s, begin)
			case at == 1:
				line, err = headerLine(*first[0].Header, span{start: 1, lines: s.start - 1}, nil)
			case at < s.start:
				line = []byte("{}")
			default:
				line = line[:len(line)-1]
			}
			if err != nil {
				return err
			}
			copied.write(line)
		}
		return nil
	})
}
