package trace

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Rejection says that a trace does not hold: it was read and judged, and no run
// of the spec has left it.
type Rejection struct {
	Trace  string `json:"trace"` // The name of the trace.
	Line   int    `json:"line"`  // The line at fault, 0 if it is no single one.
	Reason string `json:"reason"`
}

func (r *Rejection) Error() string { return at(r.Trace, r.Line) + plain.Message(r.Reason) }

// Unreadable says that a file cannot be judged, for it is no whole trace.
type Unreadable struct {
	Trace  string // The name of the trace.
	Line   int    // The line at fault, 0 if it is no single one.
	Reason string
	Hint   string // What to do about it.
}

func (u *Unreadable) Error() string {
	if u.Hint == "" {
		return at(u.Trace, u.Line) + plain.Message(u.Reason)
	}
	return at(u.Trace, u.Line) + plain.Message(u.Reason) + "; " + plain.Message(u.Hint)
}

// at is the place where something is wrong, as a message begins.
func at(trace string, line int) string {
	if line == 0 {
		return plain.Text(trace) + ": "
	}
	return fmt.Sprintf("%s:%d: ", plain.Text(trace), line)
}
