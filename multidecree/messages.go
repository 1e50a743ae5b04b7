package multidecree

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// NextBallot asks for the votes in instance First and all later ones, and for the
// promise to take part in no ballot lower than Number.
type NextBallot struct {
	Envelope
	Number Number `json:"number"`
	First  int    `json:"first"`
}

// LastVote promises that to the owner of ballot Number, and tells these votes and
// how far its sender has truncated.
type LastVote struct {
	Envelope
	Number Number `json:"number"`
	Votes  Votes  `json:"votes"`
	Cut    int    `json:"cut"`
}

// BeginBallot asks for a vote for Decree in Instance and ballot Number.
type BeginBallot struct {
	Envelope
	Number   Number `json:"number"`
	Instance int    `json:"instance"`
	Decree   Decree `json:"decree"`
}

// Voted tells that its sender voted in Instance and ballot Number.
type Voted struct {
	Envelope
	Number   Number `json:"number"`
	Instance int    `json:"instance"`
}

// Success tells that Decree has passed in Instance.
type Success struct {
	Envelope
	Instance int    `json:"instance"`
	Decree   Decree `json:"decree"`
}

// Snapshot takes the place of the decrees up to instance Cut.
type Snapshot struct {
	Envelope
	Cut   int   `json:"cut"`
	State State `json:"state"`
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

// Type is the message's name in the spec.
func (Snapshot) Type() string { return "Snapshot" }

// NextBallots asks everybody for their votes before ballot number, in all instances
// from the first that p has not written.
//
// Spec: MultiDecree!NextBallots.
func (p *Participant) NextBallots(number Number) []Message {
	first := p.Written + 1
	return p.toAll(func(e Envelope) Message { return NextBallot{e, number, first} })
}

// LastVoteTo answers m with p's votes from the instance on that m names.
//
// Spec: MultiDecree!LastVoteTo.
func (p *Participant) LastVoteTo(m NextBallot) []Message {
	var votes Votes = slices.Collect(p.Votes.From(m.First))
	return []Message{LastVote{Envelope{From: p.ID, Dest: m.From}, m.Number, votes, p.Cut}}
}

// BeginBallots asks everybody to vote for d in instance i and p's ballot.
//
// Spec: MultiDecree!BeginBallots.
func (p *Participant) BeginBallots(i int, d Decree) []Message {
	return p.toAll(func(e Envelope) Message { return BeginBallot{e, p.LastTried, i, d} })
}

// VotedTo answers m with p's vote.
//
// Spec: MultiDecree!VotedTo.
func (p *Participant) VotedTo(m BeginBallot) []Message {
	return []Message{Voted{Envelope{From: p.ID, Dest: m.From}, m.Number, m.Instance}}
}

// Successes tells everybody that p's decree has passed in instance i.
//
// Spec: MultiDecree!Successes.
func (p *Participant) Successes(i int) []Message {
	d := p.ProposedAt(i)
	return p.toAll(func(e Envelope) Message { return Success{e, i, d} })
}

// Reminder tells q what has passed in instance i, which stands in p's ledger.
//
// Spec: MultiDecree!Reminder.
func (p *Participant) Reminder(q ParticipantID, i int) []Message {
	e, _ := p.Ledger.Get(i)
	return []Message{Success{Envelope{From: p.ID, Dest: q}, i, e.Decree}}
}

// Snapshots sends q what p's snapshot holds.
//
// Spec: MultiDecree!Snapshots.
func (p *Participant) Snapshots(q ParticipantID) []Message {
	return []Message{Snapshot{Envelope{From: p.ID, Dest: q}, p.Cut, p.Snapshot}}
}

// toAll addresses one message to each participant, p included.
func (p *Participant) toAll(message func(Envelope) Message) []Message {
	return ballot.ToAll(p.ID, p.Participants, message)
}
