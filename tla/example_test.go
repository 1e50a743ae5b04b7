package tla_test

import (
	"fmt"
	"testing/fstest"

	"github.com/lockstep-paxos/lockstep/tla"
)

// light is a module, with its configuration, for the examples.
var light = fstest.MapFS{"Light.tla": {Data: []byte(`
---- MODULE Light ----
EXTENDS Naturals
CONSTANT Lamps
VARIABLE on

Init == on = {}

\* A lamp that is off is switched on, if no more than one other is.
SwitchOn(l) ==
  /\ l \notin on
  /\ \A a, b \in on : a = b
  /\ on' = on \cup {l}

Next == \E l \in Lamps : SwitchOn(l)

AtMostTwo == \A a, b, c \in on : a = b \/ b = c \/ a = c
====`)}}

// newLight is the model of Light with three lamps.
func newLight() *tla.Model {
	spec, err := tla.Load("Light", light)
	if err != nil {
		panic(err)
	}
	config, err := tla.ParseConfig("Light.cfg", "CONSTANT Lamps = {1, 2, 3} INIT Init NEXT Next INVARIANT AtMostTwo")
	if err != nil {
		panic(err)
	}
	model, err := spec.Bind(config)
	if err != nil {
		panic(err)
	}
	return model
}

// A definition, or any expression, is evaluated in a state.
func ExampleStep_Eval() {
	model := newLight()
	off, _ := model.Expression(`Lamps \ on`)
	state, _ := model.In(tla.State{"on": tla.Set(tla.Int(2))}, nil)
	fmt.Println(state.Eval(off))
	// Output: {1, 3} <nil>
}

// An action that was not taken is explained by its conjuncts.
func ExampleStep_Judge() {
	model := newLight()
	switchOn, _ := model.Definition("SwitchOn")
	on := tla.Set(tla.Int(1), tla.Int(2))
	step, _ := model.In(tla.State{"on": on}, tla.State{"on": on})
	judgements, _ := step.Judge(switchOn, tla.Int(3))
	for _, j := range judgements {
		fmt.Printf("%s:%d: %s is %v\n", j.Module, j.Line, j.Text, j.Holds)
		for _, p := range j.Parts {
			fmt.Printf("    %s is %s\n", p.Text, p.Value)
		}
	}
	// Output:
	// Light:11: l \notin on is true
	// Light:12: \A a, b \in on : a = b is false
	//     a is 1
	//     b is 2
	//     a is 1
	//     b is 2
	// Light:13: on' = on \cup {l} is false
	//     on' is {1, 2}
	//     on \cup {l} is {1, 2, 3}
}

// A small model is explored without TLC.
func ExampleModel_Explore() {
	model := newLight()
	states, steps := 0, 0
	for state, err := range model.Explore() {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, invariant := range model.Invariants {
			if holds, err := state.Step.Holds(invariant); !holds || err != nil {
				fmt.Println(invariant.Name, "does not hold in", state.State, err)
			}
		}
		states, steps = states+1, steps+len(state.Steps)
	}
	fmt.Println(states, "states and", steps, "steps")
	// Output: 7 states and 9 steps
}

// A module is read as it stands: what it names need not be there.
func ExampleParseModule() {
	m, _ := tla.ParseModule("Light.tla", `
---- MODULE Light ----
EXTENDS Lamps
VARIABLE on
SwitchOn(l) == /\ l \notin on   \* It is off.
               /\ on' = on \cup {l}
====`)
	fmt.Println(m.Extends, m.Variables)
	switchOn, _ := m.Operator("SwitchOn")
	for _, conjunct := range switchOn.Body.Conjuncts() {
		fmt.Println(conjunct.Op(), "in", conjunct.Text())
	}
	// Output:
	// [Lamps] [on]
	// \notin in l \notin on
	// = in on' = on \cup {l}
}
