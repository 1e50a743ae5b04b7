// Package bulb is the twin of Bulb.tla.
package bulb

import (
	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/ballot"
)

// Message is what bulbs send.
type Message = ballot.Message

// Ring rings at Dest.
type Ring struct {
	From ballot.ParticipantID `json:"from"`
	Dest ballot.ParticipantID `json:"dest"`
}

// Sender has sent it.
func (m Ring) Sender() ballot.ParticipantID { return m.From }

// Receiver is to receive it.
func (m Ring) Receiver() ballot.ParticipantID { return m.Dest }

// Type is the message's name in the spec.
func (Ring) Type() string { return "Ring" }

// Durable is what cannot be undone.
type Durable struct {
	Fused bool `json:"fused"`
}

// Volatile is the filament.
type Volatile struct {
	Lit bool `json:"lit"`
}

// Variables are those of one p.
type Variables struct {
	Durable
	Volatile
}

// Bulb is one of the participants.
type Bulb struct {
	ID  ballot.ParticipantID
	All ballot.Participants
	Durable
	Volatile
}

// Actions are all actions.
var Actions = action.Table[Bulb, Message]{
	action.Of("Light", (*Bulb).Light),
	action.Of1("HandleRing", "m", (*Bulb).HandleRing),
	action.Of("Fuse", (*Bulb).Fuse),
}

// Light turns p on.
//
// Spec: Bulb!Light.
func (p *Bulb) Light() ([]Message, bool) {
	if p.Lit { // /\ ~lit[p]
		return nil, false
	}
	if p.Fused { // /\ ~fused[p]
		return nil, false
	}
	p.Lit = true           // /\ lit' = [lit EXCEPT ![p] = TRUE]
	return p.Rings(), true // /\ Send([type: {"Ring"}, from: {p}, dest: Participant])
}

// Rings rings at all.
func (p *Bulb) Rings() []Message {
	return ballot.ToAll(p.ID, p.All, func(e ballot.Envelope) Message { return Ring{e.From, e.Dest} })
}

// HandleRing turns p off.
//
// Spec: Bulb!HandleRing.
func (p *Bulb) HandleRing(m Ring) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	p.Lit = false    // /\ lit' = [lit EXCEPT ![p] = FALSE]
	return nil, true // /\ NoSend
}

// Fuse breaks p.
//
// Spec: Bulb!Fuse.
func (p *Bulb) Fuse() ([]Message, bool) {
	if !p.Lit { // /\ lit[p]
		return nil, false
	}
	p.Fused = true   // /\ fused' = [fused EXCEPT ![p] = TRUE]
	return nil, true // /\ NoSend
}
