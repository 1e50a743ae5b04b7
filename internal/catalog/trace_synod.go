package catalog

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

// SynodTrace is what tracing must know of the synod.
var SynodTrace = registerTrace(twin.Described(trace.Protocol{
	Spec: "Synod", Crash: "Crash", Actors: []any{(*synod.Participant)(nil)},
}, synod.Actions, synod.Variables{}), synodConstants, func(c SynodConstants) trace.Twin { return synodTwin(c) })

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

func (t synodTwin) Begin(id int) trace.Node { return synodKind.Begin(*t.participant(id)) }

var synodKind = twin.KindOf(synod.Actions, func(p *synod.Participant) any { return p.Variables() }).Only(func(_ string, params map[string]any) bool {
	number, chooses := params["number"].(synod.Number)
	return !chooses || number.Try <= maxTry
})

// maxTry is the greatest try in a trace. The package leaves it to its callers which
// tries there are; TLC goes through all tries once, to see that they are positive.
//
// Spec: TraceSynod!TraceTries.
const maxTry = 1_000_000

func (t synodTwin) participant(node int) *synod.Participant {
	i := slices.Index(t.Participants, synod.ParticipantID(node))
	return synod.New(t.Participants[i], synod.Config{Participants: t.Participants, Proposals: t.Proposals[i]})
}
