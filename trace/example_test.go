package trace_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Two steps of a run, for people.
func ExampleShow() {
	run, err := catalog.SynodWalk(1, 2)
	if err != nil {
		panic(err)
	}
	var shown strings.Builder
	if err := trace.Show(&shown, run, trace.ShowOptions{Around: 2, Context: 1}); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	first, _, _ := strings.Cut(shown.String(), " with ")
	fmt.Println(first)
	// Output: walk-1.ndjson: 2 steps of Synod
}
