package trace_test

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

// story records a run in which every action is taken: participant 1 has its decree
// passed by itself and 2, while 3 is away; then 3 learns it.
type story struct {
	t     *testing.T
	nodes []synod.Participant
	rec   *trace.Recording
	logs  []*trace.Recorder
}

func newStory(t *testing.T) *story {
	model := synod.Model{Proposals: [][]synod.Decree{{"a"}, {"b"}, {}}}
	constants := catalog.SynodConstants{Participants: []synod.ParticipantID{1, 2, 3}, Proposals: model.Proposals}
	header, err := trace.NewHeader(protocol, constants, "a story")
	require.NoError(t, err)
	s := &story{t: t, nodes: model.Nodes(), rec: &trace.Recording{Protocol: protocol, Header: header}}
	for i := range s.nodes {
		log, err := s.rec.Node(i+1, s.nodes[i].Variables())
		require.NoError(t, err)
		s.logs = append(s.logs, log)
	}
	return s
}

// take takes a step that must be enabled and returns the messages with the event.
func (s *story) take(p int, step synod.Step, cause *trace.ID) ([]synod.Message, *trace.ID) {
	node := &s.nodes[p-1]
	sent, enabled := step.Take(node)
	require.True(s.t, enabled, step.Action)
	id, err := s.logs[p-1].Record(step.Action, paramsOf(step), cause, node.Variables(), trace.Messages(sent))
	require.NoError(s.t, err)
	return sent, &id
}

// paramsOf are the parameters of a step by the names that the spec gives them.
func paramsOf(s synod.Step) map[string]any {
	for name := range protocol.Actions[s.Action] {
		return map[string]any{name: s.Params[0]}
	}
	return nil
}

func (s *story) receive(m synod.Message, by *trace.ID) ([]synod.Message, *trace.ID) {
	return s.take(int(m.Receiver()), synod.Receipt(m), by)
}

func (s *story) tell() *trace.Trace {
	number := synod.Number{Try: 1, Owner: 1}
	asked, by := s.take(1, synod.Step{Action: "ChooseBallotNumber", Params: []any{number}, Take: func(p *synod.Participant) ([]synod.Message, bool) { return p.ChooseBallotNumber(number) }}, nil)
	for _, m := range asked[:2] {
		answer, answered := s.receive(m, by)
		s.receive(answer[0], answered)
	}
	asked, by = s.take(1, synod.Step{Action: "BeginBallot", Params: []any{synod.Decree("a")}, Take: func(p *synod.Participant) ([]synod.Message, bool) { return p.BeginBallot("a") }}, nil)
	s.take(3, synod.Step{Action: "Crash", Take: (*synod.Participant).Crash}, nil)
	vote, voted := s.receive(asked[0], by)
	s.receive(vote[0], voted)
	vote, voted = s.receive(asked[1], by)
	told, by := s.receive(vote[0], voted)
	s.receive(told[2], by)
	for i := range s.nodes {
		require.NoError(s.t, s.logs[i].End(s.nodes[i].Variables()))
	}
	run, err := s.rec.Trace("story.ndjson")
	require.NoError(s.t, err)
	return run
}

func TestVersion1IsReadAndWrittenForever(t *testing.T) {
	golden, err := os.ReadFile("testdata/v1.ndjson")
	require.NoError(t, err)
	read, err := trace.Read("testdata/v1.ndjson", bytes.NewReader(golden), protocol)
	require.NoError(t, err)
	var written bytes.Buffer
	require.NoError(t, trace.Write(&written, read))
	require.Equal(t, string(golden), written.String())
}

func TestStoryIsRecordedAsItStandsInTheGoldenFile(t *testing.T) {
	golden, err := os.ReadFile("testdata/v1.ndjson")
	require.NoError(t, err)
	var written bytes.Buffer
	require.NoError(t, trace.Write(&written, newStory(t).tell()))
	require.Equal(t, string(golden), written.String())
}

func TestExampleOfTheFormatIsATrace(t *testing.T) {
	page, err := os.ReadFile("../docs/formats.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "```json\n")
	require.True(t, found)
	example, rest, _ := strings.Cut(rest, "```\n")
	run, err := trace.Read("example.ndjson", strings.NewReader(example), protocol)
	require.NoError(t, err)
	_, rest, _ = strings.Cut(rest, "```\n")
	transcript, _, found := strings.Cut(rest, "```\n")
	require.True(t, found)
	var shown bytes.Buffer
	require.NoError(t, trace.Show(&shown, run, trace.ShowOptions{}))
	require.Equal(t, shown.String(), transcript)
}

func TestFormatPageNamesEveryField(t *testing.T) {
	page, err := os.ReadFile("../docs/formats.md")
	require.NoError(t, err)
	for _, line := range []any{trace.Header{}, trace.Event{}, trace.End{}, trace.ID{}} {
		for i := range reflect.TypeOf(line).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(line).Field(i).Tag.Get("json"), ",")
			require.Contains(t, string(page), "`"+name+"`")
		}
	}
}
