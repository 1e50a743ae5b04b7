package trace

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
)

import ()

// Checked is what a checker finds of each event of a trace, in their order: ahead, in
// pieces, or one by one.
func Checked(t *Trace, p Protocol, ahead bool) ([]string, error) {
	c, err := newChecker(p, t.Header)
	if err != nil {
		return nil, err
	}
	all := func(yield func(Held, error) bool) {
		for _, x := range c.checkPiece(t.Events) {
			if !yield(x.Held, x.err) {
				return
			}
		}
	}
	if ahead {
		all = c.checkAhead(t.Events)
	}
	var found []string
	for x, err := range all {
		held, wrong := canonical.Marshal([]any{x.Params, x.Post, x.Sent})
		if wrong != nil {
			return nil, wrong
		}
		found = append(found, fmt.Sprintf("%s %v", held, err))
	}
	return found, nil
}
