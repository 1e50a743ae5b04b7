package election

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

// Heartbeat tells that its sender leads with Ballot.
type Heartbeat struct {
	Envelope
	Ballot Ballot `json:"ballot"`
}

// Type is the message's name in the spec.
func (Heartbeat) Type() string { return "Heartbeat" }

// Heartbeats tell everybody else that p leads with b. They are sent again in each
// interval while it does.
//
// Spec: Election!Heartbeats.
func (p *Participant) Heartbeats(b Ballot) []Message {
	var messages []Message
	for _, q := range p.Participants {
		if q != p.ID {
			messages = append(messages, Heartbeat{Envelope{p.ID, q}, b})
		}
	}
	return messages
}
