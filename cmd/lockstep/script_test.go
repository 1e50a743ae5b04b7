package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"lockstep":         main,
		"lockstep-idle":    idle,
		"lockstep-lenient": func() { withFault(func(string) bool { return true }) },
		"lockstep-deaf":    func() { withFault(func(action string) bool { return action != "HandleSuccess" }) },
	})
}

// idle takes no heed of the signal to end.
func idle() {
	ctx, stop := untilSignal()
	defer stop()
	os.WriteFile("idle", []byte(strconv.Itoa(os.Getpid())), 0o600)
	<-ctx.Done()
	os.WriteFile("told", []byte("told"), 0o600)
	time.Sleep(time.Minute)
}

// withFault is lockstep with a fault in the twin of the synod: it says that it may take
// the steps that the fault allows, and no others.
func withFault(allows func(action string) bool) {
	right := catalog.SynodTrace
	p := right
	p.Twin = func(constants json.RawMessage) trace.Twin { return faultyTwin{right.Twin(constants), allows} }
	catalog.Traces[p.Spec] = p
	main()
}

type faultyTwin struct {
	trace.Twin
	allows func(action string) bool
}

func (t faultyTwin) Begin(node int) trace.Node { return faultyNode{t.Twin.Begin(node), t.allows} }

type faultyNode struct {
	trace.Node
	allows func(action string) bool
}

func (n faultyNode) Step(action string, params map[string]any) ([]any, bool) {
	sent, _ := n.Node.Step(action, params)
	return sent, n.allows(action)
}

func (n faultyNode) Copy() trace.Node { return faultyNode{n.Node.Copy(), n.allows} }

// TestTheCommandLine runs the scripts of testdata/script. In them `exits N
// COMMAND` runs a command that must end with exit code N, for `! exec` takes any
// code that is not 0. $ROOT is the checkout, $JAR the jar of TLC, if it is there,
// $PORT a port that is free. lockstep-lenient is lockstep with a twin of the synod that
// may take any step, lockstep-deaf with one that may take any but HandleSuccess.
func TestTheCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", tlctest.Root(t))
			env.Setenv("HOME", filepath.Join(env.WorkDir, ".home"))
			if jar, err := tlc.Jar(tlctest.Root(t)); err == nil {
				env.Setenv("JAR", jar)
			}
			hollow := filepath.Join(env.WorkDir, "hollow.jar") // It looks like TLC's.
			if err := tlctest.Archive(hollow, "tlc2/TLC.class"); err != nil {
				return err
			}
			env.Setenv("HOLLOW", hollow)
			env.Setenv(tlc.JarVariable, os.Getenv(tlc.JarVariable))
			env.Setenv(tlc.CacheVariable, "off") // A script that is about the cache has its own.
			env.Setenv("PORT", strconv.Itoa(tlctest.Port(t)))
			return nil
		},
		Condition: func(condition string) (bool, error) {
			jar, err := tlctest.Find(tlctest.Root(t))
			switch condition {
			case "tlc":
				return !testing.Short() && (err == nil || os.Getenv(tlctest.Required) != ""), nil
			case "nohup": // The end of a terminal is ignored here, and so in what is started.
				return signal.Ignored(syscall.SIGHUP), nil
			case "pinned": // The TLC that the project pins is there, and no other.
				return !testing.Short() && err == nil && tlc.CheckJar(jar) == nil, nil
			}
			return false, errors.New("unknown condition " + condition)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
