package election_test

import (
	"testing"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
)

const spec = "../spec/Election.tla"

// constants are what the guards of actions.go name.
var constants = map[string]any{"Down": election.Down, "Follower": election.Follower}

func TestElectionPairsWithItsSpec(t *testing.T) {
	twintest.Pairs(t, spec, ".", election.Actions)
}

func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	for _, rule := range []election.Rule{election.IncumbentRule, election.RankRule} {
		model := election.Model{Participants: 3, Epochs: 9, Rule: rule}
		twintest.Guards(t, ".", constants, election.Actions.Names(), twintest.Walk[election.Participant, election.Message]{
			Actions: election.Actions, Nodes: model.Nodes, Choices: model.Choices,
			Dest:   func(m election.Message) int { return int(m.Receiver()) },
			Rarely: 2, Steps: 200, Seeds: 50,
		})
	}
}
