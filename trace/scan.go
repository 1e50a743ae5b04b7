package trace

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Scan reads a merged trace of one of the specs, whose name is path, and has do look at
// each event, which it need not keep. It looks at what stands in each line alone; Read tells
// whether they are those of a whole trace in causal order. An error of do is returned
// with its line.
func Scan(path string, r io.Reader, specs []string, do func(e *Event) error) error {
	in := &lines{r: bufio.NewReaderSize(r, 1<<16), path: path}
	line, err := in.next()
	if err != nil {
		return err
	}
	h, err := header(line)
	if err != nil {
		return unreadable(path, 1, err)
	}
	if !slices.Contains(specs, h.Spec) {
		return &Unreadable{path, 1, fmt.Sprintf("a trace of %s, not of %s", h.Spec, strings.Join(specs, " or ")), "name a trace of such a spec"}
	}
	ended := false
	for {
		line, err := in.next()
		switch {
		case errors.Is(err, io.EOF) && !ended:
			return &Unreadable{path, in.n, "the file is cut off after this line: no end of a node stands in it", "record the run again, or copy the file again"}
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if bytes.HasPrefix(line, []byte(`{"end":`)) {
			ended = true
			continue
		}
		e, err := event(line)
		if err != nil {
			return unreadable(path, in.n, err)
		}
		if err := do(&e); err != nil {
			return &Rejection{path, in.n, err.Error()}
		}
	}
}
