package trace_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

func newHeader(t *testing.T) trace.Header {
	h, err := trace.NewHeader(protocol, catalog.SynodConstants{Participants: []synod.ParticipantID{1, 2}, Proposals: [][]synod.Decree{{"a"}, {}}}, "")
	require.NoError(t, err)
	return h
}

func participant(id synod.ParticipantID) *synod.Participant {
	return synod.New(id, synod.Config{Participants: synod.Participants{1, 2}, Proposals: []synod.Decree{"a"}})
}

// The caller sends what an action returned once Record has returned; so whatever
// is received stands in a log, even if the sender is killed at once.
func TestLineHasReachedTheWriterWhenRecordReturns(t *testing.T) {
	var log bytes.Buffer
	p := participant(1)
	r, err := trace.NewRecorder(&log, protocol, newHeader(t), 1, p.Variables())
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(log.String(), "\n"))
	number := synod.Number{Try: 1, Owner: 1}
	sent, _ := p.ChooseBallotNumber(number)
	id, err := r.Record("ChooseBallotNumber", map[string]any{"number": number}, nil, p.Variables(), trace.Messages(sent))
	require.NoError(t, err)
	require.Equal(t, trace.ID{Node: 1, Seq: 1}, id)
	require.Equal(t, 2, strings.Count(log.String(), "\n"))
	require.Contains(t, log.String(), `"post":{"lastTried":[1,1],"status":"trying"}`, "what did not change is left out")
}

func TestCrashRaisesTheIncarnationAndSequenceGoesOn(t *testing.T) {
	var log bytes.Buffer
	p := participant(1)
	r, err := trace.NewRecorder(&log, protocol, newHeader(t), 1, p.Variables())
	require.NoError(t, err)
	for range 2 {
		_, err = r.Record("Crash", nil, nil, p.Variables(), nil)
		require.NoError(t, err)
	}
	require.NoError(t, r.End(p.Variables()))
	read, err := trace.ReadLog("log", &log, protocol)
	require.NoError(t, err)
	require.Equal(t, []int{1, 2}, []int{read.Events[0].Inc, read.Events[1].Inc})
	require.Equal(t, []int{1, 2}, []int{read.Events[0].Seq, read.Events[1].Seq})
	require.Equal(t, 2, read.Ends[0].Seq)
}

func TestRecorderRefusesWhatNoReaderWouldRead(t *testing.T) {
	p := participant(1)
	for want, record := range map[string]func(*trace.Recorder) error{
		`"Propose" is no action of Synod`: func(r *trace.Recorder) error {
			_, err := r.Record("Propose", nil, nil, p.Variables(), nil)
			return err
		},
		"number is missing": func(r *trace.Recorder) error {
			_, err := r.Record("ChooseBallotNumber", nil, nil, p.Variables(), nil)
			return err
		},
		"want a message NextBallot": func(r *trace.Recorder) error {
			_, err := r.Record("HandleNextBallot", map[string]any{"m": synod.Voted{}}, &trace.ID{Node: 1, Seq: 1}, p.Variables(), nil)
			return err
		},
		"the same message twice": func(r *trace.Recorder) error {
			voted := synod.Voted{Envelope: synod.Envelope{From: 1, Dest: 2}, Number: synod.Number{Try: 1, Owner: 2}}
			_, err := r.Record("Crash", nil, nil, p.Variables(), []any{voted, voted})
			return err
		},
		"want a message NextBallot, got": func(r *trace.Recorder) error {
			_, err := r.Record("HandleNextBallot", map[string]any{"m": map[string]int{"from": 1}}, &trace.ID{Node: 1, Seq: 1}, p.Variables(), nil)
			return err
		},
		"is no message of Synod": func(r *trace.Recorder) error {
			_, err := r.Record("Crash", nil, nil, p.Variables(), []any{7})
			return err
		},
		"voters is missing": func(r *trace.Recorder) error {
			_, err := r.Record("Crash", nil, nil, p.Durable, nil)
			return err
		},
	} {
		var log bytes.Buffer
		r, err := trace.NewRecorder(&log, protocol, newHeader(t), 1, p.Variables())
		require.NoError(t, err)
		require.ErrorContains(t, record(r), want)
		require.Equal(t, 1, strings.Count(log.String(), "\n"), "nothing is written")
	}
}

func TestRecorderTellsWhenTheLogCannotBeWritten(t *testing.T) {
	full := errors.New("no space left")
	_, err := trace.NewRecorder(writerFunc(func([]byte) (int, error) { return 0, full }), protocol, newHeader(t), 1, participant(1).Variables())
	require.ErrorIs(t, err, full)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func TestSameSeedGivesTheSameTrace(t *testing.T) {
	require.Equal(t, written(t, recorded(t, 8, 200)), written(t, recorded(t, 8, 200)))
	require.NotEqual(t, written(t, recorded(t, 8, 200)), written(t, recorded(t, 9, 200)))
}

func TestRecordedRunsTakeEveryAction(t *testing.T) {
	taken := map[string]int{}
	for seed := range uint64(5) {
		for _, e := range recorded(t, seed, 300).Events {
			taken[e.Action]++
		}
	}
	for action := range protocol.Actions {
		require.NotZero(t, taken[action], action)
	}
}
