package election_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/transcript"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
)

// epochsInStories bounds the epochs in stories, for TypeOK.
const epochsInStories = 9

func TestStories(t *testing.T) { twintest.Stories(t, stories) }

// stories is the election as transcripts tell it.
func stories() transcript.Protocol {
	var model election.Model
	return transcript.Protocol{
		Spec:      spec,
		Dir:       ".",
		Constants: constants,
		Setup:     "election",
		Keys:      []string{"participants", "rule"},
		New: func(args transcript.Args) ([]any, error) {
			var err error
			if model, err = readModel(args); err != nil {
				return nil, err
			}
			var nodes []any
			for _, p := range model.Nodes() {
				nodes = append(nodes, &p)
			}
			return nodes, nil
		},
		Parse: parse,
		Show:  func(any) (string, bool) { return "", false },
		Check: func(nodes, sent []any) error { return check(model, nodes, sent) },
	}
}

// readModel reads participants=3 rule=incumbent.
func readModel(args transcript.Args) (election.Model, error) {
	n, err := args.Int("participants", 1, 9)
	if err != nil {
		return election.Model{}, err
	}
	name, err := args.One("rule")
	if err != nil {
		return election.Model{}, err
	}
	model := election.Model{Participants: n, Epochs: epochsInStories}
	return model, model.Rule.UnmarshalText([]byte(name))
}

func parse(t reflect.Type, text string) (any, error) {
	if t != reflect.TypeFor[election.Ballot]() {
		return nil, fmt.Errorf("no action should have a parameter of type %s", t)
	}
	var b election.Ballot
	if _, err := fmt.Sscanf(text, "%d.%d", &b.Epoch, &b.Owner); err != nil || b.String() != text {
		return nil, errors.New("want a ballot, epoch.owner")
	}
	return b, nil
}

// check tells which invariant is false.
func check(model election.Model, nodes, sent []any) error {
	var state election.State
	for _, p := range nodes {
		state.Participants = append(state.Participants, p.(*election.Participant))
	}
	for _, m := range sent {
		state.Messages = append(state.Messages, m.(election.Message))
	}
	for _, invariant := range model.Invariants() {
		if !invariant.Holds(state) {
			return fmt.Errorf("%s is false in this state", invariant.Name)
		}
	}
	return nil
}

// TestMistakesInStoriesAreRefused gives what a story of elections may get wrong;
// what any story may, package transcript tests.
func TestMistakesInStoriesAreRefused(t *testing.T) {
	const setup = "election participants=2 rule=rank"
	for _, c := range []struct{ command, want string }{
		{"election participants=2", "election: rule is missing"},
		{"election participants=0 rule=rank", "election: participants=0 is no number from 1 to 9"},
		{"election participants=2 rule=president", `election: "president" is no rule: want one of ["incumbent" "rank"]`},
		{"Claim p=1 b=1", "Claim: b=1: want a ballot, epoch.owner"},
		{"Claim p=1 b=1.1.1", "Claim: b=1.1.1: want a ballot, epoch.owner"},
		{"Claim p=1 b=none", "Claim: b=none: want a ballot, epoch.owner"},
		{"Claim p=1 b=10.1", "Claim: TypeOK is false in this state"},
		{"HandleHeartbeat p=1 m=1", "HandleHeartbeat: m=1 is no number from 1 to 0"},
	} {
		story := []string{setup, "Ring p=1", c.command}
		if c.command[0] == 'e' {
			story = story[2:]
		}
		assert.ErrorContains(t, twintest.Play(t, stories(), story), c.want, c.command)
	}
	assert.NoError(t, twintest.Play(t, stories(), []string{setup, "Ring p=1", "Claim p=1 b=1.1", "HandleHeartbeat p=2 m=1"}))
}
