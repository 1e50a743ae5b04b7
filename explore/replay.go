package explore

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/tla"
)

// Behaviour is a finite behaviour of the spec: its states, the initial one first.
type Behaviour []tla.State

// ReadBehaviour reads a file that TLC wrote in simulation: a definition for each
// state, and no names of actions.
func ReadBehaviour(r io.Reader) (Behaviour, error) {
	var b Behaviour
	var state strings.Builder
	inState := false
	finish := func() error {
		if !inState {
			return nil
		}
		s, err := tla.ParseState(state.String())
		if err != nil {
			return fmt.Errorf("state %d: %w", len(b)+1, err)
		}
		b = append(b, s)
		state.Reset()
		return nil
	}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		switch {
		case strings.HasPrefix(line, "STATE_"), strings.HasPrefix(line, "===="):
			if err := finish(); err != nil {
				return nil, err
			}
			inState = strings.HasPrefix(line, "STATE_")
		case inState:
			state.WriteString(line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if err := finish(); err != nil {
		return nil, err
	}
	if len(b) == 0 {
		return nil, fmt.Errorf("no state in it: want a file that TLC wrote in simulation")
	}
	return b, nil
}

// Replay has the twins take the behaviour, step by step: it returns the actions
// that they took, by the name of the first that led from each state to the next.
// It fails where no step of theirs does.
func (m *Model[N, M]) Replay(b Behaviour) ([]string, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if len(b) < 2 {
		return nil, errors.New("a behaviour of one state shows nothing")
	}
	j := &journey[N, M]{m: m, texts: map[string]bool{}}
	for _, n := range m.Nodes {
		j.nodes = append(j.nodes, &n)
	}
	if wrong := write(b[0]).differences(m.Variables(j.nodes, nil), len(b[0])); len(wrong) > 0 {
		return nil, fmt.Errorf("the twins begin in another state: %s", strings.Join(wrong, "; "))
	}
	var actions []string
	for i, want := range b[1:] {
		action, err := j.advance(write(want))
		if err != nil {
			return actions, fmt.Errorf("no step of the twins leads from state %d to state %d: %w", i+1, i+2, err)
		}
		actions = append(actions, action)
	}
	return actions, nil
}

// journey is a replay under way.
type journey[N, M any] struct {
	m        *Model[N, M]
	nodes    []*N
	messages []M
	texts    map[string]bool // What the messages are in TLA+.
	network  string          // The variable that holds them, once there are some.
}

// attempt is a step that is enabled, and what comes of it.
type attempt[N, M any] struct {
	action string
	node   int // Its position.
	after  *N
	sent   []M
}

// attempts yields the steps that are enabled, the node being as it is after each.
func (j *journey[N, M]) attempts(yield func(attempt[N, M]) bool) {
	for i, before := range j.nodes {
		steps := j.m.Choices(*before)
		for _, message := range j.messages {
			steps = append(steps, j.m.receipts(message)...)
		}
		for _, step := range steps {
			after := *before
			sent, ok := j.m.Actions.Take(&after, step)
			if !ok {
				continue
			}
			j.nodes[i] = &after
			goOn := yield(attempt[N, M]{step.Action, i, &after, sent})
			j.nodes[i] = before
			if !goOn {
				return
			}
		}
	}
}

// advance takes the step that leads to want.
func (j *journey[N, M]) advance(want written) (string, error) {
	found, ok := j.soon(want)
	if !ok {
		var err error
		if found, err = j.nearest(want); err != nil {
			return "", err
		}
	}
	j.take(found)
	return found.action, nil
}

// nearest is the step that leads to want. Its error tells how near the nearest one comes.
func (j *journey[N, M]) nearest(want written) (attempt[N, M], error) {
	nearest := errors.New("none is enabled")
	fewest := len(want.state) + 1
	for a := range j.attempts {
		wrong := want.differences(j.m.Variables(j.nodes, slices.Concat(j.messages, a.sent)), fewest)
		if len(wrong) == 0 {
			return a, nil
		}
		if len(wrong) < fewest {
			fewest = len(wrong)
			nearest = fmt.Errorf("after the nearest, %s of node %d, %s", a.action, a.node+1, strings.Join(wrong, "; "))
		}
	}
	return attempt[N, M]{}, nearest
}

// soon finds the step that leads to want without a look at all messages: it must send
// those that are new. It may find none where there is one.
func (j *journey[N, M]) soon(want written) (found attempt[N, M], ok bool) {
	if j.network == "" || want.state[j.network].Kind() != tla.SetKind {
		return found, false
	}
	all := want.state[j.network].Elems()
	isNew := map[string]bool{}
	for _, m := range all {
		if text := m.String(); !j.texts[text] {
			isNew[text] = true
		}
	}
	if len(j.texts)+len(isNew) != len(all) {
		return found, false // One is gone.
	}
	for a := range j.attempts {
		if !j.sends(a.sent, isNew) {
			continue
		}
		got := j.m.Variables(j.nodes, nil)
		got[j.network] = want.texts[j.network]
		if len(want.differences(got, 1)) == 0 {
			return a, true
		}
	}
	return found, false
}

// sends tells whether these messages, but for those sent before, are the new ones.
func (j *journey[N, M]) sends(sent []M, isNew map[string]bool) bool {
	texts := map[string]bool{}
	for _, m := range sent {
		if text := j.m.Text(m); !j.texts[text] {
			texts[text] = true
		}
	}
	return maps.Equal(texts, isNew)
}

// take takes a step.
func (j *journey[N, M]) take(a attempt[N, M]) {
	j.nodes[a.node] = a.after
	for _, m := range a.sent {
		j.texts[j.m.Text(m)] = true
	}
	j.messages = append(j.messages, a.sent...)
	if j.network != "" || len(j.messages) == 0 {
		return
	}
	without := j.m.Variables(j.nodes, nil)
	for name, text := range j.m.Variables(j.nodes, j.messages) {
		if without[name] != text {
			j.network = name
		}
	}
}

// written is a state with the text of each variable, the shortest first.
type written struct {
	state tla.State
	texts map[string]string
	names []string
}

func write(s tla.State) written {
	w := written{state: s, texts: map[string]string{}, names: slices.Collect(maps.Keys(s))}
	for name, v := range s {
		w.texts[name] = v.String()
	}
	slices.SortFunc(w.names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(w.texts[a]), len(w.texts[b])), cmp.Compare(a, b))
	})
	return w
}

// differences tells which variables differ, up to enough of them. The same value
// may be written in two ways, so texts that differ are read.
func (w written) differences(got map[string]string, enough int) []string {
	var wrong []string
	for _, name := range w.names {
		if got[name] == w.texts[name] {
			continue
		}
		v, err := tla.Parse(got[name])
		if err != nil || tla.Compare(v, w.state[name]) != 0 {
			wrong = append(wrong, fmt.Sprintf("%s is %s and must be %s", name, got[name], w.texts[name]))
		}
		if len(wrong) == enough {
			return wrong
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := w.state[name]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s is no variable of the spec", name))
		}
	}
	return wrong
}
