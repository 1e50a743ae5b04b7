package catalog

import (
	"encoding/json"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ElectionTrace is what tracing must know of the election.
var ElectionTrace = registerTrace(twin.Described(trace.Protocol{
	Spec: "Election", Crash: "Crash", Actors: []any{(*election.Participant)(nil)},
}, election.Actions, election.Variables{}), electionConfig, func(c election.Config) trace.Twin { return electionTwin(c) })

// electionConfig reads the constants of a trace: the Config of its participants.
func electionConfig(data json.RawMessage) (election.Config, error) {
	c, err := readConstants[election.Config](data)
	if err != nil {
		return c, err
	}
	return c, checkParticipants(c.Participants)
}

// electionTwin is the Go twin of a run's participants.
type electionTwin election.Config

func (t electionTwin) Nodes() []int { return nodesOf(t.Participants) }

func (t electionTwin) Begin(id int) trace.Node { return electionKind.Begin(*t.participant(id)) }

var electionKind = twin.KindOf(election.Actions, func(p *election.Participant) any { return p.Variables() })

func (t electionTwin) participant(node int) *election.Participant {
	return election.New(election.ParticipantID(node), election.Config(t))
}
