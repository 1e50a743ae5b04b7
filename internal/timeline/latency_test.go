package timeline_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/timeline"
)

// samples are a hundred increments of 1 to 100 ms, a read, and one that was given up.
func samples() []timeline.Sample {
	var all []timeline.Sample
	for i := range 100 {
		at := time.Duration(i) * 10 * time.Millisecond
		all = append(all, timeline.Sample{Kind: "increment", At: at, Took: time.Duration(i+1) * time.Millisecond})
	}
	return append(all,
		timeline.Sample{Kind: "read", At: time.Second / 2, Took: 3 * time.Millisecond},
		timeline.Sample{Kind: "read", At: time.Second / 4, Took: time.Second / 2, Lost: true},
	)
}

func TestLatenciesAreThoseOfWhatReturned(t *testing.T) {
	ms := time.Millisecond
	require.Equal(t, []timeline.Latency{
		{Kind: "increment", Count: 100, Median: 50 * ms, P90: 90 * ms, P99: 99 * ms, Max: 100 * ms},
		{Kind: "read", Count: 1, Median: 3 * ms, P90: 3 * ms, P99: 3 * ms, Max: 3 * ms, Lost: 1},
	}, timeline.Latencies(samples()))
	require.Equal(t, []timeline.Latency{{Kind: "read", Lost: 1}}, timeline.Latencies(samples()[101:]))
	require.Empty(t, timeline.Latencies(nil))
}

func TestLatencyPlotsAreXMLAndTellWhatWasGivenUp(t *testing.T) {
	for _, of := range [][]timeline.Sample{samples(), nil} {
		var picture strings.Builder
		require.NoError(t, timeline.WriteLatencySVG(&picture, timeline.Wide, of, time.Second))
		d := xml.NewDecoder(strings.NewReader(picture.String()))
		var err error
		for err == nil {
			_, err = d.Token()
		}
		require.True(t, errors.Is(err, io.EOF), err)
		if of != nil {
			require.Contains(t, picture.String(), "increment: median 50ms, 99 % within 99ms")
			require.Equal(t, 1, strings.Count(picture.String(), "read given up after 500ms"))
		}
	}
}
