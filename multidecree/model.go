package multidecree

import "slices"

// Model makes the parliament finite, so that a search can visit all that may happen.
// It offers the choices that MultiDecree!Next quantifies over and leaves it to the
// actions to refuse them.
type Model struct {
	Proposals [][]Decree // Proposals[i] are those of participant i+1; their number is that of the participants.
	Tries     int        // The tries that each may make: 1 to Tries.
	Instances int        // The instances: 1 to Instances.
	Window    int        // How far past the first undecided instance a president may begin.
	States    []State    // What a snapshot may hold.
	Without   []string   // The actions that nobody takes of its own accord, such as Crash.
}

// Actions are the names of all actions, in the order of MultiDecree!Next.
var Actions = []string{
	"ChooseBallotNumber", "HandleNextBallot", "HandleLastVote", "BeginBallot", "HandleBeginBallot", "HandleVoted", "HandleSuccess",
	"Remind", "Truncate", "SendSnapshot", "InstallSnapshot", "Crash",
}

// Nodes are the participants in their initial states.
func (c Model) Nodes() []Participant {
	all := c.participants()
	var nodes []Participant
	for i, id := range all {
		config := Config{Participants: all, Window: c.Window, Proposals: Decrees{Only: c.Proposals[i]}}
		nodes = append(nodes, *New(id, config))
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
// Spec: the disjuncts of MultiDecree!Next that receive no message.
func (c Model) Choices(p Participant) []Step {
	var steps []Step
	for try := 1; try <= c.Tries; try++ {
		number := Number{Try: try, Owner: p.ID}
		steps = append(steps, Step{"ChooseBallotNumber", []any{number}, func(p *Participant) ([]Message, bool) { return p.ChooseBallotNumber(number) }})
	}
	for i := 1; i <= c.Instances; i++ {
		for _, d := range c.decrees() {
			steps = append(steps, Step{"BeginBallot", []any{i, d}, func(p *Participant) ([]Message, bool) { return p.BeginBallot(i, d) }})
		}
		for _, q := range c.participants() {
			steps = append(steps, Step{"Remind", []any{q, i}, func(p *Participant) ([]Message, bool) { return p.Remind(q, i) }})
		}
		for _, s := range c.States {
			steps = append(steps, Step{"Truncate", []any{i, s}, func(p *Participant) ([]Message, bool) { return p.Truncate(i, s) }})
		}
	}
	for _, q := range c.participants() {
		steps = append(steps, Step{"SendSnapshot", []any{q}, func(p *Participant) ([]Message, bool) { return p.SendSnapshot(q) }})
	}
	steps = append(steps, Step{"Crash", nil, (*Participant).Crash})
	return slices.DeleteFunc(steps, func(s Step) bool { return slices.Contains(c.Without, s.Action) })
}

// participants are all participants.
func (c Model) participants() Participants {
	var all Participants
	for i := range c.Proposals {
		all = append(all, ParticipantID(i+1))
	}
	return all
}

// decrees are NoOp and those that anybody may propose, each once.
//
// Spec: MultiDecree!Decree.
func (c Model) decrees() []Decree {
	decrees := []Decree{NoOp}
	for _, proposals := range c.Proposals {
		for _, d := range proposals {
			if !slices.Contains(decrees, d) {
				decrees = append(decrees, d)
			}
		}
	}
	return decrees
}

// Receipt is the step in which a participant receives m.
//
// Spec: the disjuncts of MultiDecree!Next that receive a message.
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
	case Snapshot:
		return Step{"InstallSnapshot", []any{m}, func(p *Participant) ([]Message, bool) { return p.InstallSnapshot(m) }}
	}
	panic("multidecree: Message has no other implementations")
}
