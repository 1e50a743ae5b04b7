package explore_test

import (
	"context"
	"fmt"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/explore"
)

type cell struct{ value int }

type nothing struct{}

func (c *cell) Add() ([]nothing, bool) {
	if c.value == 2 {
		return nil, false
	}
	c.value++
	return nil, true
}

// Two cells that count to two have nine states.
func ExampleModel_Run() {
	model := explore.Model[cell, nothing]{
		Name: "cells", Nodes: make([]cell, 2),
		Actions: action.Table[cell, nothing]{action.Of("Add", (*cell).Add)},
		Choices: func(cell) []action.Step { return []action.Step{action.By("Add")} },
		Invariants: []explore.Invariant[cell, nothing]{{Name: "Small", Holds: func(cells []*cell, _ []nothing) bool {
			return cells[0].value+cells[1].value < 4
		}}},
	}
	report, err := model.Run(context.Background(), explore.Options{})
	fmt.Println(report.Does(), len(report.Counterexample), err)
	model.Invariants = nil
	report, err = model.Run(context.Background(), explore.Options{})
	fmt.Println(report.Does(), report.Distinct, err)
	// Output:
	// violates invariant Small 4 <nil>
	// holds 9 <nil>
}
