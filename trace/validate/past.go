package validate

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"strconv"

	"github.com/lockstep-paxos/lockstep/internal/canonical"
	"github.com/lockstep-paxos/lockstep/trace"
)

// past is what the lines of a batch before one of them, all of which TLC took, tell of a
// run.
type past struct {
	c      *trace.Checker
	nodes  map[int]map[string]json.RawMessage   // Their states.
	grown  map[int]map[string]canonical.Records // What grows of these.
	lo     map[int]int                          // From where on a node has what grows; see window.
	sent   []json.RawMessage                    // By the event that was asked for, if it is there.
	latest int                                  // The greatest time that a clock has shown.
}

// pastOf reads the lines of a span before that line. The messages are those that the
// cause sent.
func pastOf(c *trace.Checker, f fault, cause *trace.ID) (*past, error) {
	p := &past{c: c, nodes: map[int]map[string]json.RawMessage{}, grown: map[int]map[string]canonical.Records{}, lo: map[int]int{}}
	for _, node := range c.Nodes {
		state, err := c.Variables(node, c.Twin.Begin(node).State())
		if err != nil {
			return nil, err
		}
		if err := p.begin(start{Node: node, State: state}); err != nil {
			return nil, err
		}
	}
	file, err := os.Open(f.batch.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines, from := bufio.NewReaderSize(file, 1<<20), 0
	for at := 1; at < f.line; at++ {
		text, err := lines.ReadBytes('\n')
		if err == nil && at >= f.span.start {
			err = p.line(text, at, &from, cause)
		}
		if err != nil {
			return nil, err
		}
	}
	return p, p.settle()
}

// line adds what a line tells. From is the one from which on they count.
func (p *past) line(text []byte, at int, from *int, cause *trace.ID) error {
	var line struct {
		Lane *struct {
			Line  int     `json:"line"`
			Nodes []start `json:"nodes"`
		} `json:"lane"`
		Event  *trace.Event `json:"event"`
		Window *window      `json:"window"`
	}
	if err := json.Unmarshal(text, &line); err != nil {
		return err
	}
	switch {
	case line.Lane != nil:
		*from = line.Lane.Line
		for _, node := range line.Lane.Nodes {
			if err := p.begin(node); err != nil {
				return err
			}
		}
	case line.Window != nil && at > *from:
		p.lo[line.Window.Node] = line.Window.Lo
	case line.Event != nil:
		if cause != nil && line.Event.ID() == *cause {
			p.sent = line.Event.Sent
		}
		if at > *from {
			return p.event(line.Event)
		}
	}
	return nil
}

// begin puts a node into a state.
func (p *past) begin(s start) error {
	p.nodes[s.Node], p.lo[s.Node], p.grown[s.Node] = maps.Clone(s.State), s.Lo, map[string]canonical.Records{}
	for _, name := range p.c.Protocol.Grows.Vars {
		p.grown[s.Node][name] = canonical.Records{}
		if err := p.grown[s.Node][name].Gather(s.State[name], p.c.Protocol.Grows.By); err != nil {
			return err
		}
	}
	return nil
}

// event adds what an event did.
func (p *past) event(e *trace.Event) error {
	for name, value := range e.Post {
		if !p.c.Protocol.Grows.Has(name) {
			p.nodes[e.Node][name] = value
		} else if err := p.grown[e.Node][name].Gather(value, p.c.Protocol.Grows.By); err != nil {
			return err
		}
	}
	if t, err := strconv.Atoi(string(e.Params["t"])); err == nil {
		p.latest = max(p.latest, t)
	}
	return nil
}

// settle puts what grows into the states, as far as the windows reach.
func (p *past) settle() error {
	g := p.c.Protocol.Grows
	for node, state := range p.nodes {
		floor, isThere := state[g.Floor]
		if !isThere {
			continue // A node of a kind of which nothing grows.
		}
		n, err := strconv.Atoi(string(floor))
		if err != nil {
			return err
		}
		for _, name := range g.Vars {
			p.grown[node][name].Drop(n)
			state[name] = p.grown[node][name].List()
		}
		kept, err := within(trace.End{State: state}, p.lo[node], g)
		if err != nil {
			return err
		}
		p.nodes[node] = kept.State
	}
	return nil
}
