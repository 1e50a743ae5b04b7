package timeline

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// example: 1 leads until 2 does, too, from 40 on; 1 yields at 50; 2 is paused from
// 60 to 80 and crashes at 90.
var example = Timeline{
	Nodes:  []int{1, 2},
	Length: 100,
	Reigns: []Reign{
		{Node: 1, Name: "1.1", From: 10, To: 50, End: Yielded},
		{Node: 2, Name: "2.2", From: 40, To: 90, End: Crashed},
	},
	Bands: []Band{{Node: 2, What: Paused, From: 60, To: 80}, {Node: 2, What: Down, From: 90, To: 100}},
}

func TestMeasuresAddUp(t *testing.T) {
	require.Equal(t, []Stretch{{0, 10, 0}, {10, 40, 1}, {40, 50, 2}, {50, 60, 1}, {60, 80, 0}, {80, 90, 1}, {90, 100, 0}}, example.Stretches())
	m := example.Measure()
	require.Equal(t, Measures{
		Length: 100, Reigns: 2, WithNone: 40, WithOne: 50, WithMore: 10, LongestGap: 20,
		Overlaps: 1, LongestMore: 10, Deposed: 1, Crashes: 1, Pauses: 1,
	}, m)
	require.Equal(t, m.Length, m.WithNone+m.WithOne+m.WithMore)
	require.InDelta(t, 0.4, m.Share(m.WithNone), 1e-9)
}

func TestWhoIsPausedIsNotDeposedAlive(t *testing.T) {
	paused := example
	paused.Bands = []Band{{Node: 1, What: Paused, From: 30, To: 45}}
	require.Zero(t, paused.Measure().Deposed)
}

func TestANumberUsedTwiceIsCounted(t *testing.T) {
	twice := example
	twice.Reigns = []Reign{{Node: 1, Name: "3", From: 0, To: 10, End: Yielded}, {Node: 2, Name: "3", From: 20, To: 30, End: StillLeads}}
	require.Equal(t, 1, twice.Measure().Reused)
}

func TestTimelinesReadAsText(t *testing.T) {
	require.Equal(t, ""+
		"     1  .====.....\n"+
		"     2  ....==~~=x\n"+
		"led by  0111210010\n"+
		"        0       0s\n", example.Text(10))
}

func TestPicturesAreXMLAndTellEachReign(t *testing.T) {
	var picture bytes.Buffer
	require.NoError(t, WriteSVG(&picture, Wide, "a run <1>", "lockstep run again", []Chart{{"incumbent & rank", example}}))
	for _, says := range []string{"a run &lt;1&gt;", "lockstep run again", "incumbent &amp; rank", "1 leads with 1.1", "2 leads with 2.2", "nobody leads for", "two or more lead for", "2 is paused from", "2 is down from", "1 live leaders deposed"} {
		require.Contains(t, picture.String(), says)
	}
	var bare bytes.Buffer
	require.NoError(t, WriteSVG(&bare, Wide, "", "lockstep run again", []Chart{{"incumbent & rank", example}}))
	require.NotContains(t, bare.String(), "lockstep run again")
	require.Contains(t, bare.String(), "1 leads with 1.1")
	for d := xml.NewDecoder(&picture); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

func TestMeasuresOfRunsAddUp(t *testing.T) {
	var m Measures
	m.Add(example.Measure())
	m.Add(example.Measure())
	require.Equal(t, 4, m.Reigns)
	require.Equal(t, 200*time.Nanosecond, m.Length)
	require.Equal(t, 20*time.Nanosecond, m.LongestGap)
}

// A run may end when no time has passed, or after years.
func TestARunOfAnyLengthIsDrawn(t *testing.T) {
	for length, led := range map[time.Duration]string{0: "0000000000", 1: "1111111111", 100_000 * time.Hour: "0000011111"} {
		run := Timeline{Nodes: []int{1}, Length: length, Reigns: []Reign{{Node: 1, Name: "1.1", From: length / 2, To: length, End: StillLeads}}}
		var page bytes.Buffer
		require.NoError(t, WriteSVG(&page, Wide, "", "", []Chart{{Timeline: run}}))
		require.NoError(t, WriteLatencySVG(&page, Wide, []Sample{{Kind: "read", At: length, Took: length}}, length))
		require.NotContains(t, page.String(), `x="-`)
		require.Contains(t, run.Text(10), "led by  "+led)
	}
}
