package trace_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

var protocol = catalog.SynodTrace

// recorded is the trace of a random run of the synod, of that many steps.
func recorded(t testing.TB, seed uint64, steps int) *trace.Trace {
	walk, err := catalog.SynodWalk(seed, steps)
	require.NoError(t, err)
	return walk
}
