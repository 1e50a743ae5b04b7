package catalog

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/synod"
)

// graphModel is the model MCSynodGraph, with the invariants of these names.
func graphModel(b *testing.B, invariants ...string) (Exploration, *synodModel) {
	e, err := FindExploration("synod", "MCSynodGraph")
	require.NoError(b, err)
	m := *e.Model.(*synodModel)
	m.Invariants = slices.DeleteFunc(slices.Clone(m.Invariants), func(inv explore.Invariant[synod.Participant, synod.Message]) bool {
		return !slices.Contains(invariants, inv.Name)
	})
	require.Len(b, m.Invariants, len(invariants))
	return e, &m
}

// BenchmarkExploreSynod searches the 74,912 states of MCSynodGraph: with no
// invariant, with the two that TLC checks there, and with all.
func BenchmarkExploreSynod(b *testing.B) {
	all := []string{
		"TypeOK", "NumbersAreTried", "OneDecreePerBallot", "VotesAreSafe", "PromisesAreKept",
		"LastVotesAreTrue", "VotesAreRemembered", "SlipsAreTrue", "LedgersArePassed", "Coherence",
	}
	for _, invariants := range [][]string{nil, {"TypeOK", "Coherence"}, all} {
		b.Run(fmt.Sprintf("invariants=%d", len(invariants)), func(b *testing.B) {
			_, m := graphModel(b, invariants...)
			var states int64
			var bytes float64
			for b.Loop() {
				r, err := m.Run(b.Context(), explore.Options{})
				require.NoError(b, err)
				states, bytes = states+r.Distinct, r.BytesPerState
			}
			b.ReportMetric(float64(states)/b.Elapsed().Seconds(), "states/s")
			b.ReportMetric(bytes, "bytes/state")
		})
	}
}

// BenchmarkExploreSynodBesideTLC has the explorer and TLC search MCSynodGraph, one
// after the other, with the same invariants.
func BenchmarkExploreSynodBesideTLC(b *testing.B) {
	tlctest.Jar(b)
	e, m := graphModel(b, "TypeOK", "Coherence")
	against, _, err := e.TLC(tlctest.Root(b))
	require.NoError(b, err)
	against.ByCounts, against.Timed = true, true
	for b.Loop() {
		c, err := m.Compare(b.Context(), explore.Options{}, against)
		require.NoError(b, err)
		require.True(b, c.Equal, "%v", c.Differences)
		b.ReportMetric(c.Explorer.StatesPerSecond, "states/s")
		b.ReportMetric(c.TLC.StatesPerSecond, "TLC-states/s")
		b.ReportMetric(c.TimesAsQuick, "times-as-quick")
	}
}
