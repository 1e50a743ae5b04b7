package trace_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

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
