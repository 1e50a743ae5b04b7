package linearizability

import (
	"context"
	"fmt"
	"slices"

	"github.com/anishathalye/porcupine"
)

// For Porcupine an increment of unknown outcome could be one that returns at the
// end of time. Then each may come at any place, and the search is through all
// subsets of them. Which of them made the counter grow does not matter though: so
// here the call of such an increment is an operation that takes no time and grants
// a permit, and an operation that sees the counter higher than it was takes the
// permits that are needed. This is exact, for an increment adds one and is done
// once.

// permitted is a state of the counter: what was seen of it last, and how many
// increments of unknown outcome may come next.
type permitted struct{ value, permits int64 }

// permits is the counter with permits, from a state on. Operations are its inputs;
// ops are all that it will see.
func permits(ops []Operation, from permitted) porcupine.Model {
	owned := ownedValues(ops)
	return porcupine.Model{
		Init: func() any { return from },
		Step: func(state, input, _ any) (bool, any) {
			return state.(permitted).step(input.(*Operation), owned)
		},
		DescribeOperation: func(input, _ any) string { return input.(*Operation).String() },
		DescribeState: func(state any) string {
			s := state.(permitted)
			return fmt.Sprintf("%d, and %d of unknown outcome may follow", s.value, s.permits)
		},
	}
}

// ownedValues are the values that known increments returned, in ascending order.
func ownedValues(ops []Operation) []int64 {
	var owned []int64
	for i := range ops {
		if ops[i].Operation == OpIncrement && ops[i].Outcome == Done {
			owned = append(owned, ops[i].Count)
		}
	}
	slices.Sort(owned)
	return owned
}

// step is what o does in a state, and whether it is possible.
func (s permitted) step(o *Operation, owned []int64) (bool, any) {
	if o.Outcome == Unknown {
		return true, permitted{s.value, s.permits + 1}
	}
	before := o.Count
	if o.Operation == OpIncrement {
		before--
	}
	// Unknown increments cannot make the counter what a known one made it.
	next, _ := slices.BinarySearch(owned, s.value+1)
	if before < s.value || before-s.value > s.permits || next < len(owned) && owned[next] <= before {
		return false, nil
	}
	return true, permitted{o.Count, s.permits - (before - s.value)}
}

// judgeWithPermits has Porcupine judge operations of a counter.
func judgeWithPermits(ctx context.Context, ops []Operation) (Verdict, string) {
	return search(ctx, permits(ops, permitted{}), permitOperations(ops))
}

// permitOperations are operations of a counter, for permits.
func permitOperations(ops []Operation) []porcupine.Operation {
	var asked []porcupine.Operation
	for i := range ops {
		if o := &ops[i]; !o.tellsNothing() {
			asked = append(asked, porcupine.Operation{ClientId: o.Client, Input: o, Call: o.Call, Return: max(o.Call, o.Return)})
		}
	}
	return asked
}
