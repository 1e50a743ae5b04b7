package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a protocol says of itself twice, it says alike: the names of fields that it
// lists are those that its Go types have.
func TestTracesNameWhatTheirTypesHave(t *testing.T) {
	require.NotEmpty(t, Traces)
	for name, p := range Traces {
		require.Equal(t, name, p.Spec)
		require.Contains(t, p.Actions, p.Crash)
		for kind, fields := range p.Messages {
			require.Equal(t, slices.Sorted(slices.Values(fields)), fieldNames(t, p.Types[kind]), kind)
		}
		for action, params := range p.Actions {
			for param, message := range params {
				if message == "" {
					require.Contains(t, p.Types, param, action)
				} else {
					require.Contains(t, p.Messages, message, action)
				}
			}
		}
	}
}

func TestSynodTraceNamesTheStateOfAParticipant(t *testing.T) {
	twin := SynodTrace.Twin(json.RawMessage(`{"participants":[2,5],"proposals":[["a"],[]]}`))
	require.Equal(t, []int{2, 5}, twin.Nodes())
	require.Equal(t, slices.Sorted(slices.Values(SynodTrace.State)), fieldNames(t, twin.Begin(5).State()))
}

func fieldNames(t *testing.T, x any) []string {
	data, err := json.Marshal(x)
	require.NoError(t, err)
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &fields))
	return slices.Sorted(maps.Keys(fields))
}
