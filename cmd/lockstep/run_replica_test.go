package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace"
)

// shortRun makes a short run in virtual time that holds.
func shortRun(t *testing.T, flagsToo ...string) (runReplicaReport, runReplicaOptions) {
	t.Helper()
	var o runReplicaOptions
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	replicaFlags(flags, &o)
	require.NoError(t, flags.Parse(append([]string{"--virtual", "--duration", "300ms", "--out", filepath.Join(t.TempDir(), "out")}, flagsToo...)))
	o.command = "lockstep run replica"
	r, err := runRunReplica(context.Background(), console{out: &bytes.Buffer{}, err: &bytes.Buffer{}}, o)
	require.NoError(t, err)
	require.Equal(t, linearizability.Holds, r.Verdict)
	return r, o
}

// Each check of a run fails, alone, on a run that is spoilt in one way, and then the
// run does and the page says why.
func TestEachCheckOfARunCanFail(t *testing.T) {
	for check, spoil := range map[string]func(*runReplicaReport){
		"no client was told anything impossible": func(r *runReplicaReport) { r.Violations = []string{"client 4: <a fault>"} },
		"participants agree":                     func(r *runReplicaReport) { r.Divided = []string{"participant 2: <a fault>"} },
		"the history is that of the trace": func(r *runReplicaReport) {
			ops := r.ReplicaReport.History.Operations
			r.ReplicaReport.History.Operations = ops[:len(ops)-1]
		},
		"the history is linearizable (exact)": func(r *runReplicaReport) { r.ReplicaReport.History.Operations[0].Count += 1000 },
	} {
		r, o := shortRun(t)
		r.Checks = nil
		spoil(&r)
		require.NoError(t, r.judge(context.Background(), o))
		require.Equal(t, linearizability.Fails, r.Verdict)
		failing := map[string]string{}
		for _, c := range r.Checks {
			if c.Verdict == linearizability.Fails {
				failing[c.Check] = c.Reason
			}
		}
		require.Contains(t, failing, check)
		require.NotEmpty(t, failing[check])
		if check != "the history is linearizable (exact)" { // Then it is that of no trace either.
			require.Len(t, failing, 1)
		}

		var out bytes.Buffer
		require.ErrorIs(t, showRunReplica(console{out: &out, err: &out}, r, false), errFails)
		require.Contains(t, out.String(), check+"  ")
		require.NoError(t, r.draw(context.Background(), o))
		page, err := os.ReadFile(r.Report)
		require.NoError(t, err)
		require.Contains(t, string(page), "<h1>The run fails</h1>")
		require.Contains(t, string(page), "<td>"+check+"</td><td>fails</td>")
		require.NotContains(t, string(page), "<a fault>", "what others wrote is escaped")
	}
}

// The checks of a key-value store are others, and each can fail.
func TestEachCheckOfARunWithAStoreCanFail(t *testing.T) {
	kv := []string{"--machine", "kv", "--duration", "500ms"}
	whole, _ := shortRun(t, kv...)
	var checks []string
	for _, c := range whole.Checks {
		checks = append(checks, c.Check)
	}
	require.Equal(t, []string{
		"participants agree", "the history is linearizable (porcupine)", "the history is that of the trace", "the Go twins take the steps of the trace",
	}, checks)
	for check, spoil := range map[string]func(*runReplicaReport){
		"participants agree": func(r *runReplicaReport) { r.Divided = []string{"participant 2: <a fault>"} },
		"the history is linearizable (porcupine)": func(r *runReplicaReport) {
			ops := r.ReplicaReport.History.Operations
			ops[slices.IndexFunc(ops, func(o linearizability.Operation) bool {
				return o.Operation == linearizability.OpGet && o.Outcome == linearizability.Done
			})].Value = "nobody's"
		},
		"the history is that of the trace": func(r *runReplicaReport) {
			ops := r.ReplicaReport.History.Operations
			r.ReplicaReport.History.Operations = ops[:len(ops)-1]
		},
		"the Go twins take the steps of the trace": func(r *runReplicaReport) {
			text, err := os.ReadFile(r.Trace)
			require.NoError(t, err)
			spoilt := regexp.MustCompile(`("action":"Execute",.*"value":\[\["k.","[0-9]+\.)`).ReplaceAll(text, []byte("${1}9"))
			require.NotEqual(t, text, spoilt)
			require.NoError(t, os.WriteFile(r.Trace, spoilt, 0o600))
		},
	} {
		r, o := shortRun(t, kv...)
		r.Checks = nil
		spoil(&r)
		require.NoError(t, r.judge(context.Background(), o))
		require.Equal(t, linearizability.Fails, r.Verdict, check)
		i := slices.IndexFunc(r.Checks, func(c replicaCheck) bool { return c.Check == check })
		require.Equal(t, linearizability.Fails, r.Checks[i].Verdict, check)
		require.NotEmpty(t, r.Checks[i].Reason)
	}
}

func TestARunThatNoCheckerCouldJudgeIsUnjudged(t *testing.T) {
	r, o := shortRun(t)
	r.Checks, o.timeout = nil, time.Nanosecond
	require.NoError(t, r.judge(context.Background(), o))
	require.Equal(t, linearizability.Unjudged, r.Verdict)
	err := showRunReplica(console{out: &bytes.Buffer{}, err: &bytes.Buffer{}}, r, true)
	require.Error(t, err)
	require.False(t, errors.Is(err, errFails))
}

// The page says what TLC said of the trace, and the run is then worth what TLC finds.
func TestThePageSaysWhatTLCSaid(t *testing.T) {
	var accepted, rejected validateReport
	accepted.Events = 300
	rejected.Rejections = []*trace.Rejection{{Trace: "a run", Line: 7, Reason: "no step"}}
	for verdict, said := range map[linearizability.Verdict]struct {
		report validateReport
		err    error
		reason string
	}{
		linearizability.Holds:    {accepted, nil, "300 events accepted"},
		linearizability.Fails:    {rejected, nil, "a run:7: no step"},
		linearizability.Unjudged: {validateReport{}, errors.New("no Java"), "no Java"},
	} {
		r, _ := shortRun(t)
		require.NoError(t, r.judgedByTLC(said.report, said.err))
		require.Equal(t, verdict, r.Verdict)
		page, err := os.ReadFile(r.Report)
		require.NoError(t, err)
		require.Contains(t, string(page), "<td>TLC: the trace is a behaviour of the spec</td><td>"+verdict.String()+"</td><td>"+said.reason+"</td>")
		require.Contains(t, string(page), "that of TLC was made with: lockstep trace validate")
	}
}
