package synod_test

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/lockstep-paxos/lockstep/internal/transcript"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/synod"
)

// triesInStories bounds the tries in stories, for TypeOK.
const triesInStories = 9

func TestStories(t *testing.T) { twintest.Stories(t, stories) }

// stories is the synod as transcripts tell it.
func stories() transcript.Protocol {
	var model synod.Model
	return transcript.Protocol{
		Spec:      spec,
		Dir:       ".",
		Constants: constants,
		Setup:     "synod",
		Keys:      []string{"participants", "proposals"},
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
		Show:  show,
		Check: func(nodes, sent []any) error { return check(model, nodes, sent) },
	}
}

// readModel reads participants=3 proposals=(1:a,1:b,2:c).
func readModel(args transcript.Args) (synod.Model, error) {
	n, err := args.Int("participants", 1, 9)
	if err != nil {
		return synod.Model{}, err
	}
	model := synod.Model{Proposals: make([][]synod.Decree, n), Tries: triesInStories, Crash: true}
	for _, proposal := range args["proposals"] {
		who, decree, _ := strings.Cut(proposal, ":")
		p, err := strconv.Atoi(who)
		if err != nil || p < 1 || p > n || decree == "" {
			return synod.Model{}, fmt.Errorf("proposals: %q is no participant:decree", proposal)
		}
		model.Proposals[p-1] = append(model.Proposals[p-1], synod.Decree(decree))
	}
	return model, nil
}

func parse(t reflect.Type, text string) (any, error) {
	switch t {
	case reflect.TypeFor[synod.Decree]():
		return synod.Decree(text), nil
	case reflect.TypeFor[synod.Number]():
		var n synod.Number
		if _, err := fmt.Sscanf(text, "%d.%d", &n.Try, &n.Owner); err != nil || n.String() != text {
			return nil, errors.New("want a ballot number, try.owner")
		}
		return n, nil
	}
	return nil, fmt.Errorf("no action should have a parameter of type %s", t)
}

func show(x any) (string, bool) {
	switch x := x.(type) {
	case synod.Decree:
		if x == synod.Blank {
			return "blank", true
		}
	case synod.Vote:
		if x.Number == synod.NoNumber {
			return "no vote", true
		}
		return fmt.Sprintf("vote in %s for %s", x.Number, x.Decree), true
	case synod.Votes:
		var votes []string
		for _, v := range x {
			text, _ := show(v)
			votes = append(votes, fmt.Sprintf("%d: %s", v.Voter, text))
		}
		return "{" + strings.Join(votes, ", ") + "}", true
	}
	return "", false
}

// check tells which invariant is false.
func check(model synod.Model, nodes, sent []any) error {
	var state synod.State
	for _, p := range nodes {
		state.Participants = append(state.Participants, p.(*synod.Participant))
	}
	for _, m := range sent {
		state.Messages = append(state.Messages, m.(synod.Message))
	}
	for _, invariant := range model.Invariants() {
		if !invariant.Holds(state) {
			return fmt.Errorf("%s is false in this state", invariant.Name)
		}
	}
	return nil
}

// TestMistakesInStoriesAreRefused gives what a story may get wrong, after the
// commands before it in the story.
func TestMistakesInStoriesAreRefused(t *testing.T) {
	const setup, begin = "synod participants=2 proposals=(1:a)", "ChooseBallotNumber p=1 number=1.1"
	for _, c := range []struct {
		story []string
		want  string
	}{
		{[]string{"Crash p=1"}, "Crash: nobody is there; begin the story with synod"},
		{[]string{"synod participants=2"}, "synod: proposals is missing; the keys are [participants proposals]"},
		{[]string{"synod participants=two proposals=1:a"}, "synod: participants=two is no number from 1 to 9"},
		{[]string{"synod participants=2 proposals=3:a"}, `synod: proposals: "3:a" is no participant:decree`},
		{[]string{"synod participants=2 proposals=(1:a,1)"}, `synod: proposals: "1" is no participant:decree`},
		{[]string{setup, setup}, "synod: the story has begun; begin another one in a file of its own"},
		{[]string{setup, "HandleNextBalot p=1 m=1"}, "HandleNextBalot: no such command; it is synod, or an action of Synod"},
		{[]string{setup, "Owns p=1 number=1.1"}, "Owns: no such command"},
		{[]string{setup, begin, "HandleNextBallot p=1"}, "HandleNextBallot: m is missing; the keys are [p m]"},
		{[]string{setup, begin, "HandleNextBallot p=1 m"}, "HandleNextBallot: m has no value; write m= and the value"},
		{[]string{setup, begin, "HandleNextBallot p=1 m="}, `HandleNextBallot: m has the values [""], want one`},
		{[]string{setup, begin, "HandleNextBallot p=1 m=(1,2)"}, `HandleNextBallot: m has the values ["1" "2"], want one`},
		{[]string{setup, begin, "HandleNextBallot p=1 m=1 m=2"}, "HandleNextBallot: m is given twice"},
		{[]string{setup, begin, "HandleNextBallot p=1 m=1 n=2"}, "HandleNextBallot: too many keys; they are [p m]"},
		{[]string{setup, begin, "HandleNextBallot p=3 m=1"}, "HandleNextBallot: p=3 is no number from 1 to 2"},
		{[]string{setup, begin, "HandleNextBallot p=2 m=3"}, "HandleNextBallot: m=3 is no number from 1 to 2"},
		{[]string{setup, begin, "HandleVoted p=2 m=2"}, "HandleVoted: message 2 is NextBallot from 1 to 2, number 1.1, want a Voted"},
		{[]string{setup, "ChooseBallotNumber p=1 number=2"}, "ChooseBallotNumber: number=2: want a ballot number, try.owner"},
		{[]string{setup, "ChooseBallotNumber p=1 number=2.1.1"}, "ChooseBallotNumber: number=2.1.1: want a ballot number, try.owner"},
		{[]string{setup, "ChooseBallotNumber p=1 number=10.1"}, "ChooseBallotNumber: TypeOK is false in this state"},
		{[]string{setup, begin, "HandleNextBallot p=2 m=2\nCrash p=1"}, `HandleNextBallot: nobody reads the line "Crash p=1"; write ---- right below the command`},
	} {
		err := twintest.Play(t, stories(), c.story)
		assert.ErrorContains(t, err, fmt.Sprintf("story.txt:%d: %s", len(c.story), c.want), c.story)
	}
	assert.NoError(t, twintest.Play(t, stories(), []string{setup, begin, "HandleNextBallot p=2 m=2"}))
}
