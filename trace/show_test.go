package trace_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/trace"
)

func TestStoryIsShownAsItStandsInItsTranscript(t *testing.T) {
	want, err := os.ReadFile("testdata/story.txt")
	require.NoError(t, err)
	var got bytes.Buffer
	require.NoError(t, trace.Show(&got, told(t), trace.ShowOptions{}))
	require.Equal(t, string(want), got.String())
}

func TestShowAroundALineCountsWhatItLeavesOut(t *testing.T) {
	var got bytes.Buffer
	require.NoError(t, trace.Show(&got, told(t), trace.ShowOptions{Around: 11, Context: 1, Note: "REJECTED: voters'"}))
	require.Equal(t, `story.ndjson: 12 steps of Synod with {"participants":[1,2,3],"proposals":[["a"],["b"],[]]}
made by a story

line  1                   2                   3
(8 lines before)
10    .                   HandleBeginBallot   .
        m = BeginBallot(from 1, dest 2, number [1,1], decree "a"), sent in line 8
        prevVote' = {"voter":2,"number":[1,1],"decree":"a"}
        sends Voted(from 2, dest 1, number [1,1])
11    HandleVoted         .                   .
        m = Voted(from 1, dest 1, number [1,1]), sent in line 9
        voters' = [1]
        REJECTED: voters'
12    HandleVoted         .                   .
        m = Voted(from 2, dest 1, number [1,1]), sent in line 10
        ledger' = "a"
        voters' = [1,2]
        sends Success(from 1, dest 1/2/3, decree "a")
(4 lines after)
`, got.String())
}

func TestShowRefusesALineThatIsNone(t *testing.T) {
	for _, line := range []int{-1, 1, 17} {
		err := trace.Show(&bytes.Buffer{}, told(t), trace.ShowOptions{Around: line})
		require.ErrorContains(t, err, "its steps and ends are lines 2 to 16")
	}
}

// A decree, a name and what made a trace may have what a terminal acts upon.
func TestATranscriptHasNothingThatATerminalActsUpon(t *testing.T) {
	run := recorded(t, 1, 20)
	run.Name, run.Header.Origin = "a\x1b[2Jb", "\u202egnirts\xff"
	run.Events[0].Params = map[string]json.RawMessage{"d": json.RawMessage("\"\x7f\u009b\"")}
	var text bytes.Buffer
	require.NoError(t, trace.Show(&text, run, trace.ShowOptions{}))
	require.Equal(t, plain.Text(text.String()), text.String())
	require.Contains(t, text.String(), `a\u001b[2Jb: `)
	require.Contains(t, text.String(), `made by \u202egnirts\xff`)
	require.Contains(t, text.String(), `d = "\u007f\u009b"`)
}

func TestATraceAsJSONHasKeysLikeAllOthers(t *testing.T) {
	data, err := json.Marshal(recorded(t, 1, 20))
	require.NoError(t, err)
	require.Regexp(t, `^\{"file":"[^"]*","header":\{"lockstep":"trace",.*,"events":\[\{"node":.*,"ends":\[\{"node":1,`, string(data))
}
