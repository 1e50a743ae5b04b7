package conform_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/conform"
	"github.com/lockstep-paxos/lockstep/explore"
)

// token is the message, node a node, of testdata/spec/Token.tla.
type token struct {
	Dest   int `json:"dest"`
	Passed int `json:"passed"`
}

func (token) Type() string { return "Token" }

type vars struct {
	Holds  bool `json:"holds"`
	Passed int  `json:"passed"`
}

type node struct {
	ID int
	vars
}

func (n *node) Pass(to int) ([]token, bool) {
	if !n.Holds || n.Passed >= 2 || to == n.ID {
		return nil, false
	}
	n.Holds = false
	return []token{{to, n.Passed + 1}}, true
}

func (n *node) HandleToken(m token) ([]token, bool) {
	if m.Dest != n.ID || m.Passed <= n.Passed {
		return nil, false
	}
	n.Holds, n.Passed = true, m.Passed
	return nil, true
}

func (n *node) Crash() ([]token, bool) {
	n.Holds = false
	return nil, true
}

var protocol = conform.Protocol[node, token]{
	Spec:    conform.Spec{Dir: "testdata/spec", Module: "Token"},
	Nodes:   2,
	New:     func(id int) *node { return &node{id, vars{Holds: id == 1}} },
	Vars:    func(n *node) any { return n.vars },
	Actions: conform.Methods((*node).Pass, (*node).HandleToken, (*node).Crash),
}

var model = conform.Model[node]{Choices: func(*node) []action.Step {
	return []action.Step{action.By("Pass", 1), action.By("Pass", 2), action.By("Crash")}
}}

// careless keeps the token that it passes on.
type careless struct{ node }

func (c *careless) Pass(to int) ([]token, bool) {
	sent, enabled := c.node.Pass(to)
	c.Holds = c.Holds || enabled
	return sent, enabled
}
func (c *careless) HandleToken(m token) ([]token, bool) { return c.node.HandleToken(m) }
func (c *careless) Crash() ([]token, bool)              { return c.node.Crash() }

var carelessProtocol = conform.Protocol[careless, token]{
	Spec: protocol.Spec, Nodes: 2,
	New:     func(id int) *careless { return &careless{*protocol.New(id)} },
	Vars:    func(n *careless) any { return n.vars },
	Actions: conform.Methods((*careless).Pass, (*careless).HandleToken, (*careless).Crash),
}

var carelessModel = conform.Model[careless]{Choices: func(c *careless) []action.Step { return model.Choices(&c.node) }}

// failures is a test that keeps what it is told, and ends where a test would.
type failures struct {
	testing.TB
	all []string
}

func (f *failures) Helper()      {}
func (f *failures) Name() string { return "failures" }
func (f *failures) Errorf(text string, args ...any) {
	f.all = append(f.all, fmt.Sprintf(text, args...))
}
func (f *failures) Error(args ...any) { f.all = append(f.all, fmt.Sprint(args...)) }
func (f *failures) Fatalf(text string, args ...any) {
	f.Errorf(text, args...)
	panic(f)
}
func (f *failures) Fatal(args ...any) {
	f.Error(args...)
	panic(f)
}

// failing is what a test tells that fails.
func failing(test func(testing.TB)) (told string) {
	f := &failures{}
	defer func() {
		if r := recover(); r != nil && r != any(f) {
			panic(r)
		}
		told = strings.Join(f.all, "\n")
	}()
	test(f)
	return ""
}

// A node that keeps the token which it passes on does not do what the spec says.
func ExampleEvaluate() {
	told := failing(func(t testing.TB) { conform.Evaluate(t, carelessProtocol, carelessModel) })
	first, _, _ := strings.Cut(told, "\n")
	fmt.Println(first)
	// Output:
	// Pass[1 2]: the method takes it, and holds' = [holds EXCEPT ![p] = FALSE] is false: holds' is <<TRUE, FALSE>>, [holds EXCEPT ![p] = FALSE] is <<FALSE, FALSE>>
}

func TestTheTextIsWhatTheMethodsDo(t *testing.T) { conform.Evaluate(t, protocol, model) }

// passed is a run: the token goes from node 1 to node 2.
func passed(t testing.TB, r *conform.Recorder[node, token], second token) {
	one, two := protocol.New(1), protocol.New(2)
	sent, _ := one.Pass(2)
	r.Step(one, "Pass", sent, 2)
	two.HandleToken(second)
	r.Step(two, "HandleToken", nil, second)
	two.Crash()
	r.Step(two, "Crash", nil)
}

func TestARunConforms(t *testing.T) {
	r := conform.Record(t, protocol)
	passed(t, r, token{2, 1})
	conform.Validate(t, r)
	var file bytes.Buffer
	_, err := r.WriteTo(&file)
	require.NoError(t, err)
	require.Equal(t, 1+3+2, strings.Count(file.String(), "\n"))
}

func TestARunOfMethodsAtFaultDoesNotConform(t *testing.T) {
	r := conform.Record(t, carelessProtocol)
	one := carelessProtocol.New(1)
	sent, _ := one.Pass(2)
	r.Step(one, "Pass", sent, 2)
	report := conform.Judge(t, r)
	require.Len(t, report.Rejections, 1)
	require.Contains(t, report.Explanations[0].Reason, "holds is FALSE in Token and TRUE in the trace")
}

func TestAGraphThatDiffersIsFound(t *testing.T) {
	require.True(t, conform.Graphs(t, protocol, model).Equal)
	c := conform.Graphs(t, carelessProtocol, carelessModel)
	require.False(t, c.Equal)
	require.Equal(t, explore.StepsOnlyExplorer, c.Differences[0].What)
	require.Contains(t, c.Differences[0].Examples[0], "Pass changes")
}

func TestWhatIsLoggedIsRecorded(t *testing.T) {
	logged := protocol
	logged.Actions = []conform.Method{conform.Named("Pass", 0), conform.Named("HandleToken", token{}), conform.Named("Crash")}
	r := conform.Record(t, logged)
	var out bytes.Buffer
	logger := slog.New(r.Handler(slog.NewTextHandler(&out, nil)))
	logger.Info("hello")
	logger.With("node", 1).Info("passing", "action", "Pass", "to", 2, "vars", vars{}, "sent", []token{{2, 1}})
	logger.Info("got it", "node", 2, "action", "HandleToken", "m", token{2, 1}, "vars", vars{true, 1})
	require.Equal(t, 3, strings.Count(out.String(), "\n"), "it is logged, too")
	conform.Validate(t, r)
}

// What a protocol lacks is named, and what contradicts its spec.
func TestAProtocolThatDoesNotFitIsRefused(t *testing.T) {
	for want, change := range map[string]func(*conform.Protocol[node, token]){
		"Protocol.Spec.Module is not given": func(p *conform.Protocol[node, token]) { p.Spec.Module = "" },
		"Protocol.Nodes is not given":       func(p *conform.Protocol[node, token]) { p.Nodes = 0 },
		"Protocol.New is not given":         func(p *conform.Protocol[node, token]) { p.New = nil },
		"Protocol.Vars is not given":        func(p *conform.Protocol[node, token]) { p.Vars = nil },
		"Protocol.Actions is not given":     func(p *conform.Protocol[node, token]) { p.Actions = nil },
		"Protocol.Actions lacks Crash":      func(p *conform.Protocol[node, token]) { p.Actions = p.Actions[:2] },
		"has no action Take in its Next":    func(p *conform.Protocol[node, token]) { p.Actions = append(p.Actions, conform.Named("Take")) },
		"Pass has 1 parameters, and the":    func(p *conform.Protocol[node, token]) { p.Actions = []conform.Method{conform.Named("Pass")} },
		"has the variables [holds]": func(p *conform.Protocol[node, token]) {
			p.Vars = func(n *node) any {
				return struct {
					Holds bool `json:"holds"`
				}{n.Holds}
			}
		},
		"no such file or directory": func(p *conform.Protocol[node, token]) { p.Spec.Config = "None.cfg" },
		"an action is a func(*conform_test.no": func(p *conform.Protocol[node, token]) {
			p.Actions = conform.Methods((*careless).Pass, (*node).HandleToken, (*node).Crash)
		},
	} {
		p := protocol
		change(&p)
		require.Contains(t, failing(func(t testing.TB) { conform.Record(t, p) }), want)
	}
}

// Steps that no run can have are refused, without Java.
func TestARecordThatIsNoneIsRefused(t *testing.T) {
	for want, step := range map[string]func(*conform.Recorder[node, token]){
		"is no action of Token with its parameters": func(r *conform.Recorder[node, token]) { r.Step(protocol.New(1), "Pass", nil) },
		"which no recorded step has sent":           func(r *conform.Recorder[node, token]) { passed(t, r, token{2, 2}) },
		"Pass at node 3, and the nodes are 1 to 2":  func(r *conform.Recorder[node, token]) { r.Step(protocol.New(3), "Pass", nil, 1) },
	} {
		r := conform.Record(t, protocol)
		step(r)
		require.Contains(t, failing(func(t testing.TB) { conform.Validate(t, r) }), want)
	}
}

func TestAHistoryIsCheckedByAnyModel(t *testing.T) {
	register := porcupine.Model{
		Init: func() any { return 0 },
		Step: func(state, input, output any) (bool, any) {
			if input == nil {
				return state == output, state
			}
			return true, input
		},
	}
	history := []porcupine.Operation{{ClientId: 0, Input: 1, Call: 0, Return: 1}, {ClientId: 1, Output: 1, Call: 2, Return: 3}}
	conform.CheckHistory(t, register, history)
	history[1].Output = 0
	require.Contains(t, failing(func(t testing.TB) { conform.CheckHistory(t, register, history) }), "no order of the 2 operations is possible")
	require.Contains(t, failing(func(t testing.TB) { conform.CheckHistory(t, register, nil) }), "nothing to judge")
}
