package catalog

import (
	"cmp"
	"encoding/json"
	"errors"
	"math"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/trace"
)

// MultiDecreeTrace is what tracing must know of the parliament.
var MultiDecreeTrace = registerTrace(twin.Described(trace.Protocol{
	Spec: "MultiDecree", Crash: "Crash", Actors: []any{(*multidecree.Participant)(nil)}, Grows: logGrowth("written"),
}, multidecree.Actions, multidecree.Variables{}), multiDecreeConstants, func(c MultiDecreeConstants) trace.Twin { return multiDecreeTwin(c) })

// logGrowth says how votes and ledger grow, of MultiDecree and of what stands on it. The
// variables are those up to which a node is done with instances.
func logGrowth(done ...string) trace.Growth {
	return trace.Growth{
		Vars: trace.Fields{"votes", "ledger"}, Last: trace.Fields{"ledger"}, By: "instance", Floor: "cut",
		Least: func(e *trace.Event, now map[string]json.RawMessage) (int, error) { return leastInstance(e, now, done) },
	}
}

// MultiDecreeConstants are the constants of MultiDecree in a run. Everybody may
// propose any decree but NoOp.
type MultiDecreeConstants struct {
	Participants []multidecree.ParticipantID `json:"participants"`
	Window       int                         `json:"window"`
}

func multiDecreeConstants(data json.RawMessage) (MultiDecreeConstants, error) {
	c, err := readConstants[MultiDecreeConstants](data)
	if err != nil {
		return c, err
	}
	return c, cmp.Or(limits.Count("window", c.Window, 1, limits.Number), checkParticipants(c.Participants))
}

// multiDecreeTwin is the Go twin of a run's participants.
type multiDecreeTwin MultiDecreeConstants

func (t multiDecreeTwin) Nodes() []int { return nodesOf(t.Participants) }

func (t multiDecreeTwin) Begin(id int) trace.Node { return multiDecreeKind.Begin(*t.participant(id)) }

var multiDecreeKind = twin.KindOf(multidecree.Actions, func(p *multidecree.Participant) any { return p.Variables() })

func (t multiDecreeTwin) participant(node int) *multidecree.Participant {
	return multidecree.New(multidecree.ParticipantID(node), multidecree.Config{
		Participants: t.Participants, Window: t.Window, Proposals: multidecree.Decrees{All: true},
	})
}

// leastInstance is the least instance of which a step takes notice in votes or ledger, or one
// below it: that of its parameters, or the first after what its node is done with. Spec:
// MultiDecreeWindow, which refuses steps that look below the window.
func leastInstance(e *trace.Event, now map[string]json.RawMessage, done []string) (int, error) {
	var m struct {
		First    int               `json:"first"`
		Instance int               `json:"instance"`
		Votes    multidecree.Votes `json:"votes"`
	}
	read := func(data json.RawMessage, into any) error {
		if data == nil { // There is none, or it was not logged yet and is 0.
			return nil
		}
		return json.Unmarshal(data, into)
	}
	var named int
	err := errors.Join(read(e.Params["m"], &m), read(e.Params["i"], &named))
	least := math.MaxInt
	for _, variable := range done {
		var upTo int
		err = errors.Join(err, read(now[variable], &upTo))
		least = min(least, upTo+1)
	}
	for _, i := range []int{named, m.First, m.Instance} {
		if i > 0 {
			least = min(least, i)
		}
	}
	if len(m.Votes) > 0 {
		least = min(least, m.Votes[0].Instance)
	}
	return least, err
}
