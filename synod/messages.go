package synod

// Message is what participants send to each other. It is a value: nobody writes
// to it after it was sent.
type Message interface {
	// Sender is who sent it.
	Sender() ParticipantID
	// Receiver is whom it is for.
	Receiver() ParticipantID
	// Type is its name in the spec.
	Type() string
}

// Envelope says from whom a message comes and whom it is for.
type Envelope struct {
	From ParticipantID `json:"from"`
	Dest ParticipantID `json:"dest"`
}

// Sender is who sent the message.
func (e Envelope) Sender() ParticipantID { return e.From }

// Receiver is whom the message is for.
func (e Envelope) Receiver() ParticipantID { return e.Dest }

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
	return []Message{LastVote{Envelope{p.ID, m.From}, m.Number, p.PrevVote}}
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
	return []Message{Voted{Envelope{p.ID, m.From}, m.Number}}
}

// Successes tells everybody that p's decree has passed.
//
// Spec: Synod!Successes.
func (p *Participant) Successes() []Message {
	return p.toAll(func(e Envelope) Message { return Success{e, p.Decree} })
}

// toAll addresses one message to each participant, p included.
func (p *Participant) toAll(message func(Envelope) Message) []Message {
	messages := make([]Message, len(p.Participants))
	for i, q := range p.Participants {
		messages[i] = message(Envelope{p.ID, q})
	}
	return messages
}
