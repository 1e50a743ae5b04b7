package conform

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/lockstep-paxos/lockstep/internal/specs"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// Validate has TLC tell whether a run, which must have ended, is a behaviour of the spec.
// If it is not, the test fails with the line at fault, the first conjunct of the action that
// is false and the values of its sides. The methods take the steps too, if all actions have
// one: where they alone say otherwise, the run is not judged, and the test fails.
func Validate[N any, M Message](t testing.TB, r *Recorder[N, M]) {
	t.Helper()
	report := Judge(t, r)
	for _, x := range report.Rejections {
		t.Error(explained(report, x))
	}
}

func explained(report validate.Report, r *trace.Rejection) string {
	for _, x := range report.Explanations {
		if x.Trace == r.Trace && x.Line == r.Line {
			return x.String()
		}
	}
	return r.Error()
}

// Judge is Validate for a test that wants to look at the report itself: it fails only if
// there is no verdict.
func Judge[N any, M Message](t testing.TB, r *Recorder[N, M]) validate.Report {
	t.Helper()
	run, err := r.trace()
	if err != nil {
		t.Fatal(err)
	}
	jar := jar(t)
	root, err := r.p.unpack()
	if err != nil {
		t.Fatal(err)
	}
	report, err := validate.Run(t.Context(), []*trace.Trace{run}, r.p.traced, validate.Options{
		Root: root, Jar: jar, Explain: 1, TLCAlone: !r.p.hasTwin, Log: filepath.Join(t.TempDir(), "tlc.log"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// ReplayRun has the methods take the steps of a recorded run, without Java: they must do
// what was recorded. It says nothing of the spec.
func ReplayRun[N any, M Message](t testing.TB, r *Recorder[N, M]) {
	t.Helper()
	run, err := r.trace()
	if err == nil {
		err = replay.Run(run, r.p.traced)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// unpack makes a folder with the spec, and the trace spec that is made for it.
func (s *sides[N, M]) unpack() (root string, err error) {
	module, config := s.traceSpec()
	files := map[string][]byte{
		"trace/Trace" + s.Spec.Module + ".tla": []byte(module),
		"trace/Trace" + s.Spec.Module + ".cfg": []byte(config),
	}
	from, err := specs.Find()
	if err != nil {
		return "", err
	}
	for _, name := range []string{"Trace.tla", "TraceIO.tla", "TraceIO.java", "Json.java"} {
		if files["trace/"+name], err = os.ReadFile(filepath.Join(from, "spec", "trace", name)); err != nil {
			return "", err
		}
	}
	own, err := fs.Glob(os.DirFS(s.dir), "*.tla")
	if err != nil {
		return "", err
	}
	for _, name := range own {
		if files[name], err = os.ReadFile(filepath.Join(s.dir, name)); err != nil {
			return "", err
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(s.dir + "\n" + module + config))
	root = filepath.Join(cache, "lockstep", fmt.Sprintf("%s-%x", s.Spec.Module, sum[:8]))
	for name, data := range files {
		if err := specs.Write(filepath.Join(root, "spec", name), data); err != nil {
			return "", err
		}
	}
	return root, nil
}

// jar is TLC's; a test that needs it is left out where there is none.
func jar(t testing.TB) string {
	t.Helper()
	root, err := specs.Find()
	if err != nil {
		t.Fatal(err)
	}
	return tlctest.JarOf(t, root)
}
