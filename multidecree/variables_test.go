package multidecree

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/ballot"
)

func TestAMissingDecreeIsNoNoOp(t *testing.T) {
	_, err := json.Marshal(Entry{Instance: 1})
	require.ErrorContains(t, err, "the zero value of payload.Decree is none; an empty one is []")
	_, err = json.Marshal(Snapshot{Cut: 1})
	require.ErrorContains(t, err, "the zero value of payload.State is none")
	require.False(t, Decrees{All: true}.Contains(""))
	require.False(t, Decrees{All: true}.Contains(NoOp))
}

func TestVariablesAreReadAsTheyWereWritten(t *testing.T) {
	want := New(2, Config{}).Variables()
	want.Votes = want.Votes.With(Vote{7, Number{Try: 1, Owner: 2}, `["<&>"]`}).With(Vote{70, Number{Try: 1, Owner: 2}, NoOp})
	want.Known = Votes{{3, Number{Try: 1, Owner: 1}, `["a"]`}}
	want.Status, want.Answered = Presiding, Participants{1, 2}
	want.Proposed, want.Voters = Entries{}, Counts{}
	data, err := ballot.Marshal(want) // json.Marshal escapes what canonical text does not.
	require.NoError(t, err)
	require.Contains(t, string(data), `"votes":[{"instance":7,"number":[1,2],"decree":["<&>"]},{"instance":70,"number":[1,2],"decree":[]}],"ledger":[]`)
	var got Variables
	require.NoError(t, json.Unmarshal(data, &got))
	require.Equal(t, want, got)
}
