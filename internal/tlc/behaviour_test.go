package tlc

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// said is what TLC found, by its output in a file of testdata/said.
func said(t *testing.T, file string) Result {
	t.Helper()
	text, err := os.ReadFile("testdata/said/" + file)
	require.NoError(t, err)
	out := newReader(io.Discard, nil)
	for line := range strings.Lines(string(text)) {
		out.line(strings.TrimRight(line, "\n"))
	}
	return out.r
}

func TestABehaviourIsToldByWhatChanges(t *testing.T) {
	b := said(t, "invariant.txt").behaviour()
	require.Equal(t, 3, b.States)
	require.Equal(t, `in the beginning
    ballot = <<<<0, 0>>, <<0, 0>>>>
    msgs = {}
    role = <<"follower", "follower">>
1. Ring
    role[1]: "follower" -> "candidate"
2. Claim
    ballot[1]: <<0, 0>> -> <<1, 1>>
    msgs: with [ballot |-> <<1, 1>>, dest |-> 2, from |-> 1, type |-> "Heartbeat"]
    role[1]: "candidate" -> "leader"
`, b.String())
}

func TestALassoTellsWhereItGoesOn(t *testing.T) {
	b := said(t, "lasso.txt").behaviour()
	require.Equal(t, 3, b.States)
	require.Equal(t, 1, *b.BackTo)
	require.Equal(t, `in the beginning
    hour = 0
1. Tick
    hour: 0 -> 1
2. Tick
    hour: 1 -> 2
3. Shift
    hour: 2 -> 1
and so on, from step 2
`, b.String())

	b = said(t, "stuttering.txt").behaviour()
	require.True(t, b.Stutters)
	require.Equal(t, "in the beginning\n    hour = 0\n1. Tick\n    hour: 0 -> 1\nand then nothing happens any more\n", b.String())
}

func TestTheFirstStateAloneIsABehaviour(t *testing.T) {
	r := said(t, "initial.txt")
	require.Equal(t, Verdict{Invariant, "Later"}, r.Verdict)
	require.Equal(t, "in the beginning\n    hour = 0\n", r.behaviour().String())
}

func TestAStateThatCannotBeReadIsShownAsItIs(t *testing.T) {
	b := said(t, "unreadable.txt").behaviour()
	require.Equal(t, "in the beginning\n    hour = 0\n1. Tick\n    /\\ hour = (LAMBDA x : x)\n    /\\ day = 2\n", b.String())
}

func TestAnAssumptionIsToldByItsPlace(t *testing.T) {
	r := said(t, "assumption.txt")
	require.Equal(t, "violates the assumption at line 4, col 15 to line 4, col 19 of module A", r.Verdict.Does())
	require.Nil(t, r.behaviour())
}

func TestVerdictsAreToldInWords(t *testing.T) {
	for pin, want := range map[string][2]string{
		"holds":               {"holds", "must hold"},
		"invariant Coherence": {"violates invariant Coherence", "must violate invariant Coherence"},
		"property DuelsEnd":   {"violates property DuelsEnd", "must violate property DuelsEnd"},
		"deadlock":            {"deadlocks", "must deadlock"},
	} {
		require.Equal(t, want, [2]string{pinned(pin).Does(), pinned(pin).Must()})
		require.Equal(t, pin, pinned(pin).String())
	}
}

// How far TLC came until it found another verdict says nothing of the model.
func TestCountsAreNotComparedUnderAnotherVerdict(t *testing.T) {
	m := Model{Name: "M", Expect: "holds", Distinct: 100, Depth: 7}
	r := said(t, "invariant.txt")
	c := m.compare(r, r.Verdict, "M.log")
	require.Equal(t, []string{"violates invariant NeverTwoLeaders, must hold"}, c.Wrong)
	require.NotNil(t, c.Behaviour)
}

// A model of several properties that must hold is refuted, whichever of them it is.
func TestARefutedPropertyOfSeveralIsAVerdict(t *testing.T) {
	refuted := Verdict{Kind: Property}
	got, err := Model{Expect: "holds"}.named(refuted, "testdata/TwoProperties.cfg")
	require.NoError(t, err)
	require.Equal(t, "violates property Strikes or Dawns", got.Does())
	_, err = Model{Expect: "property Strikes"}.named(refuted, "testdata/TwoProperties.cfg")
	require.ErrorContains(t, err, "names exactly one")
}
