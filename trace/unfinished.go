package trace

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
)

// Unfinished are the nodes of a trace that lack an end, and of each its last event, of which
// Seq is 0 if it has none: nobody knows what else they did.
type Unfinished []ID

func (u Unfinished) String() string {
	var all []string
	for _, last := range u {
		all = append(all, fmt.Sprintf("node %d has no end: it is judged up to its event %d, and what it did after that is not known", last.Node, last.Seq))
	}
	return strings.Join(all, "\n")
}

// Finish gives each node of a trace that has no end one, of what its events logged, so that
// the trace can be judged as far as it goes. It returns the nodes that had none. A line that
// is no event, or of no whole trace for other reasons, is still told by whoever judges it.
func Finish(t *Trace, p Protocol) (*Trace, Unfinished, error) {
	c, err := NewChecker(t, p)
	if err != nil {
		return nil, nil, err
	}
	var of authors
	for i := range t.Events {
		of.event(&t.Events[i])
	}
	if len(c.Nodes) > 1 && len(t.Ends) < 2 && of.first != 0 && !of.several {
		return nil, nil, &Unreadable{t.Name, 0, fmt.Sprintf("all its events are of node %d, of a run with the nodes %v, so it may be the log of that node alone", of.first, c.Nodes), "put the logs of all nodes together first: lockstep trace merge LOG... --out merged.ndjson"}
	}
	ends := map[int]End{}
	for _, end := range t.Ends {
		ends[end.Node] = end
	}
	whole, missing := *t, Unfinished(nil)
	whole.Ends = nil
	for _, node := range c.Nodes {
		end, there := ends[node]
		if !there {
			if end, err = c.endOf(t, node); err != nil {
				return nil, nil, err
			}
			missing = append(missing, end.ID())
		}
		whole.Ends = append(whole.Ends, end)
	}
	if len(missing) == 0 {
		return t, nil, nil
	}
	return &whole, missing, nil
}

// ID is the last event of the node.
func (e End) ID() ID { return ID{e.Node, e.Seq} }

// endOf is the end that the events of a node make.
func (c *Checker) endOf(t *Trace, node int) (End, error) {
	state, err := c.Variables(node, c.Twin.Begin(node).State())
	if err != nil {
		return End{}, err
	}
	end, grown := End{Node: node, State: state}, map[string]canonical.Records{}
	grows := c.Protocol.Grows
	for name := range state {
		if grows.Has(name) {
			grown[name] = canonical.Records{}
			if err := grown[name].Gather(state[name], grows.By); err != nil {
				return end, err
			}
		}
	}
	for i := range t.Events {
		e := &t.Events[i]
		if e.Node != node {
			continue
		}
		end.Seq++
		for name, value := range e.Post {
			if grown[name] == nil {
				state[name] = value
			} else if err := grown[name].Gather(value, grows.By); err != nil {
				return end, unreadable(t.Name, i+2, err)
			}
		}
	}
	floor, _ := strconv.Atoi(string(state[grows.Floor]))
	for name, records := range grown {
		records.Drop(floor)
		state[name] = json.RawMessage(records.List())
	}
	return end, nil
}
