package main

import (
	"io"
	"regexp"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// screen is where progress and errors go, with every character escaped that a terminal acts
// upon: they may quote what stands in a file, or its name. A line of progress is cleared all
// the same.
type screen struct{ to io.Writer }

// clears is what clears a line of progress; see cleared.
var clears = regexp.MustCompile(`^\r *\r`)

func (s screen) Write(data []byte) (int, error) {
	begins := clears.Find(data)
	if _, err := io.WriteString(s.to, string(begins)+plain.Text(string(data[len(begins):]))); err != nil {
		return 0, err
	}
	return len(data), nil
}

// escaped is a console on which nothing that a command quotes can act.
func (c console) escaped() console {
	return console{out: &plain.Writer{W: c.out}, err: screen{c.err}}
}
