package election

import "github.com/lockstep-paxos/lockstep/action"

// Model makes the election finite, so that a search can visit all that may happen.
// It offers the choices that Election!Next quantifies over and leaves it to the
// actions to refuse them.
type Model struct {
	Participants int   // How many there are: 1 to Participants.
	Epochs       Epoch // The epochs that may be claimed: 1 to Epochs.
	Rule         Rule  // Who may claim.
}

// Actions are all actions, in the order of Election!Next.
var Actions = action.Table[Participant, Message]{
	action.Of("Ring", (*Participant).Ring),
	action.Of1("Claim", "b", (*Participant).Claim),
	action.Of1("HandleHeartbeat", "m", (*Participant).HandleHeartbeat),
	action.Of("Crash", (*Participant).Crash),
	action.Of("Recover", (*Participant).Recover),
}

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

// Choices are the steps that participant p may try of its own accord.
//
// Spec: the disjuncts of Election!Next that receive no message.
func (c Model) Choices(p Participant) []action.Step {
	steps := []action.Step{action.By("Ring")}
	for i := range c.Epochs {
		steps = append(steps, action.By("Claim", Ballot{i + 1, p.ID}))
	}
	return append(steps, action.By("Crash"), action.By("Recover"))
}
