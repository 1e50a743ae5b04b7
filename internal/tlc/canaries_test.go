package tlc_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// says is a judge that says the same of everything.
func says(verdict string) tlc.Judge {
	return func(context.Context, tlc.Model) (tlc.Check, error) { return tlc.Check{Got: verdict}, nil }
}

func TestAJudgeThatIsWrongOfACanaryIsCaught(t *testing.T) {
	canary := tlc.Canary{Name: "C", Expect: "invariant I", Wrong: []string{"2.18"}}
	for _, c := range []struct {
		version, verdict string
		right, asSeen    bool
	}{
		{"2.18 of 20 March 2023", "holds", false, true},
		{"2.18 of 20 March 2023", "invariant I", true, false},
		{"2.19 of 1 May 2030", "holds", false, false},
		{"2.19 of 1 May 2030", "invariant I", true, true},
		{"2.19 of 1 May 2030", "invariant J", false, false},
		{"2.1 of 2 May 2030", "holds", false, false},
		{"unknown", "holds", false, false},
	} {
		got, err := tlc.CheckCanary(context.Background(), canary, c.version, says(c.verdict))
		require.NoError(t, err)
		require.Equal(t, c.right, got.Right, c)
		require.Equal(t, c.asSeen, got.AsSeen, c)
		require.Empty(t, got.Unjudged)
	}
}

func TestACanaryThatTLCDoesNotJudgeIsNotRight(t *testing.T) {
	got, err := tlc.CheckCanary(context.Background(), tlc.Canary{Expect: "holds"}, "2.18", func(context.Context, tlc.Model) (tlc.Check, error) {
		return tlc.Check{}, errors.New("it does not parse")
	})
	require.NoError(t, err)
	require.False(t, got.Right || got.AsSeen)
	require.Equal(t, "it does not parse", got.Unjudged)
}

func TestAnIndexOfCanariesThatChecksNothingIsRefused(t *testing.T) {
	for want, index := range map[string]string{
		"lists no canary":                  "canaries: []",
		`canary "": name`:                  "canaries: [{pattern: p, issue: 1, expect: holds, seconds: 1}]",
		`two canaries are called "C"`:      "canaries: [{name: C, pattern: p, issue: 1, expect: holds, seconds: 1}, {name: C, pattern: p, issue: 1, expect: holds, seconds: 1}]",
		"issue and seconds must be given":  "canaries: [{name: C, pattern: p, expect: holds, seconds: 1}]",
		"field verdict not found":          "canaries: [{name: C, verdict: holds}]",
		"must name the invariant that TLC": "canaries: [{name: C, pattern: p, issue: 1, expect: invariant, seconds: 1}]",
	} {
		specs := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(specs, tlc.CanaryFolder), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(specs, tlc.CanaryFolder, "canaries.yaml"), []byte(index), 0o600))
		_, err := tlc.ReadCanaries(specs)
		require.ErrorContains(t, err, want)
	}
}

// TestTheCanariesSayWhatThisTLCGetsWrong of those that take seconds; make check-full asks
// for all. Their logs also show that our runs keep fingerprints in a set that is not the
// one of #1112.
func TestTheCanariesSayWhatThisTLCGetsWrong(t *testing.T) {
	jar, specs := tlctest.Jar(t), filepath.Join(tlctest.Root(t), "spec")
	id, err := tlc.Identify(jar)
	require.NoError(t, err)
	all, err := tlc.ReadCanaries(specs)
	require.NoError(t, err)
	for _, c := range all {
		if c.Seconds > 5 {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			log := filepath.Join(t.TempDir(), "log")
			got, err := tlc.CheckCanary(context.Background(), c, id.Version, func(ctx context.Context, m tlc.Model) (tlc.Check, error) {
				return tlc.CheckModel(ctx, specs, m, tlc.Job{Jar: jar, Log: log})
			})
			require.NoError(t, err)
			require.Empty(t, got.Unjudged)
			if id.Pinned {
				require.True(t, got.AsSeen, "TLC says %s", got.Got)
			}
			text, err := os.ReadFile(log)
			require.NoError(t, err)
			require.Contains(t, string(text), "MSBDiskFPSet")
		})
	}
}
