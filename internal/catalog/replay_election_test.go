package catalog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
)

// reign is a behaviour as TLC writes one in simulation: the timer of 2 rings, it
// claims a ballot, and 1 hears of it.
const reign = `---------------- MODULE behaviour_0_0 -----------------
STATE_1 == 
/\ ballot = <<<<0, 0>>, <<0, 0>>, <<0, 0>>>>
/\ role = <<"follower", "follower", "follower">>
/\ msgs = {}


STATE_2 == 
/\ ballot = <<<<0, 0>>, <<0, 0>>, <<0, 0>>>>
/\ role = <<"follower", "candidate", "follower">>
/\ msgs = {}


STATE_3 == 
/\ ballot = <<<<0, 0>>, <<1, 2>>, <<0, 0>>>>
/\ role = <<"follower", "leader", "follower">>
/\ msgs = { [type |-> "Heartbeat", from |-> 2, dest |-> 1, ballot |-> <<1, 2>>],
  [type |-> "Heartbeat", from |-> 2, dest |-> 3, ballot |-> <<1, 2>>] }


STATE_4 == 
/\ ballot = <<<<1, 2>>, <<1, 2>>, <<0, 0>>>>
/\ role = <<"follower", "leader", "follower">>
/\ msgs = { [type |-> "Heartbeat", from |-> 2, dest |-> 1, ballot |-> <<1, 2>>],
  [type |-> "Heartbeat", from |-> 2, dest |-> 3, ballot |-> <<1, 2>>] }

=================================================
`

func replayElection(t *testing.T, text string) ([]string, error) {
	t.Helper()
	e, err := Replayed("election")
	require.NoError(t, err)
	b, err := explore.ReadBehaviour(strings.NewReader(text))
	require.NoError(t, err)
	return e.Model.Replay(b)
}

func TestTheTwinsOfElectionTakeABehaviourOfTheSpec(t *testing.T) {
	actions, err := replayElection(t, reign)
	require.NoError(t, err)
	require.Equal(t, []string{"Ring", "Claim", "HandleHeartbeat"}, actions)
}

func TestTheTwinsOfElectionRefuseWhatIsNoBehaviour(t *testing.T) {
	for name, c := range map[string]struct{ old, wrong, want string }{
		"a claim in silence":     {`<<"follower", "candidate"`, `<<"candidate", "follower"`, "from state 2 to state 3"},
		"a ballot of another's":  {"<<1, 2>>, <<0, 0>>>>\n/\\ role = <<\"follower\", \"leader\"", "<<1, 3>>, <<0, 0>>>>\n/\\ role = <<\"follower\", \"leader\"", "from state 2 to state 3"},
		"a heartbeat too few":    {",\n  [type |-> \"Heartbeat\", from |-> 2, dest |-> 3, ballot |-> <<1, 2>>]", "", "msgs is"},
		"a variable of nobody's": {"/\\ msgs = {}", "/\\ msgs = {}\n/\\ clock = 3", "clock is"},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := strings.Replace(reign, c.old, c.wrong, 1)
			require.NotEqual(t, reign, wrong)
			_, err := replayElection(t, wrong)
			require.ErrorContains(t, err, c.want)
		})
	}
}
