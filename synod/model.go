package synod

import "github.com/lockstep-paxos/lockstep/action"

// Model makes the synod finite, so that a search can visit all that may happen.
// It offers the choices that Synod!Next quantifies over and leaves it to the
// actions to refuse them.
type Model struct {
	Proposals [][]Decree // Proposals[i] are those of participant i+1; their number is that of the participants.
	Tries     int        // The tries that each may make: 1 to Tries.
	Crash     bool       // Whether participants crash.
}

// Actions are all actions, in the order of Synod!Next.
var Actions = action.Table[Participant, Message]{
	action.Of1("ChooseBallotNumber", "number", (*Participant).ChooseBallotNumber),
	action.Of1("HandleNextBallot", "m", (*Participant).HandleNextBallot),
	action.Of1("HandleLastVote", "m", (*Participant).HandleLastVote),
	action.Of1("BeginBallot", "d", (*Participant).BeginBallot),
	action.Of1("HandleBeginBallot", "m", (*Participant).HandleBeginBallot),
	action.Of1("HandleVoted", "m", (*Participant).HandleVoted),
	action.Of1("HandleSuccess", "m", (*Participant).HandleSuccess),
	action.Of("Crash", (*Participant).Crash),
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

// Choices are the steps that participant p may try of its own accord.
//
// Spec: the disjuncts of Synod!Next that receive no message.
func (c Model) Choices(p Participant) []action.Step {
	var steps []action.Step
	for try := 1; try <= c.Tries; try++ {
		number := Number{Try: try, Owner: p.ID}
		steps = append(steps, action.By("ChooseBallotNumber", number))
	}
	for _, d := range c.decrees() {
		steps = append(steps, action.By("BeginBallot", d))
	}
	if c.Crash {
		steps = append(steps, action.By("Crash"))
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
