package timeline

import (
	"fmt"
	"strings"
	"time"
)

// The letters of a timeline as text, and what they say.
const (
	letterFollows = '.'
	letterLeads   = '='
	letterDown    = 'x'
	letterPaused  = '~'
)

// Legend says what the letters of Text mean.
const Legend = ". follows   = leads   x down   ~ paused   led by: 0, 1, or 2 for two and more"

// Text draws the timeline in so many columns: a row for each participant and one
// that counts leaders. A column shows what is true at the middle of its time.
func (t Timeline) Text(columns int) string {
	var b strings.Builder
	for _, node := range t.Nodes {
		fmt.Fprintf(&b, "%6d  ", node)
		for c := range columns {
			b.WriteRune(t.letter(node, t.middle(c, columns)))
		}
		b.WriteByte('\n')
	}
	b.WriteString("led by  ")
	for c := range columns {
		fmt.Fprint(&b, t.leadersAt(t.middle(c, columns)))
	}
	fmt.Fprintf(&b, "\n        0%*s\n", columns-1, t.Length.Round(time.Millisecond))
	return b.String()
}

func (t Timeline) middle(column, columns int) time.Duration {
	return time.Duration(part(int64(t.Length), time.Duration(2*column+1), time.Duration(2*columns)))
}

func (t Timeline) letter(node int, at time.Duration) rune {
	switch {
	case t.isIn(Down, node, at):
		return letterDown
	case t.isIn(Paused, node, at):
		return letterPaused
	}
	for _, r := range t.Reigns {
		if r.Node == node && r.From <= at && at < r.To {
			return letterLeads
		}
	}
	return letterFollows
}
