package tla_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

// counter is a module with what can be said of one state, of two, and of none.
const counter = `---- MODULE M ----
EXTENDS Integers, FiniteSets, Sequences, TLC
CONSTANTS Limit, Names
VARIABLES n, seen

vars == <<n, seen>>
Init == n \in 0 .. 1 /\ seen = {}
Add(k) ==
  /\ n + k <= Limit
  /\ n' = n + k
  /\ seen' = seen \cup {n}
Rest == n = Limit /\ UNCHANGED vars
Next == (\E k \in {1, 2} : Add(k)) \/ Rest
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)

Small     == n <= Limit
Double    == 2 * n
Risen     == n' > n
Twice(F(_), x) == F(F(x))
Four      == Twice(LAMBDA x : x + 1, 2)
RECURSIVE Down(_)
Down(k)   == IF k = 0 THEN 0 ELSE Down(k - 1)
Deep      == Down(1000000)
Endless   == \A x \in 1 .. 1000, y \in 1 .. 1000, z \in 1 .. 1000 : x + y + z > 0
Large     == Cardinality(SUBSET (1 .. 40))
Someone   == CHOOSE x : x \notin {1}
Eventual  == <>(n = 1)
Possible  == ENABLED Next
Level     == TLCGet("level")
Both      == LET next == n' IN n + next
Nexts     == (n + 1)'
Model     == {x \in Names : x # "a"}
====`

const counterConfig = `
CONSTANTS Limit = 3 Names = {a, b}
SPECIFICATION Spec
INVARIANT Small
`

func counterModel(t *testing.T) *tla.Model {
	t.Helper()
	m, err := tla.NewTestModel(counter, counterConfig)
	require.NoError(t, err)
	return m
}

func counterState(n int64) tla.State { return tla.State{"n": tla.Int(n), "seen": tla.Set()} }

func TestDefinitionsAreEvaluatedInStates(t *testing.T) {
	m := counterModel(t)
	step, err := m.In(counterState(1), counterState(2))
	require.NoError(t, err)
	for name, want := range map[string]string{
		"Small": "TRUE", "Double": "2", "Risen": "TRUE", "Four": "4", "Both": "3", "Nexts": "3", "vars": "<<1, {}>>",
		"Down(200)": "0", "Model": "{a, b}", "Limit": "3", "n'": "2", "Down": "! arity",
		"Deep": "! M:22:35: definitions call each other more than", "Large": "! M:25:14: SUBSET (1 .. 40) has more than",
		"Someone": "! M:26:14: what is not bounded", "Eventual": "! M:27:14: temporal formulas",
		"Possible": "! M:28:14: temporal formulas", "Level": `! M:29:14: TLCGet("level") is not evaluated`, "n''": "! a prime, and there is no next state",
	} {
		d, err := m.Expression(name)
		if err == nil {
			var v tla.Value
			if v, err = step.Eval(d); err == nil {
				assert.Equal(t, want, v.String(), name)
				continue
			}
		}
		assert.ErrorContains(t, err, strings.TrimPrefix(want, "! "), name)
	}
}

func TestWhatIsBuiltInIsNoDefinition(t *testing.T) {
	m := counterModel(t)
	for name, want := range map[string]string{"Len": "Len is no definition of a module: write an expression with it", "Nothing": "Nothing is not defined, or not yet"} {
		_, err := m.Definition(name)
		require.EqualError(t, err, want)
	}
	limit, err := m.Definition("Limit")
	require.NoError(t, err)
	nowhere, err := m.In(nil, nil)
	require.NoError(t, err)
	_, err = nowhere.Judge(limit)
	require.ErrorContains(t, err, "Limit has no conjuncts")
}

func TestAnEvaluationEnds(t *testing.T) {
	m := counterModel(t)
	d, err := m.Definition("Endless")
	require.NoError(t, err)
	nowhere, err := m.In(nil, nil)
	require.NoError(t, err)
	require.EqualError(t, nowhere.EvalInVain(d), "M:24:23: the evaluation takes more than 50000000 steps")
}

func TestThereMustBeAStateToSpeakOf(t *testing.T) {
	m := counterModel(t)
	d, err := m.Definition("Double")
	require.NoError(t, err)
	nowhere, err := m.In(nil, nil)
	require.NoError(t, err)
	_, err = nowhere.Eval(d)
	require.EqualError(t, err, "M:17:18: the variable n, and there is no state")
	_, err = m.In(tla.State{"n": tla.Int(1)}, nil)
	require.EqualError(t, err, "the state does not say what the variable seen is")
	_, err = m.In(tla.State{"n": tla.Int(1), "seen": tla.Set(), "m": tla.Int(1)}, nil)
	require.EqualError(t, err, "M has no variable m")
}

func TestAnActionIsJudgedByConjunct(t *testing.T) {
	m := counterModel(t)
	add, err := m.Definition("Add")
	require.NoError(t, err)
	step, err := m.In(counterState(3), tla.State{"n": tla.Int(4), "seen": tla.Set()})
	require.NoError(t, err)
	judged, err := step.Judge(add, tla.Int(1))
	require.NoError(t, err)
	var lines []string
	for _, j := range judged {
		line := j.Text + ": " + tla.Bool(j.Holds).String()
		for _, p := range j.Parts {
			line += "; " + p.Text + " is " + p.Value.String()
		}
		lines = append(lines, line)
	}
	require.Equal(t, []string{
		"n + k <= Limit: FALSE; n + k is 4; Limit is 3",
		"n' = n + k: TRUE",
		"seen' = seen \\cup {n}: FALSE; seen' is {}; seen \\cup {n} is {3}",
	}, lines)
	assert.Equal(t, []bool{false, true, true}, []bool{judged[0].IsEffect, judged[1].IsEffect, judged[2].IsEffect})
	assert.Equal(t, 9, judged[0].Line)

	judged, err = step.Judge(add, tla.String("a"))
	require.NoError(t, err)
	assert.EqualError(t, judged[0].Err, `M:9:6: "a" is no integer`)
	_, err = step.Judge(add)
	require.EqualError(t, err, "Add has arity 1; arguments given: 0")
}

func TestWhatAQuantifierFailsForIsShown(t *testing.T) {
	m := counterModel(t)
	d, err := m.Expression(`\A x \in 1 .. 5, y \in {n} : x < 3 \/ x = y`)
	require.NoError(t, err)
	step, err := m.In(counterState(3), nil)
	require.NoError(t, err)
	judged, err := step.Judge(d)
	require.NoError(t, err)
	require.False(t, judged[0].Holds)
	var parts []string
	for _, p := range judged[0].Parts {
		parts = append(parts, p.Text+" = "+p.Value.String())
	}
	require.Equal(t, []string{"x = 4", "y = 3", "x = 4", "x = 4", "y = 3"}, parts)
}

func TestStatesAreFoundAsTLCFindsThem(t *testing.T) {
	m := counterModel(t)
	initial, err := m.Initial()
	require.NoError(t, err)
	require.Len(t, initial, 2)
	steps, err := m.Successors(counterState(2))
	require.NoError(t, err)
	require.Len(t, steps, 1)
	assert.Equal(t, "Next Add(1)", steps[0].Calls[0].String()+" "+steps[0].Calls[1].String())
	assert.Equal(t, "/\\ n = 3\n/\\ seen = {2}\n", steps[0].State.String([]string{"n", "seen"}))
	steps, err = m.Successors(counterState(3))
	require.NoError(t, err)
	require.Len(t, steps, 1)
	assert.Equal(t, "Rest", steps[0].Calls[1].String())
}

func TestAStepMustSayWhatBecomesOfEachVariable(t *testing.T) {
	for next, want := range map[string]string{
		"n' = n + 1":                 "M:5:1: the variable m: Next does not say what it is",
		"n' = m' /\\ m' = 1":         "M:5:14: the variable m has no value yet: what comes before does not say what it is",
		"n' \\in Nat /\\ m' = 1":     "M:5:9: Nat has more than",
		"m' = 1 /\\ n' = n' + 1":     "M:5:24: the variable n has no value yet",
		"UNCHANGED <<n, m>> /\\ 1":   "M:5:31: 1 is neither TRUE nor FALSE",
		"CASE n = 5 -> n' = 1":       "M:5:9: no case of this CASE is TRUE",
		"(IF n = 0 THEN m' = 1 ELSE": "want an expression",
	} {
		m, err := tla.NewTestModel("---- MODULE M ----\nEXTENDS Naturals\nVARIABLES n, m\nInit == n = 0 /\\ m = 0\nNext == "+next+"\n====", "INIT Init NEXT Next")
		if err == nil {
			_, err = m.Successors(tla.State{"n": tla.Int(0), "m": tla.Int(0)})
		}
		assert.ErrorContains(t, err, want, next)
	}
}

func TestBranchesAreTakenApart(t *testing.T) {
	for next, want := range map[string]int{
		`n' \in {1, 2} /\ UNCHANGED m`:                                       2,
		`\E k \in {1, 2}, l \in {3} : n' = k /\ m' = l`:                      2,
		`IF n = 0 THEN n' = 1 /\ UNCHANGED m ELSE FALSE`:                     1,
		`CASE n = 0 -> n' = 1 /\ m' = 2 [] OTHER -> FALSE`:                   1,
		`LET k == n + 1 IN n' = k /\ m' = k`:                                 1,
		`n' = 1 /\ (m' = 1 \/ m' = n' + 1)`:                                  2,
		`n' = 1 /\ LET k == n' IN (m' = 1 \/ m' = k) /\ k = 1`:               2,
		`\E k \in {1, 2} : LET j == k + n' IN n' = k /\ m' = j`:              2,
		`n' = 1 /\ m' = 1 /\ n' = 2`:                                         0,
		`Both(LAMBDA x : n' = x)`:                                            2,
		`Same(n', 1) /\ UNCHANGED m`:                                         1,
		`UNCHANGED vars`:                                                     1,
		`n' = 1 /\ m' = 1 /\ UNCHANGED m`:                                    0,
		`<<n', m'>> = <<1, 2>>`:                                              -1,
		`n' = 1 /\ m' \in {1, 2, 3} /\ m' > n'`:                              2,
		`~(n # 0) /\ n' = 1 /\ m' = 1`:                                       1,
		`(n = 0 => n = 0) /\ (n' = 1 <=> TRUE) /\ m' = 1 /\ n' = 1`:          -1,
		`\A k \in {1} : n = 0 /\ TRUE`:                                       -1,
		`n' = 1 /\ m' = 1 /\ \A k \in {1} : m' = k`:                          1,
		`n' = 1 /\ [m EXCEPT ![1] = 2] = m /\ m' = 1`:                        -1,
		`n' = 1 /\ m' = [k \in {1} |-> IF k = n' THEN n' ELSE 0][1] /\ TRUE`: 1,
	} {
		m, err := tla.NewTestModel(`---- MODULE M ----
EXTENDS Naturals
VARIABLES n, m
vars == <<n, m>>
Both(F(_)) == (F(1) \/ F(2)) /\ UNCHANGED m
Same(a, b) == a = b
Init == n = 0 /\ m = 0
Next == `+next+"\n====", "INIT Init NEXT Next")
		require.NoError(t, err, next)
		steps, err := m.Successors(tla.State{"n": tla.Int(0), "m": tla.Int(0)})
		if want < 0 {
			assert.Error(t, err, next)
			continue
		}
		if assert.NoError(t, err, next) {
			assert.Len(t, steps, want, next)
		}
	}
}

func TestAssumptionsAreChecked(t *testing.T) {
	for assumption, want := range map[string]string{
		"1 + 1 = 2": "", "c = 2": "M:3:1: the assumption is false: c = 2", "c": "M:3:8: 1 is neither TRUE nor FALSE", `c = "a"`: "M:3:8: cannot compare",
	} {
		m, err := tla.NewTestModel("---- MODULE M ----\nEXTENDS Naturals CONSTANT c\nASSUME "+assumption+"\n====", "CONSTANT c = 1")
		require.NoError(t, err)
		if err = m.CheckAssumptions(); want == "" {
			assert.NoError(t, err)
		} else {
			assert.ErrorContains(t, err, want)
		}
	}
}
