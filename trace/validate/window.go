package validate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/trace"
)

// windowEvery is how many events of a node go by before its window is raised: more,
// and each step costs more; fewer, and there are more steps.
const windowEvery = 16

// window says how far the window of a node is raised, after an event: the records of
// its variables that grow, below the given one, are not needed any more.
type window struct {
	after int // The position of the event.
	Node  int `json:"node"`
	Lo    int `json:"lo"`
}

// windows are the windows of a trace, in the order of events. They are hints: where one
// is too high TLC refuses a step.
func windowsOf(t *trace.Trace, g trace.Growth) ([]window, error) {
	if len(g.Vars) == 0 {
		return nil, nil
	}
	least, err := leastOf(t, g)
	if err != nil {
		return nil, err
	}
	var found []window
	nth, from := map[int]int{}, map[int]int{}
	for i := range t.Events {
		nth[t.Events[i].Node]++
	}
	for i := len(t.Events) - 1; i >= 0; i-- {
		node := t.Events[i].Node
		if nth[node]%windowEvery == 0 && from[node] > 0 {
			found = append(found, window{i, node, from[node]})
		}
		nth[node]--
		if least[i] > 0 && (from[node] == 0 || least[i] < from[node]) {
			from[node] = least[i]
		}
	}
	slices.Reverse(found)
	return found, nil
}

// least is for each event the least record of which its step takes notice, or 0.
func leastOf(t *trace.Trace, g trace.Growth) ([]int, error) {
	least := make([]int, len(t.Events))
	now := map[int]map[string]json.RawMessage{}
	for _, end := range t.Ends {
		if end.State[g.Floor] != nil { // Else it is a node of a kind of which nothing grows.
			now[end.Node] = map[string]json.RawMessage{}
		}
	}
	for i := range t.Events {
		e := &t.Events[i]
		if now[e.Node] == nil {
			continue
		}
		var err error
		if least[i], err = g.Least(e, now[e.Node]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", t.Name, i+2, err)
		}
		maps.Copy(now[e.Node], e.Post)
	}
	return least, nil
}

// within is the end of a node as far as its window reaches.
func within(end trace.End, lo int, g trace.Growth) (trace.End, error) {
	end.State = maps.Clone(end.State)
	for _, name := range g.Vars {
		if end.State[name] == nil {
			continue // A node of a kind of which nothing grows.
		}
		all := canonical.Records{}
		if err := all.Gather(end.State[name], g.By); err != nil {
			return end, err
		}
		floor := lo - 1
		if len(all) > 0 && slices.Contains(g.Last, name) {
			floor = min(floor, slices.Max(slices.Collect(maps.Keys(all)))-1)
		}
		all.Drop(floor)
		end.State[name] = all.List()
	}
	return end, nil
}
