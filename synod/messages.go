package synod

import "github.com/lockstep-paxos/lockstep/ballot"

// NextBallot asks for the last vote and for the promise to take part in no
// ballot lower than Number.
type NextBallot struct {
	Envelope
	Number Number `json:"number"`
}

// LastVote promises that to the owner of ballot Number, and reports the last
// vote cast before.
type LastVote struct {
	Envelope
	Number Number `json:"number"`
	Vote   Vote   `json:"vote"`
}

// BeginBallot asks for a vote for Decree in ballot Number.
type BeginBallot struct {
	Envelope
	Number Number `json:"number"`
	Decree Decree `json:"decree"`
}

// Voted tells that its sender voted in ballot Number.
type Voted struct {
	Envelope
	Number Number `json:"number"`
}

// Success tells that Decree has passed.
type Success struct {
	Envelope
	Decree Decree `json:"decree"`
}

// Type is the message's name in the spec.
func (NextBallot) Type() string { return "NextBallot" }

// Type is the message's name in the spec.
func (LastVote) Type() string { return "LastVote" }

// Type is the message's name in the spec.
func (BeginBallot) Type() string { return "BeginBallot" }

// Type is the message's name in the spec.
func (Voted) Type() string { return "Voted" }

// Type is the message's name in the spec.
func (Success) Type() string { return "Success" }

// NextBallots asks everybody for their last votes before ballot number.
//
// Spec: Synod!NextBallots.
func (p *Participant) NextBallots(number Number) []Message {
	return p.toAll(func(e Envelope) Message { return NextBallot{e, number} })
}

// LastVoteTo answers m with p's last vote.
//
// Spec: Synod!LastVoteTo.
func (p *Participant) LastVoteTo(m NextBallot) []Message {
	return []Message{LastVote{Envelope{From: p.ID, Dest: m.From}, m.Number, p.PrevVote}}
}

// BeginBallots asks everybody to vote for d in p's ballot.
//
// Spec: Synod!BeginBallots.
func (p *Participant) BeginBallots(d Decree) []Message {
	return p.toAll(func(e Envelope) Message { return BeginBallot{e, p.LastTried, d} })
}

// VotedTo answers m with p's vote.
//
// Spec: Synod!VotedTo.
func (p *Participant) VotedTo(m BeginBallot) []Message {
	return []Message{Voted{Envelope{From: p.ID, Dest: m.From}, m.Number}}
}

// Successes tells everybody that p's decree has passed.
//
// Spec: Synod!Successes.
func (p *Participant) Successes() []Message {
	return p.toAll(func(e Envelope) Message { return Success{e, p.Decree} })
}

// toAll addresses one message to each participant, p included.
func (p *Participant) toAll(message func(Envelope) Message) []Message {
	return ballot.ToAll(p.ID, p.Participants, message)
}
