package validate_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// faults are steps of stories with something wrong, and how they are explained: by the
// action that they are said to be, of whichever module, and, where that takes a step of
// the module that is extended, by a conjunct of that step.
var faults = map[string][]struct {
	action   string
	nth      int // Which step with that action it is, from 1.
	spoil    func(*trace.Event)
	function string
	text     string
}{
	"Election": {
		{"Claim", 2, param("b", "[2,1]"), "election.Participant.Claim", `b \in BallotsOf(p) is false (<<2, 1>>)`},
		{"HandleHeartbeat", 1, post("ballot", "[2,1]"), "election.Participant.HandleHeartbeat", `ballot is <<1, 1>> in Election and <<2, 1>> in the trace`},
	},
	"MultiDecree": {
		{"BeginBallot", 1, param("i", "4"), "multidecree.Participant.BeginBallot", `i <= written[p] + Window is false (4, 2)`},
		{"BeginBallot", 4, param("i", "1"), "multidecree.Participant.BeginBallot", `~IsWritten(p, i) is false (2, 1)`},
		{"BeginBallot", 5, param("d", `["x"]`), "multidecree.Participant.BeginBallot", `d \in Choices(p, i) is false (<<"x">>)`},
		{"Truncate", 1, param("i", "2"), "multidecree.Participant.Truncate", `i <= written[p] is false (2, 1)`},
		{"Truncate", 1, post("cut", "2"), "multidecree.Participant.Truncate", `cut is 1 in MultiDecree and 2 in the trace`},
		{"HandleSuccess", 1, post("ledger", "[]"), "multidecree.Participant.HandleSuccess", `ledger is {[decree |-> <<"a">>, instance |-> 1]} in MultiDecree and {} in the trace`},
		{"SendSnapshot", 1, func(e *trace.Event) { e.Node = 2 }, "multidecree.Participant.SendSnapshot", `cut[p] > 0 is false (0, 0)`},
		{"InstallSnapshot", 1, func(e *trace.Event) { e.Cause = &trace.ID{Node: 1, Seq: 1} }, "multidecree.Participant.InstallSnapshot", `Received(m) is false: event 1 of node 1, its cause, did not send the message before`},
		{"Crash", 1, func(e *trace.Event) { e.Node = 1 }, "multidecree.Participant.Crash", `status is "idle" in MultiDecree and "trying" in the trace`},
	},
	"Replica": {
		{"HandleNextBallot", 1, post("nextBal", "[2,1]"), "multidecree.Participant.HandleNextBallot", `nextBal is <<1, 1>> in Replica and <<2, 1>> in the trace`},
		{"Propose", 1, param("i", "4"), "replica.Replica.Propose", `i <= written[p] + Window is false (4, 2)`},
		{"Propose", 1, param("d", "[]"), "replica.Replica.Propose", `d # NoOp is false (<<>>, <<>>)`},
		{"Repropose", 1, param("i", "3"), "replica.Replica.Repropose", `i <= Top(p) is false (3, 2)`},
		{"Repropose", 1, param("d", "[]"), "replica.Replica.Repropose", `d \in Choices(p, i) is false (<<>>)`},
		{"Execute", 1, post("value", "5"), "replica.Replica.Execute", `value is 1 in Replica and 5 in the trace`},
		{"Execute", 1, instead("TakeSnapshot"), "replica.Replica.TakeSnapshot", `cut[p] < executed[p] is false (0, 0)`},
		{"AnswerQuery", 1, func(e *trace.Event) { e.Node = 2 }, "replica.Replica.AnswerQuery", `q \in queries[p] is false ([client |-> 4, number |-> <<1, 1>>, op |-> "read", point |-> 1, query |-> 1, round |-> 1])`},
		{"Restore", 1, post("executed", "0"), "replica.Replica.Restore", `executed is 1 in Replica and 0 in the trace`},
		{"Return", 1, instead("ReturnQuery"), "replica.Client.ReturnQuery", `m.type = "Result" is false ("Answer", "Result")`},
		{"GiveUp", 1, param("n", "7"), "replica.Client.GiveUp", `n \in {k.seq : k \in outstanding[c]} is false (7)`},
		{"GiveUpQuery", 1, param("n", "1"), "replica.Client.GiveUpQuery", `n \in querying[c] is false (1)`},
		{"GiveUpQuery", 1, func(e *trace.Event) { e.Node = 1 }, "replica.Client.GiveUpQuery", `the action is one of Client, and node 1 is none`},
	},
	"Lease": {
		{"Promise", 3, param("t", "11"), "lease.Replica.Promise", `~IsGrantedToOther(p, m.from, t) is false (1, 2, 11)`},
		{"Promise", 1, post("nextBal", "[2,1]"), "lease.Replica.Promise", `nextBal is <<1, 1>> in Lease and <<2, 1>> in the trace`},
		{"Promise", 1, func(e *trace.Event) { e.Node = 2 }, "lease.Replica.Promise", `m.dest = p is false (1, 2)`},
		{"GrantLease", 2, param("t", "0"), "lease.Replica.GrantLease", `Shows(t) is false (0)`},
		{"GrantLease", 1, post("granted", `{"holder":1,"until":13}`), "lease.Replica.GrantLease", `granted is [holder |-> 1, until |-> 12] in Lease and [holder |-> 1, until |-> 13] in the trace`},
		{"HandleGrant", 1, instead("Return"), "replica.Client.Return", `the action is one of Client, and node 1 is none`},
		{"LeaseRead", 1, param("t", "11"), "lease.Replica.LeaseRead", `HoldsLease(p, t) is false (1, 11)`},
		{"LoseGrants", 1, post("grants", `[{"from":1,"number":[1,1],"time":2}]`), "lease.Replica.LoseGrants", `grants is {} in Lease and {[from |-> 1, number |-> <<1, 1>>, time |-> 2]} in the trace`},
		{"Execute", 1, post("value", "5"), "replica.Replica.Execute", `value is 1 in Lease and 5 in the trace`},
		{"SendSnapshot", 1, func(e *trace.Event) { e.Node = 2 }, "multidecree.Participant.SendSnapshot", `cut[p] > 0 is false (0, 0)`},
		{"GiveUp", 1, param("n", "7"), "replica.Client.GiveUp", `n \in {k.seq : k \in outstanding[c]} is false (7)`},
	},
}

func param(name, value string) func(*trace.Event) {
	return func(e *trace.Event) { set(e.Params, name, value) }
}

func post(name, value string) func(*trace.Event) {
	return func(e *trace.Event) { set(e.Post, name, value) }
}

// instead has an event say that another action was taken.
func instead(action string) func(*trace.Event) {
	return func(e *trace.Event) { e.Action = action }
}

func TestFaultsAreExplainedInTheWordsOfTheirSpec(t *testing.T) {
	for spec, rows := range faults {
		var spoilt []*trace.Trace
		var lines []int
		for _, row := range rows {
			run := toldOf(t, spec)
			at := nthOf(run, row.action, row.nth)
			require.GreaterOrEqual(t, at, 0, "%s %d", row.action, row.nth)
			row.spoil(&run.Events[at])
			spoilt, lines = append(spoilt, run), append(lines, at+2)
		}
		explained, err := validate.ExplainAll(context.Background(), spoilt, catalog.Traces[spec], options(t).Unchecked())
		require.NoError(t, err)
		for i, row := range rows {
			x := explained[i]
			assert.Equal(t, lines[i], x.Line, "%s: %s", row.action, x)
			assert.Contains(t, x.String(), " is no step of "+spec+": "+row.text, row.action)
			assert.Equal(t, row.function, x.Function)
			assert.Len(t, x.Before, len(stateOf(spoilt[i], x.Line)), "the variables of a node of its kind")
		}
	}
}

// nthOf is where the nth event with the action stands, -1 if there are fewer.
func nthOf(run *trace.Trace, action string, nth int) int {
	for i, e := range run.Events {
		if e.Action == action {
			nth--
		}
		if nth == 0 {
			return i
		}
	}
	return -1
}

// stateOf is how the node ended that did what stands on a line.
func stateOf(run *trace.Trace, line int) map[string]json.RawMessage {
	node := run.Events[line-2].Node
	at := slices.IndexFunc(run.Ends, func(end trace.End) bool { return end.Node == node })
	return run.Ends[at].State
}

// Each action that may be logged is a Go method of that name.
func TestExplanationsNameAFunctionForEachAction(t *testing.T) {
	for spec, p := range catalog.Traces {
		for action := range p.Actions {
			require.Contains(t, validate.Function(p, action), "."+action, spec)
		}
		require.Empty(t, validate.Function(p, "Celebrate"), spec)
	}
}

func TestValuesOfAConjunctsPartsAreShown(t *testing.T) {
	for conjunct, want := range map[string][]string{
		`m.number = lastTried[p]`:           {"m.number", "lastTried[p]"},
		`Proposals[p] # {}`:                 {"Proposals[p]", "{}"},
		`m.vote \notin prevVotes[p]`:        {"m.vote"},
		`~IsHigher(nextBal[p], m.number)`:   {"nextBal[p]", "m.number"},
		`IsMajority(voters[p] \cup {a, b})`: {`voters[p] \cup {a, b}`},
		`<<1, 2>> = f(a, b)`:                {"<<1, 2>>", "f(a, b)"},
		`a = b \/ c = d`:                    nil,
		`\A q \in Q : p = q`:                nil,
		`(a = b)`:                           {"a", "b"},
	} {
		got, err := validate.Sides(conjunct)
		require.NoError(t, err)
		require.Equal(t, want, got, conjunct)
	}
}
