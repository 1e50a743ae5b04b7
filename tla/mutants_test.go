package tla_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

const mutated = `---- MODULE M ----
EXTENDS Naturals, FiniteSets
CONSTANT P
VARIABLES x, s
Least(S) == CHOOSE n \in S : \A m \in S : n <= m
Half(Q) == 2 * Cardinality(Q) > Cardinality(P)
A(p) ==
  /\ Half({q \in P : x[q] = 1})
  /\ \/ p \in s
     \/ x[p] < 3
  /\ x' = [x EXCEPT ![p] = IF s = {} THEN @ ELSE @ + 1]
  /\ s' = LET T == s \cup {p} IN T
Live == []<>(s = {} /\ s = P)
Inv == \A p \in P : p \in s => x[p] > 0
====
`

// TestMutantsAreOneChangeEach has each kind of change, and none in a temporal formula's box.
func TestMutantsAreOneChangeEach(t *testing.T) {
	spec, err := tla.Load("M", fstest.MapFS{"M.tla": {Data: []byte(mutated)}})
	require.NoError(t, err)
	var got []string
	for _, m := range spec.Mutants("M") {
		got = append(got, m.Definition+": "+m.Change)
		config, err := tla.ParseConfig("M.cfg", "CONSTANT P = {1, 2}")
		require.NoError(t, err)
		_, err = m.Spec.Bind(config)
		require.NoError(t, err, m.Change)
	}
	require.Equal(t, []string{
		`Least: \A m \in S : n <= m -> TRUE`,
		`Least: \A m \in S : n <= m -> \E`,
		`Least: n <= m -> <`,
		`Least: n <= m -> >=`,
		`Half: 2 * Cardinality(Q) > Cardinality(P) -> TRUE`,
		`Half: 2 * Cardinality(Q) > Cardinality(P) -> >=`,
		`A: /\ Half({q \in P : x[q] = 1}) /\ \/ p \in s \/ x[p] < 3 /\ x' = [x EXCEPT ![p] =... -> TRUE`,
		`A: Half({q \in P : x[q] = 1}) -> TRUE`,
		`A: \/ p \in s \/ x[p] < 3 -> TRUE`,
		`A: x' = [x EXCEPT ![p] = IF s = {} THEN @ ELSE @ + 1] -> TRUE`,
		`A: s' = LET T == s \cup {p} IN T -> TRUE`,
		`A: x[q] = 1 -> TRUE`,
		`A: p \in s -> FALSE`,
		`A: x[p] < 3 -> FALSE`,
		`A: x[p] < 3 -> <=`,
		`A: s = {} -> TRUE`,
		`A: s = {} -> FALSE`,
		`A: @ + 1 -> @`,
		`A: s \cup {p} -> s`,
		`A: s \cup {p} -> {p}`,
		`Inv: \A p \in P : p \in s => x[p] > 0 -> TRUE`,
		`Inv: \A p \in P : p \in s => x[p] > 0 -> \E`,
		`Inv: p \in s -> TRUE`,
		`Inv: x[p] > 0 -> >=`,
	}, got)
}

// TestAMutantLeavesTheSpecAsItWas evaluates both.
func TestAMutantLeavesTheSpecAsItWas(t *testing.T) {
	spec, err := tla.Load("M", fstest.MapFS{"M.tla": {Data: []byte(mutated)}})
	require.NoError(t, err)
	config, err := tla.ParseConfig("M.cfg", "CONSTANT P = {1, 2}")
	require.NoError(t, err)
	values := map[bool]int{}
	for _, m := range append(spec.Mutants("M"), tla.Mutant{Spec: spec}) {
		if m.Change != "2 * Cardinality(Q) > Cardinality(P) -> >=" && m.Change != "" {
			continue
		}
		model, err := m.Spec.Bind(config)
		require.NoError(t, err)
		d, err := model.Expression("Half({1})")
		require.NoError(t, err)
		in, err := model.In(nil, nil)
		require.NoError(t, err)
		is, err := in.Holds(d)
		require.NoError(t, err)
		require.Equal(t, m.Change != "", is)
		values[is]++
	}
	require.Equal(t, map[bool]int{true: 1, false: 1}, values)
}

// TestAfterIsWhatAnActionLeadsTo has a step, none, and one that does not say what comes.
func TestAfterIsWhatAnActionLeadsTo(t *testing.T) {
	spec, err := tla.Load("M", fstest.MapFS{"M.tla": {Data: []byte(mutated)}})
	require.NoError(t, err)
	config, err := tla.ParseConfig("M.cfg", "CONSTANT P = {1, 2}")
	require.NoError(t, err)
	model, err := spec.Bind(config)
	require.NoError(t, err)
	after := func(action, x, s string) ([]tla.State, error) {
		state, err := tla.ParseState("/\\ x = " + x + " /\\ s = " + s)
		require.NoError(t, err)
		in, err := model.In(state, nil)
		require.NoError(t, err)
		d, err := model.Definition(action)
		require.NoError(t, err)
		return in.After(d, tla.Int(2))
	}
	states, err := after("A", "<<1, 1>>", "{1}")
	require.NoError(t, err)
	require.Len(t, states, 1)
	require.Equal(t, "/\\ s = {1, 2}\n/\\ x = <<1, 2>>\n", states[0].String(states[0].Names()))
	states, err = after("A", "<<1, 3>>", "{1}")
	require.NoError(t, err)
	require.Empty(t, states)
	_, err = after("Half", "<<1, 1>>", "{1}")
	require.Error(t, err)
}
