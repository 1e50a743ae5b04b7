package catalog

import (
	"encoding/json"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ElectionTrace is what tracing must know of the election.
var ElectionTrace = trace.Protocol{
	Spec:   "Election",
	Actors: []any{(*election.Participant)(nil)},
	Actions: map[string]trace.Parameters{
		"Ring":            {},
		"Claim":           {"b": ""},
		"HandleHeartbeat": {"m": "Heartbeat"},
		"Crash":           {},
		"Recover":         {},
	},
	Crash:    "Crash",
	Messages: map[string]trace.Fields{"Heartbeat": {"from", "dest", "ballot"}},
	State:    trace.Fields{"ballot", "role"},
	Types: map[string]any{
		"Heartbeat": election.Heartbeat{},
		"b":         election.Ballot{},
	},
	Check: func(data json.RawMessage) error {
		_, err := electionConfig(data)
		return err
	},
	Twin: func(data json.RawMessage) trace.Twin {
		c, err := electionConfig(data)
		if err != nil {
			panic("catalog: Twin of constants that Check refuses: " + err.Error())
		}
		return electionTwin(c)
	},
}

func init() { Traces[ElectionTrace.Spec] = ElectionTrace }

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

func (t electionTwin) Begin(id int) trace.Node {
	return &node[election.Participant, election.Message]{
		now:       *t.participant(id),
		take:      takeElection,
		state:     func(p *election.Participant) any { return p.Variables() },
		variables: electionVariables,
	}
}

func (t electionTwin) participant(node int) *election.Participant {
	return election.New(election.ParticipantID(node), election.Config(t))
}

// electionVariables are the variables of a participant.
var electionVariables = []variable[election.Participant]{
	plain("ballot", func(p *election.Participant) election.Ballot { return p.Ballot }),
	plain("role", func(p *election.Participant) election.Role { return p.Role }),
}

// takeElection has p take the step of the action with these parameters.
func takeElection(p *election.Participant, action string, params map[string]any) ([]election.Message, bool) {
	switch action {
	case "Ring":
		return p.Ring()
	case "Claim":
		return with(params["b"], p.Claim)
	case "HandleHeartbeat":
		return with(params["m"], p.HandleHeartbeat)
	case "Crash":
		return p.Crash()
	case "Recover":
		return p.Recover()
	}
	return nil, false
}
