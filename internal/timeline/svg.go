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

// The measures of the picture, in pixels.
const (
	pictureWidth = 1200
	leftMargin   = 90
	rowHeight    = 26
	headHeight   = 46
	footHeight   = 26
	topHeight    = 92
	titleHeight  = 50 // A part of topHeight.
)

// WriteSVG writes a picture of timelines, one below the other on one scale, with
// the command that draws it again; without a title it begins with the legend. It is one
// file that needs no other, and begins with the command as its description. Colours only repeat what words and positions say.
func WriteSVG(w io.Writer, title, command string, charts []Chart) error {
	height := topHeight
	for _, c := range charts {
		height += c.height()
	}
	above := titleHeight // The height of what is left out.
	if title != "" {
		above = 0
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 %d %d %d" font-family="sans-serif" font-size="12">`+"\n", pictureWidth, height-above, above, pictureWidth, height-above)
	if title != "" {
		fmt.Fprintf(&b, "<desc>%s</desc>\n", escape(command))
	}
	b.WriteString(patterns)
	if title != "" {
		fmt.Fprintf(&b, `<text x="12" y="24" font-size="16" font-weight="bold">%s</text>`+"\n", escape(title))
		fmt.Fprintf(&b, `<text x="12" y="44" font-family="monospace" font-size="11">%s</text>`+"\n", escape(command))
	}
	legend(&b)
	y := topHeight
	for _, c := range charts {
		c.write(&b, y)
		y += c.height()
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

// The fills of what is shown.
const (
	fillLeads   = "#4a7fb5"
	fillNone    = "#c0392b"
	fillSeveral = "#e6a117"
)

func legend(b *strings.Builder) {
	x := 12
	for _, entry := range []struct{ fill, says string }{
		{fillLeads, "leads, with this number"}, {"url(#down)", "down"}, {"url(#paused)", "paused"},
		{fillNone, "nobody leads"}, {fillSeveral, "two or more lead"}, {"white", "exactly one leads"},
	} {
		fmt.Fprintf(b, `<rect x="%d" y="58" width="22" height="14" fill="%s" stroke="#333"/><text x="%d" y="69">%s</text>`+"\n", x, entry.fill, x+28, entry.says)
		x += 52 + 7*len(entry.says)
	}
}

func (c Chart) height() int { return headHeight + rowHeight*(len(c.Timeline.Nodes)+1) + footHeight }

// write draws the chart with its upper edge at y.
func (c Chart) write(b *strings.Builder, y int) {
	t := c.Timeline
	m := t.Measure()
	fmt.Fprintf(b, `<text x="12" y="%d" font-size="14" font-weight="bold">%s</text>`+"\n", y+16, escape(c.Title))
	fmt.Fprintf(b, `<text x="12" y="%d">%s</text>`+"\n", y+34, escape(m.words()))
	top := y + headHeight
	for i, node := range t.Nodes {
		at := top + i*rowHeight
		fmt.Fprintf(b, `<text x="12" y="%d">%d</text><line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#bbb"/>`+"\n", at+17, node, leftMargin, at+13, pictureWidth-12, at+13)
	}
	for _, r := range t.Reigns {
		at := top + c.row(r.Node)*rowHeight
		c.bar(b, at+3, 20, r.From, r.To, fillLeads, fmt.Sprintf("%d leads with %s from %v to %v, %s", r.Node, r.Name, Brief(r.From), Brief(r.To), r.End))
		if c.x(r.To)-c.x(r.From) > 9*len(r.Name) {
			fmt.Fprintf(b, `<text x="%d" y="%d" fill="white">%s</text>`+"\n", c.x(r.From)+4, at+13, escape(r.Name))
		}
	}
	for _, band := range t.Bands {
		c.bar(b, top+c.row(band.Node)*rowHeight+13, 10, band.From, band.To, "url(#"+string(band.What)+")", fmt.Sprintf("%d is %s from %v to %v", band.Node, band.What, Brief(band.From), Brief(band.To)))
	}
	c.leaders(b, top+len(t.Nodes)*rowHeight)
	c.axis(b, top+(len(t.Nodes)+1)*rowHeight)
}

// leaders draws the row that tells where nobody leads, or several.
func (c Chart) leaders(b *strings.Builder, y int) {
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

func (c Chart) axis(b *strings.Builder, y int) {
	const ticks = 10
	for i := range ticks + 1 {
		at := time.Duration(part(int64(c.Timeline.Length), time.Duration(i), ticks))
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" fill="#555">%v</text>`+"\n", c.x(at), y+14, at.Round(time.Millisecond))
	}
}

// bar is a box from one time to another, with words for who points at it.
func (c Chart) bar(b *strings.Builder, y, height int, from, to time.Duration, fill, says string) {
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="#333" stroke-width="0.5"><title>%s</title></rect>`+"\n",
		c.x(from), y, max(1, c.x(to)-c.x(from)), height, fill, escape(says))
}

func (c Chart) x(at time.Duration) int {
	const width = pictureWidth - leftMargin - 30
	return leftMargin + int(part(width, at, c.Timeline.Length))
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
