package multidecree

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/ballot"
)

func TestEqualDecreesHaveOneText(t *testing.T) {
	type command struct {
		Op  string
		Key string `json:"key"`
	}
	written, err := NewDecree([]command{{"put", "<k>"}})
	require.NoError(t, err)
	require.Equal(t, Decree(`[{"Op":"put","key":"<k>"}]`), written)
	read, err := NewDecree(json.RawMessage(`[ {"key": "\u003ck>", "Op": "put"} ]`))
	require.NoError(t, err)
	require.Equal(t, written, read)
	empty, err := NewDecree([]command{})
	require.NoError(t, err)
	require.Equal(t, NoOp, empty)
	state, err := NewState([]any{1, true, []string{}})
	require.NoError(t, err)
	require.Equal(t, State(`[1,true,[]]`), state)
	require.NoError(t, state.UnmarshalJSON([]byte(`{"sessions":[],"value":0}`)))
}

func TestWhatIsNoDecreeIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`"a"`:             "want a list",
		`null`:            "got null",
		`3`:               "want a list",
		`[ "a"]`:          `got [ "a"], which is to be written ["a"]`,
		`["\u0061"]`:      `which is to be written ["a"]`,
		`[{"b":1,"a":2}]`: `which is to be written [{"a":2,"b":1}]`,
		`[1.5]`:           "1.5 is no integer of at most nine digits",
		`[1e3]`:           "1e3 is no integer of at most nine digits",
		`[-0]`:            "-0 is no integer of at most nine digits",
		`[1000000000]`:    "1000000000 is no integer of at most nine digits",
		`[[null]]`:        "null is no value of TLA+",
		`[{}]`:            "a record without fields would equal the empty list",
	} {
		var d Decree
		assert.ErrorContains(t, d.UnmarshalJSON([]byte(text)), want, text)
		assert.Empty(t, d)
		var s State
		assert.ErrorContains(t, s.UnmarshalJSON([]byte(text)), want, text)
	}
	var d Decree
	assert.ErrorContains(t, d.UnmarshalJSON([]byte(`{"a":1}`)), `want a list, got {"a":1}`)
}

func TestAMissingDecreeIsNoNoOp(t *testing.T) {
	_, err := json.Marshal(Entry{Instance: 1})
	require.ErrorContains(t, err, "the zero value of multidecree.Decree is none; an empty one is []")
	_, err = json.Marshal(Snapshot{Cut: 1})
	require.ErrorContains(t, err, "the zero value of multidecree.State is none")
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
