package pairing

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const turnstile = `---- MODULE Turnstile ----
(* Durable: on the counter. *)
VARIABLES
  coins,   \* How many "(* coins" were put in.
  passed   \* How many went through.
\* Volatile: the arm.
VARIABLE arm
VARIABLE msgs

Kind == {"Turn"}                         \* A string is no call of an operator.
TurnMessage == [type: {"Turn"}, from: Nat, by: [side: Nat, row: Nat]]
durableVars == <<coins, passed>>

Turn(p, m) ==
  /\ Received(m)
  /\ m.type = "Turn"
  /\ \/ arm[p] = "free"
     \/ /\ arm[p] = "loose"
        /\ coins[p] > passed[p]
  (* The arm
     falls back. *)
  /\ arm' = [arm EXCEPT ![p] = "locked"]
  /\ Send({})
  /\ UNCHANGED durableVars

Kick(p) == arm' = arm
AnyTurn(p) == \E m \in msgs : Turn(p, m)
Moves(p) == AnyTurn(p) \/ Kick(p)
Next == \E p \in 1..3 : Moves(p)
====
`

func write(t *testing.T, name, text string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	return path
}

func TestModuleIsRead(t *testing.T) {
	m, err := ReadModule(write(t, "Turnstile.tla", turnstile))
	require.NoError(t, err)
	assert.Equal(t, "Turnstile", m.Name)
	assert.Equal(t, []string{"coins", "passed"}, m.Durable)
	assert.Equal(t, []string{"arm"}, m.Volatile)
	assert.Equal(t, []string{"msgs"}, m.Network)
	assert.Equal(t, []MessageSet{{"TurnMessage", "Turn", []string{"from", "by"}}}, m.Messages)
	assert.Equal(t, []Action{
		{"Turnstile", "Turn", []string{"p", "m"}, []Conjunct{
			{`Received(m)`, Received},
			{`m.type = "Turn"`, Received},
			{`\/ arm[p] = "free" \/ /\ arm[p] = "loose" /\ coins[p] > passed[p]`, Guard},
			{`arm' = [arm EXCEPT ![p] = "locked"]`, Effect},
			{`Send({})`, Send},
			{`UNCHANGED durableVars`, Unchanged},
		}, "AnyTurn"},
		{"Turnstile", "Kick", []string{"p"}, nil, "Kick"},
	}, m.Actions)
}

func TestWhatIsNoModuleIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "no ---- MODULE Name ---- in it",
		"---- MODULE M ----\n====":       "Next reaches no action",
		"---- MODULE M ----\nNext == x'": "Next reaches no action",
	} {
		_, err := ReadModule(write(t, "M.tla", text))
		assert.ErrorContains(t, err, want)
		assert.ErrorContains(t, err, "M.tla")
	}
	_, err := ReadModule("testdata/absent.tla")
	assert.ErrorContains(t, err, "absent.tla")
}
