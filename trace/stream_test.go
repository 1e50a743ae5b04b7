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

// streamed is a run of two participants, written while it goes on: 2 answers 1 before 1
// takes its next step.
func streamed(t *testing.T, file *bytes.Buffer) *trace.Stream {
	s, err := trace.NewStream(file, protocol, newHeader(t))
	require.NoError(t, err)
	one, two := participant(1), participant(2)
	first, err := s.Node(1, one.Variables())
	require.NoError(t, err)
	second, err := s.Node(2, two.Variables())
	require.NoError(t, err)

	number := synod.Number{Try: 1, Owner: 1}
	asked, _ := one.ChooseBallotNumber(number)
	by, err := first.Record("ChooseBallotNumber", map[string]any{"number": number}, nil, one.Variables(), trace.Messages(asked))
	require.NoError(t, err)
	m := asked[1].(synod.NextBallot)
	answer, _ := two.HandleNextBallot(m)
	_, err = second.Record("HandleNextBallot", map[string]any{"m": m}, &by, two.Variables(), trace.Messages(answer))
	require.NoError(t, err)
	one.Crash()
	_, err = first.Record("Crash", nil, nil, one.Variables(), nil)
	require.NoError(t, err)

	require.NoError(t, second.End(two.Variables()))
	require.ErrorContains(t, s.Close(), "node 1 has not ended its log")
	require.NoError(t, first.End(one.Variables()))
	require.ErrorContains(t, first.End(one.Variables()), "the log has ended")
	return s
}

func TestAStreamIsAMergedTraceInTheOrderInWhichThingsHappened(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, streamed(t, &file).Close())
	run, err := trace.Read("run", bytes.NewReader(file.Bytes()), protocol)
	require.NoError(t, err)
	var actions []string
	for _, e := range run.Events {
		actions = append(actions, e.Action)
	}
	require.Equal(t, []string{"ChooseBallotNumber", "HandleNextBallot", "Crash"}, actions)
	require.Len(t, run.Ends, 2)
}

func TestANodeHasOneLogInAStream(t *testing.T) {
	s, err := trace.NewStream(&bytes.Buffer{}, protocol, newHeader(t))
	require.NoError(t, err)
	_, err = s.Node(1, participant(1).Variables())
	require.NoError(t, err)
	_, err = s.Node(1, participant(1).Variables())
	require.ErrorContains(t, err, "node 1 has a log already")
}

func TestAScanShowsEachEvent(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, streamed(t, &file).Close())
	var actions []string
	err := trace.Scan("run", bytes.NewReader(file.Bytes()), []trace.Protocol{protocol}, func(e *trace.Event) error {
		actions = append(actions, e.Action)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"ChooseBallotNumber", "HandleNextBallot", "Crash"}, actions)

	err = trace.Scan("run", bytes.NewReader(file.Bytes()), []trace.Protocol{protocol}, func(*trace.Event) error { return errors.New("no") })
	require.EqualError(t, err, "run:2: no")
	require.ErrorAs(t, err, new(*trace.Rejection))
}

func TestAScanRefusesWhatIsNoTrace(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, streamed(t, &file).Close())
	lines := strings.SplitAfter(file.String(), "\n")
	for want, text := range map[string]string{
		"the file is empty":                          "",
		"run:1: this is no trace":                    "{}\n",
		"run:1: a trace of Synod, not of Election":   file.String(),
		"run:3: the file is cut off after this line": strings.Join(lines[:3], ""),
		"run:2: column 1":                            lines[0] + "{}\n",
		"run:4: the file is cut off in this line":    strings.Join(lines[:3], "") + lines[3][:10],
	} {
		p := protocol
		if strings.Contains(want, "Election") {
			p = catalog.ElectionTrace
		}
		err := trace.Scan("run", strings.NewReader(text), []trace.Protocol{p}, func(*trace.Event) error { return nil })
		require.ErrorContains(t, err, want)
		require.ErrorAs(t, err, new(*trace.Unreadable))
	}
}
