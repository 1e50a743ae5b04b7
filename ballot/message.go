package ballot

// Message is what participants send to each other. It is a value: nobody writes to it after
// it was sent.
type Message interface {
	// Sender is the participant that sent it.
	Sender() ParticipantID
	// Receiver is the participant that it is for.
	Receiver() ParticipantID
	// Type is its name in the spec.
	Type() string
}

// Envelope says from whom a message comes and whom it is for.
type Envelope struct {
	From ParticipantID `json:"from"`
	Dest ParticipantID `json:"dest"`
}

// Sender is the participant that sent the message.
func (e Envelope) Sender() ParticipantID { return e.From }

// Receiver is the participant that the message is for.
func (e Envelope) Receiver() ParticipantID { return e.Dest }

// ToAll addresses one message to each of the participants, in their order.
func ToAll(from ParticipantID, all Participants, message func(Envelope) Message) []Message {
	messages := make([]Message, len(all))
	for i, dest := range all {
		messages[i] = message(Envelope{from, dest})
	}
	return messages
}
