package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// If a rejection cannot be explained it is told without, and it is said why.
func TestARejectionThatIsNotExplainedIsToldAllTheSame(t *testing.T) {
	r := &trace.Rejection{Trace: "a.ndjson", Line: 3, Reason: "no step"}
	report := validateReport{Report: validate.Report{Report: trace.Report{Traces: 1, Rejections: []*trace.Rejection{r}}, Unexplained: "no spec"}}
	var out, err bytes.Buffer
	require.ErrorIs(t, showTraceValidate(console{out: &out, err: &err}, report, false), errFails)
	require.Contains(t, err.String(), "lockstep: "+r.Error()+"\n")
	require.Contains(t, err.String(), "note: it is not explained: no spec\n")
}

func TestATraceThatIsRejectedComesBeforeOneThatTLCCouldNotJudge(t *testing.T) {
	report := validateReport{Report: validate.Report{Report: trace.Report{Traces: 3, Missed: trace.Missed{{Trace: "a.ndjson", Why: "no memory"}}}}}
	var told bytes.Buffer
	require.Equal(t, errUnjudged, report.verdict(console{err: &told}))
	require.Equal(t, "lockstep: traces that are not judged: 1\na.ndjson: no memory\n", told.String())
	report.Rejections = []*trace.Rejection{{}}
	require.Equal(t, errFails, report.verdict(console{err: &told}))
}
