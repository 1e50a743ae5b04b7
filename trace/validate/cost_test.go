package validate_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

func TestWalksAreTracesAndTheSameFromTheSameSeed(t *testing.T) {
	var files [3]bytes.Buffer
	for i, seed := range []uint64{1, 1, 2} {
		walk, err := catalog.SynodWalk(seed, 500)
		require.NoError(t, err)
		require.Len(t, walk.Events, 500)
		require.NoError(t, trace.Write(&files[i], walk))
	}
	require.Equal(t, files[0].String(), files[1].String())
	require.NotEqual(t, files[0].String(), files[2].String())
	_, err := trace.Read("walk.ndjson", &files[0], protocol)
	require.NoError(t, err)
}

func TestCostIsMeasuredBeyondTheStart(t *testing.T) {
	rows, err := validate.Cost(context.Background(), catalog.SynodWalk, []validate.Size{{Traces: 20, Events: 100}}, protocol, options(t))
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Equal(t, 2000, rows[0].Total)
	require.Positive(t, rows[0].StartUp)
	require.GreaterOrEqual(t, rows[0].Seconds, rows[0].StartUp)
}

func TestCostOfRejectedTracesIsNotMeasured(t *testing.T) {
	spoilt := func(seed uint64, events int) (*trace.Trace, error) {
		walk, err := catalog.SynodWalk(seed, events)
		set(walk.Events[0].Post, "ledger", `"b"`)
		return walk, err
	}
	_, err := validate.Cost(context.Background(), spoilt, nil, protocol, options(t))
	require.ErrorContains(t, err, "is rejected")
}

func BenchmarkValidate(b *testing.B) {
	o := validate.Options{Root: tlctest.Root(b), Jar: tlctest.Jar(b)}
	for b.Loop() {
		rows, err := validate.Cost(context.Background(), catalog.SynodWalk, []validate.Size{{Traces: 1000, Events: 100}}, protocol, o)
		require.NoError(b, err)
		b.ReportMetric(rows[0].EventsPerSecond, "events/s")
	}
}
