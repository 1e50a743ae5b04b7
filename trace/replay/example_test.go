package replay_test

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// The twins take the steps of a run, and then of one in which an event is missing.
func ExampleRun() {
	run, err := catalog.SynodWalk(1, 30)
	if err != nil {
		panic(err)
	}
	fmt.Println(replay.Run(run, catalog.SynodTrace))
	run.Name, run.Events = "short", run.Events[1:]
	fmt.Println(replay.Run(run, catalog.SynodTrace))
	// Output:
	// <nil>
	// short:2: its cause, event 1 of node 2, does not stand on an earlier line
}
