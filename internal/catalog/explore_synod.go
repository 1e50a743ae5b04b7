package catalog

import (
	"fmt"
	"strings"
	"sync"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tla"
	"github.com/lockstep-paxos/lockstep/synod"
)

func init() {
	registerSynod("MCSynod", "two participants, both of whom propose", false,
		synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}}, Tries: 1, Crash: true})
	registerSynod("MCSynodGraph", "three participants, two of whom propose", false,
		synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}, {}}, Tries: 1, Crash: true})
	registerSynod("MCSynodTwice", "two participants, both of whom may try twice", true,
		synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}}, Tries: 2, Crash: true})
	registerSynod("MCSynodLarge", "four participants, one of whom proposes one decree and one either of two", true,
		synod.Model{Proposals: [][]synod.Decree{{"a", "b"}, {"b"}, {}, {}}, Tries: 1, Crash: true})
}

func registerSynod(name, about string, byCounts bool, c synod.Model) {
	registerExploration(Exploration{
		Protocol: "synod", Name: name, About: about, ByCounts: byCounts,
		Spec: "spec/Synod.tla", Module: "spec/MCSynod.tla", Model: SynodModel(name, c),
	})
}

// SynodModel is a synod for the explorer.
func SynodModel(name string, c synod.Model) *explore.Model[synod.Participant, synod.Message] {
	w := &synodWriter{participants: map[*synod.Participant]map[string]string{}, messages: map[synod.Message]string{}}
	m := &explore.Model[synod.Participant, synod.Message]{
		Name:      name,
		Actions:   synod.Actions,
		Nodes:     c.Nodes(),
		Choices:   c.Choices,
		Receipt:   synod.Receipt,
		Variables: w.variables,
		Text:      synodText,
	}
	for _, inv := range c.Invariants() {
		m.Invariants = append(m.Invariants, explore.Invariant[synod.Participant, synod.Message]{
			Name: inv.Name,
			Holds: func(nodes []*synod.Participant, messages []synod.Message) bool {
				return inv.Holds(synod.State{Participants: nodes, Messages: messages})
			},
		})
	}
	return m
}

// synodSets are the JSON names of variables that are sets.
var synodSets = []string{"prevVotes", "voters"}

// synodWriter writes the variables of the spec: each is the tuple of what it is at
// the participants, and msgs is a set. It remembers what it wrote of participants
// and messages, for the explorer shares them between states.
type synodWriter struct {
	mu           sync.Mutex
	participants map[*synod.Participant]map[string]string
	messages     map[synod.Message]string
}

func (w *synodWriter) variables(nodes []*synod.Participant, sent []synod.Message) map[string]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	variables := map[string]string{}
	for i, p := range nodes {
		for name, text := range w.participant(p) {
			if i > 0 {
				variables[name] += ", "
			}
			variables[name] += text
		}
	}
	for name, text := range variables {
		variables[name] = "<<" + text + ">>"
	}
	texts := make([]string, len(sent))
	for i, m := range sent {
		texts[i] = w.message(m)
	}
	variables["msgs"] = "{" + strings.Join(texts, ", ") + "}"
	return variables
}

// participant is what each variable is at p.
func (w *synodWriter) participant(p *synod.Participant) map[string]string {
	texts, ok := w.participants[p]
	if !ok {
		v := must(tla.Of(struct {
			synod.Durable
			synod.Volatile
		}{p.Durable, p.Volatile}, synodSets...))
		texts = map[string]string{}
		for i, name := range v.Keys() {
			texts[name.Text()] = v.Elems()[i].String()
		}
		w.participants[p] = texts
	}
	return texts
}

func (w *synodWriter) message(m synod.Message) string {
	text, ok := w.messages[m]
	if !ok {
		text = synodMessage(m).String()
		w.messages[m] = text
	}
	return text
}

// synodMessage is m as the record that the spec calls it.
func synodMessage(m synod.Message) tla.Value {
	v := must(tla.Of(m))
	fields := []tla.Field{{Key: tla.String("type"), Value: tla.String(m.Type())}}
	for i, k := range v.Keys() {
		fields = append(fields, tla.Field{Key: k, Value: v.Elems()[i]})
	}
	return tla.Func(fields...)
}

// synodText is the parameter of a step as the spec writes it.
func synodText(param any) string {
	if m, ok := param.(synod.Message); ok {
		return synodMessage(m).String()
	}
	return must(tla.Of(param)).String()
}

// must is for values that our own types make.
func must(v tla.Value, err error) tla.Value {
	if err != nil {
		panic(fmt.Sprintf("catalog: a value of synod's that is none of TLA+: %v", err))
	}
	return v
}
