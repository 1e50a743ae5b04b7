package inproc

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
)

// ordering holds the answers to the commands of one client against their order: a
// session executes them first in, first out, so an increment gives more than all before
// it gave, and a read no less.
type ordering struct {
	gaveUp  bool
	answers []answer // In the order of the commands, the last of them.
}

// answer is what a command gave.
type answer struct {
	number      int
	value       int
	isIncrement bool
}

// kept is how many answers are remembered, more than ever are under way.
const kept = limits.Depth + 1

// add takes an answer in, and tells what is wrong with it, "" if nothing is.
func (s *ordering) add(a answer) string {
	place, _ := slices.BinarySearchFunc(s.answers, a.number, func(b answer, number int) int { return b.number - number })
	s.answers = slices.Insert(s.answers, place, a)
	fault := ""
	if place > 0 {
		fault = follows(s.answers[place-1], a)
	}
	if place < len(s.answers)-1 && fault == "" {
		fault = follows(a, s.answers[place+1])
	}
	if len(s.answers) > kept {
		s.answers = s.answers[1:]
	}
	return fault
}

// follows tells why a later command cannot have given what it gave, "" if it can.
func follows(before, after answer) string {
	switch {
	case after.isIncrement && after.value <= before.value:
		return fmt.Sprintf("its increment %d gave %d, and its command %d before it %d", after.number, after.value, before.number, before.value)
	case after.value < before.value:
		return fmt.Sprintf("its read %d gave %d, and its command %d before it %d", after.number, after.value, before.number, before.value)
	}
	return ""
}

// returned notes what an operation gave, and checks it if it is of a counter.
func (c *clientNode) returned(now time.Duration, op *operation, answer replica.Bytes) error {
	o := &c.operations[op.index]
	if err := c.does.answered(o, json.RawMessage(answer)); err != nil {
		return err
	}
	if c.does.counts {
		c.check(op, int(o.Count))
	}
	o.Outcome, o.Return = linearizability.Done, c.over.tick()
	c.ended(now, op)
	c.over.returned()
	return nil
}

// check holds what a counter gave against what it gave before: increments grow, reads
// never shrink, and nobody is told less than anybody was told before it asked.
func (c *clientNode) check(op *operation, value int) {
	isIncrement := op.Operation.Operation == linearizability.OpIncrement
	fault := ""
	if !op.Query {
		fault = op.id.ran.add(answer{op.number, value, isIncrement})
	}
	if fault == "" && (int64(value) < op.seen || isIncrement && int64(value) == op.seen) {
		fault = fmt.Sprintf("its %s %d gave %d, and %d had been told before it was asked for", op.kind, op.number, value, op.seen)
	}
	if fault != "" {
		c.violations = append(c.violations, fmt.Sprintf("client %d: %s", op.id.c.ID, fault))
	}
	c.over.told(value)
}

// ended notes that an operation is under way no longer.
func (c *clientNode) ended(now time.Duration, op *operation) {
	c.waits = slices.DeleteFunc(c.waits, func(other *operation) bool { return other == op })
	isLost := c.operations[op.index].Outcome == linearizability.Unknown
	c.latencies = append(c.latencies, timeline.Sample{Kind: op.kind, At: op.called, Took: now - op.called, Lost: isLost})
}
