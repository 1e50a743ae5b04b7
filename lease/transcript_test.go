package lease_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/lockstep-paxos/lockstep/internal/transcript"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

func TestStories(t *testing.T) { twintest.Stories(t, stories) }

// stories is the parliament as transcripts tell it: the participants and, with the next
// number, a client. Time is what the slowest clock can show after the readings so far.
func stories() transcript.Protocol {
	var config lease.Config
	var now lease.Time
	return transcript.Protocol{
		Spec:      spec,
		Dir:       ".",
		Constants: constants,
		Setup:     "lease",
		Keys:      []string{"participants", "term", "drift"},
		New: func(args transcript.Args) ([]any, error) {
			var err error
			if config, err = readConfig(args); err != nil {
				return nil, err
			}
			var nodes []any
			for _, p := range config.Participants {
				nodes = append(nodes, lease.New[machine.Counter](p, config))
			}
			return append(nodes, replica.NewClient(lease.ParticipantID(len(nodes)+1), config.Config)), nil
		},
		Parse: func(t reflect.Type, text string) (any, error) {
			v, err := parse(t, text)
			if reading, ok := v.(lease.Time); ok && reading < now {
				return nil, fmt.Errorf("no clock can show that any more: another showed %d, and the drift is %d", now+config.Drift, config.Drift)
			} else if ok {
				now = max(now, reading-config.Drift)
			}
			return v, err
		},
		Show: show,
		Check: func(nodes, sent []any) error {
			return check(lease.Global[machine.Counter]{Now: now, Drift: config.Drift}, nodes, sent)
		},
	}
}

// readConfig reads participants=3 term=10 drift=1.
func readConfig(args transcript.Args) (lease.Config, error) {
	var values []int
	for _, key := range []string{"participants", "term", "drift"} {
		n, err := args.Int(key, 0, 99)
		if err != nil {
			return lease.Config{}, err
		}
		values = append(values, n)
	}
	var all multidecree.Participants
	for i := range values[0] {
		all = append(all, lease.ParticipantID(i+1))
	}
	config := lease.Config{
		Config: replica.Config{Participants: all, Window: 9, Depth: 9},
		Term:   lease.Time(values[1]), Drift: lease.Time(values[2]),
	}
	return config, config.Check()
}

func parse(t reflect.Type, text string) (any, error) {
	switch t {
	case reflect.TypeFor[int]():
		return strconv.Atoi(text)
	case reflect.TypeFor[replica.Op]():
		return replica.Op(text), nil
	case reflect.TypeFor[lease.Time]():
		n, err := strconv.Atoi(text)
		return lease.Time(n), err
	case reflect.TypeFor[multidecree.Decree]():
		var client, seq int
		var op string
		if _, err := fmt.Sscanf(text, "%d.%d.%s", &client, &seq, &op); err != nil {
			return nil, errors.New("want a command, client.number.operation")
		}
		return replica.NewBatch(replica.Command{Client: lease.ParticipantID(client), Op: replica.Op(op), Seq: seq}), nil
	case reflect.TypeFor[multidecree.Number]():
		var n multidecree.Number
		if _, err := fmt.Sscanf(text, "%d.%d", &n.Try, &n.Owner); err != nil || n.String() != text {
			return nil, errors.New("want a ballot number, try.owner")
		}
		return n, nil
	}
	return nil, fmt.Errorf("no action of these stories has a parameter of type %s", t)
}

func show(x any) (string, bool) {
	switch x := x.(type) {
	case lease.Granted:
		if x == (lease.Granted{}) {
			return "nobody", true
		}
		if x.Holder == 0 {
			return fmt.Sprintf("unknown until %d", x.Until), true
		}
		return fmt.Sprintf("%d until %d", x.Holder, x.Until), true
	case lease.Given:
		return fmt.Sprintf("%d at %d in %s", x.From, x.Time, x.Number), true
	case replica.Command:
		return fmt.Sprintf("%d.%d.%s", x.Client, x.Seq, x.Op), true
	case replica.Session:
		return fmt.Sprintf("%d.%d: %s", x.Client, x.Seq, x.Answer), true
	case multidecree.Decree:
		return showDecree(x), true
	case multidecree.Vote:
		return fmt.Sprintf("%d: %s in %s", x.Instance, showDecree(x.Decree), x.Number), true
	case multidecree.Entry:
		return fmt.Sprintf("%d: %s", x.Instance, showDecree(x.Decree)), true
	case multidecree.Count:
		return fmt.Sprintf("%d: %d", x.Instance, x.Voter), true
	case replica.Requests:
		return showAll(x.List()), true
	case replica.Sessions:
		return showAll(slices.Collect(x.All())), true
	case multidecree.Slots[multidecree.Vote]:
		var votes multidecree.Votes
		for v := range x.All() {
			votes = append(votes, v)
		}
		return showAll(votes), true
	case multidecree.Slots[multidecree.Entry]:
		var entries multidecree.Entries
		for e := range x.All() {
			entries = append(entries, e)
		}
		return showAll(entries), true
	}
	return "", false
}

// showDecree writes a batch as its commands.
func showDecree(d multidecree.Decree) string {
	batch, err := replica.ReadBatch(d)
	if err != nil {
		return string(d)
	}
	return showAll(batch)
}

// showAll writes a set as {a, b}.
func showAll[S ~[]E, E any](s S) string {
	text := "{"
	for i, e := range s {
		if i > 0 {
			text += ", "
		}
		one, _ := show(e)
		text += one
	}
	return text + "}"
}

// check tells which invariant is false.
func check(state lease.Global[machine.Counter], nodes, sent []any) error {
	for _, p := range nodes[:len(nodes)-1] {
		state.Participants = append(state.Participants, p.(*node))
	}
	for _, m := range sent {
		state.Messages = append(state.Messages, m.(lease.Message))
	}
	for _, invariant := range lease.Invariants[machine.Counter]() {
		if !invariant.Holds(state) {
			return fmt.Errorf("%s is false in this state", invariant.Name)
		}
	}
	return nil
}

// TestMistakesInStoriesAreRefused gives what a story may get wrong, after the commands
// before it in the story.
func TestMistakesInStoriesAreRefused(t *testing.T) {
	const setup = "lease participants=3 term=10 drift=1"
	for _, c := range []struct {
		story []string
		want  string
	}{
		{[]string{"LoseGrants p=1 t=0"}, "LoseGrants: nobody is there; begin the story with lease"},
		{[]string{"lease participants=3 term=2 drift=1"}, "lease: lease: a Term of 2 is over before it is of use"},
		{[]string{"lease participants=3 term=x drift=1"}, "lease: term=x is no number from 0 to 99"},
		{[]string{setup, "LoseGrants p=1"}, "LoseGrants: t is missing; the keys are [p t]"},
		{[]string{setup, "LoseGrants p=1 t=soon"}, "LoseGrants: t=soon: "},
		{[]string{setup, "LoseGrants p=1 t=5", "LoseGrants p=2 t=3"}, "LoseGrants: t=3: no clock can show that any more"},
		{[]string{setup, "Propose p=1 i=1 d=a"}, "Propose: d=a: want a command"},
		{[]string{setup, "ChooseBallotNumber p=1 number=1"}, "ChooseBallotNumber: number=1: want a ballot number"},
		{[]string{setup, "ChooseBallotNumber p=1 number=1.1", "GrantLease p=1 m=1 t=0"}, "GrantLease: message 1 is NextBallot from 1 to 1"},
	} {
		err := twintest.Play(t, stories(), c.story)
		assert.ErrorContains(t, err, fmt.Sprintf("story.txt:%d: %s", len(c.story), c.want), c.story)
	}
	assert.NoError(t, twintest.Play(t, stories(), []string{setup, "LoseGrants p=1 t=5", "LoseGrants p=2 t=4"}))
}
