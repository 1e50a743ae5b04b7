package explore

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// readDot reads the state graph that TLC writes with -dump dot,actionlabels, and
// calls node with each state, by TLC's name for it, and edge with each step. A
// step may come before the states that it joins, and may come again.
func readDot(r io.Reader, node func(id string, variables map[string]string) error, edge func(from, to, action string) error) error {
	lines := bufio.NewReaderSize(r, 1<<20)
	closed := false
	for number := 1; ; number++ {
		line, err := lines.ReadString('\n')
		if line == "" && err == io.EOF {
			break
		}
		if err != nil && err != io.EOF {
			return err
		}
		switch line = strings.TrimRight(line, "\r\n"); {
		case line == "}":
			closed = true
			continue
		case line == "" || line[0] != '-' && (line[0] < '0' || line[0] > '9'):
			continue // What only those need who draw the graph.
		}
		id, rest, _ := strings.Cut(line, " ")
		if to, label, ok := dotStepOf(rest); ok {
			err = edge(id, to, label)
		} else if variables, ok := dotStateOf(rest); ok {
			err = node(id, variables)
		} else {
			err = fmt.Errorf("state graph: line %d is neither a state nor a step: %.120q", number, line)
		}
		if err != nil {
			return err
		}
	}
	if !closed {
		return fmt.Errorf("state graph: it ends early")
	}
	return nil
}

// dotStepOf reads -> 12 [label="AnyVoted",color="black",fontcolor="black"];
func dotStepOf(text string) (to, label string, ok bool) {
	text, isStep := strings.CutPrefix(text, "-> ")
	to, text, hasTo := strings.Cut(text, ` [label="`)
	label, _, hasLabel := strings.Cut(text, `",`)
	return to, label, isStep && hasTo && hasLabel
}

// dotStateOf reads [label="..."]; or [label="...",style = filled] and gives the
// variables, as text.
func dotStateOf(text string) (variables map[string]string, ok bool) {
	text, ok = strings.CutPrefix(text, `[label="`)
	end := strings.LastIndex(text, `"`)
	if !ok || end < 0 {
		return nil, false
	}
	variables = map[string]string{}
	state := strings.TrimPrefix(dotEscapes.Replace(text[:end]), `/\ `)
	for conjunct := range strings.SplitSeq(state, "\n/\\ ") {
		name, value, isVariable := strings.Cut(conjunct, " = ")
		if !isVariable {
			return nil, false
		}
		variables[name] = value
	}
	return variables, true
}

var dotEscapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n")
