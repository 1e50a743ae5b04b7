package tla_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

const counters = `---- MODULE Counters ----
EXTENDS Naturals
VARIABLES x, y
Add(p, n)  == x' = x + n /\ UNCHANGED y
Set(p, n)  == y' = n /\ UNCHANGED x
AnyAdd(p)  == \E n \in 1 .. 2 : Add(p, n)
AnySet(p)  == \E n \in 0 .. x : Set(p, n)
Both(p)    == AnyAdd(p) \/ AnySet(p)
Lone(p)    == x < 3 /\ (AnyAdd(p) \/ (y = 0 /\ AnySet(p)))
MCAdd(p)   == x < 3 /\ Add(p, 1)
Next       == \E p \in {1, 2} : Both(p)
Init       == x = 0 /\ y = 0
====
`

// countersModel is the module with a configuration.
func countersModel(t *testing.T, config string) *tla.Model {
	t.Helper()
	c, err := tla.ParseConfig("Counters.cfg", "INIT Init\n"+config)
	require.NoError(t, err)
	spec, err := tla.Load("Counters", fstest.MapFS{"Counters.tla": {Data: []byte(counters)}})
	require.NoError(t, err)
	m, err := spec.Bind(c)
	require.NoError(t, err)
	return m
}

func TestDisjunctsHaveTheLabelsThatTLCGivesThem(t *testing.T) {
	require.Equal(t, []tla.Disjunct{
		{Label: "Add", Applies: []string{"Add", "AnyAdd", "Both", "Next"}},
		{Label: "AnySet", Applies: []string{"AnySet", "Both", "Next", "Set"}},
	}, countersModel(t, "NEXT Next").Disjuncts())
	require.Equal(t, "MCAdd", countersModel(t, "NEXT Next\nCONSTANT AnyAdd <- MCAdd").Disjuncts()[0].Label)
	require.Contains(t, countersModel(t, "NEXT Next\nCONSTANT AnyAdd <- MCAdd").Disjuncts()[0].Applies, "AnyAdd")
}

func TestListsAreWhatStandsAlone(t *testing.T) {
	m := countersModel(t, "NEXT Next")
	for name, want := range map[string][][]string{"Both": {{"AnyAdd", "AnySet"}}, "Lone": {{"AnyAdd"}}, "Next": nil, "Add": nil} {
		d, err := m.Definition(name)
		require.NoError(t, err)
		require.Equal(t, want, d.Lists(), name)
	}
	both, err := m.Definition("Both")
	require.NoError(t, err)
	require.Equal(t, []string{"Add", "AnyAdd", "AnySet", "Both", "Set"}, both.Applies())
}
