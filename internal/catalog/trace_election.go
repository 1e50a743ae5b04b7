package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ElectionTrace is what tracing must know of the election.
var ElectionTrace = trace.Protocol{
	Spec:    "Election",
	Package: "election",
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
	var c election.Config
	if err := json.Unmarshal(data, &c); err != nil {
		return c, err
	}
	back, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	if !bytes.Equal(back, data) {
		return c, fmt.Errorf("got %s, which is to be written %s", data, back)
	}
	if n := len(c.Participants); n == 0 || n > maxParticipants {
		return c, fmt.Errorf("want 1 to %d participants", maxParticipants)
	}
	for i, p := range c.Participants {
		if p < 1 || i > 0 && p <= c.Participants[i-1] {
			return c, errors.New("want participants that are positive and in ascending order")
		}
	}
	return c, nil
}

// electionState is the state of a participant as a trace has it.
type electionState struct {
	election.Durable
	election.Volatile
}

// electionTwin is the Go twin of a run's participants.
type electionTwin election.Config

func (t electionTwin) Nodes() []int {
	nodes := make([]int, len(t.Participants))
	for i, p := range t.Participants {
		nodes[i] = int(p)
	}
	return nodes
}

func (t electionTwin) Initial(node int) any {
	p := t.participant(node)
	return electionState{p.Durable, p.Volatile}
}

func (t electionTwin) participant(node int) *election.Participant {
	return election.New(election.ParticipantID(node), election.Config(t))
}

func (t electionTwin) Step(node int, state map[string]json.RawMessage, action string, params map[string]json.RawMessage) (any, []any, bool) {
	p := t.participant(node)
	var before electionState
	data, err := json.Marshal(state)
	if err != nil || json.Unmarshal(data, &before) != nil {
		return nil, nil, false
	}
	p.Durable, p.Volatile = before.Durable, before.Volatile
	sent, enabled := takeElection(p, action, params)
	return electionState{p.Durable, p.Volatile}, trace.Messages(sent), enabled
}

// takeElection has p take the step of the action with these parameters.
func takeElection(p *election.Participant, action string, params map[string]json.RawMessage) ([]election.Message, bool) {
	switch action {
	case "Ring":
		return p.Ring()
	case "Claim":
		var b election.Ballot
		if json.Unmarshal(params["b"], &b) != nil {
			return nil, false
		}
		return p.Claim(b)
	case "HandleHeartbeat":
		var m election.Heartbeat
		if json.Unmarshal(params["m"], &m) != nil {
			return nil, false
		}
		return p.HandleHeartbeat(m)
	case "Crash":
		return p.Crash()
	case "Recover":
		return p.Recover()
	}
	return nil, false
}
