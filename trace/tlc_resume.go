package trace

import (
	"bufio"
	"context"
	"errors"
	"maps"
	"os"
	"slices"
)

// explainFirst explains the first rejection, from the last checkpoint before the line at
// fault. It does not, and returns nil, if TLC judged other traces with that one: alone
// it is a short one.
func (v *validation) explainFirst(ctx context.Context) (*Explanation, error) {
	first := slices.Min(slices.Collect(maps.Keys(v.rejections)))
	r := v.rejections[first]
	x := &Explanation{Trace: r.Trace, Line: r.Line, Reason: r.Reason}
	b := v.faults[first]
	if b == nil || len(b.spans) > 1 {
		return nil, nil
	}
	b, err := b.resumed(v.dir, v.near[first], v.p.Grows)
	if err != nil {
		return nil, err
	}
	return x, v.explain(ctx, b, func(int) *Explanation { return x })
}

// resumed is the batch of one trace with TLC beginning at the checkpoint.
func (b *batch) resumed(dir string, c checkpoint, g Growth) (*batch, error) {
	s, lo, skipped := b.spans[0], map[int]int{}, c.events
	if s.lane != nil {
		for _, node := range s.lane.begin {
			lo[node.Node] = node.Lo
		}
	}
	for _, w := range s.windows {
		if w.after < c.events {
			lo[w.Node] = w.Lo
			skipped++
		}
	}
	if c.events == 0 || skipped <= s.skipped {
		return b, nil
	}
	s.skipped = skipped
	begin, err := starts(c.states, lo, g)
	if err != nil {
		return nil, err
	}
	return b.beginning(dir, s, begin)
}

// beginning is a copy of the batch of one trace in which TLC begins in these states,
// after the lines that the span skips.
func (b *batch) beginning(dir string, s span, begin []start) (*batch, error) {
	first, err := b.read([]int{1})
	if err != nil {
		return nil, err
	}
	header, err := headerLine(*first[0].Header, s.start+s.lines, s.start+s.skipped, begin)
	if err != nil {
		return nil, err
	}
	from, err := os.Open(b.path)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	lines := bufio.NewReaderSize(from, 1<<20)
	for more := true; more; { // The old header, however long.
		if _, err = lines.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		more = err != nil
	}
	copied, err := newBatch(dir, b.constants)
	if err != nil {
		return nil, err
	}
	copied.write(header)
	if _, err := lines.WriteTo(copied.out); err != nil {
		return nil, err
	}
	copied.lines, copied.spans = b.lines, []span{s}
	return copied, copied.close()
}
