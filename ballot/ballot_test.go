package ballot_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/ballot"
)

func ExampleNumber() {
	first, second := ballot.Number{Try: 1, Owner: 3}, ballot.Number{Try: 2, Owner: 1}
	fmt.Println(first, second, second.IsHigher(first), first.IsHigher(ballot.NoNumber))
	text, _ := json.Marshal(second)
	fmt.Println(string(text))
	// Output:
	// 1.3 2.1 true true
	// [2,1]
}

// Numbers are ordered by their tries, then by their owners.
func TestNumbersAreInOneOrder(t *testing.T) {
	order := []ballot.Number{ballot.NoNumber, {Try: 1, Owner: 1}, {Try: 1, Owner: 2}, {Try: 2, Owner: 1}, {Try: 10, Owner: 1}}
	for i, a := range order {
		for j, b := range order {
			require.Equal(t, i > j, a.IsHigher(b), "%s, %s", a, b)
			require.Equal(t, i > j, a.Compare(b) > 0, "%s, %s", a, b)
			require.Equal(t, i < j, a.Compare(b) < 0, "%s, %s", a, b)
		}
	}
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	for _, text := range []string{`[1]`, `[1,2,3]`, `"1.2"`, `{}`, `[1,"2"]`, `[1.5,2]`} {
		var n ballot.Number
		require.Error(t, json.Unmarshal([]byte(text), &n), text)
	}
}

func TestASetIsInOrderAndStaysAsItWas(t *testing.T) {
	var none ballot.Participants
	one := none.With(2)
	two := one.With(1).With(2)
	require.Equal(t, []ballot.Participants{nil, {2}, {1, 2}}, []ballot.Participants{none, one, two})
	require.True(t, two.IsSet())
	for _, wrong := range []ballot.Participants{{2, 1}, {1, 1}} {
		require.False(t, wrong.IsSet())
	}
	require.Equal(t, ballot.Participants{1}, ballot.Only(two, func(p ballot.ParticipantID) bool { return p < 2 }))
	text, err := json.Marshal(none)
	require.NoError(t, err)
	require.Equal(t, "[]", string(text))
}

// What is equal is the same bytes: nothing is escaped that need not be.
func TestMarshalEscapesNothingThatNeedNotBe(t *testing.T) {
	text, err := ballot.Marshal("<b>&")
	require.NoError(t, err)
	require.Equal(t, `"<b>&"`, string(text))
}

type ping struct{ ballot.Envelope }

func (ping) Type() string { return "Ping" }

func TestAMessageGoesToAll(t *testing.T) {
	all := ballot.ToAll(2, ballot.Participants{1, 2}, func(e ballot.Envelope) ballot.Message { return ping{e} })
	require.Len(t, all, 2)
	for i, m := range all {
		require.Equal(t, []ballot.ParticipantID{2, ballot.ParticipantID(i + 1)}, []ballot.ParticipantID{m.Sender(), m.Receiver()})
	}
}
