package inproc

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
)

// RunScripts runs a cluster that replicates any state machine, until its clients have had
// done what their scripts say, each one thing after the other. It returns what the state
// machine is then, and what each client was answered, as JSON. Of o it takes whom there is,
// what goes wrong, and when.
func RunScripts[M replica.Machine[M]](ctx context.Context, o ReplicaOptions, scripts ...[]Wanted) (M, [][]string, error) {
	var none M
	o.Clients, o.Depth, o.Identities, o.Operations, o.Deadline = len(scripts), 1, 1, 0, min(int(o.Duration/max(o.Interval, 1))+1, limits.Intervals)
	for _, script := range scripts {
		o.Operations += len(script)
	}
	if err := o.Validate(); err != nil {
		return none, nil, err
	}
	s := &scripted{first: o.Participants + 1, scripts: scripts, answers: make([][]string, len(scripts))}
	c, err := newCluster[M](o, custom{next: s.next, told: s.told, answered: s.answered})
	if err != nil {
		return none, nil, err
	}
	r, err := c.run(ctx)
	if err == nil && r.Done < o.Operations {
		err = fmt.Errorf("after %v, %d of %d operations are done", o.Duration, r.Done, o.Operations)
	}
	if err == nil && len(r.Divided) > 0 {
		err = fmt.Errorf("the state machine is none: %s", strings.Join(r.Divided, "; "))
	}
	if err != nil {
		return none, nil, err
	}
	last := c.nodes[0].r
	for _, n := range c.nodes {
		if n.r.Executed > last.Executed {
			last = n.r
		}
	}
	return last.Value, s.answers, nil
}

// scripted are clients that do what scripts say.
type scripted struct {
	first   int // The ID of the first client.
	scripts [][]Wanted
	answers [][]string
}

func (s *scripted) next(_ *rand.Rand, client, n int) Wanted {
	script := s.scripts[client-s.first]
	if n > len(script) {
		return Wanted{}
	}
	return script[n-1]
}

// told is an operation of which nobody makes a history.
func (s *scripted) told(op string) (linearizability.Operation, error) {
	return linearizability.Operation{Operation: linearizability.Kind(op)}, nil
}

// answered is called by the goroutine of the client.
func (s *scripted) answered(o *linearizability.Operation, answer json.RawMessage) error {
	i := o.Client - s.first
	s.answers[i] = append(s.answers[i], string(answer))
	return nil
}
