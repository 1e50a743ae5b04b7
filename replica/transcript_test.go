package replica_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/lockstep-paxos/lockstep/internal/transcript"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// Stories write a command as client#seq:op, an answer that a session remembers as
// client#seq=answer, a batch as commands with + between them, and a query that was noted
// as client#query:op@ballot/round/point.

func TestStories(t *testing.T) { twintest.Stories(t, stories) }

// stories is the replicated state machine as transcripts tell it.
func stories() transcript.Protocol {
	var m model
	return transcript.Protocol{
		Spec:      spec,
		Dir:       ".",
		Constants: constants,
		Setup:     "replica",
		Keys:      []string{"participants", "clients", "window", "depth"},
		New: func(args transcript.Args) ([]any, error) {
			var err error
			if m, err = readModel(args); err != nil {
				return nil, err
			}
			var nodes []any
			for _, n := range m.Nodes() {
				nodes = append(nodes, n.Actor())
			}
			return nodes, nil
		},
		Number: func(node any) int {
			if c, ok := node.(*replica.Client); ok {
				return int(c.ID)
			}
			return int(node.(*parliament).ID)
		},
		Parse: parse,
		Show:  show,
		Check: func(nodes, sent []any) error { return check(m, nodes, sent) },
	}
}

// readModel reads participants=3 clients=2 window=2 depth=2. Clients are 11, 12 and so on.
func readModel(args transcript.Args) (model, error) {
	const most = 9
	m := model{Tries: most, Instances: most, Operations: []replica.Op{machine.Increment, machine.Read}, Reads: []replica.Op{machine.Read}}
	clients := 0
	var errs []error
	for key, into := range map[string]*int{"participants": &m.Participants, "clients": &clients, "window": &m.Window, "depth": &m.Depth} {
		var err error
		*into, err = args.Int(key, 1, most)
		errs = append(errs, err)
	}
	for i := range clients {
		m.Clients = append(m.Clients, replica.ClientID(11+i))
	}
	return m, errors.Join(errs...)
}

func parse(t reflect.Type, text string) (any, error) {
	switch t {
	case reflect.TypeFor[int]():
		return strconv.Atoi(text)
	case reflect.TypeFor[replica.Op]():
		return replica.Op(text), nil
	case reflect.TypeFor[replica.ParticipantID]():
		q, err := strconv.Atoi(text)
		return replica.ParticipantID(q), err
	case reflect.TypeFor[replica.Decree]():
		return readBatch(text)
	case reflect.TypeFor[replica.Number]():
		return readNumber(text)
	case reflect.TypeFor[replica.NotedQuery]():
		var q replica.NotedQuery
		words := strings.NewReplacer(":", " ", "@", " ").Replace(text)
		_, err := fmt.Sscanf(words, "%d#%d %s %d.%d/%d/%d", &q.Client, &q.Query, &q.Op, &q.Number.Try, &q.Number.Owner, &q.Round, &q.Point)
		if err != nil || showQuery(q) != text {
			return nil, errors.New("want a query, client#query:op@ballot/round/point")
		}
		return q, nil
	}
	return nil, fmt.Errorf("no action should have a parameter of type %s", t)
}

func readNumber(text string) (replica.Number, error) {
	var n replica.Number
	if _, err := fmt.Sscanf(text, "%d.%d", &n.Try, &n.Owner); err != nil || n.String() != text {
		return n, errors.New("want a ballot number, try.owner")
	}
	return n, nil
}

func readBatch(text string) (replica.Decree, error) {
	if text == "no-op" {
		return replica.NoOp, nil
	}
	var commands []replica.Command
	for part := range strings.SplitSeq(text, "+") {
		var k replica.Command
		if _, err := fmt.Sscanf(strings.Replace(part, ":", " ", 1), "%d#%d %s", &k.Client, &k.Seq, &k.Op); err != nil || showCommand(k) != part {
			return "", errors.New("want commands, client#seq:op, with + between them")
		}
		commands = append(commands, k)
	}
	return replica.NewBatch(commands...), nil
}

func showCommand(k replica.Command) string { return fmt.Sprintf("%d#%d:%s", k.Client, k.Seq, k.Op) }

func showSession(t replica.Session) string {
	return fmt.Sprintf("%d#%d=%s", t.Client, t.Seq, t.Answer)
}

func showQuery(q replica.NotedQuery) string {
	return fmt.Sprintf("%d#%d:%s@%s/%d/%d", q.Client, q.Query, q.Op, q.Number, q.Round, q.Point)
}

func showDecree(d replica.Decree) string {
	commands, err := replica.ReadBatch(d)
	if err != nil || d == replica.NoOp {
		return "no-op"
	}
	var texts []string
	for _, k := range commands {
		texts = append(texts, showCommand(k))
	}
	return strings.Join(texts, "+")
}

func show(x any) (string, bool) {
	switch x := x.(type) {
	case replica.Decree:
		return showDecree(x), true
	case multidecree.State:
		if x == multidecree.NoState {
			return "none", true
		}
		s, err := replica.ReadState[machine.Counter](x)
		return fmt.Sprintf("value %d, sessions %s", s.Value, set(slices.Collect(s.Sessions.All()), showSession)), err == nil
	case replica.Commands:
		return set(x, showCommand), true
	case replica.Requests:
		return set(x.List(), showCommand), true
	case replica.Sessions:
		return set(slices.Collect(x.All()), showSession), true
	case replica.NotedQueries:
		return set(x, showQuery), true
	case replica.Confirmations:
		return set(x, func(c replica.Confirmation) string {
			return fmt.Sprintf("%d: %s in round %d", c.From, c.Number, c.Round)
		}), true
	}
	return showParliament(x)
}

// showParliament writes what multidecree has.
func showParliament(x any) (string, bool) {
	vote := func(v multidecree.Vote) string {
		return fmt.Sprintf("%d: %s in %s", v.Instance, showDecree(v.Decree), v.Number)
	}
	entry := func(e multidecree.Entry) string { return fmt.Sprintf("%d: %s", e.Instance, showDecree(e.Decree)) }
	switch x := x.(type) {
	case multidecree.Votes:
		return set(x, vote), true
	case multidecree.Entries:
		return set(x, entry), true
	case multidecree.Counts:
		return set(x, func(c multidecree.Count) string { return fmt.Sprintf("%d: %d", c.Instance, c.Voter) }), true
	case multidecree.Slots[multidecree.Vote]:
		var votes []multidecree.Vote
		for v := range x.All() {
			votes = append(votes, v)
		}
		return set(votes, vote), true
	case multidecree.Slots[multidecree.Entry]:
		var entries []multidecree.Entry
		for e := range x.All() {
			entries = append(entries, e)
		}
		return set(entries, entry), true
	}
	return "", false
}

// set writes a set: {a, b}.
func set[S ~[]E, E any](s S, element func(E) string) string {
	var texts []string
	for _, e := range s {
		texts = append(texts, element(e))
	}
	return "{" + strings.Join(texts, ", ") + "}"
}

// check tells which invariant is false, of the parliament's and of what stands on it.
func check(m model, nodes, sent []any) error {
	var s global
	for _, n := range nodes {
		switch n := n.(type) {
		case *parliament:
			s.Participants = append(s.Participants, n)
		case *replica.Client:
			s.Clients = append(s.Clients, n)
		}
	}
	for _, message := range sent {
		s.Messages = append(s.Messages, message.(replica.Message))
	}
	for _, invariant := range m.Invariants() {
		if !invariant.Holds(s) {
			return fmt.Errorf("%s is false in this state", invariant.Name)
		}
	}
	for _, invariant := range (multidecree.Model{}).Invariants() {
		if invariant.Name != "TypeOK" && !invariant.Holds(s.Parliament()) {
			return fmt.Errorf("%s is false in this state", invariant.Name)
		}
	}
	return nil
}

// TestMistakesInStoriesAreRefused gives what a story may get wrong, after the commands
// before it in the story.
func TestMistakesInStoriesAreRefused(t *testing.T) {
	const setup, call = "replica participants=2 clients=1 window=1 depth=2", "Call c=11 op=increment"
	for _, c := range []struct {
		story []string
		want  string
	}{
		{[]string{"Lose p=1"}, "Lose: nobody is there; begin the story with replica"},
		{[]string{"replica participants=2 clients=0 window=1 depth=1"}, "replica: clients=0 is no number from 1 to 9"},
		{[]string{setup, "Lose p=3"}, "Lose: p=3 is nobody's number; they are [1 2 11]"},
		{[]string{setup, "Lose p=11"}, "Lose: *replica.Client has no such method"},
		{[]string{setup, "Crash p=1"}, "Crash: no such command; it is replica, or an action of Replica"},
		{[]string{setup, "Propose p=1 i=1 d=increment"}, "Propose: d=increment: want commands"},
		{[]string{setup, "AnswerQuery p=1 q=11#1"}, "AnswerQuery: q=11#1: want a query"},
		{[]string{setup, call, "Return c=11 m=1"}, "Return: message 1 is Request from 11 to 1, seq 1, op increment, want a Answer"},
	} {
		err := twintest.Play(t, stories(), c.story)
		assert.ErrorContains(t, err, fmt.Sprintf("story.txt:%d: %s", len(c.story), c.want), c.story)
	}
	assert.NoError(t, twintest.Play(t, stories(), []string{setup, call, "HandleRequest p=1 m=1"}))
}
