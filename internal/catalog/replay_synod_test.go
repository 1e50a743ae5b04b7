package catalog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
)

// behaviour is as TLC writes one in simulation: 1 chooses a number, crashes, and
// answers its own message.
const behaviour = `---------------- MODULE behaviour_0_0 -----------------
STATE_1 == 
/\ lastTried = <<<<0, 0>>, <<0, 0>>, <<0, 0>>>>
/\ nextBal = <<<<0, 0>>, <<0, 0>>, <<0, 0>>>>
/\ prevVote = << [voter |-> 1, number |-> <<0, 0>>, decree |-> ""],
   [voter |-> 2, number |-> <<0, 0>>, decree |-> ""],
   [voter |-> 3, number |-> <<0, 0>>, decree |-> ""] >>
/\ ledger = <<"", "", "">>
/\ status = <<"idle", "idle", "idle">>
/\ prevVotes = <<{}, {}, {}>>
/\ decree = <<"", "", "">>
/\ voters = <<{}, {}, {}>>
/\ msgs = {}


STATE_2 == 
/\ lastTried = <<<<2, 1>>, <<0, 0>>, <<0, 0>>>>
/\ nextBal = <<<<0, 0>>, <<0, 0>>, <<0, 0>>>>
/\ prevVote = << [voter |-> 1, number |-> <<0, 0>>, decree |-> ""],
   [voter |-> 2, number |-> <<0, 0>>, decree |-> ""],
   [voter |-> 3, number |-> <<0, 0>>, decree |-> ""] >>
/\ ledger = <<"", "", "">>
/\ status = <<"trying", "idle", "idle">>
/\ prevVotes = <<{}, {}, {}>>
/\ decree = <<"", "", "">>
/\ voters = <<{}, {}, {}>>
/\ msgs = { [type |-> "NextBallot", from |-> 1, dest |-> 1, number |-> <<2, 1>>],
  [type |-> "NextBallot", from |-> 1, dest |-> 2, number |-> <<2, 1>>],
  [type |-> "NextBallot", from |-> 1, dest |-> 3, number |-> <<2, 1>>] }


STATE_3 == 
/\ lastTried = <<<<2, 1>>, <<0, 0>>, <<0, 0>>>>
/\ nextBal = <<<<0, 0>>, <<0, 0>>, <<0, 0>>>>
/\ prevVote = << [voter |-> 1, number |-> <<0, 0>>, decree |-> ""],
   [voter |-> 2, number |-> <<0, 0>>, decree |-> ""],
   [voter |-> 3, number |-> <<0, 0>>, decree |-> ""] >>
/\ ledger = <<"", "", "">>
/\ status = <<"idle", "idle", "idle">>
/\ prevVotes = <<{}, {}, {}>>
/\ decree = <<"", "", "">>
/\ voters = <<{}, {}, {}>>
/\ msgs = { [type |-> "NextBallot", from |-> 1, dest |-> 1, number |-> <<2, 1>>],
  [type |-> "NextBallot", from |-> 1, dest |-> 2, number |-> <<2, 1>>],
  [type |-> "NextBallot", from |-> 1, dest |-> 3, number |-> <<2, 1>>] }

=================================================
`

func replayed(t *testing.T, text string) ([]string, error) {
	t.Helper()
	e, err := Replayed("synod")
	require.NoError(t, err)
	b, err := explore.ReadBehaviour(strings.NewReader(text))
	require.NoError(t, err)
	return e.Model.Replay(b)
}

func TestTheTwinsTakeABehaviourOfTheSpec(t *testing.T) {
	actions, err := replayed(t, behaviour)
	require.NoError(t, err)
	require.Equal(t, []string{"ChooseBallotNumber", "Crash"}, actions)
}

// Each is a behaviour with one thing wrong, which the twins must not take.
func TestTheTwinsRefuseWhatIsNoBehaviour(t *testing.T) {
	for name, c := range map[string]struct{ old, wrong, want string }{
		"another beginning":      {`ledger = <<"", "", "">>`, `ledger = <<"a", "", "">>`, "begin in another state: ledger"},
		"half a step":            {`<<"trying", "idle", "idle">>`, `<<"idle", "idle", "idle">>`, "from state 1 to state 2"},
		"a number of another's":  {"<<2, 1>>", "<<2, 3>>", "after the nearest"},
		"a message too few":      {"  [type |-> \"NextBallot\", from |-> 1, dest |-> 2, number |-> <<2, 1>>],\n", "", "msgs is"},
		"a variable of nobody's": {"/\\ msgs = {}", "/\\ msgs = {}\n/\\ clock = 3", "clock is"},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := strings.Replace(behaviour, c.old, c.wrong, 1)
			require.NotEqual(t, behaviour, wrong)
			_, err := replayed(t, wrong)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestAFileWithoutABehaviourIsNotRead(t *testing.T) {
	for _, text := range []string{"", "---- MODULE x ----\n====\n", "STATE_1 ==\n/\\ x = <<\n"} {
		_, err := explore.ReadBehaviour(strings.NewReader(text))
		require.Error(t, err, text)
	}
}
