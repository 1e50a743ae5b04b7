package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// ran is what a command of lockstep left.
type ran struct {
	code     int
	out, err string
}

// later runs lockstep beside the test.
func later(args ...string) <-chan ran {
	ended := make(chan ran, 1)
	go func() {
		var out, err bytes.Buffer
		code := run(context.Background(), console{out: &out, err: &err}, args)
		ended <- ran{code, out.String(), err.String()}
	}()
	return ended
}

// serveWithTwo has a server check a model of the checkout root, and two workers.
func serveWithTwo(t *testing.T, root, model string) (server ran, workers [2]ran) {
	t.Helper()
	port, logs := strconv.Itoa(tlctest.Port(t)), t.TempDir()
	s := later("tlc", "--root", root, "--logs", logs, "--port", port, "--wait", "1m", "--serve", model, "--without-properties", "--json")
	var ended [2]<-chan ran
	for i := range ended {
		ended[i] = later("tlc", "--root", root, "--logs", filepath.Join(logs, strconv.Itoa(i)), "--port", port, "--wait", "1m", "--join", "127.0.0.1", "--threads", "1", "--json")
	}
	for i := range ended {
		workers[i] = <-ended[i]
	}
	return <-s, workers
}

func TestAServerAndTwoWorkersFindTheStatesThatTLCFindsAlone(t *testing.T) {
	tlctest.Jar(t)
	server, workers := serveWithTwo(t, tlctest.Root(t), "MCElectionThree")
	require.Equal(t, exitHolds, server.code, server.err)
	require.Contains(t, server.err, "lockstep: MCElectionThree: not checked: property HeardIncumbentStays")
	var report tlcReport
	require.NoError(t, json.Unmarshal([]byte(server.out), &report))
	require.True(t, report.Passed)
	require.Len(t, report.Models, 1)
	require.EqualValues(t, 18999, report.Models[0].Distinct)
	require.EqualValues(t, 18999, report.Models[0].Pinned)
	require.Equal(t, "holds", report.Models[0].Got)
	generated := int64(0)
	for _, w := range workers {
		require.Equal(t, exitHolds, w.code, w.err)
		var work tlc.Work
		require.NoError(t, json.Unmarshal([]byte(w.out), &work))
		generated += work.Generated
	}
	require.Greater(t, generated, int64(18999))
}

// The twin of the test above: what it counts is one off.
func TestAServerRefusesAnotherNumberOfStates(t *testing.T) {
	t.Setenv(tlc.JarVariable, tlctest.Jar(t))
	specs, root := filepath.Join(tlctest.Root(t), "spec"), t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, "spec"), 0o755))
	for _, name := range []string{"Synod.tla", "Consensus.tla", "MCSynod.tla", "MCSynod.cfg"} {
		text, err := os.ReadFile(filepath.Join(specs, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(root, "spec", name), text, 0o600))
	}
	const models = "models:\n  - {name: MCSynod, module: MCSynod, config: MCSynod, about: one off, expect: holds, distinct: 889, tier: test}\n"
	require.NoError(t, os.WriteFile(filepath.Join(root, "spec", "models.yaml"), []byte(models), 0o600))
	port := strconv.Itoa(tlctest.Port(t))
	worker := later("tlc", "--root", root, "--port", port, "--join", "127.0.0.1")
	server := <-later("tlc", "--root", root, "--port", port, "--serve", "MCSynod", "--without-properties")
	require.Equal(t, exitFails, server.code, server.err)
	require.Contains(t, server.err, "lockstep: MCSynod: 888 distinct states, expected 889")
	require.Equal(t, exitHolds, (<-worker).code)
}

func TestABrokenSpecIsRefutedByNameDistributed(t *testing.T) {
	tlctest.Jar(t)
	port, logs := strconv.Itoa(tlctest.Port(t)), t.TempDir()
	worker := later("tlc", "--root", tlctest.Root(t), "--logs", logs, "--port", port, "--join", "127.0.0.1")
	server := <-later("tlc", "--root", tlctest.Root(t), "--logs", logs, "--port", port, "--serve", "broken/HalfIsEnough")
	require.Equal(t, exitHolds, server.code, server.err)
	require.Contains(t, server.out, "must violate invariant Coherence  violates invariant Coherence")
	require.Equal(t, exitHolds, (<-worker).code)
}
