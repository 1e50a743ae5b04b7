package election

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
			messages = append(messages, Heartbeat{Envelope{From: p.ID, Dest: q}, b})
		}
	}
	return messages
}
