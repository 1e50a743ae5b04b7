package catalog

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"

	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() { Walks[SynodTrace.Spec] = SynodWalk }

// SynodWalk is the trace of a run of two proposers among three participants, in
// which steps are taken at random: messages come late, twice or never, and
// participants crash. It goes on for as long as events says, for there is always
// another ballot to try.
func SynodWalk(seed uint64, events int) (*trace.Trace, error) {
	w := &synodWalk{
		random: rand.New(rand.NewPCG(seed, 0)),
		nodes:  synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}, {}}}.Nodes(),
		trace:  &trace.Trace{Name: fmt.Sprintf("walk-%d.ndjson", seed)},
		inc:    map[synod.ParticipantID]int{},
		seq:    map[synod.ParticipantID]int{},
	}
	constants := SynodConstants{Participants: []synod.ParticipantID{1, 2, 3}, Proposals: [][]synod.Decree{{"a"}, {"b"}, {}}}
	header, err := trace.NewHeader(SynodTrace, constants, fmt.Sprintf("a walk of %d events from seed %d", events, seed))
	if err != nil {
		return nil, err
	}
	w.trace.Header = header
	for len(w.trace.Events) < events {
		if err := w.step(); err != nil {
			return nil, err
		}
	}
	return w.trace, w.end()
}

type synodWalk struct {
	random *rand.Rand
	nodes  []synod.Participant
	trace  *trace.Trace
	inc    map[synod.ParticipantID]int
	seq    map[synod.ParticipantID]int
	flying []letter
}

// letter is a message on its way and the event that sent it.
type letter struct {
	message synod.Message
	by      trace.ID
}

// maxFlying bounds how many messages are on their way; the oldest are lost.
const maxFlying = 20

// step tries a step. Of a hundred, 80 are receipts and one is a crash.
func (w *synodWalk) step() error {
	p := &w.nodes[w.random.IntN(len(w.nodes))]
	switch n := w.random.IntN(100); {
	case n < 80 && len(w.flying) > 0:
		return w.deliver()
	case n < 90:
		decree := synod.Decree([]string{"a", "b"}[w.random.IntN(2)])
		return w.take(p, "d", nil, synod.Step{Action: "BeginBallot", Param: decree, Take: func(p *synod.Participant) ([]synod.Message, bool) { return p.BeginBallot(decree) }})
	case n < 99:
		number := synod.Number{Try: p.LastTried.Try + 1, Owner: p.ID}
		return w.take(p, "number", nil, synod.Step{Action: "ChooseBallotNumber", Param: number, Take: func(p *synod.Participant) ([]synod.Message, bool) { return p.ChooseBallotNumber(number) }})
	}
	return w.take(p, "", nil, synod.Step{Action: "Crash", Take: (*synod.Participant).Crash})
}

// deliver lets a message be received. One in ten will come again.
func (w *synodWalk) deliver() error {
	i := w.random.IntN(len(w.flying))
	l := w.flying[i]
	if w.random.IntN(10) > 0 {
		w.flying = slices.Delete(w.flying, i, i+1)
	}
	return w.take(&w.nodes[l.message.Receiver()-1], "m", &l.by, synod.Receipt(l.message))
}

// take takes a step, if p may, and records it with its parameter, if it has one.
func (w *synodWalk) take(p *synod.Participant, param string, cause *trace.ID, s synod.Step) error {
	before := *p
	sent, enabled := s.Take(p)
	if !enabled {
		return nil
	}
	w.seq[p.ID]++
	if s.Action == SynodTrace.Crash {
		w.inc[p.ID]++
	}
	e := trace.Event{Node: int(p.ID), Inc: w.inc[p.ID], Seq: w.seq[p.ID], Action: s.Action, Cause: cause, Params: map[string]json.RawMessage{}}
	var err error
	if param != "" {
		if e.Params[param], err = traceValue(s.Param); err != nil {
			return err
		}
	}
	if e.Post, err = changed(reflect.ValueOf(synodState{before.Durable, before.Volatile}), reflect.ValueOf(synodState{p.Durable, p.Volatile})); err != nil {
		return err
	}
	for _, m := range sent {
		text, err := traceValue(m)
		if err != nil {
			return err
		}
		e.Sent = append(e.Sent, text)
		w.flying = append(w.flying, letter{m, e.ID()})
	}
	w.flying = slices.Delete(w.flying, 0, max(0, len(w.flying)-maxFlying))
	w.trace.Events = append(w.trace.Events, e)
	return nil
}

// end records the states in which the participants are.
func (w *synodWalk) end() error {
	for i := range w.nodes {
		p := &w.nodes[i]
		state, err := changed(reflect.Value{}, reflect.ValueOf(synodState{p.Durable, p.Volatile}))
		if err != nil {
			return err
		}
		w.trace.Ends = append(w.trace.Ends, trace.End{Node: int(p.ID), Seq: w.seq[p.ID], State: state})
	}
	return nil
}

// changed are the variables of a state, a struct, that are not equal to those of
// the state before, or all if that is the zero Value.
func changed(before, after reflect.Value) (map[string]json.RawMessage, error) {
	record := map[string]json.RawMessage{}
	for _, f := range reflect.VisibleFields(after.Type()) {
		value := after.FieldByIndex(f.Index).Interface()
		if f.Anonymous || before.IsValid() && reflect.DeepEqual(before.FieldByIndex(f.Index).Interface(), value) {
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		record[f.Tag.Get("json")] = text
	}
	return record, nil
}

// traceValue is a parameter or a message as traces have it.
func traceValue(x any) (json.RawMessage, error) {
	text, err := json.Marshal(x)
	if m, ok := x.(synod.Message); ok && err == nil {
		text = slices.Concat([]byte(`{"type":"`+m.Type()+`",`), text[1:])
	}
	return text, err
}
