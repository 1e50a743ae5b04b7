package tla

import "fmt"

// Error is what is wrong with a text, or with evaluating it, and where.
type Error struct {
	File    string // The module, or the file of a configuration; "" if a text came from nowhere.
	Line    int
	Column  int
	Message string
}

func (e *Error) Error() string {
	if e.File == "" && e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// place is where something stands in a source.
type place struct {
	src          *source
	line, column int
}

func (p place) errorf(format string, args ...any) *Error {
	e := &Error{Line: p.line, Column: p.column, Message: fmt.Sprintf(format, args...)}
	if p.src != nil {
		e.File = p.src.name
	}
	return e
}

// complaint is what an operation on values panics with: it does not know where the
// expression stands that it is part of. Whoever evaluates that catches it.
type complaint string

// fail ends an operation on values.
func fail(format string, args ...any) { panic(complaint(fmt.Sprintf(format, args...))) }

// fail ends an evaluation for what is wrong here.
func (p place) fail(format string, args ...any) { panic(p.errorf(format, args...)) }

// refuseToCompare is the clash of an evaluation: see order.
func refuseToCompare(a, b Value) {
	fail("cannot compare %s with %s: TLA+ does not say whether they are equal", brief(a), brief(b))
}

// brief is a value as an error shows it.
func brief(v Value) string { return shorten(v.String(), 200) }

// shorten cuts a text that is longer than n characters.
func shorten(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n]) + "..."
	}
	return text
}
