package tla_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/tla"
)

const switches = `---- MODULE M ----
EXTENDS Naturals
CONSTANT Limit
VARIABLES on, count, other
Most == Limit
Turn(x) ==
  /\ count < Most
  /\ on' = {x}
  /\ count' \in {count, count + 1}
====`

// An action that says nothing of a variable leaves it as it is; one that is disabled leads
// nowhere. Whoever binds a model may say what a definition is.
func TestAnActionIsTaken(t *testing.T) {
	spec, err := tla.Load("M", fstest.MapFS{"M.tla": {Data: []byte(switches)}})
	require.NoError(t, err)
	given := map[string]tla.Value{"Most": tla.Int(2)}
	m, err := spec.Bind(&tla.Config{Constants: map[string]tla.Value{"Limit": tla.Int(9)}, Given: given})
	require.NoError(t, err)
	turn, err := m.Definition("Turn")
	require.NoError(t, err)
	state := tla.State{"on": tla.Set(), "count": tla.Int(1), "other": tla.String("a")}
	step, err := m.In(state, nil)
	require.NoError(t, err)
	next, err := step.Take(turn, tla.Int(7))
	require.NoError(t, err)
	var texts []string
	for _, s := range next {
		texts = append(texts, s.String(s.Names()))
	}
	assert.Equal(t, []string{
		"/\\ count = 1\n/\\ on = {7}\n/\\ other = \"a\"\n",
		"/\\ count = 2\n/\\ on = {7}\n/\\ other = \"a\"\n",
	}, texts)
	state["count"] = tla.Int(2)
	step, err = m.In(state, nil)
	require.NoError(t, err)
	next, err = step.Take(turn, tla.Int(7))
	assert.NoError(t, err)
	assert.Empty(t, next)
	_, err = step.Take(turn)
	assert.ErrorContains(t, err, "Turn has arity 1; arguments given: 0")
	_, err = spec.Bind(&tla.Config{Given: map[string]tla.Value{"Turn": tla.Int(2)}})
	assert.EqualError(t, err, "M defines no Turn without parameters, in whose place a value is given")
}

func TestOtherTextsStandInThePlaceOfNames(t *testing.T) {
	e, err := tla.ParseExpr(`i <= f[i].i + [i |-> i].i`)
	require.NoError(t, err)
	assert.Equal(t, `a[p] <= f[a[p]].i + [i |-> a[p]].i`, e.With(map[string]string{"i": "a[p]"}))
}
