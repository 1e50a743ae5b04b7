package main

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// result is a check that comes out so.
func result(holds bool, saw string, err error) func(context.Context) (bool, string, error) {
	return func(context.Context) (bool, string, error) { return holds, saw, err }
}

func TestADemoGoesOnWithoutWhatItCannotJudge(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	var out, told bytes.Buffer
	d := &demo{io: console{out: &out, err: &told}}
	require.NoError(t, d.walk(ctx, []demoCheck{
		{"a model", "lockstep tlc", result(true, "3 states", nil), ""},
		{theRun, "lockstep run", result(false, "", errors.New("no room")), ""},
		{"its trace", "lockstep trace", result(true, "of another run", nil), theRun},
		{"a graph", "lockstep explore", func(context.Context) (bool, string, error) { stop(); return true, "equal", nil }, ""},
		{"another", "lockstep tlc", result(true, "", nil), ""},
	}, format{}))
	require.Equal(t, errUnjudged, d.show(format{}))
	require.Equal(t, `holds                check                                     again with        seconds  saw
yes                  a model                                   lockstep tlc      0.0      3 states
not judged           a cluster with clients runs under faults  lockstep run      0.0
not judged           its trace                                 lockstep trace    0.0
yes                  a graph                                   lockstep explore  0.0      equal
not judged: stopped  another                                   lockstep tlc      0.0
`, out.String())
	require.Contains(t, told.String(), "not judged: a cluster with clients runs under faults: no room")
	require.Contains(t, told.String(), "not judged: its trace: there is no run to judge")
	require.Contains(t, told.String(), "stopped: 1 of 5 checks not judged")
	d.steps[3].Holds = false
	require.Equal(t, errFails, d.show(format{}))
}
