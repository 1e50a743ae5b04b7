package linearizability_test

import (
	"context"
	"fmt"
	"os"

	"github.com/lockstep-paxos/lockstep/linearizability"
)

// A client's increment timed out, and took effect all the same: that is allowed. That
// client 3 then reads less than client 2 had read before is not.
func Example() {
	h := linearizability.History{
		Model:  linearizability.Counter,
		Origin: "an example",
		Operations: []linearizability.Operation{
			{Client: 1, Seq: 1, Operation: linearizability.OpIncrement, Outcome: linearizability.Unknown, Call: 10},
			{Client: 2, Seq: 1, Operation: linearizability.OpRead, Outcome: linearizability.Done, Count: 1, Call: 20, Return: 30},
			{Client: 3, Seq: 1, Operation: linearizability.OpRead, Outcome: linearizability.Done, Count: 0, Call: 40, Return: 50},
		},
	}
	if err := linearizability.Write(os.Stdout, h); err != nil {
		fmt.Println(err)
	}
	r := linearizability.Check(context.Background(), h, linearizability.Options{})
	fmt.Println(r.Verdict)
	fmt.Println(r.Reason)
	// Output:
	// {"lockstep":"history","version":1,"model":"counter","origin":"an example"}
	// {"client":1,"seq":1,"operation":"increment","outcome":"unknown","call":10}
	// {"client":2,"seq":1,"operation":"read","outcome":"done","value":1,"call":20,"return":30}
	// {"client":3,"seq":1,"operation":"read","outcome":"done","value":0,"call":40,"return":50}
	// {"end":{"operations":3,"annotations":0}}
	// fails
	// client 3 read 0 (call 40, return 50) after client 2's read of 1 had returned at 30
}
