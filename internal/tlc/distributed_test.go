package tlc_test

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// node is a process on loopback, on a port of its own.
func node(t *testing.T) tlc.Node {
	t.Helper()
	jar := tlctest.Jar(t)
	classes, err := tlc.NodeClasses(context.Background(), jar, filepath.Join(tlctest.Root(t), ".tools"))
	require.NoError(t, err)
	return tlc.Node{Jar: jar, Classes: classes, Listen: "127.0.0.1", Port: tlctest.Port(t), Wait: time.Minute, Log: filepath.Join(t.TempDir(), "node.log")}
}

// join has so many workers, of one thread each, work for the server of a node; the
// channel gives what became of each.
func join(ctx context.Context, n tlc.Node, workers int) <-chan error {
	ended := make(chan error, workers)
	n.Log = ""
	for range workers {
		go func() {
			_, err := tlc.Join(ctx, tlc.Worker{Node: n, Server: n.Listen, Threads: 1})
			ended <- err
		}()
	}
	return ended
}

// serve has a model of testdata checked by a server and one worker.
func serve(t *testing.T, m tlc.Model, without bool) tlc.Check {
	t.Helper()
	n := node(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := join(ctx, n, 1)
	check, err := tlc.CheckServed(ctx, "testdata", m, tlc.Server{Node: n, Without: without})
	require.NoError(t, err)
	if m.Config == "Later" || m.Module == "Midnight" { // They end before a worker comes.
		cancel()
		<-ended
		return check
	}
	require.NoError(t, <-ended)
	return check
}

func TestAServerTellsTheVerdictsThatTLCTellsAlone(t *testing.T) {
	for config, want := range map[string]string{
		"Holds":       "holds",
		"StopAllowed": "holds",
		"Tiny":        "invariant Tiny",
		"Later":       "invariant Later",
		"Stop":        "deadlock",
	} {
		t.Run(config, func(t *testing.T) {
			t.Parallel()
			c := serve(t, tlc.Model{Module: "Clock", Config: config, Expect: want}, false)
			require.Equal(t, want, c.Got)
			require.Empty(t, c.Wrong)
			require.Empty(t, c.Unchecked)
		})
	}
}

func TestTheLogOfAServerHasTheWholeBehaviour(t *testing.T) {
	c := serve(t, tlc.Model{Module: "Clock", Config: "Tiny", Expect: "invariant Tiny"}, false)
	require.Equal(t, 3, c.Behaviour.States)
	log, err := os.ReadFile(c.Log)
	require.NoError(t, err)
	_, behaviour, ok := strings.Cut(string(log), "Invariant Tiny is violated.")
	require.True(t, ok)
	for _, state := range []string{"1: <Initial predicate>\nhour = 0", "hour = 1", "hour = 2"} {
		require.Contains(t, behaviour, state)
	}
}

func TestAServerChecksAssumptions(t *testing.T) {
	c := serve(t, tlc.Model{Module: "Midnight", Config: "Holds", Expect: "holds", Distinct: 4}, false)
	require.Equal(t, []string{"violates the assumption at line 4, col 23 to line 4, col 28 of module Midnight, must hold"}, c.Wrong)
}

func TestAServerSaysWhyItCouldNotJudge(t *testing.T) {
	for config, why := range map[string]string{
		"Unknown":   "Nobody",                                  // Seen by the server.
		"Senseless": "A non-function (an integer) was applied", // Seen by the worker.
	} {
		t.Run(config, func(t *testing.T) {
			t.Parallel()
			n := node(t)
			ctx, cancel := context.WithCancel(context.Background())
			ended := join(ctx, n, 1)
			_, err := tlc.CheckServed(ctx, "testdata", tlc.Model{Module: "Clock", Config: config, Expect: "holds"}, tlc.Server{Node: n})
			require.ErrorContains(t, err, "Clock.tla could not be judged")
			require.ErrorContains(t, err, why)
			cancel()
			<-ended
		})
	}
}

func TestAServerHoldsDistinctStatesOnlyAgainstTheModel(t *testing.T) {
	c := serve(t, tlc.Model{Module: "Clock", Config: "Holds", Expect: "holds", Distinct: 5, Generated: 100, Depth: 100}, false)
	require.Equal(t, []string{"4 distinct states, expected 5"}, c.Wrong)
}

func TestAServerSaysWhichPropertiesItLeavesOut(t *testing.T) {
	c := serve(t, tlc.Model{Module: "Clock", Config: "TwoProperties", Expect: "holds", Distinct: 4}, true)
	require.Empty(t, c.Wrong)
	require.Equal(t, []string{"Strikes", "Dawns"}, c.Unchecked)
}

// Each file in testdata/undistributed is a configuration that asks for what TLC does
// not do when it is distributed. Its first line tells with which message it is refused.
func TestWhatTLCDoesNotDoDistributedIsRefused(t *testing.T) {
	files, err := filepath.Glob("testdata/undistributed/*.cfg")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		first, _, _ := strings.Cut(string(text), "\n")
		want, ok := strings.CutPrefix(first, `\* want: `)
		require.True(t, ok, `%s must begin with \* want:`, file)
		config := strings.TrimPrefix(strings.TrimSuffix(file, ".cfg"), "testdata/")
		_, err = tlc.CheckServed(context.Background(), "testdata", tlc.Model{Module: "Clock", Config: config, Expect: "holds"}, tlc.Server{})
		require.ErrorContains(t, err, want, file)
		require.ErrorContains(t, err, file)
	}
	for _, without := range []bool{false, true} {
		_, err = tlc.CheckServed(context.Background(), "testdata", tlc.Model{Module: "Clock", Config: "NeverWraps", Expect: "property NeverWraps"}, tlc.Server{Without: without})
		require.ErrorContains(t, err, "property NeverWraps, for which TLC looks only when it runs alone")
	}
}

// unrefused is what a server says that is given a configuration it would refuse.
func unrefused(t *testing.T, module, config string) string {
	t.Helper()
	n, scratch := node(t), t.TempDir()
	folder := filepath.Join(scratch, "spec")
	require.NoError(t, os.Mkdir(folder, 0o755))
	for from, to := range map[string]string{module + ".tla": module + ".tla", config + ".cfg": module + ".cfg"} {
		text, err := os.ReadFile(filepath.Join("testdata", from))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, to), text, 0o600))
	}
	line, err := tlc.Server{Node: n}.Command("testdata", tlc.Model{Module: module, Config: "Holds"}, scratch)
	require.NoError(t, err)
	ended := join(context.Background(), n, 1)
	said, err := exec.Command(line[0], line[1:]...).Output()
	require.NoError(t, err)
	require.NoError(t, <-ended)
	return string(said)
}

// TestWhatIsRefusedWouldBeMissed tells when a TLC does what ours does not: then
// there is no reason any more to refuse it.
func TestWhatIsRefusedWouldBeMissed(t *testing.T) {
	t.Run("a step to a state that was seen", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, unrefused(t, "Clock", "NeverWraps"), "No error has been found")
	})
	t.Run("a property of a whole behaviour", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, unrefused(t, "Clock", "Strikes"), "No error has been found")
	})
	t.Run("a state behind a forbidden step", func(t *testing.T) {
		t.Parallel()
		const all = " 7 distinct states found"
		require.Contains(t, unrefused(t, "Fork", "Fork"), all)
		one, two := unrefused(t, "Fork", "ForkNotFromOne"), unrefused(t, "Fork", "ForkNotFromTwo")
		require.False(t, strings.Contains(one, all) && strings.Contains(two, all))
	})
}

func TestAServerWithoutWorkersAndAWorkerWithoutServerJudgeNothing(t *testing.T) {
	n := node(t)
	n.Wait = time.Second
	_, err := tlc.CheckServed(context.Background(), "testdata", tlc.Model{Name: "Clock", Module: "Clock", Config: "Holds", Expect: "holds"}, tlc.Server{Node: n})
	require.ErrorIs(t, err, tlc.ErrNoWorker)
	require.ErrorContains(t, err, "model Clock: tlc: stopped: no worker at 127.0.0.1 for 1s")
	require.ErrorIs(t, <-join(context.Background(), n, 1), tlc.ErrNoServer)
}

// answers is true iff somebody listens on the port at the address.
func answers(address string, port int) bool {
	c, err := net.DialTimeout("tcp", net.JoinHostPort(address, strconv.Itoa(port)), time.Second)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// TestAServerListensWhereItIsTold and nowhere else; when it is stopped its workers
// are let go, and no Java is left. On Linux 127.0.0.2 is this machine too, and
// whoever listens on all addresses answers there.
func TestAServerListensWhereItIsTold(t *testing.T) {
	everywhere, err := net.Listen("tcp", ":0")
	require.NoError(t, err)
	defer everywhere.Close()
	if !answers("127.0.0.2", everywhere.Addr().(*net.TCPAddr).Port) {
		t.Skip("left out: this machine has no second loopback address")
	}
	n := node(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	here, elsewhere := false, true
	s := tlc.Server{Node: n, Ready: func() {
		here, elsewhere = answers("127.0.0.1", n.Port), answers("127.0.0.2", n.Port)
		cancel()
	}}
	_, err = tlc.CheckServed(ctx, "testdata", tlc.Model{Module: "Clock", Config: "Holds", Expect: "holds"}, s)
	require.ErrorIs(t, err, context.Canceled)
	require.True(t, here)
	require.False(t, elsewhere)
	require.False(t, answers("127.0.0.1", n.Port), "the server is still there")
}

func TestAServerThatIsStoppedLetsItsWorkersGo(t *testing.T) {
	n := node(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := join(context.Background(), n, 1)
	s := tlc.Server{Node: n, Progress: func(_ tlc.Progress, workers int) {
		if workers > 0 {
			cancel()
		}
	}}
	_, err := tlc.CheckServed(ctx, filepath.Join(tlctest.Root(t), "spec"), tlc.Model{Module: "MCSynod", Config: "MCSynodGraph", Expect: "holds"}, s)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, <-ended)
}

func TestNoJavaOutlivesWhoStartedIt(t *testing.T) {
	n := node(t)
	parent := exec.Command("sleep", "60")
	require.NoError(t, parent.Start())
	line, err := tlc.Worker{Node: n, Server: n.Listen}.Command(t.TempDir()) // It waits for a server.
	require.NoError(t, err)
	java := exec.Command(line[0], line[1:]...)
	java.Env = append(os.Environ(), "LOCKSTEP_PARENT="+strconv.Itoa(parent.Process.Pid))
	require.NoError(t, java.Start())
	ended := make(chan error, 1)
	go func() { ended <- java.Wait() }()
	select {
	case err := <-ended:
		t.Fatal("it ended by itself:", err)
	case <-time.After(2 * time.Second):
	}
	require.NoError(t, parent.Process.Kill())
	require.Error(t, parent.Wait())
	select {
	case err := <-ended:
		var exit *exec.ExitError
		require.True(t, errors.As(err, &exit))
	case <-time.After(20 * time.Second):
		require.NoError(t, java.Process.Kill())
		t.Fatal("it goes on")
	}
}

func TestAnAddressThatCannotBeListenedOnIsRefused(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	good := tlc.Node{Listen: "127.0.0.1", Port: tlctest.Port(t), Wait: time.Second}
	for want, change := range map[string]func(*tlc.Node){
		"listen here: want an IP address":            func(n *tlc.Node) { n.Listen = "here" },
		"listen 0.0.0.0: want the one address":       func(n *tlc.Node) { n.Listen = "0.0.0.0" },
		"listen 203.0.113.1: this machine cannot":    func(n *tlc.Node) { n.Listen = "203.0.113.1" },
		"port 0: want one from 1 to 65535":           func(n *tlc.Node) { n.Port = 0 },
		"port 65536: want one from 1 to 65535":       func(n *tlc.Node) { n.Port = 65536 },
		"wait -1s: want some time":                   func(n *tlc.Node) { n.Wait = -time.Second },
		strconv.Itoa(port) + ": is taken on 127.0.0": func(n *tlc.Node) { n.Port = port },
	} {
		n := good
		change(&n)
		_, err := tlc.CheckServed(context.Background(), "testdata", tlc.Model{Module: "Clock", Config: "Holds", Expect: "holds"}, tlc.Server{Node: n})
		require.ErrorContains(t, err, want)
	}
	_, err = tlc.Join(context.Background(), tlc.Worker{Node: good, Server: "127.0.0.1", Threads: -1})
	require.ErrorContains(t, err, "threads -1: want some")
}
