package catalog

import (
	"encoding/json"
	"reflect"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Traces is what tracing must know of each protocol, by the name of its module.
var Traces = map[string]trace.Protocol{}

// described is p with what the table of a protocol's actions says, and the structs that hold
// the variables of its nodes.
func described[N, M any](p trace.Protocol, actions action.Table[N, M], states ...any) trace.Protocol {
	p.Actions, p.Messages, p.Types = map[string]trace.Parameters{}, map[string]trace.Fields{}, map[string]any{}
	for _, a := range actions {
		params := trace.Parameters{}
		for _, param := range a.Params {
			example := reflect.Zero(param.Type).Interface()
			message := param.Message()
			if params[param.Name] = message; message == "" {
				p.Types[a.Name+"."+param.Name] = example
			} else {
				p.Messages[message], p.Types[message] = fieldsOf(param.Type), example
			}
		}
		p.Actions[a.Name] = params
	}
	for _, state := range states {
		p.State = append(p.State, fieldsOf(reflect.TypeOf(state))...)
	}
	return p
}

// fieldsOf are the fields of a struct as JSON and the spec call them, in their order.
func fieldsOf(typ reflect.Type) trace.Fields {
	var names trace.Fields
	for _, f := range reflect.VisibleFields(typ) {
		if !f.Anonymous {
			names = append(names, f.Tag.Get("json"))
		}
	}
	return names
}

// registerTrace registers a protocol, of which read reads the constants and twin makes the Go
// twin of a run.
func registerTrace[C any](p trace.Protocol, read func(json.RawMessage) (C, error), twin func(C) trace.Twin) trace.Protocol {
	p.Check = func(data json.RawMessage) error {
		_, err := read(data)
		return err
	}
	p.Twin = func(data json.RawMessage) trace.Twin { return twin(checked(data, read)) }
	Traces[p.Spec] = p
	return p
}

// checked are constants that Check let pass.
func checked[C any](data json.RawMessage, read func(json.RawMessage) (C, error)) C {
	c, err := read(data)
	if err != nil {
		panic("catalog: constants that Check refuses: " + err.Error())
	}
	return c
}
