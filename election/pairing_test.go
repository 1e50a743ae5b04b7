package election_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/pairing"
)

const spec = "../spec/Election.tla"

// constants are what the guards of actions.go name.
var constants = map[string]any{"Down": election.Down, "Follower": election.Follower}

func TestElectionPairsWithItsSpec(t *testing.T) {
	differences, err := pairing.Compare(spec, ".")
	require.NoError(t, err)
	for _, d := range differences {
		t.Error(d)
	}
	module, err := pairing.ReadModule(spec)
	require.NoError(t, err)
	var actions []string
	for _, a := range module.Actions {
		actions = append(actions, a.Name)
	}
	assert.Equal(t, actions, election.Actions, "election.Actions lists the actions in the spec's order")
}

// TestDisabledActionHasAFalseConjunct walks at random under both rules and now and
// then tries one's steps on another: an action that returns false has a first
// false conjunct and changed nothing, one that returns true has none. Each guard of
// each action must have been the first false one, and each action must have been
// taken.
func TestDisabledActionHasAFalseConjunct(t *testing.T) {
	guards, err := pairing.ReadGuards(".", constants)
	require.NoError(t, err)
	for _, rule := range []election.Rule{election.IncumbentRule, election.RankRule} {
		seen := map[string]int{}
		for seed := range uint64(50) {
			walk(t, guards, rule, rand.New(rand.NewPCG(seed, 0)), seen)
		}
		for _, action := range election.Actions {
			assert.NotZero(t, seen[action], "%s was never taken", action)
			for _, conjunct := range guards.Conjuncts(action) {
				assert.NotZero(t, seen[action+": "+conjunct], "%s was never refused for /\\ %s", action, conjunct)
			}
		}
	}
}

// walk takes steps from the initial state of a model, and counts in seen what was
// taken and what was refused, and for which conjunct.
func walk(t *testing.T, guards *pairing.Guards, rule election.Rule, random *rand.Rand, seen map[string]int) {
	model := election.Model{Participants: 3, Epochs: 9, Rule: rule}
	nodes := model.Nodes()
	var messages []election.Message
	for range 200 {
		step, owner := anyStep(model, nodes, messages, random)
		p := &nodes[owner-1]
		if random.IntN(10) == 0 {
			p = &nodes[random.IntN(len(nodes))]
		}
		before := fmt.Sprintf("%+v", *p)
		want := firstFalse(t, guards, step, p)
		sent, taken := step.Take(p)
		if taken {
			require.Empty(t, want, "%s is enabled", step.Action)
			messages = append(messages, sent...)
			seen[step.Action]++
			continue
		}
		require.NotEmpty(t, want, "%s(%v) is disabled in %s", step.Action, step.Param, before)
		require.Empty(t, sent, "%s is disabled", step.Action)
		require.Equal(t, before, fmt.Sprintf("%+v", *p), "%s is disabled", step.Action)
		seen[step.Action+": "+want]++
	}
}

// anyStep is a step that somebody may try, and whose it is: every other time to
// receive one of the messages, else something of its own accord.
func anyStep(model election.Model, nodes []election.Participant, messages []election.Message, random *rand.Rand) (election.Step, election.ParticipantID) {
	if len(messages) > 0 && random.IntN(2) > 0 {
		m := messages[random.IntN(len(messages))]
		return election.Receipt(m), m.Receiver()
	}
	p := nodes[random.IntN(len(nodes))]
	steps := model.Choices(p)
	return steps[random.IntN(len(steps))], p.ID
}

func firstFalse(t *testing.T, guards *pairing.Guards, step election.Step, p *election.Participant) string {
	var args []any
	if step.Param != nil {
		args = append(args, step.Param)
	}
	conjunct, err := guards.FirstFalse(step.Action, p, args...)
	require.NoError(t, err)
	return conjunct
}
