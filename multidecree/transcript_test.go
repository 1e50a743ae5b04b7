package multidecree_test

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
	"github.com/lockstep-paxos/lockstep/multidecree"
)

// Bounds of the tries and instances in stories, for TypeOK.
const (
	triesInStories     = 9
	instancesInStories = 9
)

func TestStories(t *testing.T) { twintest.Stories(t, stories) }

// stories is the parliament as transcripts tell it.
func stories() transcript.Protocol {
	var model multidecree.Model
	return transcript.Protocol{
		Spec:      spec,
		Dir:       ".",
		Constants: constants,
		Setup:     "multidecree",
		Keys:      []string{"participants", "window", "proposals"},
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

// readModel reads participants=3 window=2 proposals=(1:a,1:b,2:c).
func readModel(args transcript.Args) (multidecree.Model, error) {
	n, err := args.Int("participants", 1, 9)
	if err != nil {
		return multidecree.Model{}, err
	}
	window, err := args.Int("window", 1, instancesInStories)
	if err != nil {
		return multidecree.Model{}, err
	}
	model := multidecree.Model{
		Proposals: make([][]multidecree.Decree, n), Tries: triesInStories,
		Instances: instancesInStories, Window: window, States: []multidecree.State{`["s"]`},
	}
	for _, proposal := range args["proposals"] {
		who, text, _ := strings.Cut(proposal, ":")
		p, err := strconv.Atoi(who)
		decree, errDecree := readDecree(text)
		if err != nil || p < 1 || p > n || errDecree != nil {
			return multidecree.Model{}, fmt.Errorf("proposals: %q is no participant:decree", proposal)
		}
		model.Proposals[p-1] = append(model.Proposals[p-1], decree)
	}
	return model, nil
}

// readDecree reads a word, which stands for the batch of it alone, or no-op.
func readDecree(text string) (multidecree.Decree, error) {
	if text == "no-op" {
		return multidecree.NoOp, nil
	}
	if text == "" {
		return "", errors.New("want a decree")
	}
	return multidecree.Decree(`["` + text + `"]`), nil
}

func parse(t reflect.Type, text string) (any, error) {
	switch t {
	case reflect.TypeFor[int]():
		return strconv.Atoi(text)
	case reflect.TypeFor[multidecree.ParticipantID]():
		q, err := strconv.Atoi(text)
		return multidecree.ParticipantID(q), err
	case reflect.TypeFor[multidecree.Decree]():
		return readDecree(text)
	case reflect.TypeFor[multidecree.State]():
		return multidecree.State(`["` + text + `"]`), nil
	case reflect.TypeFor[multidecree.Number]():
		var n multidecree.Number
		if _, err := fmt.Sscanf(text, "%d.%d", &n.Try, &n.Owner); err != nil || n.String() != text {
			return nil, errors.New("want a ballot number, try.owner")
		}
		return n, nil
	}
	return nil, fmt.Errorf("no action should have a parameter of type %s", t)
}

func show(x any) (string, bool) {
	switch x := x.(type) {
	case multidecree.Decree:
		if x == multidecree.NoOp {
			return "no-op", true
		}
		return word(string(x)), true
	case multidecree.State:
		if x == multidecree.NoState {
			return "none", true
		}
		return word(string(x)), true
	case multidecree.Votes:
		return showSet(x, func(v multidecree.Vote) (int, string) {
			return v.Instance, fmt.Sprintf("%s in %s", word(string(v.Decree)), v.Number)
		}), true
	case multidecree.Entries:
		return showSet(x, func(e multidecree.Entry) (int, string) {
			text, _ := show(e.Decree)
			return e.Instance, text
		}), true
	case multidecree.Counts:
		return showSet(x, func(c multidecree.Count) (int, string) { return c.Instance, fmt.Sprint(c.Voter) }), true
	case multidecree.Slots[multidecree.Vote]:
		var votes multidecree.Votes
		for v := range x.All() {
			votes = append(votes, v)
		}
		return show(votes)
	case multidecree.Slots[multidecree.Entry]:
		var entries multidecree.Entries
		for e := range x.All() {
			entries = append(entries, e)
		}
		return show(entries)
	}
	return "", false
}

// showSet writes what is about instances: {1: a, 2: b}.
func showSet[S ~[]E, E any](s S, element func(E) (int, string)) string {
	var texts []string
	for _, e := range s {
		i, text := element(e)
		texts = append(texts, fmt.Sprintf("%d: %s", i, text))
	}
	return "{" + strings.Join(texts, ", ") + "}"
}

// word is the only word of a batch, or the batch.
func word(batch string) string {
	if batch == string(multidecree.NoOp) {
		return "no-op"
	}
	return strings.TrimSuffix(strings.TrimPrefix(batch, `["`), `"]`)
}

// check tells which invariant is false.
func check(model multidecree.Model, nodes, sent []any) error {
	var state multidecree.Global
	for _, p := range nodes {
		state.Participants = append(state.Participants, p.(*multidecree.Participant))
	}
	for _, m := range sent {
		state.Messages = append(state.Messages, m.(multidecree.Message))
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
	const setup, begin = "multidecree participants=2 window=1 proposals=(1:a)", "ChooseBallotNumber p=1 number=1.1"
	for _, c := range []struct {
		story []string
		want  string
	}{
		{[]string{"Crash p=1"}, "Crash: nobody is there; begin the story with multidecree"},
		{[]string{"multidecree participants=2 window=0 proposals=(1:a)"}, "multidecree: window=0 is no number from 1 to 9"},
		{[]string{"multidecree participants=2 window=1 proposals=(3:a)"}, `multidecree: proposals: "3:a" is no participant:decree`},
		{[]string{"multidecree participants=2 window=1 proposals=(1:)"}, `multidecree: proposals: "1:" is no participant:decree`},
		{[]string{setup, "BeginBallot p=1 i=1"}, "BeginBallot: d is missing; the keys are [p i d]"},
		{[]string{setup, "BeginBallot p=1 i=one d=a"}, "BeginBallot: i=one: "},
		{[]string{setup, "Remind p=1 q=two i=1"}, "Remind: q=two: "},
		{[]string{setup, "ChooseBallotNumber p=1 number=2"}, "ChooseBallotNumber: number=2: want a ballot number, try.owner"},
		{[]string{setup, "ChooseBallotNumber p=1 number=10.1"}, "ChooseBallotNumber: TypeOK is false in this state"},
		{[]string{setup, begin, "HandleVoted p=2 m=2"}, "HandleVoted: message 2 is NextBallot from 1 to 2, number 1.1, first 1, want a Voted"},
	} {
		err := twintest.Play(t, stories(), c.story)
		assert.ErrorContains(t, err, fmt.Sprintf("story.txt:%d: %s", len(c.story), c.want), c.story)
	}
	assert.NoError(t, twintest.Play(t, stories(), []string{setup, begin, "HandleNextBallot p=2 m=2"}))
}
