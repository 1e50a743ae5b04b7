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
	Spec:   "Synod",
	Actors: []any{(*synod.Participant)(nil)},
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

func (t synodTwin) Begin(id int) trace.Node {
	return &node[synod.Participant, synod.Message]{
		now:       *t.participant(id),
		take:      takeSynod,
		state:     func(p *synod.Participant) any { return p.Variables() },
		variables: synodVariables,
	}
}

func (t synodTwin) participant(node int) *synod.Participant {
	i := slices.Index(t.Participants, synod.ParticipantID(node))
	return synod.New(t.Participants[i], synod.Config{Participants: t.Participants, Proposals: t.Proposals[i]})
}

// synodVariables are the variables of a participant.
var synodVariables = []variable[synod.Participant]{
	plain("lastTried", func(p *synod.Participant) synod.Number { return p.LastTried }),
	plain("nextBal", func(p *synod.Participant) synod.Number { return p.NextBal }),
	plain("prevVote", func(p *synod.Participant) synod.Vote { return p.PrevVote }),
	plain("ledger", func(p *synod.Participant) synod.Decree { return p.Ledger }),
	plain("status", func(p *synod.Participant) synod.Status { return p.Status }),
	listed("prevVotes", func(p *synod.Participant) synod.Votes { return p.PrevVotes }),
	plain("decree", func(p *synod.Participant) synod.Decree { return p.Decree }),
	listed("voters", func(p *synod.Participant) synod.Participants { return p.Voters }),
}

// maxTry is the greatest try in a trace. The package leaves it to its callers which
// tries there are; TLC goes through all tries once, to see that they are positive.
//
// Spec: TraceSynod!TraceTries.
const maxTry = 1_000_000

// takeSynod has p take the step of the action with these parameters.
func takeSynod(p *synod.Participant, action string, params map[string]any) ([]synod.Message, bool) {
	switch action {
	case "ChooseBallotNumber":
		return with(params["number"], func(n synod.Number) ([]synod.Message, bool) {
			if n.Try > maxTry {
				return nil, false
			}
			return p.ChooseBallotNumber(n)
		})
	case "HandleNextBallot":
		return with(params["m"], p.HandleNextBallot)
	case "HandleLastVote":
		return with(params["m"], p.HandleLastVote)
	case "BeginBallot":
		return with(params["d"], p.BeginBallot)
	case "HandleBeginBallot":
		return with(params["m"], p.HandleBeginBallot)
	case "HandleVoted":
		return with(params["m"], p.HandleVoted)
	case "HandleSuccess":
		return with(params["m"], p.HandleSuccess)
	case "Crash":
		return p.Crash()
	}
	return nil, false
}
