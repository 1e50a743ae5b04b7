package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// console is where a command prints: results to out, progress and errors to err.
type console struct {
	out, err io.Writer
}

// printJSON prints a report as JSON.
func (c console) printJSON(report any) error {
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	return e.Encode(report)
}

// table prints rows under a header, in columns.
func (c console) table(header string, rows [][]string) error {
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.ReplaceAll(header, " | ", "\t"))
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}

// isTerminal is true iff progress is read by a person as it comes.
func (c console) isTerminal() bool {
	f, ok := c.err.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// progress shows how far a command has come: on a terminal one line that it
// rewrites, elsewhere a line after two seconds and then every ten. Several goroutines may show theirs.
type progress struct {
	mu       sync.Mutex
	c        console
	terminal bool
	next     time.Time
	shown    bool
}

const (
	firstProgress   = 2 * time.Second
	betweenProgress = 10 * time.Second
)

func (c console) progress() *progress {
	return &progress{c: c, terminal: c.isTerminal(), next: time.Now().Add(firstProgress)}
}

func (p *progress) show(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal {
		fmt.Fprintf(p.c.err, "\r\x1b[K%s", text)
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
	if p.shown {
		fmt.Fprint(p.c.err, "\r\x1b[K")
	}
}
