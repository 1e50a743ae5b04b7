package catalog

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// searched is what the searches of each protocol are to be like.
var searched = map[string]struct {
	invariants int  // How many are checked in each state.
	each       bool // Each model takes every action; else all of them together do.
}{
	"synod":       {10, true},
	"election":    {5, true},
	"multidecree": {12, false},
	"replica":     {8 + 11, false},     // Its own, and those of MultiDecree, but for its TypeOK.
	"lease":       {8 + 11 + 5, false}, // Those of Replica, and its own.
}

// The searches of all protocols, but for those by counts, which make check-full has, find
// what is pinned of TLC's.
func TestTwinsHaveThePinnedCounts(t *testing.T) {
	for _, e := range explorations {
		require.Contains(t, searched, e.Protocol)
	}
	pinned, err := tlc.ReadModels(filepath.Join(tlctest.Root(t), "spec", "models.yaml"))
	require.NoError(t, err)
	for protocol, want := range searched {
		all, err := Explorations(protocol)
		require.NoError(t, err)
		var never []string // By no model so far.
		models := 0
		for _, e := range all {
			if e.ByCounts {
				continue
			}
			models++
			r, err := e.Model.Run(t.Context(), explore.Options{})
			require.NoError(t, err)
			require.Empty(t, r.Violated, r.Transcript())
			require.Len(t, r.Invariants, want.invariants, e.Name)
			require.Equal(t, e.Name, r.Model)
			at := slices.IndexFunc(pinned, func(m tlc.Model) bool { return m.Name == e.Name })
			require.GreaterOrEqual(t, at, 0, "spec/models.yaml lacks %s", e.Name)
			require.Equal(t, []int64{pinned[at].Distinct, pinned[at].Generated, int64(pinned[at].Depth)}, []int64{r.Distinct, r.Generated, int64(r.Depth)}, e.Name)
			if models == 1 || want.each {
				never = append(never, r.NeverTaken...)
			} else {
				never = slices.DeleteFunc(never, func(a string) bool { return !slices.Contains(r.NeverTaken, a) })
			}
		}
		require.NotZero(t, models, protocol)
		require.Empty(t, never, protocol)
	}
}

// withFault is a model in which nodes take the steps of an action otherwise; the right
// model if the action is "".
func withFault[N, M any](t *testing.T, protocol, model, name string, take func(n *N, right action.Call[N, M]) ([]M, bool)) *explore.Model[N, M] {
	t.Helper()
	e, err := FindExploration(protocol, model)
	require.NoError(t, err)
	m := *e.Model.(*explore.Model[N, M])
	m.Actions = m.Actions.Around(func(n *N, right action.Call[N, M]) ([]M, bool) {
		if right.Action == name {
			return take(n, right)
		}
		return right.Take(n)
	})
	return &m
}

// comparedWithTLC compares such a model with TLC's.
func comparedWithTLC(t *testing.T, protocol string, byCounts bool, name string, m Explorable) explore.Comparison {
	t.Helper()
	tlctest.Jar(t)
	e, err := FindExploration(protocol, name)
	require.NoError(t, err)
	against, checker, err := e.TLC(tlctest.Root(t))
	require.NoError(t, err)
	checker.Cache, against.ByCounts = graphs, byCounts
	c, err := m.Compare(t.Context(), explore.Options{}, against)
	require.NoError(t, err)
	return c
}

// seenFault is a fault of the code, and the invariant that sees it.
type seenFault[N, M any] struct {
	name, model, action, violated string
	take                          func(n *N, right action.Call[N, M]) ([]M, bool)
}

// requireSeen wants each fault to be seen.
func requireSeen[N, M any](t *testing.T, protocol string, faults []seenFault[N, M]) {
	t.Helper()
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			r, err := withFault(t, protocol, f.model, f.action, f.take).Run(t.Context(), explore.Options{})
			require.NoError(t, err)
			require.Equal(t, f.violated, r.Violated)
			require.Contains(t, r.Transcript(), f.action+"(")
		})
	}
}
