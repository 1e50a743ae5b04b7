package synod_test

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/synod"
)

// A participant that is alone has its decree passed: every message comes back to it. Of the
// success it knows by then.
func ExampleActions() {
	p := synod.New(1, synod.Config{Participants: []synod.ParticipantID{1}, Proposals: []synod.Decree{"olives"}})
	sent, _ := p.ChooseBallotNumber(synod.Number{Try: 1, Owner: 1})
	for len(sent) > 0 {
		m := sent[0]
		sent = sent[1:]
		for _, step := range synod.Actions.Receipts(m) {
			more, enabled := synod.Actions.Take(p, step)
			fmt.Println(step.Action, enabled)
			sent = append(sent, more...)
		}
		if begun, enabled := p.BeginBallot("olives"); enabled {
			fmt.Println("BeginBallot", enabled)
			sent = append(sent, begun...)
		}
	}
	fmt.Println(p.Ledger)
	// Output:
	// HandleNextBallot true
	// HandleLastVote true
	// BeginBallot true
	// HandleBeginBallot true
	// HandleVoted true
	// HandleSuccess false
	// olives
}
