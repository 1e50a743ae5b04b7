package synod_test

import (
	"testing"

	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/synod"
)

const spec = "../spec/Synod.tla"

// constants are what the guards of actions.go name.
var constants = map[string]any{
	"Blank": synod.Blank, "Idle": synod.Idle, "Trying": synod.Trying, "Polling": synod.Polling,
}

func TestSynodPairsWithItsSpec(t *testing.T) {
	twintest.Pairs(t, spec, ".", synod.Actions)
}

func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	model := synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b", "c"}, {}}, Tries: 3, Crash: true}
	twintest.Guards(t, ".", constants, synod.Actions.Names(), twintest.Walk[synod.Participant, synod.Message]{
		Actions: synod.Actions, Nodes: model.Nodes, Choices: model.Choices,
		Dest:   func(m synod.Message) int { return int(m.Receiver()) },
		Rarely: 10, Steps: 200, Seeds: 200,
	})
}
