package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// progress shows how far a command has come: on a terminal one line that it
// rewrites, elsewhere a line after two seconds and then every ten. Several goroutines may
// show theirs.
// It needs no escape sequence: it clears its line with blanks.
type progress struct {
	mu    sync.Mutex
	c     console
	next  time.Time
	shown bool
}

const (
	firstProgress   = 2 * time.Second
	betweenProgress = 10 * time.Second
)

func (c console) progress() *progress {
	return &progress{c: c, next: time.Now().Add(firstProgress)}
}

func (p *progress) show(format string, args ...any) {
	text := oneLine(fmt.Sprintf(format, args...))
	p.mu.Lock()
	defer p.mu.Unlock()
	if columns := p.c.columns(); columns > 0 {
		fmt.Fprint(p.c.err, cleared(columns)+cut(text, columns-1))
		p.shown = true
		return
	}
	if now := time.Now(); now.After(p.next) {
		fmt.Fprintln(p.c.err, text)
		p.next = now.Add(betweenProgress)
	}
}

// done clears the line.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

// clear clears the line; whoever calls it has the lock.
func (p *progress) clear() {
	if columns := p.c.columns(); p.shown && columns > 0 {
		fmt.Fprint(p.c.err, cleared(columns))
		p.shown = false
	}
}

// columns is how wide the window is in which a person reads progress as it comes, or 0
// if nobody does, or the terminal cannot go back to the start of a line. The window may
// change at any time.
func (c console) columns() int {
	to := c.err
	if s, ok := to.(screen); ok {
		to = s.to
	}
	f, ok := to.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return 0
	}
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	switch {
	case err != nil:
		return 0
	case size.Col == 0:
		return 80 // It does not say.
	}
	return int(size.Col)
}

// cleared goes to the start of an empty line. The last column is left alone: a terminal
// may begin a new line after it.
func cleared(columns int) string { return "\r" + strings.Repeat(" ", columns-1) + "\r" }

// cut is as much of a text as fits into so many columns, with an ellipsis if that is not all.
func cut(text string, columns int) string {
	end, used := 0, 0 // Where it must end to leave room for the ellipsis.
	for i, r := range text {
		if used+width('…') <= columns {
			end = i
		}
		if used += width(r); used > columns {
			if columns < width('…') {
				return ""
			}
			return text[:end] + "…"
		}
	}
	return text
}

// width is how many columns a letter takes at most. Nothing before the Hangul is wide; of
// what comes after them much is, or may be.
func width(r rune) int {
	if r < 0x1100 {
		return 1
	}
	return 2
}

// oneLine is a text in one line, in which whatever a terminal acts upon is escaped.
func oneLine(text string) string {
	return plain.Text(strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(text))
}
