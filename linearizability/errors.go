package linearizability

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Unreadable says that a file is no whole history, so that there is nothing to
// judge.
type Unreadable struct {
	History string // The name of the file.
	Line    int    // The line at fault, 0 if it is no single one.
	Reason  string
	Hint    string // What to do about it.
}

func (u *Unreadable) Error() string {
	place := u.History
	if u.Line > 0 {
		place = fmt.Sprintf("%s:%d", u.History, u.Line)
	}
	return plain.Text(place) + ": " + plain.Message(u.Reason) + "; " + plain.Message(u.Hint)
}
