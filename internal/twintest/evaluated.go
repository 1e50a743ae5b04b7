package twintest

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/tla"
)

// Evaluated holds a twin against its spec's own text, evaluated, in each state that it
// comes to: each step that the twin takes makes every conjunct of the action true, one
// that it refuses has a false guard; concepts have the same values, invariants are as
// true. The same is held in states that are not reached, where invariants may be false.
type Evaluated[N, M any] struct {
	Dir       string // Where the specs are; ../spec if "".
	Module    string // The module that the configuration is for, in the folder of specs.
	More      string // Definitions that this module has not, and the configuration or a concept needs.
	Config    string // The text of the configuration: it gives the constants the values that the twin's model has.
	Init      string // The initial predicate, if the twin begins in Steps.Nodes as the spec does.
	Vars      func(*N) any
	ID        func(*N) int // What the spec calls the node: its place, 1 for the first, if nil.
	Env       *Environment // The variables of no node, if there are any.
	Sets      []string     // The JSON names of fields that hold sets.
	Own       []string     // The actions that must be taken, and refused for each guard; all if nil. The package below tests the others.
	Implied   []string     // Guards, "Action: guard", that are true in each state that is reached in which the others are.
	Always    []string     // Invariants that no state violates, for they speak of what the spec's operators make.
	Concepts  []Concept[N, M]
	Whole     map[string]func(nodes []*N, sent []M) any // Invariants, and other expressions of the spec without parameters. Sets are tla.Values, and nil is what does not apply.
	Unreached []System[N, M]                            // States in which to hold these, too, such as those that violate an invariant.
	Steps     Walk[N, M]                                // How the twin is walked; without Seeds each state is visited, up to MaxStates.
	MaxStates int
}

// Environment is what the spec has beside nodes and messages, such as the time.
type Environment struct {
	Vars func() map[string]any              // The variables, as they are now.
	Tick func(*rand.Rand)                   // Lets something happen to them, between the steps of a walk. Nodes of a Walk sets them back.
	Bars func(action.Step) []map[string]any // What they are not where that step is taken; its callers see to that.
}

// Concept is an expression of the spec in p, a node, and perhaps in m, a message that was
// sent to p, and what it is to the twin.
type Concept[N, M any] struct {
	Text string
	Is   func(p *N, m M) (value any, applies bool) // Sets are tla.Values.
}

// System is a state of a twin: its nodes, and what they have sent.
type System[N, M any] struct {
	Nodes []*N
	Sent  []M
	Try   bool // Each step is to be tried there.
}

// All is the conjunction of what has these names, each TRUE or FALSE: an inductive invariant.
func All[N, M any](whole map[string]func([]*N, []M) any, names ...string) func([]*N, []M) any {
	return func(nodes []*N, sent []M) any {
		return !slices.ContainsFunc(names, func(name string) bool { return !whole[name](nodes, sent).(bool) })
	}
}

// T is a test.
type T interface {
	require.TestingT
	Helper()
}

// Evaluate evaluates all there is in models of one protocol: together they must come to
// each action, each false guard and each concept, and each invariant must be false once.
// The models are of one module.
func Evaluate[N, M any](t T, models ...Evaluated[N, M]) *Observed {
	t.Helper()
	seen := map[string]int{}
	dir := cmp.Or(models[0].Dir, "../spec")
	spec, err := tla.Load("Evaluated", fstest.MapFS{"Evaluated.tla": {Data: []byte(
		fmt.Sprintf("---- MODULE Evaluated ----\nEXTENDS %s\n%s\n====\n", models[0].Module, models[0].More))}}, os.DirFS(dir))
	require.NoError(t, err)
	observed := &Observed{dir: dir, spec: spec}
	var r *evaluation[N, M]
	for _, e := range models {
		require.Equal(t, models[0].Module+models[0].More, e.Module+e.More)
		config, err := tla.ParseConfig(e.Module+".cfg", e.Config)
		require.NoError(t, err)
		model, err := spec.Bind(config)
		require.NoError(t, err)
		require.NoError(t, model.CheckAssumptions())
		e.Steps.Rarely = cmp.Or(e.Steps.Rarely, 2)
		r = &evaluation[N, M]{Evaluated: e, t: t, model: model, messages: map[any]tla.Value{}, actions: map[string]*tla.Definition{}, seen: seen, strange: rand.New(rand.NewPCG(1, 3))}
		r.observed = &observation{config: config, model: model, byName: map[string]*root{}}
		observed.models = append(observed.models, r.observed)
		r.begin()
		for _, u := range e.Unreached {
			s := r.system(u)
			s.spoilt = true
			r.look(s)
			if u.Try {
				r.tryAll(s)
			}
		}
		if e.Steps.Seeds > 0 {
			r.walk()
		} else {
			r.visitAll()
		}
	}
	r.requireAll()
	return observed
}

// evaluation is that of one model.
type evaluation[N, M any] struct {
	Evaluated[N, M]
	t        T
	model    *tla.Model
	observed *observation
	messages map[any]tla.Value // What messages are to the spec.
	actions  map[string]*tla.Definition
	strange  *rand.Rand
	others   []system[N, M] // Some states that were seen of late.
	seen     map[string]int // How often an action was taken, a concept applied, and a guard, "Action: guard", was the only one not true.
}

// system is a state of the twin: nodes, and what was sent; and what they are to the spec.
type system[N, M any] struct {
	nodes  []N
	sent   []M
	vars   []tla.Value // Of each node.
	msgs   tla.Value
	state  tla.State
	spoken *tla.Step // The state, to evaluate in.
	spoilt bool
}

// first is the initial state.
func (r *evaluation[N, M]) first() system[N, M] {
	begin := System[N, M]{Sent: r.Steps.Sent}
	nodes := r.Steps.Nodes()
	for i := range nodes {
		begin.Nodes = append(begin.Nodes, &nodes[i])
	}
	return r.system(begin)
}

// system is a state, with what it is to the spec.
func (r *evaluation[N, M]) system(u System[N, M]) system[N, M] {
	s := system[N, M]{msgs: tla.Set()}
	for _, n := range u.Nodes {
		s.nodes, s.vars = append(s.nodes, *n), append(s.vars, r.value(r.Vars(n)))
	}
	return r.settle(s, u.Sent)
}

// begin requires that the spec has one initial state, the twin's.
func (r *evaluation[N, M]) begin() {
	r.t.Helper()
	first := r.first()
	if r.Init == "" {
		return
	}
	d := r.action(r.Init)
	nowhere, err := r.model.In(nil, nil)
	require.NoError(r.t, err)
	states, err := nowhere.After(d)
	require.NoError(r.t, err)
	require.Len(r.t, states, 1, "initial states")
	require.Equal(r.t, r.key(states[0]), r.key(first.state), "the spec begins otherwise than the twin")
	r.observed.see(initialStates, r.Init, d, sight{next: states[0]})
}

// settle is s once these messages are sent, too.
func (r *evaluation[N, M]) settle(s system[N, M], sent []M) system[N, M] {
	r.t.Helper()
	s.sent = slices.Clip(s.sent)
	for _, m := range sent {
		if msgs := tla.Set(append(slices.Clip(s.msgs.Elems()), r.message(m))...); len(msgs.Elems()) > len(s.msgs.Elems()) {
			s.sent, s.msgs = append(s.sent, m), msgs
		}
	}
	values := map[string][]tla.Field{}
	for i, node := range s.vars {
		for k, name := range node.Keys() {
			values[name.Text()] = append(values[name.Text()], tla.Field{Key: r.id(s, i), Value: node.Elems()[k]})
		}
	}
	s.state = tla.State{"msgs": s.msgs}
	for name, ofEach := range values {
		s.state[name] = tla.Func(ofEach...)
	}
	if r.Env != nil {
		for name, x := range r.Env.Vars() {
			s.state[name] = r.value(x)
		}
	}
	var err error
	s.spoken, err = r.model.In(s.state, nil)
	require.NoError(r.t, err)
	return s
}

// id is what the spec calls node i.
func (r *evaluation[N, M]) id(s system[N, M], i int) tla.Value {
	if r.ID == nil {
		return tla.Int(int64(i + 1))
	}
	return tla.Int(int64(r.ID(&s.nodes[i])))
}

// areAlike reports whether nodes i and k have the same actions.
func (r *evaluation[N, M]) areAlike(s system[N, M], i, k int) bool {
	return reflect.TypeOf(r.Steps.actor(&s.nodes[i])) == reflect.TypeOf(r.Steps.actor(&s.nodes[k]))
}

// visitAll visits the states breadth first.
func (r *evaluation[N, M]) visitAll() {
	queue := []system[N, M]{r.first()}
	seen := map[string]bool{r.key(queue[0].state): true}
	spoiling := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < len(queue); i++ {
		s := queue[i]
		r.look(s)
		if i%100 == 0 {
			r.strangers(s)
		}
		for range 3 {
			r.spoil(s, queue[spoiling.IntN(len(queue))], spoiling)
		}
		for _, next := range r.tryAll(s) {
			if key := r.key(next.state); !seen[key] && len(seen) < r.MaxStates {
				seen[key] = true
				queue = append(queue, next)
			}
		}
	}
}

// tryAll tries each step that there is in a state, and returns where these lead. Nodes try
// those of others, too, and receive messages to others: an action has to refuse them.
func (r *evaluation[N, M]) tryAll(s system[N, M]) []system[N, M] {
	var all []system[N, M]
	for owner := range s.nodes {
		var steps []action.Step
		for k, other := range s.nodes {
			if r.areAlike(s, owner, k) {
				steps = append(steps, r.Steps.Choices(other)...)
			}
		}
		for _, m := range s.sent {
			if r.areAlike(s, owner, r.Steps.Dest(m)-1) {
				steps = append(steps, r.Steps.receipts(m)...)
			}
		}
		for _, step := range steps {
			if next, ok := r.try(s, owner, step); ok {
				all = append(all, next)
			}
		}
	}
	return all
}

// walk walks at random. At the beginning and where a walk ends all steps are tried, and
// where it ends in a spoilt state, too.
func (r *evaluation[N, M]) walk() {
	first := r.first()
	r.tryAll(first)
	visited, ends := []system[N, M]{first}, []system[N, M]{first} // In all walks.
	for seed := range r.Steps.Seeds {
		random, spoiling := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 2))
		s := r.first()
		for range r.Steps.Steps {
			if r.Env != nil {
				r.Env.Tick(random)
				s = r.settle(s, nil)
			}
			step, owner := r.Steps.anyStep(s.nodes, s.sent, random)
			if other := random.IntN(6 * len(s.nodes)); other < len(s.nodes) && r.areAlike(s, owner, other) {
				owner = other
			}
			if next, ok := r.try(s, owner, step); ok {
				s = next
				r.look(s)
				visited = append(visited, s)
				for range 2 {
					others := [][]system[N, M]{visited, ends}[spoiling.IntN(2)]
					r.spoil(s, others[spoiling.IntN(len(others))], spoiling)
				}
			}
		}
		r.tryAll(s)
		for range 3 {
			r.tryAll(r.spoilt(s, visited[spoiling.IntN(len(visited))], spoiling))
		}
		ends = append(ends, s)
		r.strangers(s)
	}
}

// spoil looks at a spoilt state, and tries a few steps there.
func (r *evaluation[N, M]) spoil(s, other system[N, M], random *rand.Rand) {
	spoilt := r.spoilt(s, other, random)
	r.look(spoilt)
	for range 3 {
		step, owner := r.Steps.anyStep(spoilt.nodes, spoilt.sent, random)
		r.try(spoilt, owner, step)
	}
}

// try has the twin take the step and judges what it does. It returns the state after it,
// if the twin took it.
func (r *evaluation[N, M]) try(s system[N, M], owner int, step action.Step) (system[N, M], bool) {
	r.t.Helper()
	next := s
	next.nodes = slices.Clone(s.nodes)
	sent, taken := r.Steps.Actions.Take(&next.nodes[owner], step)
	args := []tla.Value{r.id(s, owner)}
	for _, p := range step.Params {
		args = append(args, r.message(p))
	}
	if !taken {
		require.True(r.t, reflect.DeepEqual(s.nodes[owner], next.nodes[owner]), "%s%v was refused, and changed something", step.Action, args)
		require.Empty(r.t, sent, "%s%v was refused, and sent something", step.Action, args)
		r.judge(step.Action, args, s, s, taken)
		return s, false
	}
	next.vars = slices.Clone(s.vars)
	next.vars[owner] = r.value(r.Vars(&next.nodes[owner]))
	next = r.settle(next, sent)
	r.judge(step.Action, args, s, next, taken)
	if r.isOwn(step.Action) && r.seen[step.Action]%8 == 1 {
		r.unheard(s, step, args)
		r.astray(s, owner, step)
		r.amiss(s, owner, step)
	}
	return next, true
}

// judge holds a step of the twin against the spec's action.
func (r *evaluation[N, M]) judge(action string, args []tla.Value, s, next system[N, M], taken bool) {
	r.t.Helper()
	in, err := s.spoken.To(next.state)
	require.NoError(r.t, err)
	judged, err := in.Judge(r.action(action), args...)
	require.NoError(r.t, err)
	hasNoValue := slices.ContainsFunc(judged, func(j tla.Judgement) bool { return !j.IsEffect && j.Err != nil }) // Of a client's action, say, and the node is none.
	if r.isOwn(action) && !hasNoValue && (taken || len(falseGuards(judged)) == 1) {                              // A change of one guard makes no difference where two are false.
		saw := sight{state: s.state, args: args}
		if taken {
			saw.next = next.state
		}
		r.observed.see(steps, action, r.action(action), saw)
	}
	if wrong := r.wrong(action, judged, taken, s.spoilt); wrong != "" {
		require.Fail(r.t, fmt.Sprintf("%s%v: %s", action, args, wrong), "before:\n%s\nafter:\n%s", s.state.String(s.state.Names()), strings.Join(s.state.Changes(next.state), "\n"))
	}
}

// wrong tells what is wrong with a step, or "".
func (r *evaluation[N, M]) wrong(action string, judged []tla.Judgement, taken, spoilt bool) string {
	if taken {
		r.seen[action]++
	}
	for _, j := range judged {
		if taken && (j.Err != nil || !j.Holds) {
			return "the twin takes the step, and " + judgementText(j)
		}
	}
	if taken {
		return ""
	}
	switch failing := falseGuards(judged); len(failing) {
	case 0:
		return "the twin refuses the step, and each guard is true"
	case 1:
		r.seen[only(action, failing[0], spoilt)]++
	}
	return ""
}

// only is how the states are counted in which a guard is the only one that is not true.
func only(action, guard string, spoilt bool) string {
	return fmt.Sprint(action, ": ", guard, map[bool]string{true: " (spoilt)"}[spoilt])
}

// judgementText tells what of a conjunct is false, with what it compares.
func judgementText(j tla.Judgement) string {
	text := fmt.Sprintf("%s:%d: %s is false", j.Module, j.Line, j.Text)
	if j.Err != nil {
		text = j.Err.Error()
	}
	for _, p := range j.Parts {
		text += fmt.Sprintf("\n  %s is %s", p.Text, p.Value)
	}
	for _, inner := range j.Inner {
		if inner.Err != nil || !inner.Holds {
			text += "\n  " + strings.ReplaceAll(judgementText(inner), "\n", "\n  ")
		}
	}
	return text
}

// look holds the concepts and the invariants of a state against the twin's.
func (r *evaluation[N, M]) look(s system[N, M]) {
	r.t.Helper()
	r.whole(s)
	for _, c := range r.Concepts {
		for i := range s.nodes {
			r.concept(c, i, &s.nodes[i], s)
		}
	}
}

// whole holds what is of the whole of a state against the twin's.
func (r *evaluation[N, M]) whole(s system[N, M]) {
	r.t.Helper()
	nodes := make([]*N, len(s.nodes))
	for i := range s.nodes {
		nodes[i] = &s.nodes[i]
	}
	isTyped := true
	for _, text := range slices.SortedFunc(maps.Keys(r.Whole), func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Index(b, "TypeOK"), strings.Index(a, "TypeOK")), cmp.Compare(a, b))
	}) {
		if !isTyped && text != "Inv" {
			continue // It may have no value.
		}
		is := r.Whole[text](nodes, s.sent)
		if is == nil {
			continue
		}
		r.equal(text, r.expression(text), nil, is, s)
		if truth, ok := is.(bool); ok {
			r.seen[fmt.Sprint(text, " is ", truth)]++
			isTyped = isTyped && (truth || !strings.HasSuffix(text, "TypeOK"))
		}
	}
}

// spoilt is s with what one node of another state has, durable or volatile, without one
// message, with some of the other state, or with a forged one: mostly a state that is not
// reached, in which some invariant is false.
func (r *evaluation[N, M]) spoilt(s, other system[N, M], random *rand.Rand) system[N, M] {
	spoilt := s
	if i := random.IntN(len(s.nodes)); random.IntN(4) > 0 {
		spoilt = r.exchanged(s, other, i, random)
	}
	spoilt.sent, spoilt.msgs, spoilt.spoilt = nil, tla.Set(), true
	sent := slices.Clone(s.sent)
	if len(sent) > 0 && random.IntN(2) == 0 {
		k := random.IntN(len(sent))
		sent = slices.Delete(sent, k, k+1)
	}
	if random.IntN(2) == 0 {
		for range min([]int{1, 20}[random.IntN(2)], len(other.sent)) {
			sent = append(sent, other.sent[random.IntN(len(other.sent))])
		}
	}
	if len(sent) > 0 && random.IntN(2) == 0 {
		sent = append(sent, forged(sent, random))
	}
	return r.settle(spoilt, sent)
}

// exchanged is s where node i has something of a node of another state.
func (r *evaluation[N, M]) exchanged(s, other system[N, M], i int, random *rand.Rand) system[N, M] {
	k := random.IntN(len(s.nodes))
	if !r.areAlike(s, i, k) {
		return s
	}
	s.nodes, s.vars, s.spoilt = slices.Clone(s.nodes), slices.Clone(s.vars), true
	to, from := parts(reflect.ValueOf(r.Steps.actor(&s.nodes[i])).Elem()), parts(reflect.ValueOf(r.Steps.actor(&other.nodes[k])).Elem())
	part := random.IntN(len(to))
	exchange(to[part], from[part], random)
	s.vars[i] = r.value(r.Vars(&s.nodes[i]))
	return r.settle(s, nil)
}

// parts are what a node is made of that a spoilt state exchanges: the structs that hold its
// variables.
func parts(node reflect.Value) []reflect.Value {
	var all []reflect.Value
	for i := range node.NumField() {
		switch field := node.Type().Field(i); {
		case !field.Anonymous:
		case slices.Contains([]string{"Durable", "Volatile", "ClientVariables"}, field.Name):
			all = append(all, node.Field(i))
		default:
			all = append(all, parts(node.Field(i))...)
		}
	}
	return all
}

// exchange makes all of a struct, or one of the fields that differ, what it is in another.
func exchange(to, from reflect.Value, random *rand.Rand) {
	var differ []int
	for i := range to.NumField() {
		if !reflect.DeepEqual(to.Field(i).Interface(), from.Field(i).Interface()) {
			differ = append(differ, i)
		}
	}
	if len(differ) > 0 && random.IntN(2) == 0 {
		field := differ[random.IntN(len(differ))]
		to, from = to.Field(field), from.Field(field)
	}
	to.Set(from)
}

// forged is one of the messages with what it has in common with another: one field if that
// is of the same type, else all, as from whom it is and to whom, and in which ballot.
func forged[M any](sent []M, random *rand.Rand) M {
	m, other := sent[random.IntN(len(sent))], reflect.ValueOf(sent[random.IntN(len(sent))])
	forged := reflect.New(reflect.TypeOf(m)).Elem()
	forged.Set(reflect.ValueOf(m))
	var common []int // The fields of other.
	for i := range other.NumField() {
		if field := forged.FieldByName(other.Type().Field(i).Name); field.IsValid() && field.Type() == other.Field(i).Type() {
			common = append(common, i)
		}
	}
	switch {
	case other.Type() == forged.Type():
		only := random.IntN(len(common))
		common = common[only : only+1]
	case len(common) == 1: // Only from whom they are and to whom.
		return m
	}
	for _, i := range common {
		forged.FieldByName(other.Type().Field(i).Name).Set(other.Field(i))
	}
	return forged.Interface().(M)
}

// concept holds one concept of one participant against the twin's.
func (r *evaluation[N, M]) concept(c Concept[N, M], i int, p *N, s system[N, M]) {
	r.t.Helper()
	args, params := []tla.Value{r.id(s, i)}, []string{"p"}
	messages := make([]M, 1)
	if ofMessage.MatchString(c.Text) {
		params, messages = append(params, "m"), s.sent
	}
	d := r.expression(c.Text, params...)
	for _, m := range messages {
		if len(params) == 2 && r.Steps.Dest(m) != i+1 {
			continue
		}
		is, applies := c.Is(p, m)
		if !applies {
			continue
		}
		all := args
		if len(params) == 2 {
			all = append(all, r.message(m))
		}
		r.equal(c.Text, d, all, is, s)
		r.seen[c.Text]++
	}
}

// ofMessage finds m in an expression.
var ofMessage = regexp.MustCompile(`\bm\b`)

// falseGuards are the guards that are not true, those of an action below among them.
func falseGuards(judged []tla.Judgement) []string {
	var failing []string
	for _, j := range judged {
		switch {
		case j.Err == nil && j.Holds:
		case !j.IsEffect:
			failing = append(failing, j.Text)
		default:
			failing = append(failing, falseGuards(j.Inner)...)
		}
	}
	return failing
}

// equal requires that an expression is to the spec what it is to the twin. Where an
// invariant has no value, TLC stops with an error: there it does not hold.
func (r *evaluation[N, M]) equal(text string, d *tla.Definition, args []tla.Value, is any, s system[N, M]) {
	r.t.Helper()
	want, err := s.spoken.Eval(d, args...)
	if err != nil && is == false {
		return
	}
	require.NoError(r.t, err, "the twin has %v", is)
	r.observed.see(values, text, d, sight{state: s.state, args: args, value: want})
	got, isValue := is.(tla.Value)
	if !isValue {
		got = r.value(is)
	}
	if tla.Compare(want, got) != 0 {
		require.Fail(r.t, fmt.Sprintf("%s%v is %s, the twin has %s", text, args, want, got), "in\n%s", r.key(s.state))
	}
}

// expression is the definition of an expression in these parameters.
func (r *evaluation[N, M]) expression(text string, params ...string) *tla.Definition {
	r.t.Helper()
	d, ok := r.actions[text]
	if !ok {
		var err error
		d, err = r.model.Expression(text, params...)
		require.NoError(r.t, err)
		r.actions[text] = d
	}
	return d
}

// requireAll requires that each action was taken and each of its guards was the only one
// that is not true, so that a twin without it would be found out; but for those that Go's
// types see to, and those that the others imply. Each concept must have been met.
func (r *evaluation[N, M]) requireAll() {
	r.t.Helper()
	for _, c := range r.Concepts {
		assert.NotZero(r.t, r.seen[c.Text], "%s never applied", c.Text)
	}
	for text := range r.Whole {
		if text != "TypeOK" && r.seen[text+" is true"] > 0 && !slices.Contains(r.Always, text) {
			assert.NotZero(r.t, r.seen[text+" is false"], "%s was never false", text)
		}
	}
	for _, name := range slices.DeleteFunc(r.Steps.Actions.Names(), func(name string) bool { return !r.isOwn(name) }) {
		assert.NotZero(r.t, r.seen[name], "%s was never taken", name)
		for _, c := range r.action(name).Conjuncts() {
			if c.IsEffect || c.Text == "Received(m)" || strings.HasPrefix(c.Text, "m.type = ") {
				continue
			}
			guard := only(name, c.Text, false)
			reached := r.seen[guard]
			if slices.Contains(r.Implied, guard) {
				assert.Zero(r.t, reached, "%s is implied by the others, and was the only false guard", guard)
				continue
			}
			assert.NotZero(r.t, reached+r.seen[only(name, c.Text, true)], "%s was never the only false guard", guard)
		}
	}
}

// isOwn reports whether the action is one of those that are tested here. The others do not
// say what becomes of the variables that were added to the module below.
func (r *evaluation[N, M]) isOwn(action string) bool {
	return r.Own == nil || slices.Contains(r.Own, action)
}

// action is the definition of that name.
func (r *evaluation[N, M]) action(name string) *tla.Definition {
	r.t.Helper()
	d, ok := r.actions[name]
	if !ok {
		var err error
		d, err = r.model.Definition(name)
		require.NoError(r.t, err)
		r.actions[name] = d
	}
	return d
}

// value is what a value of Go is to the spec.
func (r *evaluation[N, M]) value(x any) tla.Value {
	r.t.Helper()
	v, err := tla.Of(x, r.Sets...)
	require.NoError(r.t, err)
	return v
}

// message is what a parameter is to the spec: if it is a message, a record with its type.
func (r *evaluation[N, M]) message(x any) tla.Value {
	m, ok := x.(interface{ Type() string })
	if !ok {
		return r.value(x)
	}
	if reflect.ValueOf(x).Comparable() {
		if v, ok := r.messages[x]; ok {
			return v
		}
	}
	v := Message(m, r.Sets...)
	if reflect.ValueOf(x).Comparable() {
		r.messages[x] = v
	}
	return v
}

// Message is what a message is to the spec: a record with its type.
func Message(m interface{ Type() string }, sets ...string) tla.Value {
	v, err := tla.Of(m, sets...)
	if err != nil {
		panic(err)
	}
	fields := []tla.Field{{Key: tla.String("type"), Value: tla.String(m.Type())}}
	for i, k := range v.Keys() {
		fields = append(fields, tla.Field{Key: k, Value: v.Elems()[i]})
	}
	return tla.Func(fields...)
}

// Set is a list as a set of the spec; sets name the fields of its elements that hold sets.
func Set[E any](list []E, sets ...string) tla.Value {
	var elems []tla.Value
	for _, e := range list {
		v, err := tla.Of(e, sets...)
		if err != nil {
			panic(err)
		}
		elems = append(elems, v)
	}
	return tla.Set(elems...)
}

// Messages are messages as a set of the spec.
func Messages[M interface{ Type() string }](list []M, sets ...string) tla.Value {
	var elems []tla.Value
	for _, m := range list {
		elems = append(elems, Message(m, sets...))
	}
	return tla.Set(elems...)
}

// key identifies a state.
func (r *evaluation[N, M]) key(s tla.State) string { return s.String(s.Names()) }
