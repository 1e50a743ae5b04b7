package tlc_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// check runs a configuration of testdata/Clock.tla as the model says.
func check(t *testing.T, m tlc.Model) (tlc.Check, error) {
	t.Helper()
	m.Module = "Clock"
	log := filepath.Join(t.TempDir(), "clock.log")
	return tlc.CheckModel(context.Background(), "testdata", m, tlc.Job{Jar: tlctest.Jar(t), Log: log})
}

func TestTLCsVerdictsAreToldByName(t *testing.T) {
	for config, want := range map[string]string{
		"Holds":      "holds",
		"Tiny":       "invariant Tiny",
		"NeverWraps": "property NeverWraps",
		"Strikes":    "property Strikes", // By stuttering, for the spec promises nothing.
		"Stop":       "deadlock",
	} {
		t.Run(config, func(t *testing.T) {
			c, err := check(t, tlc.Model{Config: config, Expect: want})
			require.NoError(t, err)
			require.Equal(t, want, c.Got)
			require.True(t, c.Passed(), c.Wrong)
		})
	}
}

func TestAModelThatShrankDoesNotPass(t *testing.T) {
	c, err := check(t, tlc.Model{Config: "Holds", Expect: "holds", Distinct: 4, Generated: 5, Depth: 4})
	require.NoError(t, err)
	require.Empty(t, c.Wrong)

	c, err = check(t, tlc.Model{Config: "Holds", Expect: "holds", Distinct: 8, Generated: 9, Depth: 7})
	require.NoError(t, err)
	require.Equal(t, []string{"4 distinct states, expected 8", "5 generated states, expected 9", "4 depth, expected 7"}, c.Wrong)
}

func TestAnotherViolationThanTheNamedOneDoesNotPass(t *testing.T) {
	c, err := check(t, tlc.Model{Config: "Tiny", Expect: "invariant Small"})
	require.NoError(t, err)
	require.Equal(t, []string{"violates invariant Tiny, must violate invariant Small"}, c.Wrong)
}

func TestARefutedTemporalPropertyMustBeTheOnlyOne(t *testing.T) {
	_, err := check(t, tlc.Model{Config: "TwoProperties", Expect: "property Strikes"})
	require.ErrorContains(t, err, "names exactly one")
}

func TestWhatTLCCannotReadIsNotJudged(t *testing.T) {
	_, err := check(t, tlc.Model{Config: "Unknown", Expect: "holds"})
	require.ErrorContains(t, err, "could not be judged")
	require.ErrorContains(t, err, "Nobody")
	_, err = check(t, tlc.Model{Config: "Missing", Expect: "holds"})
	require.ErrorContains(t, err, "could not be judged")
}

func TestRunTellsBehavioursCoverageAndPrints(t *testing.T) {
	log := filepath.Join(t.TempDir(), "deep", "clock.log")
	job := tlc.Job{Jar: tlctest.Jar(t), Module: "testdata/Clock.tla", Config: "testdata/Holds.cfg", Log: log, Args: []string{"-coverage", "1"}}
	r, err := tlc.Run(context.Background(), job)
	require.NoError(t, err)
	require.Equal(t, []tlc.Coverage{{Action: "Tick", Distinct: 3, Generated: 3}, {Action: "Wrap", Distinct: 0, Generated: 1}}, r.Coverage)
	require.Equal(t, []string{`<<"wrapped at", 3>>`}, r.Prints)
	text, err := os.ReadFile(log)
	require.NoError(t, err)
	require.Contains(t, string(text), "Model checking completed")

	job.Config = "testdata/Tiny.cfg"
	r, err = tlc.Run(context.Background(), job)
	require.NoError(t, err)
	require.Len(t, r.Trace, 3)
	require.Equal(t, "Tick", r.Trace[2].Action)
	require.Equal(t, "2", r.Trace[2].State["hour"].String())
}

func TestACancelledRunLeavesNothingRunning(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := tlc.Run(ctx, tlc.Job{Jar: tlctest.Jar(t), Module: "testdata/Clock.tla", Config: "testdata/Holds.cfg"})
	require.ErrorIs(t, err, context.Canceled)
}

// fakeJava puts a java before the real one on the PATH that does what script says. It
// finds its number among the runs in $n.
func fakeJava(t *testing.T, script string) {
	t.Helper()
	tlctest.Jar(t)
	dir := t.TempDir()
	real, err := exec.LookPath("java")
	require.NoError(t, err)
	text := fmt.Sprintf("#!/bin/sh\necho >>%[1]s/runs\nn=$(wc -l <%[1]s/runs)\njava=%[2]s\n%[3]s", dir, real, script)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "java"), []byte(text), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// lassoLost is how TLC 2.18 ends when its two searches for a lasso disturb each other.
const lassoLost = `cat <<'END'
@!@!@STARTMSG 2116:1 @!@!@
Temporal properties were violated.
@!@!@ENDMSG 2116 @!@!@
@!@!@STARTMSG 1000:1 @!@!@
TLC threw an unexpected exception.
: Read past end of file (increase with setLength)?
@!@!@ENDMSG 1000 @!@!@
END
exit 1
`

func TestALostLassoIsLookedForAgain(t *testing.T) {
	fakeJava(t, `[ "$n" -gt 2 ] && exec "$java" "$@"`+"\n"+lassoLost)
	c, err := check(t, tlc.Model{Config: "Strikes", Expect: "property Strikes"})
	require.NoError(t, err)
	require.True(t, c.Passed(), c.Wrong)
}

func TestALassoThatIsLostEachTimeIsNoVerdict(t *testing.T) {
	fakeJava(t, `[ "$n" -gt `+strconv.Itoa(tlc.Attempts)+` ] && exec "$java" "$@"`+"\n"+lassoLost)
	_, err := check(t, tlc.Model{Config: "Strikes", Expect: "property Strikes"})
	require.ErrorContains(t, err, "could not be judged")
	require.ErrorContains(t, err, "Read past end of file")
}

func TestOtherEndsOfTLCAreNotTriedAgain(t *testing.T) {
	fakeJava(t, `[ "$n" -gt 1 ] && exec "$java" "$@"`+"\n"+strings.Replace(lassoLost, "2116:1", "2115:1", 1))
	_, err := check(t, tlc.Model{Config: "Strikes", Expect: "property Strikes"})
	require.ErrorContains(t, err, "could not be judged")
}

// A Java that cannot read the classes that another left beside the jar does without.
func TestSharedClassesOfAnotherJavaAreNotTaken(t *testing.T) {
	jar := filepath.Join(t.TempDir(), "tlc.jar")
	require.NoError(t, os.Symlink(tlctest.Jar(t), jar))
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(jar), "tlc.jsa"), []byte("of another Java"), 0o600))
	job := tlc.Job{Jar: jar, Module: "testdata/Clock.tla", Config: "testdata/Holds.cfg", Brief: true}
	line, err := job.Command("scratch")
	require.NoError(t, err)
	require.Contains(t, line, "-XX:SharedArchiveFile="+filepath.Join(filepath.Dir(jar), "tlc.jsa"))
	r, err := tlc.Run(context.Background(), job)
	require.NoError(t, err)
	require.Equal(t, "holds", r.Verdict.String())
}
