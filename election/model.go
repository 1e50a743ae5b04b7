package election

// Model makes the election finite, so that a search can visit all that may happen.
// It offers the choices that Election!Next quantifies over and leaves it to the
// actions to refuse them.
type Model struct {
	Participants int   // How many there are: 1 to Participants.
	Epochs       Epoch // The epochs that may be claimed: 1 to Epochs.
	Rule         Rule  // Who may claim.
}

// Actions are the names of all actions, in the order of Election!Next.
var Actions = []string{"Ring", "Claim", "HandleHeartbeat", "Crash", "Recover"}

// Nodes are the participants in their initial states.
func (c Model) Nodes() []Participant {
	var all Participants
	for i := range c.Participants {
		all = append(all, ParticipantID(i+1))
	}
	var nodes []Participant
	for _, id := range all {
		nodes = append(nodes, *New(id, Config{Participants: all, Rule: c.Rule}))
	}
	return nodes
}

// Step is one choice of an action and its parameters, but for the first, to be
// taken by a copy of a participant. It is an alias, so that machinery that knows
// no protocol can have a type of the same shape.
type Step = struct {
	Action string
	Params []any
	Take   func(*Participant) ([]Message, bool)
}

// Choices are the steps that participant p may try of its own accord.
//
// Spec: the disjuncts of Election!Next that receive no message.
func (c Model) Choices(p Participant) []Step {
	steps := []Step{{"Ring", nil, (*Participant).Ring}}
	for i := range c.Epochs {
		b := Ballot{i + 1, p.ID}
		steps = append(steps, Step{"Claim", []any{b}, func(p *Participant) ([]Message, bool) { return p.Claim(b) }})
	}
	return append(steps, Step{"Crash", nil, (*Participant).Crash}, Step{"Recover", nil, (*Participant).Recover})
}

// Receipt is the step in which a participant receives m.
//
// Spec: the disjunct of Election!Next that receives a message.
func Receipt(m Message) Step {
	heartbeat, ok := m.(Heartbeat)
	if !ok {
		panic("election: Message has no other implementations")
	}
	return Step{"HandleHeartbeat", []any{heartbeat}, func(p *Participant) ([]Message, bool) { return p.HandleHeartbeat(heartbeat) }}
}
