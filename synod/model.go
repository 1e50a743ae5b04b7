package synod

// Model makes the synod finite, so that a search can visit all that may happen.
// It offers the choices that Synod!Next quantifies over and leaves it to the
// actions to refuse them.
type Model struct {
	Proposals [][]Decree // Proposals[i] are those of participant i+1; their number is that of the participants.
	Tries     int        // The tries that each may make: 1 to Tries.
	Crash     bool       // Whether participants crash.
}

// Actions are the names of all actions, in the order of Synod!Next.
var Actions = []string{
	"ChooseBallotNumber", "HandleNextBallot", "HandleLastVote", "BeginBallot",
	"HandleBeginBallot", "HandleVoted", "HandleSuccess", "Crash",
}

// Nodes are the participants in their initial states.
func (c Model) Nodes() []Participant {
	var all Participants
	for i := range c.Proposals {
		all = append(all, ParticipantID(i+1))
	}
	var nodes []Participant
	for i, id := range all {
		nodes = append(nodes, *New(id, Config{Participants: all, Proposals: c.Proposals[i]}))
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
// Spec: the disjuncts of Synod!Next that receive no message.
func (c Model) Choices(p Participant) []Step {
	var steps []Step
	for try := 1; try <= c.Tries; try++ {
		number := Number{Try: try, Owner: p.ID}
		steps = append(steps, Step{"ChooseBallotNumber", []any{number}, func(p *Participant) ([]Message, bool) { return p.ChooseBallotNumber(number) }})
	}
	for _, d := range c.decrees() {
		steps = append(steps, Step{"BeginBallot", []any{d}, func(p *Participant) ([]Message, bool) { return p.BeginBallot(d) }})
	}
	if c.Crash {
		steps = append(steps, Step{"Crash", nil, (*Participant).Crash})
	}
	return steps
}

// decrees are those that anybody may propose, each once.
func (c Model) decrees() []Decree {
	var decrees []Decree
	seen := map[Decree]bool{}
	for _, proposals := range c.Proposals {
		for _, d := range proposals {
			if !seen[d] {
				seen[d] = true
				decrees = append(decrees, d)
			}
		}
	}
	return decrees
}

// Receipt is the step in which a participant receives m.
//
// Spec: the disjuncts of Synod!Next that receive a message.
func Receipt(m Message) Step {
	switch m := m.(type) {
	case NextBallot:
		return Step{"HandleNextBallot", []any{m}, func(p *Participant) ([]Message, bool) { return p.HandleNextBallot(m) }}
	case LastVote:
		return Step{"HandleLastVote", []any{m}, func(p *Participant) ([]Message, bool) { return p.HandleLastVote(m) }}
	case BeginBallot:
		return Step{"HandleBeginBallot", []any{m}, func(p *Participant) ([]Message, bool) { return p.HandleBeginBallot(m) }}
	case Voted:
		return Step{"HandleVoted", []any{m}, func(p *Participant) ([]Message, bool) { return p.HandleVoted(m) }}
	case Success:
		return Step{"HandleSuccess", []any{m}, func(p *Participant) ([]Message, bool) { return p.HandleSuccess(m) }}
	}
	panic("synod: Message has no other implementations")
}
