package timeline

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
)

// Sample is how long one operation of a client took.
type Sample struct {
	Kind string        // What was asked for.
	At   time.Duration // When it was.
	Took time.Duration // Until the client knew the result, or gave up.
	Lost bool          // It gave up.
}

// Latency is how long operations of one kind took of which the result became known.
type Latency struct {
	Kind   string        `json:"kind"`
	Count  int           `json:"count"`
	Median time.Duration `json:"median"`
	P90    time.Duration `json:"p90"`
	P99    time.Duration `json:"p99"`
	Max    time.Duration `json:"max"`
	Lost   int           `json:"lost"` // Those that were given up, which are in none of the others.
}

// Latencies are those of each kind, in the order of kinds.
func Latencies(samples []Sample) []Latency {
	took := map[string][]time.Duration{}
	lost := map[string]int{}
	for _, s := range samples {
		if s.Lost {
			lost[s.Kind]++
			took[s.Kind] = append(took[s.Kind], nil...)
			continue
		}
		took[s.Kind] = append(took[s.Kind], s.Took)
	}
	all := []Latency{}
	for kind, of := range took {
		slices.Sort(of)
		l := Latency{Kind: kind, Count: len(of), Lost: lost[kind]}
		if len(of) > 0 {
			l.Median, l.P90, l.P99, l.Max = quantile(of, 0.5), quantile(of, 0.9), quantile(of, 0.99), of[len(of)-1]
		}
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b Latency) int { return cmp.Compare(a.Kind, b.Kind) })
	return all
}

// quantile is the least of sorted times that is not below a share of them.
func quantile(sorted []time.Duration, share float64) time.Duration {
	return sorted[max(0, int(math.Ceil(share*float64(len(sorted))))-1)]
}

// The measures of the plot, in pixels, and how wide a column of it is.
const (
	plotTop    = 48
	plotHeight = 200
	column     = 4
)

// plot draws samples over the time of a run. Its x is that of a Chart, so that both
// can stand one below the other.
type plot struct {
	drawing
	top       int     // Where the plot begins, below its legend.
	low, high float64 // Logarithms of times.
}

// WriteLatencySVG writes a picture of how long operations took, over the time of the run,
// that is so many pixels wide: in each column of each kind the fastest to the slowest, and the
// median. The scale is logarithmic. A cross is an operation that was given up.
func WriteLatencySVG(w io.Writer, width int, samples []Sample, length time.Duration) error {
	kinds := Latencies(samples)
	p := newPlot(width, samples, length)
	step := min(330, (width-leftMargin)/max(1, len(kinds)))
	if step < 250 { // One kind on a line.
		step = 0
		p.top += lineHeight * max(0, len(kinds)-1)
	}
	height := p.top + plotHeight + footHeight
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height, width, height)
	b.WriteString(`<rect width="100%" height="100%" fill="white"/>` + "\n")
	p.scale(&b)
	colours := map[string]string{}
	x, y := leftMargin, 12
	if step == 0 {
		x = 12
	}
	for i, l := range kinds {
		colours[l.Kind] = []string{"#4a7fb5", "#2e8b57", "#8e5ea2", "#e6a117"}[i%4]
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="22" height="14" fill="%s"/><text x="%d" y="%d">%s: median %v, 99 %% within %v</text>`+"\n",
			x, y, colours[l.Kind], x+28, y+11, escape(l.Kind), Brief(l.Median), Brief(l.P99))
		if x += step; step == 0 {
			y += lineHeight
		}
	}
	p.columns(&b, samples, colours)
	p.axis(&b, p.top+plotHeight)
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func newPlot(width int, samples []Sample, length time.Duration) plot {
	low, high := time.Millisecond, 10*time.Millisecond
	for _, s := range samples {
		low, high = min(low, max(s.Took, time.Microsecond)), max(high, s.Took)
	}
	return plot{drawing{Chart{Timeline: Timeline{Length: max(length, 1)}}, width}, plotTop, math.Log10(float64(low)), math.Log10(float64(high))}
}

// y is where a time stands.
func (p plot) y(took time.Duration) int {
	share := (math.Log10(float64(max(took, 1))) - p.low) / (p.high - p.low)
	return p.top + plotHeight - int(share*plotHeight)
}

// scale draws a line for each power of ten.
func (p plot) scale(b *strings.Builder) {
	for t := time.Microsecond; t <= time.Hour; t *= 10 {
		if at := math.Log10(float64(t)); at >= p.low && at <= p.high {
			fmt.Fprintf(b, `<text x="12" y="%d">%v</text><line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#ddd"/>`+"\n", p.y(t)+4, t, leftMargin, p.y(t), p.width-12, p.y(t))
		}
	}
}

// columns draws the samples.
func (p plot) columns(b *strings.Builder, samples []Sample, colours map[string]string) {
	type cell struct {
		x    int
		kind string
	}
	took := map[cell][]time.Duration{}
	for _, s := range samples {
		if s.Lost {
			x, y := p.x(s.At), p.y(s.Took)
			fmt.Fprintf(b, `<path d="M%d %dl8 8m-8 0l8 -8" stroke="#c0392b" stroke-width="2"><title>%s given up after %v</title></path>`+"\n", x-4, y-4, escape(s.Kind), Brief(s.Took))
			continue
		}
		at := cell{p.x(s.At) / column * column, s.Kind}
		took[at] = append(took[at], s.Took)
	}
	cells := make([]cell, 0, len(took))
	for c := range took {
		cells = append(cells, c)
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.kind, b.kind)) })
	for _, c := range cells {
		of := took[c]
		slices.Sort(of)
		top, bottom, middle := p.y(of[len(of)-1]), p.y(of[0]), p.y(quantile(of, 0.5))
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="1" height="%d" fill="%s"/><rect x="%d" y="%d" width="%d" height="3" fill="%s"/>`+"\n",
			c.x+1, top, max(1, bottom-top), colours[c.kind], c.x, middle-1, column-1, colours[c.kind])
	}
}
