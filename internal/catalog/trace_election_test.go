package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
)

func electionWalks(t *testing.T, walks uint64, events int) []*trace.Trace {
	t.Helper()
	var traces []*trace.Trace
	for seed := range walks {
		walk, err := Walks["Election"](seed, events)
		require.NoError(t, err)
		traces = append(traces, walk)
	}
	return traces
}

// validated has TLC judge traces of elections.
func validated(t *testing.T, traces []*trace.Trace) trace.Report {
	t.Helper()
	report, err := trace.Validate(t.Context(), traces, ElectionTrace, trace.ValidateOptions{
		Root: tlctest.Root(t), Jar: tlctest.Jar(t), Log: filepath.Join(t.TempDir(), "tlc.log"),
	})
	require.NoError(t, err)
	return report
}

func TestWalksOfElectionsAreAccepted(t *testing.T) {
	const walks, events = 40, 60
	report := validated(t, electionWalks(t, walks, events))
	require.Empty(t, report.Rejections)
	require.NotContains(t, report.Accepted, false)
	require.Equal(t, 2, report.Runs, "one for each rule")
	require.Equal(t, walks*events, report.Events)
	require.EqualValues(t, walks*(events+1+3), report.States, "one for each line: headers, events, ends")
	require.Empty(t, report.NeverTaken)
}

func TestWalksOfElectionsAreTheSameTwice(t *testing.T) {
	require.Equal(t, electionWalks(t, 4, 200), electionWalks(t, 4, 200))
}

func TestTLCAndCheckFindOutAllMutantsOfElections(t *testing.T) {
	table, err := trace.Mutate(t.Context(), electionWalks(t, 2, 40), ElectionTrace, func(traces []*trace.Trace) ([]*trace.Rejection, error) {
		report, err := trace.Validate(context.Background(), traces, ElectionTrace, trace.ValidateOptions{Root: tlctest.Root(t), TLCAlone: true})
		return report.Verdicts(), err
	})
	if errors.Is(err, tlc.ErrMissing) {
		t.Skip("left out, for it needs TLC: ", err)
	}
	require.NoError(t, err)
	require.True(t, table.Holds(), "%v", table.Suspect)
	byTLC := map[string]int{}
	for _, row := range table.Rows {
		byTLC[row.Action] += row.ByTLC
	}
	for _, action := range election.Actions {
		require.NotZero(t, byTLC[action], action)
	}
	t.Logf("%d mutants: %d refused by Check, %d rejected by TLC, %d behaviours %v",
		table.Total.Mutants, table.Total.ByMerge, table.Total.ByTLC, table.Total.Legal, table.Total.Reasons)
}

// What the rank rule allows, the incumbent rule does not, and TLC tells.
func TestATakeoverUnderTheIncumbentRuleIsRejected(t *testing.T) {
	walk, err := ElectionWalk(election.RankRule, 1, 60)
	require.NoError(t, err)
	require.Equal(t, []bool{true}, validated(t, []*trace.Trace{walk}).Accepted)
	walk.Header.Constants = json.RawMessage(`{"participants":[1,2,3],"rule":"incumbent"}`)
	report := validated(t, []*trace.Trace{walk})
	require.Equal(t, []bool{false}, report.Accepted)
	require.Contains(t, report.Rejections[0].Reason, "Claim")
}

// A run that reaches the last epoch can be judged like any other.
func TestTheLastEpochIsAccepted(t *testing.T) {
	config := election.Config{Participants: election.Participants{1, 2}}
	header, err := trace.NewHeader(ElectionTrace, config, "")
	require.NoError(t, err)
	recording := &trace.Recording{Protocol: ElectionTrace, Header: header}
	for _, id := range config.Participants {
		p := election.New(id, config)
		log, err := recording.Node(int(id), p.Variables())
		require.NoError(t, err)
		if id == 1 {
			last := election.Ballot{Epoch: election.LastEpoch, Owner: 1}
			_, ok := p.Ring()
			require.True(t, ok)
			_, err = log.Record("Ring", nil, nil, p.Variables(), nil)
			require.NoError(t, err)
			sent, ok := p.Claim(last)
			require.True(t, ok)
			_, err = log.Record("Claim", map[string]any{"b": last}, nil, p.Variables(), trace.Messages(sent))
			require.NoError(t, err)
		}
		require.NoError(t, log.End(p.Variables()))
	}
	run, err := recording.Trace("last.ndjson")
	require.NoError(t, err)
	require.Equal(t, []bool{true}, validated(t, []*trace.Trace{run}).Accepted)
}

func TestConstantsThatAreNoElectionAreRefused(t *testing.T) {
	for _, constants := range []string{
		`{}`, `{"participants":[],"rule":"rank"}`, `{"participants":[2,1],"rule":"rank"}`, `{"participants":[0,1],"rule":"rank"}`,
		`{"participants":[1,1],"rule":"rank"}`, `{"participants":[1],"rule":"president"}`, `{"participants":[1]}`,
		`{"rule":"rank","participants":[1]}`, `{"participants":[1],"rule":"rank","tries":3}`,
	} {
		require.Error(t, ElectionTrace.Check(json.RawMessage(constants)), constants)
	}
	require.NoError(t, ElectionTrace.Check(json.RawMessage(`{"participants":[1,5],"rule":"incumbent"}`)))
}

func TestElectionTraceNamesTheStateOfAParticipant(t *testing.T) {
	twin := ElectionTrace.Twin(json.RawMessage(`{"participants":[2,5],"rule":"rank"}`))
	require.Equal(t, []int{2, 5}, twin.Nodes())
	require.Equal(t, slices.Sorted(slices.Values(ElectionTrace.State)), fieldNames(t, twin.Begin(5).State()))
}
