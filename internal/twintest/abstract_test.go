package twintest

import "testing"

// TestWeakenedConsensus has the graph of MCConsensus, and states in which invariants are
// false, tell each change of Consensus.
func TestWeakenedConsensus(t *testing.T) {
	Observe(t, "../../spec", "MCConsensus", "", Abstract{
		Config: `CONSTANT Decree = {"a", "b"} INIT Init NEXT Next INVARIANTS TypeOK AtMostOne`,
		States: 3, Generated: 3, // As in spec/models.yaml.
		Unreached: map[string][]string{
			`/\ chosen = {"a", "b"}`: {"AtMostOne"},
			`/\ chosen = {"c"}`:      {"TypeOK"},
		},
	}).Weakened(t, "Consensus")
}

// TestWeakenedLog has those of MCLog tell each change of Log.
func TestWeakenedLog(t *testing.T) {
	Observe(t, "../../spec", "MCLog", "", Abstract{
		Config: `CONSTANTS Instances = {1, 2} Decrees = {"a", "b"} INIT Init NEXT Next INVARIANTS TypeOK AtMostOneEach`,
		States: 9, Generated: 13, // As in spec/models.yaml.
		Unreached: map[string][]string{
			`/\ chosen = <<{"a", "b"}, {}>>`: {"AtMostOneEach"},
			`/\ chosen = <<{"c"}, {}>>`:      {"TypeOK"},
		},
	}).Weakened(t, "Log")
}

// TestWeakenedCounter has those of smaller models than MCCounter tell each change of Counter.
// TLC counts as many states in them. In one of them what clients call is not bounded.
func TestWeakenedCounter(t *testing.T) {
	const text = `---- MODULE MCSmallCounter ----
EXTENDS MCCounter
MCMixed      == <<<<"increment">>, <<"read">>>>
MCIncrements == <<<<"increment">>, <<"increment">>>>
MCAnyCall    == Next /\ UNCHANGED <<called, possible>>
MCUpToOne    == value <= 1
====`
	const also = ` INIT MCInit INVARIANTS TypeOK EachItsOwn NeverLess IsLinearizable CONSTANTS Client = {1, 2} Id = {1} MCOperations <- `
	state := func(values string) string { return values + ` /\ called = {} /\ possible = {0}` }
	Observe(t, "../../spec", "MCSmallCounter", text,
		Abstract{Config: also + `MCMixed NEXT MCNext`, States: 39, Generated: 68},
		Abstract{Config: also + `MCIncrements NEXT MCNext`, States: 84, Generated: 159},
		Abstract{Config: also + `MCIncrements NEXT MCAnyCall CONSTRAINT MCUpToOne`, States: 112, Generated: 313, Unreached: map[string][]string{
			state(`/\ value = -1 /\ open = {} /\ unknown = {} /\ heard = {}`):                                                                     {"TypeOK"},
			state(`/\ value = 1 /\ open = {[client |-> 9, id |-> 1, op |-> "read", since |-> 0, made |-> 0]} /\ unknown = {} /\ heard = {}`):      {"TypeOK"},
			state(`/\ value = 1 /\ open = {} /\ unknown = {[client |-> 9, id |-> 1]} /\ heard = {}`):                                              {"TypeOK"},
			state(`/\ value = 1 /\ open = {} /\ unknown = {} /\ heard = {[client |-> 9, id |-> 1, op |-> "read", answer |-> 1]}`):                 {"TypeOK"},
			state(`/\ value = 1 /\ open = {} /\ unknown = {} /\ heard = {[client |-> 1, id |-> 1, op |-> "read", answer |-> 2]}`):                 {"EachItsOwn"},
			state(`/\ value = 2 /\ open = {[client |-> 1, id |-> 1, op |-> "increment", since |-> 2, made |-> 1]} /\ unknown = {} /\ heard = {}`): {"NeverLess"},
			state(`/\ value = 2 /\ open = {} /\ unknown = {} /\ heard = {[client |-> 1, id |-> 1, op |-> "increment", answer |-> 1],
				[client |-> 2, id |-> 1, op |-> "increment", answer |-> 1]}`): {"EachItsOwn"},
		}},
	).Weakened(t, "Counter")
}
