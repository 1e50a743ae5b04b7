package tracetest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/lockstep-paxos/lockstep/trace"
)

import ()

// Plays tells in which line the twins do not take the steps of a trace, 0 if they take
// all, blind to one thing. It is as plain as can be, and shares nothing with package replay.
func Plays(run *trace.Trace, blind string) int {
	twin := Protocol.Twin(run.Header.Constants)
	nodes, states, sent := map[int]trace.Node{}, map[int]map[string]json.RawMessage{}, map[trace.ID][]json.RawMessage{}
	for _, node := range twin.Nodes() {
		nodes[node] = twin.Begin(node)
		states[node] = FieldsOf(nodes[node].State())
	}
	for i, e := range run.Events {
		messages, enabled := nodes[e.Node].Step(e.Action, InGo(Protocol, e.Action, e.Params))
		received := e.Cause == nil || holds(sent[*e.Cause], e.Params["m"]) || blind == "received"
		if !enabled || !received || len(messages) != len(e.Sent) && blind != "sent" {
			return i + 2
		}
		sent[e.ID()] = e.Sent
		for _, m := range messages {
			if !holds(e.Sent, typed(m)) && blind != "sent" {
				return i + 2
			}
		}
		after := FieldsOf(nodes[e.Node].State())
		for name, value := range after {
			logged, ok := e.Post[name]
			if !ok {
				logged = states[e.Node][name]
			}
			if !bytes.Equal(value, logged) && blind != "post" {
				return i + 2
			}
		}
		states[e.Node] = after
	}
	for i, end := range run.Ends {
		for name, value := range end.State {
			if !bytes.Equal(value, states[end.Node][name]) && blind != "ends" {
				return len(run.Events) + 2 + i
			}
		}
	}
	return 0
}

// InGo are the parameters of an action as Go has them.
func InGo(p trace.Protocol, action string, params map[string]json.RawMessage) map[string]any {
	read := map[string]any{}
	for name, message := range p.Actions[action] {
		typ := p.Types[action+"."+name]
		if message != "" {
			typ = p.Types[message]
		}
		into := reflect.New(reflect.TypeOf(typ))
		if err := json.Unmarshal(params[name], into.Interface()); err != nil {
			panic(err)
		}
		read[name] = into.Elem().Interface()
	}
	return read
}

func holds(messages []json.RawMessage, m json.RawMessage) bool {
	return slices.ContainsFunc(messages, func(n json.RawMessage) bool { return bytes.Equal(n, m) })
}

func typed(m any) json.RawMessage {
	data, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return append([]byte(`{"type":"`+m.(interface{ Type() string }).Type()+`",`), data[1:]...)
}

func FieldsOf(state any) map[string]json.RawMessage {
	data, err := json.Marshal(state)
	if err != nil {
		panic(err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		panic(err)
	}
	return fields
}
