//go:build !race

// Without the race detector: runs in virtual time have no goroutines, and it would look
// at them for a minute to find nothing.

package inproc

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// Which layer sees which broken variant: the last columns of the table in
// docs/replica.md are what this test finds.

const (
	layerRuns    = 10  // Of each variant.
	tracedRuns   = 2   // How many of these leave a trace.
	tracedEvents = 600 // How long that is.
)

// TestLayersSeeWhatTheDocumentSays of each variant, of the first few in short tests.
func TestLayersSeeWhatTheDocumentSays(t *testing.T) {
	documented := documentedRows(t, "replica.md", "| variant | refinement | monitor | invariant | trace validation | graphs | clients | participants | Porcupine |")
	require.Len(t, documented, len(variants), "docs/replica.md has other variants")
	looked := variants
	if testing.Short() {
		looked = variants[:3]
	}
	graphs := inGraphs(t, looked)
	runs := map[string]*trace.Trace{}
	for _, v := range looked {
		inTrace, beginning := inTraces(t, v)
		runs[v.name] = beginning
		found := append([]string{inTrace, graphs[v.name]}, inHistories(t, v)...)
		t.Logf("%s | %s", v.name, strings.Join(found, " | "))
		require.Contains(t, documented, v.name)
		assert.Equal(t, found, documented[v.name][4:], "docs/replica.md says otherwise of %s; want: %s", v.name, strings.Join(found, " | "))
	}
	t.Run("TLC", func(t *testing.T) { agreesWithTLC(t, runs) })
}

// inTraces tells at which action the Go twins reject traces of a variant, which is the
// same in all that they reject, and has the beginning of one, up to the line rejected.
func inTraces(t *testing.T, v variant) (string, *trace.Trace) {
	t.Helper()
	var action string
	var beginning *trace.Trace
	rejected := 0
	for seed := range uint64(tracedRuns) {
		err := replay.Run(recorded(t, v, seed, tracedEvents), catalog.ReplicaTrace)
		if err == nil {
			continue
		}
		rejection, ok := errors.AsType[*trace.Rejection](err)
		require.True(t, ok, err)
		at, _, _ := strings.Cut(rejection.Reason, "(")
		require.Contains(t, []string{"", at}, action, v.name)
		action, beginning = at, recorded(t, v, seed, rejection.Line)
		rejected++
	}
	if rejected == 0 {
		return "no", recorded(t, v, 0, tracedEvents)
	}
	return fmt.Sprintf("`%s`, %s", action, share(rejected, tracedRuns)), beginning
}

// share says how many of so many runs there are, for a cell.
func share(n, of int) string {
	if n == 0 {
		return "no"
	}
	return fmt.Sprintf("%d of %d", n, of)
}

// recorded is a run of a variant, read from its trace.
func recorded(t *testing.T, v variant, seed uint64, events int) *trace.Trace {
	o := stormy(seed)
	o.Events = events
	run, err := v.traced(t, o)
	require.NoError(t, err)
	return run
}

// agreesWithTLC has TLC judge a trace of each variant, and what was arranged: it must
// reject the same line as the Go twins, or nothing.
func agreesWithTLC(t *testing.T, runs map[string]*trace.Trace) {
	tlctest.Jar(t)
	var all []*trace.Trace
	for _, v := range variants {
		all = append(all, runs[v.name])
	}
	for _, s := range queryStories {
		a := arrange(t, s.faulty(), 0, 0)
		s.tell(a)
		all = append(all, a.trace(s.variant+", arranged"))
	}
	report, err := validate.Run(t.Context(), all, catalog.ReplicaTrace, validate.Options{Root: tlctest.Root(t)})
	require.NoError(t, err)
	require.Equal(t, len(all), report.Agreed)
}

// inHistories tells in how many runs of a variant clients were told what cannot be,
// participants had different values, and the history was not linearizable. Whoever asks
// Porcupine asks the exact checker, too, and gets a verdict only if both agree.
func inHistories(t *testing.T, v variant) []string {
	t.Helper()
	var clients, participants, histories int
	for seed, r := range reportsOf(t, v) {
		if len(r.Violations) > 0 {
			clients++
		}
		if len(r.Divided) > 0 {
			participants++
		}
		judged := linearizability.Check(t.Context(), r.History, linearizability.Options{Checker: linearizability.Porcupine})
		require.NotEqual(t, linearizability.Unjudged, judged.Verdict, "%s, seed %d: %s", v.name, seed, judged.Reason)
		if judged.Verdict == linearizability.Fails {
			histories++
		}
	}
	return []string{share(clients, layerRuns), share(participants, layerRuns), share(histories, layerRuns)}
}

// reportsOf are the runs of a variant, made at the same time.
func reportsOf(t *testing.T, v variant) []ReplicaReport {
	t.Helper()
	reports, errs := make([]ReplicaReport, layerRuns), make([]error, layerRuns)
	var done sync.WaitGroup
	for seed := range layerRuns {
		done.Go(func() { reports[seed], errs[seed] = v.run(t.Context(), stormy(uint64(seed))) })
	}
	done.Wait()
	require.NoError(t, errors.Join(errs...))
	return reports
}

type (
	counterCall  = action.Call[counterNode, replica.Message]
	counterModel = explore.Model[counterNode, replica.Message]
)

// inGraphs tells for each variant whether the graph of states differs from that of the
// right twin, which is TLC's: whether, in any state of it, a step is another.
func inGraphs(t *testing.T, variants []variant) map[string]string {
	t.Helper()
	cells, faults := map[string]string{}, map[string]fault{}
	for _, v := range variants {
		cells[v.name], faults[v.name] = "no", v.faulty()
	}
	faults["ReplicaNoIdentity"] = noIdentityBut(101) // The only client there.
	compare := func(n *counterNode, right counterCall) ([]replica.Message, bool) {
		before := *n
		sent, ok := right.Take(n)
		for name, f := range faults {
			if cells[name] == "no" && !before.IsClient() && differs(f, right, before, *n, sent, ok) {
				cells[name] = "yes"
			}
		}
		return sent, ok
	}
	for _, name := range []string{"MCReplicaGraph", "MCReplicaGraphTwo"} {
		e, err := catalog.FindExploration("replica", name)
		require.NoError(t, err)
		m := *e.Model.(*counterModel)
		m.Actions = m.Actions.Around(compare)
		m.Invariants = nil // The right twin keeps them.
		_, err = m.Run(t.Context(), explore.Options{Workers: 1})
		require.NoError(t, err)
	}
	return cells
}

// differs is true iff a participant with the fault takes the step otherwise than to the
// state after, sending that.
func differs(f fault, s counterCall, before, after counterNode, sent []replica.Message, ok bool) bool {
	params := replica.Actions[counterMachine]().Named(s.Step)
	n := lease.Of(before.Replica, lease.Config{})
	right := func(p *counterReplica) ([]replica.Message, bool) {
		n := counterNode{Replica: p.WithoutLeases()}
		sent, ok := s.Take(&n)
		*p = *lease.Of(n.Replica, lease.Config{})
		return sent, ok
	}
	sentToo, okToo := f.instead(s.Action, params, right)(n)
	return okToo != ok || !reflect.DeepEqual(sentToo, sent) || !reflect.DeepEqual(n.WithoutLeases(), after.Replica)
}
