package validate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// Traces with other constants are another run of TLC. If that fails, or a trace cannot be
// read, what is known of the others stays known.
func TestABatchThatTLCCannotJudgeLeavesTheVerdictsOfOthers(t *testing.T) {
	o := options(t)
	real, err := exec.LookPath("java")
	require.NoError(t, err)
	dir := t.TempDir()
	text := fmt.Sprintf("#!/bin/sh\nmkdir %s/first 2>/dev/null && exec %s \"$@\"\necho out of order >&2\nexit 1\n", dir, real)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "java"), []byte(text), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))

	other := told(t)
	other.Name = "other"
	other.Header.Constants = json.RawMessage(`{"participants":[1,2,3],"proposals":[["a"],["b"],["c"]]}`)
	report, err := validate.RunSeq(context.Background(), func(yield func(*trace.Trace, error) bool) {
		_ = yield(told(t), nil) && yield(nil, errors.New("cut.ndjson: cut")) && yield(other, nil)
	}, protocol, o)
	var missed trace.Missed
	require.ErrorAs(t, err, &missed)
	require.Len(t, missed, 2)
	require.Contains(t, missed, trace.Miss{Why: "cut.ndjson: cut"})
	require.ErrorContains(t, missed, "out of order")
	require.Equal(t, missed, report.Missed)
	require.Empty(t, report.Rejections)
	require.Equal(t, 1, report.Agreed)
	require.ElementsMatch(t, []bool{true, false, false}, report.Accepted)
}

func TestEachReasonNotToJudgeIsToldOnce(t *testing.T) {
	all := trace.Missed{{Trace: "a", Why: "no memory"}, {Trace: "b", Why: "stopped"}, {Trace: "c", Why: "no memory"}}
	for i := range 5 {
		all = append(all, trace.Miss{Trace: fmt.Sprint(i), Why: "stopped"})
	}
	require.EqualError(t, all, "traces that are not judged: 8\na, c: no memory\nb, 0, 1, 2, 3: stopped (and 1 more)")
}
