package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// A pipe into which nobody writes keeps whoever opens it waiting.
func TestWhoWaitsForAPipeEndsWithItsContext(t *testing.T) {
	pipe, root := filepath.Join(t.TempDir(), "pipe"), tlctest.Root(t)
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	history, log := filepath.Join(root, "linearizability/testdata/v1.ndjson"), filepath.Join(root, "trace/testdata/v1.ndjson")
	validateTwo := "trace validate --root " + root + " " + log + " " + pipe
	for _, command := range []string{
		"trace validate --root " + root + " " + pipe,
		"trace replay " + pipe,
		"trace show " + pipe,
		"trace export --root " + root + " " + pipe,
		"trace mutate --root " + root + " " + pipe,
		"trace merge " + pipe + " --out " + pipe + ".merged",
		"trace join " + pipe,
		"check " + pipe,
		"check " + history + " --trace " + pipe,
		validateTwo,
	} {
		if command == validateTwo { // The first trace goes to TLC before the second is read.
			tlctest.Jar(t)
		}
		ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		var out, err bytes.Buffer
		begin := time.Now()
		require.Equal(t, exitUnjudged, run(ctx, console{&out, &err}, strings.Fields(command)), command)
		require.Contains(t, err.String(), context.DeadlineExceeded.Error(), command)
		require.Less(t, time.Since(begin), 5*time.Second, command)
		stop()
	}
}
