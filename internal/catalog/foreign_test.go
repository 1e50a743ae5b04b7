package catalog

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
)

// A node that the constants of a run do not have took no step of it, whether they lack a
// participant or a client. An end that is missing is another matter: it may have been cut off.
func TestARunHasNoNodesButThoseOfItsConstants(t *testing.T) {
	for to, rejected := range map[string]bool{
		`"participants":[1,2],"window":3,"depth":2,"clients":[4,5]`:     true,
		`"participants":[1,2,3],"window":3,"depth":2,"clients":[4]`:     true,
		`"participants":[1,2,3],"window":3,"depth":2,"clients":[5]`:     true,
		`"participants":[1,2,3],"window":3,"depth":2,"clients":[4,5,6]`: false,
	} {
		run, err := ReplicaWalk(1, 300)
		require.NoError(t, err)
		constants := bytes.Replace(run.Header.Constants, []byte(`"participants":[1,2,3],"window":3,"depth":2,"clients":[4,5]`), []byte(to), 1)
		require.NotEqual(t, run.Header.Constants, constants)
		run.Header.Constants = constants
		err = trace.Check(run, ReplicaTrace)
		if rejected {
			require.ErrorAs(t, err, new(*trace.Rejection), to)
			require.ErrorContains(t, err, "is none of the run", to)
		} else {
			require.ErrorAs(t, err, new(*trace.Unreadable), to)
			require.ErrorContains(t, err, "no end of node 6", to)
		}
	}
}

// TLC and the twins are of one mind about messages to and from nodes that are none, and
// about steps that name one.
func TestWhatIsAboutANodeThatIsNoneIsRejected(t *testing.T) {
	var spoilt []*trace.Trace
	for name, c := range map[string]struct{ action, from, to string }{
		"a message from one": {"HandleRequest", `"from":4`, `"from":9`},
		"a message for one":  {"HandleVoted", `"dest":1`, `"dest":9`},
		"one is reminded":    {"Remind", `"q":`, `"q":9`},
		"one gets snapshots": {"SendSnapshot", `"q":`, `"q":9`},
		"a voter":            {"HandleVoted", `"voter":`, `"voter":9`},
		"an owner":           {"ChooseBallotNumber", `,1]`, `,9]`},
	} {
		spoilt = append(spoilt, spoiltAt(t, name, c.action, c.from, c.to))
	}
	report := validated(t, "Replica", spoilt...)
	require.NotContains(t, report.Accepted, true)
	require.Equal(t, len(spoilt), report.Agreed)
}

// spoiltAt is a walk in which the first event of the action that has a text has another.
func spoiltAt(t *testing.T, name, action, from, to string) *trace.Trace {
	run, err := ReplicaWalk(1, 3000)
	require.NoError(t, err)
	at := slices.IndexFunc(run.Events, func(e trace.Event) bool {
		return e.Action == action && bytes.Contains(textOf(t, e), []byte(from))
	})
	require.NotEqual(t, -1, at, name)
	var e trace.Event
	text := textOf(t, run.Events[at])
	if from[len(from)-1] == ':' { // A field, whose number is one digit.
		from += string(text[bytes.Index(text, []byte(from))+len(from)])
	}
	require.NoError(t, json.Unmarshal(bytes.Replace(text, []byte(from), []byte(to), 1), &e))
	run.Events[at], run.Name = e, name
	return run
}

func textOf(t *testing.T, e trace.Event) []byte {
	text, err := json.Marshal(e)
	require.NoError(t, err)
	return text
}
