package mutate_test

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
)

// The first event of a run is spoilt in every way.
func ExampleOf() {
	run, err := catalog.SynodWalk(1, 10)
	if err != nil {
		panic(err)
	}
	found := 0
	for m := range mutate.Of(run, catalog.SynodTrace, 0) {
		if m.Refused != nil || m.Refusal != nil {
			found++
		}
	}
	fmt.Println(found > 20)
	// Output: true
}
