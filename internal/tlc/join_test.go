package tlc

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A worker has no exit code that tells anything; what it says does.
func TestAWorkerThatWasNotLetGoDidNotWorkToTheEnd(t *testing.T) {
	const (
		ready = "TLC worker with 2 threads ready at: Tue Nov 24 18:21:42 UTC 2026"
		done  = "localhost, work completed at: Tue Nov 24 18:21:42 UTC 2026 Computed: 21 and a cache hit ratio of 0.5, Thank you!"
		gone  = "Error: TLCServer is gone due to Connection refused to host: 127.0.0.1; nested exception is: "
		bad   = "Error: Failed to start worker  for server 127.0.0.1."
	)
	for _, c := range []struct {
		about string
		said  []string
		code  int
		want  string // The error; none if empty.
	}{
		{"both threads were let go", []string{ready, done, done}, 0, ""},
		{"one thread was not", []string{ready, done}, 0, "before the server let it go"},
		{"it never began", []string{bad}, 0, bad},
		{"it said nothing", nil, 0, "before the server let it go"},
		{"it was killed after that", []string{ready, done, done}, -1, "exit code -1"},
		{"the server was lost, of which TLC makes an end of work", []string{ready, gone, done, done}, 0, "the server at h:1 was lost"},
	} {
		began := false
		said := saidByWorker{ready: func() { began = true }}
		for _, line := range c.said {
			said.line(line)
		}
		err := said.judge(c.code, Worker{Node: Node{Port: 1}, Server: "h", Threads: 2}, "")
		if c.want == "" {
			require.NoError(t, err, c.about)
			require.True(t, began)
			require.EqualValues(t, 42, said.generated)
		} else {
			require.ErrorContains(t, err, c.want, c.about)
		}
	}
}
