package trace_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
	"github.com/lockstep-paxos/lockstep/trace"
)

// What a trace says of its nodes is what they said themselves at the end.
func TestATraceWithoutEndsIsFinishedAsFarAsItGoes(t *testing.T) {
	for spec := range tracetest.Stories {
		run := toldOf(t, spec)
		p, cut := catalog.Traces[spec], *run
		require.Error(t, trace.Check(&trace.Trace{Name: "cut", Header: run.Header, Events: run.Events, Ends: run.Ends[:1]}, p))
		cut.Ends = run.Ends[1:]
		whole, missing, err := trace.Finish(&cut, p)
		require.NoError(t, err)
		require.Equal(t, run.Ends, whole.Ends, spec)
		require.Equal(t, trace.Unfinished{{Node: run.Ends[0].Node, Seq: run.Ends[0].Seq}}, missing)
		require.Contains(t, missing.String(), "node 1 has no end: it is judged up to its event ")
		require.NoError(t, trace.Check(whole, p))
		_, missing, err = trace.Finish(run, p)
		require.NoError(t, err)
		require.Empty(t, missing)
	}
}

func TestTheLogOfOneNodeIsNoUnfinishedTrace(t *testing.T) {
	log := logsOf(told(t))[0]
	log.Ends = nil
	_, _, err := trace.Finish(log, protocol)
	require.ErrorContains(t, err, "it may be the log of that node alone")
}
