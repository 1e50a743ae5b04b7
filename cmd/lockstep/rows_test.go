package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// ender is an output that calls end when it is told of something.
type ender struct {
	told bytes.Buffer
	of   string
	end  func()
}

func (e *ender) String() string { return e.told.String() }

func (e *ender) Write(p []byte) (int, error) {
	if strings.Contains(string(p), e.of) {
		e.end()
	}
	return e.told.Write(p)
}

// silentTLC is a checkout with two models, of which a TLC, played by a script, judges the
// first at once and the second never.
func silentTLC(t *testing.T, verdict string) (root string) {
	t.Helper()
	root = t.TempDir()
	for name, text := range map[string]string{
		"java":           "#!/bin/sh\ncase \"$*\" in *Silent.cfg*) exec sleep 60 ;; esac\n" + verdict,
		"spec/Quick.tla": "", "spec/Silent.tla": "",
		"spec/models.yaml": `models:
  - {name: Quick, module: Quick, config: Quick, about: quick, expect: holds, distinct: 1, tier: test}
  - {name: Silent, module: Silent, config: Silent, about: silent, expect: holds, distinct: 1, tier: test}
`,
	} {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o755))
	}
	t.Setenv("PATH", root+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv(tlc.JarVariable, tlctest.Jar(t))
	return root
}

const (
	saysHolds    = "printf '@!@!@STARTMSG 2193:0 @!@!@\\n@!@!@ENDMSG 2193 @!@!@\\n'\n"
	saysCounts   = "printf '@!@!@STARTMSG 2199:0 @!@!@\\n1 states generated, 1 distinct states found, 0 states left on queue.\\n@!@!@ENDMSG 2199 @!@!@\\n'\n"
	saysDeadlock = "printf '@!@!@STARTMSG 2114:1 @!@!@\\nDeadlock reached.\\n@!@!@ENDMSG 2114 @!@!@\\n'; exit 11\n"
)

func TestWhatIsKnownWhenTheCommandIsStoppedIsPrinted(t *testing.T) {
	for _, c := range []struct {
		verdict, row string
		want         int
	}{
		{saysHolds + saysCounts, "Quick   must hold  holds ", exitUnjudged},
		{saysDeadlock, "Quick   must hold  deadlocks ", exitFails},
	} {
		ctx, stop := context.WithCancel(context.Background())
		out, told := &ender{of: "Quick ", end: stop}, &bytes.Buffer{}
		got := run(ctx, console{out: out, err: told}, []string{"tlc", "--root", silentTLC(t, c.verdict), "--logs", t.TempDir(), "--jobs", "2"})
		require.Equal(t, c.want, got, told)
		require.Contains(t, out.String(), c.row)
		require.Contains(t, out.String(), "Silent  must hold  not judged: stopped")
		require.Contains(t, told.String(), "lockstep: stopped: 1 of 2 models not judged")
	}
}

func TestASearchThatIsStoppedLeavesThoseBefore(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	out, told := &ender{of: "MCSynod ", end: stop}, &bytes.Buffer{}
	got := run(ctx, console{out: out, err: told}, []string{"explore", "synod", "--root", tlctest.Root(t)})
	require.Equal(t, exitUnjudged, got)
	require.Contains(t, out.String(), "MCSynod       holds    888 ")
	require.Contains(t, out.String(), "MCSynodGraph  not judged: stopped")
	require.Contains(t, told.String(), "lockstep: stopped: 1 of 2 models not judged")
}

func TestRunsThatAreStoppedLeaveThoseBefore(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	folder := t.TempDir()
	go func() {
		defer stop()
		for {
			if made, _ := filepath.Glob(filepath.Join(folder, "*", "*-3.ndjson")); len(made) > 0 {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	var out, told bytes.Buffer
	got := run(ctx, console{out: &out, err: &told}, []string{"run", "synod", "--runs", "1000", "--parallel", "1", "--json", "--out", folder})
	require.Equal(t, exitUnjudged, got)
	require.FileExists(t, filepath.Join(folder, "synod-3.ndjson"))
	require.Regexp(t, `"agree": true`, out.String())
	require.Regexp(t, `"seed": 1000,\s+"unjudged": "stopped"`, out.String())
	require.Regexp(t, `lockstep: stopped: \d+ of 1000 runs not judged`, told.String())
}

// locked is an output that several goroutines may use.
type locked struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func TestSilentWorkShowsThatItGoesOn(t *testing.T) {
	var told locked
	at := console{out: &told, err: &told}.progress()
	at.next = time.Now()
	one := newTask("MCSynodLarge", 1200)
	one.begin = one.begin.Add(-90 * time.Second)
	all := &tasks{all: 3}
	end := all.begin(one)
	at.watch(all.text)()
	require.Equal(t, "0 of 3 done; MCSynodLarge: 1m30s, usually about 20m0s\n", told.String())

	one.hear("depth %d", 7)
	one.begin = one.begin.Add(-30 * time.Second)
	require.Equal(t, "MCSynodLarge: 2m0s, usually about 20m0s (after 1m30s depth 7)", one.text())
	end()
	require.Equal(t, "1 of 3 done", all.text())
}

func TestWhatDoesNotHoldComesBeforeWhatWasNotJudged(t *testing.T) {
	for _, c := range []struct {
		judged tally
		want   error
	}{
		{tally{holds: 2}, nil},
		{tally{holds: 2, unjudged: 1}, errUnjudged},
		{tally{holds: 2, stopped: 1}, errUnjudged},
		{tally{fails: 1, unjudged: 1, stopped: 1}, errFails},
	} {
		require.Equal(t, c.want, c.judged.end(console{err: &bytes.Buffer{}}, "models"))
	}
	require.ErrorContains(t, tally{}.end(console{}, "models"), "no models to judge")
}
