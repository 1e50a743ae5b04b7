package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// above prints what belongs above the line of progress.
func (p *progress) above(print func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return print()
}

// watch shows a text every second until what it returns is called: what works in
// silence shows that it goes on.
func (p *progress) watch(text func() string) (stop func()) {
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			if text := text(); text != "" {
				p.show("%s", text)
			}
			select {
			case <-ticker.C:
			case <-done:
				return
			}
		}
	}()
	return func() { close(done); <-over }
}

// task is something that takes time and tells of itself now and then.
type task struct {
	name  string
	usual int // How many seconds it takes on an idle machine; 0 if that is not known.
	begin time.Time

	mu    sync.Mutex
	heard string        // What it told last,
	after time.Duration // and when.
}

func newTask(name string, usual int) *task { return &task{name: name, usual: usual, begin: time.Now()} }

// hear notes what the task tells.
func (t *task) hear(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.heard, t.after = fmt.Sprintf(format, args...), time.Since(t.begin)
}

// text is for how long the task has gone on, how long it usually takes, and what it told.
func (t *task) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := fmt.Sprintf("%s: %s", t.name, seconds(time.Since(t.begin)))
	if t.usual > 0 {
		text += fmt.Sprintf(", usually about %s", seconds(time.Duration(t.usual)*time.Second))
	}
	if t.heard != "" {
		text += fmt.Sprintf(" (after %s %s)", seconds(t.after), t.heard)
	}
	return text
}

func seconds(d time.Duration) string { return d.Truncate(time.Second).String() }

// tasks are several that go on at a time, of a number that is known.
type tasks struct {
	all  int
	mu   sync.Mutex
	done int
	now  []*task
}

// begin notes that a task begins, and returns what to call when it has ended.
func (t *tasks) begin(one *task) (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now = append(t.now, one)
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.done++
		t.now = slices.DeleteFunc(t.now, func(other *task) bool { return other == one })
	}
}

func (t *tasks) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var texts []string
	if t.all > 1 {
		texts = append(texts, fmt.Sprintf("%d of %d done", t.done, t.all))
	}
	for _, one := range t.now {
		texts = append(texts, one.text())
	}
	return strings.Join(texts, "; ")
}
