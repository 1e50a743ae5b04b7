package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/trace"
)

// A run that reaches the last epoch can be judged like any other.
func TestTheLastEpochIsAccepted(t *testing.T) {
	config := election.Config{Participants: election.Participants{1, 2}}
	header, err := trace.NewHeader(ElectionTrace, config, "")
	require.NoError(t, err)
	recording := &trace.Recording{Protocol: ElectionTrace, Header: header}
	for _, id := range config.Participants {
		p := election.New(id, config)
		log, err := recording.Node(int(id), p.Variables())
		require.NoError(t, err)
		if id == 1 {
			last := election.Ballot{Epoch: election.LastEpoch, Owner: 1}
			_, ok := p.Ring()
			require.True(t, ok)
			_, err = log.Record("Ring", nil, nil, p.Variables(), nil)
			require.NoError(t, err)
			sent, ok := p.Claim(last)
			require.True(t, ok)
			_, err = log.Record("Claim", map[string]any{"b": last}, nil, p.Variables(), trace.Messages(sent))
			require.NoError(t, err)
		}
		require.NoError(t, log.End(p.Variables()))
	}
	run, err := recording.Trace("last.ndjson")
	require.NoError(t, err)
	require.Equal(t, []bool{true}, validated(t, "Election", run).Accepted)
}
