package explore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/tla"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// diff is tla.Diff of two values as text. Text that is no value is compared whole.
func diff(name, before, after string) []string {
	if before == after {
		return nil
	}
	a, errA := tla.Parse(before)
	b, errB := tla.Parse(after)
	if errA != nil || errB != nil {
		return []string{fmt.Sprintf("%s: %s -> %s", name, before, after)}
	}
	return tla.Diff(name, a, b)
}
