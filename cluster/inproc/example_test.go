package inproc_test

import (
	"context"
	"fmt"
	"time"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// A chat room on three participants, two of which crash, and one message in ten is lost. A state
// machine of your own takes its place like this: it has to keep the contract of
// replica.Machine, and package replica does the rest.
func ExampleRunScripts() {
	says := func(who string, lines ...string) []inproc.Wanted {
		script := []inproc.Wanted{{Op: machine.Join(who)}}
		for _, line := range lines {
			script = append(script, inproc.Wanted{Op: machine.Say(who, line)})
		}
		return script
	}
	ann := append(says("ann", "Who presides?", "Still?"), inproc.Wanted{Op: machine.Hear(0), Query: true})
	bob := says("bob", "Three does, in 7.3.")
	room, answers, err := inproc.RunScripts[machine.Room](context.Background(), inproc.ReplicaOptions{
		Participants: 3, Seed: 1, Virtual: true, Duration: time.Minute, Interval: 10 * time.Millisecond, Silence: 4,
		Faults: inproc.Faults{Loss: 0.1, Duplicate: 0.1, Delay: 5 * time.Millisecond}, Crash: 0.02,
		Window: 8, Batch: 4, Snapshots: 2,
	}, ann, bob)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("in the room:", room.Members)
	fmt.Println("lines said:", room.Said)
	fmt.Println("ann was answered", len(answers[0]), "times, and bob", len(answers[1]))
	// Output:
	// in the room: [ann bob]
	// lines said: 3
	// ann was answered 4 times, and bob 2
}
