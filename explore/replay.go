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

	"github.com/lockstep-paxos/lockstep/internal/tla"
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
	var nodes []*N
	for _, n := range m.Nodes {
		nodes = append(nodes, &n)
	}
	var messages []M
	if wrong := write(b[0]).differences(m.Variables(nodes, messages), len(b[0])); len(wrong) > 0 {
		return nil, fmt.Errorf("the twins begin in another state: %s", strings.Join(wrong, "; "))
	}
	var actions []string
	for i, want := range b[1:] {
		action, sent, err := m.advance(nodes, messages, write(want))
		if err != nil {
			return actions, fmt.Errorf("no step of the twins leads from state %d to state %d: %w", i+1, i+2, err)
		}
		actions = append(actions, action)
		messages = append(messages, sent...)
	}
	return actions, nil
}

// advance takes the step that leads to want, in place. Its error tells how near
// the nearest step comes.
func (m *Model[N, M]) advance(nodes []*N, messages []M, want written) (string, []M, error) {
	nearest := errors.New("none is enabled")
	fewest := len(want.state) + 1
	for i, before := range nodes {
		steps := m.Choices(*before)
		for _, message := range messages {
			steps = append(steps, m.Receipt(message)...)
		}
		for _, step := range steps {
			after := *before
			sent, ok := step.Take(&after)
			if !ok {
				continue
			}
			nodes[i] = &after
			wrong := want.differences(m.Variables(nodes, slices.Concat(messages, sent)), fewest)
			if len(wrong) == 0 {
				return step.Action, sent, nil
			}
			if len(wrong) < fewest {
				fewest = len(wrong)
				nearest = fmt.Errorf("after the nearest, %s of node %d, %s", step.Action, i+1, strings.Join(wrong, "; "))
			}
			nodes[i] = before
		}
	}
	return "", nil, nearest
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
