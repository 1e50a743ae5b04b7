package multidecree

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/action"
)

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

// Actions are all actions, in the order of MultiDecree!Next.
var Actions = action.Table[Participant, Message]{
	action.Of1("ChooseBallotNumber", "number", (*Participant).ChooseBallotNumber),
	action.Of1("HandleNextBallot", "m", (*Participant).HandleNextBallot),
	action.Of1("HandleLastVote", "m", (*Participant).HandleLastVote),
	action.Of2("BeginBallot", "i", "d", (*Participant).BeginBallot),
	action.Of1("HandleBeginBallot", "m", (*Participant).HandleBeginBallot),
	action.Of1("HandleVoted", "m", (*Participant).HandleVoted),
	action.Of1("HandleSuccess", "m", (*Participant).HandleSuccess),
	action.Of2("Remind", "q", "i", (*Participant).Remind),
	action.Of2("Truncate", "i", "s", (*Participant).Truncate),
	action.Of1("SendSnapshot", "q", (*Participant).SendSnapshot),
	action.Of1("InstallSnapshot", "m", (*Participant).InstallSnapshot),
	action.Of("Crash", (*Participant).Crash),
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

// Choices are the steps that participant p may try of its own accord.
//
// Spec: the disjuncts of MultiDecree!Next that receive no message.
func (c Model) Choices(p Participant) []action.Step {
	var steps []action.Step
	for try := 1; try <= c.Tries; try++ {
		number := Number{Try: try, Owner: p.ID}
		steps = append(steps, action.By("ChooseBallotNumber", number))
	}
	for i := 1; i <= c.Instances; i++ {
		for _, d := range c.decrees() {
			steps = append(steps, action.By("BeginBallot", i, d))
		}
		for _, q := range c.participants() {
			steps = append(steps, action.By("Remind", q, i))
		}
		for _, s := range c.States {
			steps = append(steps, action.By("Truncate", i, s))
		}
	}
	for _, q := range c.participants() {
		steps = append(steps, action.By("SendSnapshot", q))
	}
	steps = append(steps, action.By("Crash"))
	return slices.DeleteFunc(steps, func(s action.Step) bool { return slices.Contains(c.Without, s.Action) })
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
