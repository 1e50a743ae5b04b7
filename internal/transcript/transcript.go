// Package transcript plays stories in the words of a spec: each command is an
// action with all its parameters, and what it prints is what changed and what
// was sent, or the first conjunct that is false.
//
//	HandleNextBallot p=3 m=2
//	----
//	nextBal[3]: none -> 1.2
//	sent 4: LastVote from 3 to 2, number 1.2, no vote
//
// The first command of a story sets up the participants. The first parameter of
// an action is the number of the participant that acts, m=2 is the message that
// was sent as number 2. The package knows no protocol: a Protocol tells it what
// it must know, and the rest it reads from the sources of spec and twin.
package transcript

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/lockstep-paxos/lockstep/internal/pairing"
)

// Protocol is what a transcript must know of a protocol.
type Protocol struct {
	Spec      string         // The path of the module.
	Dir       string         // The directory of the twin's Go package.
	Constants map[string]any // The constants that its guards name.

	// Setup is the name of the command that begins a story, Keys are its keys. New
	// makes the nodes: pointers to what has the actions as methods.
	Setup string
	Keys  []string
	New   func(args Args) ([]any, error)
	// Number is what a node is called in the story: nil if that is its place, from 1 on.
	Number func(node any) int

	// Parse reads a parameter of that type, which is no message.
	Parse func(t reflect.Type, text string) (any, error)
	// Show writes a value in another way than Stringer or by default, if ok.
	Show func(v any) (text string, ok bool)
	// Check tells what is wrong with a state. It is called after each step that was taken.
	Check func(nodes, sent []any) error
}

// Play is one story as it is played.
type Play struct {
	protocol Protocol
	module   *pairing.Module
	guards   *pairing.Guards
	nodes    []any
	sent     []any // The messages, each once; number n stands at n-1.
}

// New reads the sources of the protocol, for a story that has not begun.
func New(p Protocol) (*Play, error) {
	module, err := pairing.ReadModule(p.Spec)
	if err != nil {
		return nil, err
	}
	guards, err := pairing.ReadGuards(p.Dir, p.Constants)
	if err != nil {
		return nil, err
	}
	return &Play{protocol: p, module: module, guards: guards}, nil
}

// Run plays the story in the file at path and compares what it prints.
func Run(t *testing.T, path string, p Protocol) {
	play, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
		printed, err := play.Do(d)
		if err != nil {
			t.Fatal(err)
		}
		return printed
	})
	if len(play.sent) == 0 {
		t.Fatalf("%s: nothing was sent in this story; it shows nothing", path)
	}
}

// Do takes one command and returns what it prints. Its errors begin with the file
// and the line of the command.
func (p *Play) Do(d *datadriven.TestData) (string, error) {
	printed, err := p.do(d)
	if err != nil {
		return "", fmt.Errorf("%s: %s: %w", d.Pos, d.Cmd, err)
	}
	return printed, nil
}

func (p *Play) do(d *datadriven.TestData) (string, error) {
	action, isAction := p.module.Action(d.Cmd)
	switch {
	case d.Input != "":
		return "", fmt.Errorf("nobody reads the line %q; write ---- right below the command", d.Input)
	case d.Cmd == p.protocol.Setup && p.nodes == nil:
		return "", p.setUp(d)
	case d.Cmd == p.protocol.Setup:
		return "", errors.New("the story has begun; begin another one in a file of its own")
	case !isAction:
		return "", fmt.Errorf("no such command; it is %s, or an action of %s", p.protocol.Setup, p.module.Name)
	case p.nodes == nil:
		return "", fmt.Errorf("nobody is there; begin the story with %s", p.protocol.Setup)
	}
	args, err := readArgs(d.CmdArgs, action.Params)
	if err != nil {
		return "", err
	}
	return p.act(action, args)
}

func (p *Play) setUp(d *datadriven.TestData) error {
	args, err := readArgs(d.CmdArgs, p.protocol.Keys)
	if err != nil {
		return err
	}
	p.nodes, err = p.protocol.New(args)
	return err
}

// act has a node take an action, and prints what came of it.
func (p *Play) act(action pairing.Action, args Args) (string, error) {
	number, node, err := p.actor(action, args)
	if err != nil {
		return "", err
	}
	method := reflect.ValueOf(node).MethodByName(action.Name)
	if !method.IsValid() {
		return "", fmt.Errorf("%T has no such method", node)
	}
	var params []reflect.Value
	var values []any
	for i, name := range action.Params[1:] {
		v, err := p.param(action, name, args, method.Type().In(i))
		if err != nil {
			return "", err
		}
		params, values = append(params, reflect.ValueOf(v)), append(values, v)
	}
	conjunct, err := p.guards.FirstFalse(action.Name, node, values...)
	if err != nil {
		return "", err
	}
	before := fieldsOf(node)
	results := method.Call(params)
	if taken := results[1].Bool(); taken != (conjunct == "") {
		return "", fmt.Errorf("returned %t, and its first false conjunct is %q", taken, conjunct)
	}
	printed := p.changes(number, before, fieldsOf(node)) + p.sendings(results[0])
	switch {
	case conjunct != "" && printed != "":
		return "", fmt.Errorf("is disabled, yet:\n%s", printed)
	case conjunct != "":
		return "disabled: /\\ " + conjunct + "\n", nil
	case printed == "":
		printed = "nothing changed\n"
	}
	return printed, p.protocol.Check(p.nodes, p.sent)
}

// actor is the node that the first parameter of an action names.
func (p *Play) actor(action pairing.Action, args Args) (number int, node any, err error) {
	key := action.Params[0]
	if p.protocol.Number == nil {
		if number, err = args.Int(key, 1, len(p.nodes)); err != nil {
			return 0, nil, err
		}
		return number, p.nodes[number-1], nil
	}
	var numbers []int
	for _, n := range p.nodes {
		numbers = append(numbers, p.protocol.Number(n))
	}
	number, err = args.Int(key, slices.Min(numbers), slices.Max(numbers))
	if err != nil {
		return 0, nil, err
	}
	i := slices.Index(numbers, number)
	if i < 0 {
		return 0, nil, fmt.Errorf("%s=%d is nobody's number; they are %v", key, number, numbers)
	}
	return number, p.nodes[i], nil
}

// param is the value of a parameter: the message of that number, or what the
// protocol makes of the text.
func (p *Play) param(action pairing.Action, name string, args Args, t reflect.Type) (any, error) {
	if message, _ := action.Message(); name == message {
		number, err := args.Int(name, 1, len(p.sent))
		if err != nil {
			return nil, err
		}
		m := p.sent[number-1]
		if reflect.TypeOf(m) != t {
			return nil, fmt.Errorf("message %d is %s, want a %s", number, p.sending(m), t.Name())
		}
		return m, nil
	}
	text, err := args.One(name)
	if err != nil {
		return nil, err
	}
	v, err := p.protocol.Parse(t, text)
	if err != nil {
		return nil, fmt.Errorf("%s=%s: %w", name, text, err)
	}
	return v, nil
}

// Args are the arguments of a command: the values of each key.
type Args map[string][]string

// readArgs reads arguments that have these keys, each once, and no others.
func readArgs(given []datadriven.CmdArg, keys []string) (Args, error) {
	args := Args{}
	for _, arg := range given {
		if _, again := args[arg.Key]; again {
			return nil, fmt.Errorf("%s is given twice", arg.Key)
		}
		if len(arg.Vals) == 0 {
			return nil, fmt.Errorf("%s has no value; write %s= and the value", arg.Key, arg.Key)
		}
		args[arg.Key] = arg.Vals
	}
	for _, key := range keys {
		if _, ok := args[key]; !ok {
			return nil, fmt.Errorf("%s is missing; the keys are %v", key, keys)
		}
	}
	if len(args) > len(keys) {
		return nil, fmt.Errorf("too many keys; they are %v", keys)
	}
	return args, nil
}

// One is the only value of a key.
func (a Args) One(key string) (string, error) {
	if len(a[key]) != 1 || a[key][0] == "" {
		return "", fmt.Errorf("%s has the values %q, want one", key, a[key])
	}
	return a[key][0], nil
}

// Int is the only value of a key, an integer from least to most.
func (a Args) Int(key string, least, most int) (int, error) {
	text, err := a.One(key)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%s=%s is no number from %d to %d", key, text, least, most)
	}
	return n, nil
}
