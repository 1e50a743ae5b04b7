package timeline

import (
	"encoding/xml"
	"fmt"
	"io"
	"math/bits"
	"strings"
	"time"
)

// Chart is a timeline with what is said of it.
type Chart struct {
	Title    string
	Timeline Timeline
}

// The widths of pictures, in pixels: for a page, and for the screen of a phone.
const (
	Wide   = 1200
	Narrow = 340
)

// The measures of the picture, in pixels.
const (
	leftMargin  = 90
	lineHeight  = 18
	rowHeight   = 26
	headHeight  = 46
	footHeight  = 26
	topHeight   = 92
	titleHeight = 50 // A part of topHeight.
)

// WriteSVG writes a picture of timelines that is so many pixels wide. The timelines stand one
// below the other on one scale. With a title the picture shows the command that draws it again
// and is a file of its own, whose description is the command; without a title it begins with the legend.
// Colours only repeat what words and positions say.
func WriteSVG(w io.Writer, width int, title, command string, charts []Chart) error {
	var key strings.Builder
	top := topHeight + legend(&key, width)
	height := top
	for _, c := range charts {
		height += c.height(width)
	}
	above := titleHeight // The height of what is left out.
	if title != "" {
		above = 0
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 %d %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height-above, above, width, height-above)
	if title != "" {
		fmt.Fprintf(&b, "<desc>%s</desc>\n", escape(command))
	}
	b.WriteString(strings.NewReplacer(`id="down"`, `id="down`+suffix(width)+`"`, `id="paused"`, `id="paused`+suffix(width)+`"`).Replace(patterns))
	if title != "" {
		fmt.Fprintf(&b, `<text x="12" y="24" font-size="16" font-weight="bold">%s</text>`+"\n", escape(title))
		fmt.Fprintf(&b, `<text x="12" y="44" font-family="monospace" font-size="11">%s</text>`+"\n", escape(command))
	}
	b.WriteString(key.String())
	y := top
	for _, c := range charts {
		drawing{c, width}.write(&b, y)
		y += c.height(width)
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// escape is a text as XML. What XML cannot have is replaced.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // A Builder takes everything.
	return b.String()
}

const patterns = `<rect width="100%" height="100%" fill="white"/>
<defs>
<pattern id="down" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#ddd"/><rect width="2" height="6" fill="#555"/></pattern>
<pattern id="paused" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#eee"/><circle cx="3" cy="3" r="1.2" fill="#777"/></pattern>
</defs>
`

// suffix makes the names of patterns different in pictures of other widths: one page may have
// several pictures.
func suffix(width int) string {
	if width == Wide {
		return ""
	}
	return fmt.Sprintf("-%d", width)
}

// pattern is a fill.
func pattern(name string, width int) string { return "url(#" + name + suffix(width) + ")" }

// The fills of what is shown.
const (
	fillLeads   = "#4a7fb5"
	fillNone    = "#c0392b"
	fillSeveral = "#e6a117"
)

// legend writes what the fills mean, and returns the height of the lines below the first.
func legend(b *strings.Builder, width int) int {
	x, y := 12, 58
	for _, entry := range []struct{ fill, says string }{
		{fillLeads, "leads, with this number"}, {pattern("down", width), "down"}, {pattern("paused", width), "paused"},
		{fillNone, "nobody leads"}, {fillSeveral, "two or more lead"}, {"white", "exactly one leads"},
	} {
		needs := 52 + 7*len(entry.says)
		if x+needs > width && x > 12 {
			x, y = 12, y+lineHeight
		}
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="22" height="14" fill="%s" stroke="#333"/><text x="%d" y="%d">%s</text>`+"\n", x, y, entry.fill, x+28, y+11, entry.says)
		x += needs
	}
	return y - 58
}

func (c Chart) height(width int) int {
	return c.head(width) + rowHeight*(len(c.Timeline.Nodes)+1) + footHeight
}

// head is the height of what stands above the rows.
func (c Chart) head(width int) int { return headHeight + (len(c.words(width))-1)*lineHeight }

// words are the measures of the chart in lines that fit into the width.
func (c Chart) words(width int) []string {
	const letter = 6 // The width of one, about.
	var lines []string
	for part := range strings.SplitSeq(c.Timeline.Measure().words(), "; ") {
		if last := len(lines) - 1; last >= 0 && (len(lines[last])+2+len(part))*letter < width {
			lines[last] += "; " + part
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// drawing is a chart of some width.
type drawing struct {
	Chart
	width int
}

// write draws the chart with its upper edge at y.
func (c drawing) write(b *strings.Builder, y int) {
	t := c.Timeline
	fmt.Fprintf(b, `<text x="12" y="%d" font-size="14" font-weight="bold">%s</text>`+"\n", y+16, escape(c.Title))
	for i, line := range c.words(c.width) {
		fmt.Fprintf(b, `<text x="12" y="%d">%s</text>`+"\n", y+34+i*lineHeight, escape(line))
	}
	top := y + c.head(c.width)
	for i, node := range t.Nodes {
		at := top + i*rowHeight
		fmt.Fprintf(b, `<text x="12" y="%d">%d</text><line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#bbb"/>`+"\n", at+17, node, leftMargin, at+13, c.width-12, at+13)
	}
	for _, r := range t.Reigns {
		at := top + c.row(r.Node)*rowHeight
		c.bar(b, at+3, 20, r.From, r.To, fillLeads, fmt.Sprintf("%d leads with %s from %v to %v, %s", r.Node, r.Name, Brief(r.From), Brief(r.To), r.End))
		if c.x(r.To)-c.x(r.From) > 9*len(r.Name) {
			fmt.Fprintf(b, `<text x="%d" y="%d" fill="white">%s</text>`+"\n", c.x(r.From)+4, at+13, escape(r.Name))
		}
	}
	for _, band := range t.Bands {
		c.bar(b, top+c.row(band.Node)*rowHeight+13, 10, band.From, band.To, pattern(string(band.What), c.width), fmt.Sprintf("%d is %s from %v to %v", band.Node, band.What, Brief(band.From), Brief(band.To)))
	}
	c.leaders(b, top+len(t.Nodes)*rowHeight)
	c.axis(b, top+(len(t.Nodes)+1)*rowHeight)
}

// leaders draws the row that tells where nobody leads, or several.
func (c drawing) leaders(b *strings.Builder, y int) {
	fmt.Fprintf(b, `<text x="12" y="%d">led by</text>`+"\n", y+17)
	for _, s := range c.Timeline.Stretches() {
		switch s.Leaders {
		case 0:
			c.bar(b, y+7, 12, s.From, s.To, fillNone, fmt.Sprintf("nobody leads for %v", Brief(s.To-s.From)))
		case Several:
			c.bar(b, y+7, 12, s.From, s.To, fillSeveral, fmt.Sprintf("two or more lead for %v", Brief(s.To-s.From)))
		}
	}
}

func (c drawing) axis(b *strings.Builder, y int) {
	ticks := min(10, (c.width-leftMargin)/80)
	for i := range ticks + 1 {
		at := time.Duration(part(int64(c.Timeline.Length), time.Duration(i), time.Duration(ticks)))
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" fill="#555">%v</text>`+"\n", c.x(at), y+14, at.Round(time.Millisecond))
	}
}

// bar is a box from one time to another, with words for who points at it.
func (c drawing) bar(b *strings.Builder, y, height int, from, to time.Duration, fill, says string) {
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="#333" stroke-width="0.5"><title>%s</title></rect>`+"\n",
		c.x(from), y, max(1, c.x(to)-c.x(from)), height, fill, escape(says))
}

func (c drawing) x(at time.Duration) int {
	return leftMargin + int(part(int64(c.width-leftMargin-30), at, c.Timeline.Length))
}

// part is whole * share / of, which is no overflow for long times. It is 0 of a run that took no time.
func part(whole int64, share, of time.Duration) int64 {
	if share <= 0 || of <= 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(whole), uint64(share))
	quotient, _ := bits.Div64(high%uint64(of), low, uint64(of))
	return int64(quotient)
}

func (c Chart) row(node int) int {
	for i, n := range c.Timeline.Nodes {
		if n == node {
			return i
		}
	}
	return len(c.Timeline.Nodes)
}

// words are the measures in a sentence.
func (m Measures) words() string {
	return fmt.Sprintf("%d reigns; nobody led for %v (%.1f %%, at most %v on end); two or more led %d times, for %v; %d live leaders deposed; %d numbers used twice; %d crashes, %d pauses",
		m.Reigns, Brief(m.WithNone), 100*m.Share(m.WithNone), Brief(m.LongestGap),
		m.Overlaps, Brief(m.WithMore), m.Deposed, m.Reused, m.Crashes, m.Pauses)
}
