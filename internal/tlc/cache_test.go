package tlc_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// asIfTLC is a folder with modules, a cache, and a java on the PATH that prints what is in
// the file said, ends with the code in the file code, and writes graphs of one state.
type asIfTLC struct {
	*testing.T
	folder string
	job    tlc.Job
}

const (
	saidHolds = "@!@!@STARTMSG 2193:0 @!@!@\nno error\n@!@!@ENDMSG 2193 @!@!@\n" +
		"@!@!@STARTMSG 2199:0 @!@!@\n5 states generated, 4 distinct states found, 0 states left on queue.\n@!@!@ENDMSG 2199 @!@!@\n"
	saidTiny = "@!@!@STARTMSG 2110:1 @!@!@\nInvariant Tiny is violated.\n@!@!@ENDMSG 2110 @!@!@\n"
)

func newAsIfTLC(t *testing.T) *asIfTLC {
	f := &asIfTLC{t, t.TempDir(), tlc.Job{}}
	f.write("said", saidHolds)
	f.write("code", "0")
	f.write("runs", "")
	f.write("Top.tla", "---- MODULE Top ----\nEXTENDS Middle\n====\n")
	f.write("Middle.tla", "---- MODULE Middle ----\nB == INSTANCE Bottom\n====\n")
	f.write("Bottom.tla", "---- MODULE Bottom ----\nEXTENDS Naturals\nOne == 1\n====\n")
	f.write("Aside.tla", "---- MODULE Aside ----\nTwo == 2\n====\n")
	f.write("Top.cfg", "SPECIFICATION Spec\n")
	f.write("classes/Over.class", "one")
	jar := f.path("hollow.jar")
	require.NoError(t, tlctest.Archive(jar, "tlc2/TLC.class"))
	toolThatSays(t, "java", fmt.Sprintf(`cd %q; echo run >>runs
while [ $# -gt 0 ]; do [ "$1" = dot,actionlabels ] && echo a graph >"$2"; shift; done
cat said; . ./during; exit $(cat code)`, f.folder))
	f.write("during", "")
	f.job = tlc.Job{Jar: jar, Module: f.path("Top.tla"), Classpath: []string{f.path("classes")}, Cache: f.path("cache"), Log: f.path("log")}
	return f
}

func (f *asIfTLC) path(name string) string { return filepath.Join(f.folder, name) }

func (f *asIfTLC) write(name, text string) {
	f.Helper()
	require.NoError(f, os.MkdirAll(filepath.Dir(f.path(name)), 0o700))
	require.NoError(f, os.WriteFile(f.path(name), []byte(text), 0o600))
}

// run runs the job, and wants TLC to have run or not.
func (f *asIfTLC) run(ran bool, why string) (tlc.Result, error) {
	f.Helper()
	before := f.runs()
	r, err := tlc.Run(context.Background(), f.job)
	require.Equal(f, ran, f.runs() > before, why)
	require.Equal(f, !ran, r.Cached, why)
	return r, err
}

func (f *asIfTLC) runs() int {
	data, err := os.ReadFile(f.path("runs"))
	require.NoError(f, err)
	return bytes.Count(data, []byte("\n"))
}

// kept are the files of the cache that end so.
func (f *asIfTLC) kept(end string) []string {
	names, err := fs.Glob(os.DirFS(f.job.Cache), "*"+end)
	require.NoError(f, err)
	for i, name := range names {
		names[i] = filepath.Join(f.job.Cache, name)
	}
	return names
}

func TestAnEqualRunIsNotMadeAgain(t *testing.T) {
	f := newAsIfTLC(t)
	first, err := f.run(true, "the first")
	require.NoError(t, err)
	require.NoError(t, os.Remove(f.path("log")))
	again, err := f.run(false, "the second")
	require.NoError(t, err)
	require.Equal(t, []any{first.Verdict, first.Distinct, first.Generated, first.Elapsed}, []any{again.Verdict, again.Distinct, again.Generated, again.Elapsed})
	log, err := os.ReadFile(f.path("log"))
	require.NoError(t, err)
	require.Contains(t, string(log), "4 distinct states found")
	f.write("Aside.tla", "---- MODULE Aside ----\nTwo == 3\n====\n")
	f.run(false, "a module that is not reached")
	f.job.Cache = ""
	f.run(true, "without a cache")
}

func TestARunWithOtherInputsIsMade(t *testing.T) {
	for name, change := range map[string]func(*asIfTLC){
		"the module": func(f *asIfTLC) { f.write("Top.tla", "---- MODULE Top ----\nEXTENDS Middle\nX == 1\n====\n") },
		"a module that it extends, and an instance of it": func(f *asIfTLC) { f.write("Bottom.tla", "---- MODULE Bottom ----\nEXTENDS Naturals\nOne == 2\n====\n") },
		"the module found first":                          func(f *asIfTLC) { f.write("Naturals.tla", "---- MODULE Naturals ----\n====\n") },
		"the configuration":                               func(f *asIfTLC) { f.write("Top.cfg", "SPECIFICATION Other\n") },
		"the jar":                                         func(f *asIfTLC) { require.NoError(f, tlctest.Archive(f.job.Jar, "tlc2/TLC.class", "More.class")) },
		"a class":                                         func(f *asIfTLC) { f.write("classes/Over.class", "two") },
		"a class more":                                    func(f *asIfTLC) { f.write("classes/More.class", "one") },
		"the arguments":                                   func(f *asIfTLC) { f.job.Args = []string{"-depth", "3"} },
		"the workers":                                     func(f *asIfTLC) { f.job.Workers = 2 },
		"Java's options":                                  func(f *asIfTLC) { f.Setenv("JAVA_TOOL_OPTIONS", "-Dx=y") },
		"what Java reads":                                 func(f *asIfTLC) { f.job.Defines = []string{"file=said"} },
		"a graph":                                         func(f *asIfTLC) { f.job.Graph = f.path("graph.dot") },
	} {
		t.Run(name, func(t *testing.T) {
			f := newAsIfTLC(t)
			f.run(true, "the first")
			change(f)
			f.run(true, name)
		})
	}
}

// An entry that is not what was written, or is of another run, is no answer.
func TestASpoiledEntryIsRunAnew(t *testing.T) {
	for name, spoil := range map[string]func(f *asIfTLC, entry string, text []byte) []byte{
		"poisoned": func(_ *asIfTLC, _ string, text []byte) []byte {
			return bytes.Replace(text, []byte(`"Code":12`), []byte(`"Code":0`), 1)
		},
		"truncated": func(_ *asIfTLC, _ string, text []byte) []byte { return text[:len(text)-1] },
		"empty":     func(*asIfTLC, string, []byte) []byte { return nil },
		"of another run": func(f *asIfTLC, entry string, _ []byte) []byte {
			f.write("said", saidHolds)
			f.write("code", "0")
			f.job.Workers = 2
			f.run(true, "the other run")
			f.job.Workers = 1
			f.write("said", saidTiny)
			f.write("code", "12")
			for _, other := range f.kept(".run") {
				if other != entry {
					text, err := os.ReadFile(other)
					require.NoError(f, err)
					return text
				}
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newAsIfTLC(t)
			f.job.Workers = 1
			f.write("said", saidTiny)
			f.write("code", "12")
			f.run(true, "the first")
			entry := f.kept(".run")[0]
			text, err := os.ReadFile(entry)
			require.NoError(t, err)
			spoiled := spoil(f, entry, text)
			require.NotEqual(t, text, spoiled)
			require.NoError(t, os.WriteFile(entry, spoiled, 0o600))
			r, err := f.run(true, name)
			require.NoError(t, err)
			require.Equal(t, "invariant Tiny", r.Verdict.String())
			f.run(false, "the entry is whole again")
		})
	}
}

func TestOnlyVerdictsAreKept(t *testing.T) {
	f := newAsIfTLC(t)
	f.write("code", "1") // It says that it holds, and ends otherwise.
	_, err := f.run(true, "not judged")
	require.Error(t, err)
	require.Empty(t, f.kept(""))
	f.write("code", "0")
	f.write("during", `echo "---- MODULE Bottom ----" >Bottom.tla; echo "====" >>Bottom.tla`)
	_, err = f.run(true, "a module changes meanwhile")
	require.NoError(t, err)
	require.Empty(t, f.kept(""))
	f.write("during", "")
	f.write("Bottom.tla", "---- MODULE Bottom ----\nnot TLA+ that is known\n")
	f.run(true, "a module that cannot be read")
	require.Empty(t, f.kept(""))
}

func TestAViolationIsKeptAsOne(t *testing.T) {
	f := newAsIfTLC(t)
	said, err := os.ReadFile("testdata/said/invariant.txt")
	require.NoError(t, err)
	f.write("said", string(said))
	f.write("code", "12")
	first, err := f.run(true, "the first")
	require.NoError(t, err)
	again, err := f.run(false, "the second")
	require.NoError(t, err)
	require.Equal(t, "invariant NeverTwoLeaders", again.Verdict.String())
	require.Equal(t, first.Trace, again.Trace)
}

func TestAGraphIsKeptWithItsRun(t *testing.T) {
	f := newAsIfTLC(t)
	f.job.Graph = f.path("one.dot")
	f.run(true, "the first")
	f.job.Graph = f.path("two.dot")
	f.run(false, "the second")
	text, err := os.ReadFile(f.job.Graph)
	require.NoError(t, err)
	require.Equal(t, "a graph\n", string(text))
	f.job.Graph = ""
	f.run(false, "its verdict alone")
	for _, spoiled := range []string{"a grap", "", "another graph"} {
		require.NoError(t, os.WriteFile(f.kept(".dot")[0], []byte(spoiled), 0o600))
		f.job.Graph = f.path("three.dot")
		f.run(true, "a spoiled graph")
		text, err := os.ReadFile(f.job.Graph)
		require.NoError(t, err)
		require.Equal(t, "a graph\n", string(text))
		require.NoError(t, os.Remove(f.job.Graph))
	}
}

func TestACacheIsBounded(t *testing.T) {
	f := newAsIfTLC(t)
	defer tlc.BoundCache(4 << 30)
	f.run(true, "the first")
	first := f.kept(".run")[0]
	info, err := os.Stat(first)
	require.NoError(t, err)
	tlc.BoundCache(5 * info.Size() / 2)
	for _, args := range []string{"-a", "-b"} {
		f.job.Args = []string{args}
		f.run(true, args)
	}
	require.Len(t, f.kept(".run"), 2)
	require.NoFileExists(t, first)
}

// Every model of make test can be kept: its modules are all known.
func TestEveryModelHasItsInputs(t *testing.T) {
	root := tlctest.Root(t)
	specs := filepath.Join(root, "spec")
	models, err := tlc.ReadModels(filepath.Join(specs, "models.yaml"))
	require.NoError(t, err)
	seen := map[string]string{}
	f := newAsIfTLC(t)
	for _, m := range models {
		inputs, err := tlc.Inputs(m.Job(specs, tlc.Job{Jar: f.job.Jar}))
		require.NoError(t, err, m.Name)
		require.Contains(t, inputs, "\nmodule "+strings.TrimSuffix(filepath.Base(m.Module), ".tla")+" ", m.Name)
		require.Empty(t, seen[inputs], "%s and %s have the same inputs", m.Name, seen[inputs])
		seen[inputs] = m.Name
	}
}
