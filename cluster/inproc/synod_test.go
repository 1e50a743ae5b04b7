package inproc_test

import (
	"bytes"
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

func options(seed uint64) inproc.SynodOptions {
	return inproc.SynodOptions{
		Participants: 3, Proposers: 2, Seed: seed,
		Faults:   inproc.Faults{Loss: 0.2, Duplicate: 0.2, Delay: time.Millisecond, Crash: 0.1, Crashes: 2},
		Retry:    5 * time.Millisecond,
		Limit:    20 * time.Second,
		Protocol: catalog.SynodTrace,
		Origin:   "a test",
	}
}

func TestARunDecidesUnderFaultsAndItsTraceIsWhole(t *testing.T) {
	crashes := 0
	for seed := range uint64(20) {
		report, recording, err := inproc.RunSynod(context.Background(), options(seed))
		require.NoError(t, err)
		recorded, err := recording.Trace("a run")
		require.NoError(t, err)
		require.True(t, report.Agree, "seed %d: ledgers %v", seed, report.Ledgers)
		require.Equal(t, 3, report.Known, "seed %d: ledgers %v", seed, report.Ledgers)
		require.Equal(t, report.Events, len(recorded.Events))
		require.NoError(t, trace.Check(recorded, catalog.SynodTrace))
		crashes += report.Crashes

		var file bytes.Buffer
		require.NoError(t, trace.Write(&file, recorded))
		again, err := trace.Read("again", &file, catalog.SynodTrace)
		require.NoError(t, err)
		require.Equal(t, recorded.Events, again.Events)
	}
	require.NotZero(t, crashes, "no run crashed a participant")
}

func TestOneParticipantDecidesAlone(t *testing.T) {
	o := options(1)
	o.Participants, o.Proposers = 1, 1
	report, _, err := inproc.RunSynod(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, 1, report.Known)
}

func TestARunThatCannotDecideEndsAtItsLimit(t *testing.T) {
	o := options(1)
	o.Faults = inproc.Faults{Loss: 0.999999}
	o.Limit = 50 * time.Millisecond
	report, recording, err := inproc.RunSynod(context.Background(), o)
	require.NoError(t, err)
	require.Zero(t, report.Known)
	_, err = recording.Trace("a run")
	require.NoError(t, err)
}

func TestRunsThatNobodyCanMakeAreRefused(t *testing.T) {
	for want, change := range map[string]func(*inproc.SynodOptions){
		"participants is 0":                func(o *inproc.SynodOptions) { o.Participants = 0 },
		"proposers is 4":                   func(o *inproc.SynodOptions) { o.Proposers = 4 },
		"loss is 1":                        func(o *inproc.SynodOptions) { o.Faults.Loss = 1 },
		"crash is -0.1":                    func(o *inproc.SynodOptions) { o.Faults.Crash = -0.1 },
		"crash is NaN":                     func(o *inproc.SynodOptions) { o.Faults.Crash = math.NaN() },
		"participants is 65: want 1 to 64": func(o *inproc.SynodOptions) { o.Participants = 65 },
		"delay is -1ns: want at least 0s":  func(o *inproc.SynodOptions) { o.Faults.Delay = -1 },
		"crashes is -1: want 0 to":         func(o *inproc.SynodOptions) { o.Faults.Crashes = -1 },
		"retry is 0s: want more than 0s":   func(o *inproc.SynodOptions) { o.Retry = 0 },
		"10000000000 times the retry of 1ns: want no more than 100000 times": func(o *inproc.SynodOptions) { o.Retry, o.Limit = 1, 10*time.Second },
	} {
		o := options(1)
		change(&o)
		_, _, err := inproc.RunSynod(context.Background(), o)
		require.ErrorContains(t, err, want)
	}
}
