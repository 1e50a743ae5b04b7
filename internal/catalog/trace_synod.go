package catalog

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

// SynodTrace is what tracing must know of the synod.
var SynodTrace = trace.Protocol{
	Spec:    "Synod",
	Package: "synod",
	Actions: map[string]trace.Parameters{
		"ChooseBallotNumber": {"number": ""},
		"HandleNextBallot":   {"m": "NextBallot"},
		"HandleLastVote":     {"m": "LastVote"},
		"BeginBallot":        {"d": ""},
		"HandleBeginBallot":  {"m": "BeginBallot"},
		"HandleVoted":        {"m": "Voted"},
		"HandleSuccess":      {"m": "Success"},
		"Crash":              {},
	},
	Crash: "Crash",
	Messages: map[string]trace.Fields{
		"NextBallot":  {"from", "dest", "number"},
		"LastVote":    {"from", "dest", "number", "vote"},
		"BeginBallot": {"from", "dest", "number", "decree"},
		"Voted":       {"from", "dest", "number"},
		"Success":     {"from", "dest", "decree"},
	},
	State: trace.Fields{"lastTried", "nextBal", "prevVote", "ledger", "status", "prevVotes", "decree", "voters"},
	Types: map[string]any{
		"NextBallot":  synod.NextBallot{},
		"LastVote":    synod.LastVote{},
		"BeginBallot": synod.BeginBallot{},
		"Voted":       synod.Voted{},
		"Success":     synod.Success{},
		"number":      synod.Number{},
		"d":           synod.Decree(""),
	},
	Check: func(data json.RawMessage) error {
		_, err := synodConstants(data)
		return err
	},
	Twin: func(data json.RawMessage) trace.Twin {
		c, err := synodConstants(data)
		if err != nil {
			panic("catalog: Twin of constants that Check refuses: " + err.Error())
		}
		return synodTwin(c)
	},
}

func init() { Traces[SynodTrace.Spec] = SynodTrace }

// SynodConstants are the constants of Synod in a run: Proposals[i] are those of
// Participants[i].
type SynodConstants struct {
	Participants []synod.ParticipantID `json:"participants"`
	Proposals    [][]synod.Decree      `json:"proposals"`
}

func synodConstants(data json.RawMessage) (SynodConstants, error) {
	c, err := readConstants[SynodConstants](data)
	if err != nil {
		return c, err
	}
	if err := checkParticipants(c.Participants); err != nil {
		return c, err
	}
	if len(c.Proposals) != len(c.Participants) {
		return c, errors.New("want a list of proposals for each participant")
	}
	for _, proposals := range c.Proposals {
		if slices.Contains(proposals, synod.Blank) {
			return c, errors.New("the blank decree cannot be proposed")
		}
	}
	return c, nil
}

// synodTwin is the Go twin of a run's participants.
type synodTwin SynodConstants

func (t synodTwin) Nodes() []int { return nodesOf(t.Participants) }

func (t synodTwin) Initial(node int) any {
	return t.participant(node).Variables()
}

func (t synodTwin) participant(node int) *synod.Participant {
	i := slices.Index(t.Participants, synod.ParticipantID(node))
	return synod.New(t.Participants[i], synod.Config{Participants: t.Participants, Proposals: t.Proposals[i]})
}

func (t synodTwin) Step(node int, state map[string]json.RawMessage, action string, params map[string]json.RawMessage) (any, []any, bool) {
	p := t.participant(node)
	var before synod.Variables
	if !readState(state, &before) {
		return nil, nil, false
	}
	p.Durable, p.Volatile = before.Durable, before.Volatile
	sent, enabled := takeSynod(p, action, params)
	return p.Variables(), trace.Messages(sent), enabled
}

// takeSynod has p take the step of the action with these parameters.
func takeSynod(p *synod.Participant, action string, params map[string]json.RawMessage) ([]synod.Message, bool) {
	switch action {
	case "ChooseBallotNumber":
		return withParam(params["number"], p.ChooseBallotNumber)
	case "HandleNextBallot":
		return withParam(params["m"], p.HandleNextBallot)
	case "HandleLastVote":
		return withParam(params["m"], p.HandleLastVote)
	case "BeginBallot":
		return withParam(params["d"], p.BeginBallot)
	case "HandleBeginBallot":
		return withParam(params["m"], p.HandleBeginBallot)
	case "HandleVoted":
		return withParam(params["m"], p.HandleVoted)
	case "HandleSuccess":
		return withParam(params["m"], p.HandleSuccess)
	case "Crash":
		return p.Crash()
	}
	return nil, false
}
