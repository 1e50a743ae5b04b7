// Package projection ties the history of a run to its trace. A projection tells from
// the steps of the clients in a trace what they saw: that is how the operations that
// Porcupine and the exact checker judge are those of the behaviour that TLC judges.
// Compare holds it against the history that the clients themselves have kept.
//
// It knows of spec Replica, and of Lease, which stands on it, the actions of clients, and
// nothing else.
package projection

import (
	"encoding/json"
	"fmt"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Projection is what clients saw, as far as the events of a trace that were added tell.
// The zero value has seen none.
type Projection struct {
	events     int64
	operations []linearizability.Operation
	clients    map[int]*client
}

// client is what is known of a client.
type client struct {
	operations int
	commands   ongoing
	queries    ongoing
}

// ongoing are the commands or the queries of a client that have not returned, by their
// numbers, as indices of operations.
type ongoing struct {
	last int
	at   map[int]int
}

// Add adds the next event of the trace. It fails if a client does what it could not.
// Moments of the history are places in the trace.
func (p *Projection) Add(e *trace.Event) error {
	p.events++
	var params struct {
		Op string
		N  int
		M  struct {
			Seq    int             `json:"seq"`
			Query  int             `json:"query"`
			Answer json.RawMessage `json:"answer"`
		}
	}
	switch e.Action {
	case "Call", "Ask", "Return", "ReturnQuery", "GiveUp", "GiveUpQuery":
	default:
		return nil
	}
	for name, into := range map[string]any{"op": &params.Op, "n": &params.N, "m": &params.M} {
		if err := decode(e.Params[name], into); err != nil {
			return fmt.Errorf("parameter %s of %s: %w", name, e.Action, err)
		}
	}
	c := p.client(e.Node)
	switch e.Action {
	case "Call":
		return p.call(e.Node, &c.commands, params.Op)
	case "Ask":
		return p.call(e.Node, &c.queries, params.Op)
	case "Return":
		return p.returned(&c.commands, params.M.Seq, "command", params.M.Answer)
	case "ReturnQuery":
		return p.returned(&c.queries, params.M.Query, "query", params.M.Answer)
	case "GiveUp":
		_, err := c.commands.take(params.N, "command")
		return err
	case "GiveUpQuery":
		_, err := c.queries.take(params.N, "query")
		return err
	}
	return nil
}

func decode(data json.RawMessage, into any) error {
	if data == nil {
		return nil
	}
	return json.Unmarshal(data, into)
}

func (p *Projection) client(node int) *client {
	if p.clients == nil {
		p.clients = map[int]*client{}
	}
	if p.clients[node] == nil {
		p.clients[node] = &client{commands: ongoing{at: map[int]int{}}, queries: ongoing{at: map[int]int{}}}
	}
	return p.clients[node]
}

// call begins an operation; its outcome is unknown until it returns.
func (p *Projection) call(node int, of *ongoing, op string) error {
	o, err := Operation(op)
	if err == nil && len(p.operations) > 0 && modelOf(&o) != modelOf(&p.operations[0]) {
		err = fmt.Errorf("%s is told another machine than the operations before it", op)
	}
	if err != nil {
		return err
	}
	c := p.client(node)
	c.operations++
	of.last++
	of.at[of.last] = len(p.operations)
	o.Client, o.Seq, o.Outcome, o.Call = node, c.operations, linearizability.Unknown, p.events
	p.operations = append(p.operations, o)
	return nil
}

// take ends an operation that goes on.
func (o *ongoing) take(number int, what string) (int, error) {
	at, ok := o.at[number]
	if !ok {
		return 0, fmt.Errorf("the client has no %s %d under way", what, number)
	}
	delete(o.at, number)
	return at, nil
}

func (p *Projection) returned(of *ongoing, number int, what string, answer json.RawMessage) error {
	at, err := of.take(number, what)
	if err != nil {
		return err
	}
	o := &p.operations[at]
	o.Outcome, o.Return = linearizability.Done, p.events
	return Answered(o, answer)
}

// History is what clients saw.
func (p *Projection) History() linearizability.History {
	h := linearizability.History{Model: linearizability.Counter, Operations: p.operations}
	if len(h.Operations) > 0 {
		h.Model = modelOf(&h.Operations[0])
	}
	return h
}

// Of is the projection of a whole trace.
func Of(t *trace.Trace) (linearizability.History, error) {
	var p Projection
	for i := range t.Events {
		if err := p.Add(&t.Events[i]); err != nil {
			return linearizability.History{}, fmt.Errorf("%s:%d: %w", t.Name, i+2, err)
		}
	}
	return p.History(), nil
}
