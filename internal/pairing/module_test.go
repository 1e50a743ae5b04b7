package pairing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const turnstile = `---- MODULE Turnstile ----
(* On the counter. *)
VARIABLES
  coins,   \* How many "(* coins" were put in.
  passed   \* How many went through.
\* The arm.
VARIABLE arm
VARIABLE msgs

Kind == {"Turn"}                         \* A string is no call of an operator.
TurnMessage == [type: {"Turn"}, from: Nat, by: [side: Nat, row: Nat]]
durableVars == <<coins, passed>>
volatileVars == <<arm>>

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
	require.Len(t, m.Actions, 2)
	turn, kick := m.Actions[0], m.Actions[1]
	assert.Equal(t, []Conjunct{
		{Text: `Received(m)`, Kind: Received},
		{Text: `m.type = "Turn"`, Kind: Received},
		{Text: `\/ arm[p] = "free" \/ /\ arm[p] = "loose" /\ coins[p] > passed[p]`, Kind: Guard},
		{Text: `arm' = [arm EXCEPT ![p] = "locked"]`, Kind: Effect},
		{Text: `Send({})`, Kind: Send},
		{Text: `UNCHANGED durableVars`, Kind: Unchanged},
	}, asTold(turn))
	turn.Conjuncts = nil
	assert.Equal(t, Action{"Turnstile", "Turn", []string{"p", "m"}, nil, "AnyTurn", "1..3"}, turn)
	assert.Equal(t, Action{"Turnstile", "Kick", []string{"p"}, nil, "Kick", "1..3"}, kick)
}

// asTold are the conjuncts of an action without what was parsed.
func asTold(a Action) []Conjunct {
	var told []Conjunct
	for _, c := range a.Conjuncts {
		told = append(told, Conjunct{Text: c.Text, Kind: c.Kind})
	}
	return told
}

func TestWhatIsNoModuleIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "no ---- MODULE Name ---- in it",
		"---- MODULE M ----\n====":             "Next reaches no action",
		"---- MODULE M ----\nNext == x'\n====": "Next reaches no action",
	} {
		_, err := ReadModule(write(t, "M.tla", text))
		assert.ErrorContains(t, err, want)
		assert.ErrorContains(t, err, "M.tla")
	}
	_, err := ReadModule("testdata/absent.tla")
	assert.ErrorContains(t, err, "absent.tla")
}

const gateOnTurnstile = `---- MODULE Gate ----
EXTENDS Turnstile, Naturals
\* Who waits.
VARIABLE waiting
\* Who walks.
VARIABLE feet
gateVars == <<waiting>>
clientVars == <<feet>>
Open(p, m) ==
  /\ waiting[p] > 0
  /\ Turn(p, m)
  /\ waiting' = [waiting EXCEPT ![p] = 0]
GateTurn(p) == AnyTurn(p) /\ UNCHANGED <<waiting, feet>>
AnyOpen(p)  == \E m \in {n \in msgs : TRUE} : Open(p, m)
Step(c)     == feet' = feet
GateNext ==
  \/ \E p \in 1..3 : GateTurn(p) \/ AnyOpen(p)
  \/ \E c \in {9} : Step(c)
====
`

// writeGate writes a module and the one that it extends.
func writeGate(t *testing.T, text string) string {
	path := write(t, "Gate.tla", text)
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "Turnstile.tla"), []byte(turnstile), 0o666))
	return path
}

func TestModuleThatExtendsAnotherIsRead(t *testing.T) {
	m, err := ReadModule(writeGate(t, gateOnTurnstile))
	require.NoError(t, err)
	assert.Equal(t, "Turnstile", m.Extends.Name)
	assert.Equal(t, []string{"waiting"}, m.Volatile)
	assert.Equal(t, []string{"feet"}, m.Client)
	assert.Equal(t, []string{"coins", "passed", "arm", "waiting", "feet", "msgs"}, m.Variables())
	var names, via []string
	for _, a := range m.Actions {
		names, via = append(names, a.Module+"!"+a.Name), append(via, a.Via)
	}
	assert.Equal(t, []string{"Turnstile!Turn", "Gate!Open", "Gate!Step"}, names)
	assert.Equal(t, []string{"GateTurn", "AnyOpen", "Step"}, via)
	open, _ := m.Action("Open")
	assert.Equal(t, []Conjunct{
		{Text: `waiting[p] > 0`, Kind: Guard}, {Text: `Turn(p, m)`, Kind: Step}, {Text: `waiting' = [waiting EXCEPT ![p] = 0]`, Kind: Effect},
	}, asTold(open))
	assert.Equal(t, "Turn", open.Step())
}

func TestExtensionWithoutANextOfItsNameIsRefused(t *testing.T) {
	_, err := ReadModule(writeGate(t, strings.Replace(gateOnTurnstile, "GateNext ==", "Steps ==", 1)))
	assert.ErrorContains(t, err, "Gate.tla: GateNext reaches no action; define GateNext as the disjunction of the actions")
	path := writeGate(t, strings.Replace(gateOnTurnstile, "Turnstile, ", "Turnstile, Other, ", 1))
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "Other.tla"), []byte(turnstile), 0o666))
	_, err = ReadModule(path)
	assert.ErrorContains(t, err, "extends Turnstile and Other, which both have actions; extend one")
}

const clockOnGate = `---- MODULE Clock ----
EXTENDS Gate
\* Until when.
VARIABLE until
\* What the clock shows.
VARIABLE now
clockVars == <<until>>
OpenUntil(p, m, t) ==
  /\ Shows(t)
  /\ Open(p, m)
  /\ until' = [until EXCEPT ![p] = t]
  /\ UNCHANGED now
Tick ==
  /\ now' = now + 1
  /\ UNCHANGED until
ClockNext ==
  \/ \E p \in 1..3 : \E m \in msgs : OpenUntil(p, m, now)
  \/ Tick
====
`

// What nobody reads is no variable of a participant, and what only changes it no action.
func TestEnvironmentIsNobodys(t *testing.T) {
	path := writeGate(t, gateOnTurnstile)
	path = filepath.Join(filepath.Dir(path), "Clock.tla")
	require.NoError(t, os.WriteFile(path, []byte(clockOnGate), 0o666))
	m, err := ReadModule(path)
	require.NoError(t, err)
	assert.Equal(t, []string{"until"}, m.State())
	assert.Equal(t, []string{"now"}, m.Environment)
	assert.Equal(t, []string{"coins", "passed", "arm", "waiting", "feet", "until", "now", "msgs"}, m.Variables())
	require.Len(t, m.Actions, 1)
	assert.Equal(t, []Conjunct{
		{Text: `Shows(t)`, Kind: Received}, {Text: `Open(p, m)`, Kind: Step},
		{Text: `until' = [until EXCEPT ![p] = t]`, Kind: Effect}, {Text: `UNCHANGED now`, Kind: Unchanged},
	}, asTold(m.Actions[0]))
	assert.Equal(t, []string{"until"}, m.above("Open"))
	assert.Equal(t, []string{"waiting", "feet", "until"}, m.above("Turn"))
}
