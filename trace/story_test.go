package trace_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// story is a short run of a protocol in which every action is taken. Each line of its
// text is a step: a node, an action, and its parameters; or, if the action receives a
// message, what that is to have in its fields: it is the first one with these, of all
// that were sent, with which the action is enabled.
type story struct {
	constants string
	text      string
	golden    string // The file in which it stands as it is recorded.
}

var stories = map[string]story{
	"Synod": {
		// Participant 1 has its decree passed by itself and 2, while 3 is away; then 3
		// learns it.
		constants: `{"participants":[1,2,3],"proposals":[["a"],["b"],[]]}`,
		golden:    "v1.ndjson",
		text: `
			1 ChooseBallotNumber number=[1,1]
			1 HandleNextBallot
			1 HandleLastVote
			2 HandleNextBallot
			1 HandleLastVote
			1 BeginBallot d="a"
			3 Crash
			1 HandleBeginBallot
			1 HandleVoted
			2 HandleBeginBallot
			1 HandleVoted
			3 HandleSuccess`,
	},
	"Election": {
		// Participant 1 claims the first epoch, and the others follow. 2 crashes and recovers;
		// 3 claims the next epoch.
		constants: `{"participants":[1,2,3],"rule":"rank"}`,
		golden:    "v1-election.ndjson",
		text: `
			1 Ring
			1 Claim b=[1,1]
			2 HandleHeartbeat
			3 HandleHeartbeat
			2 Crash
			2 Recover
			3 Ring
			3 Claim b=[2,3]
			1 HandleHeartbeat`,
	},
	"MultiDecree": {
		// Participant 1 has a decree passed, and 2 votes for its third, but not for its
		// second. Then 2 presides, fills the gap and has the third passed. What 3 missed it
		// is given in a snapshot, what 1 missed by a reminder.
		constants: `{"participants":[1,2,3],"window":2}`,
		golden:    "v1-multidecree.ndjson",
		text: `
			1 ChooseBallotNumber number=[1,1]
			1 HandleNextBallot
			2 HandleNextBallot
			1 HandleLastVote
			1 HandleLastVote
			1 BeginBallot i=1 d=["a"]
			1 BeginBallot i=2 d=["b"]
			1 HandleBeginBallot instance=1
			2 HandleBeginBallot instance=1
			1 HandleVoted
			1 HandleVoted
			1 BeginBallot i=3 d=["c"]
			2 HandleBeginBallot instance=3
			2 HandleSuccess
			3 Crash
			1 Truncate i=1 s=["s"]
			1 SendSnapshot q=3
			3 InstallSnapshot
			2 ChooseBallotNumber number=[2,2]
			2 HandleNextBallot number=[2,2]
			3 HandleNextBallot number=[2,2]
			2 HandleLastVote from=2
			2 HandleLastVote from=3
			2 BeginBallot i=3 d=["c"]
			2 BeginBallot i=2 d=[]
			2 HandleBeginBallot instance=3
			3 HandleBeginBallot instance=3
			2 HandleVoted
			2 HandleVoted
			3 HandleSuccess instance=3
			2 HandleBeginBallot instance=2
			3 HandleBeginBallot instance=2
			2 HandleVoted
			2 HandleVoted
			2 Remind q=1 i=2
			1 HandleSuccess instance=2
			2 Truncate i=3 s=["t"]`,
	},
	"Replica": {
		// Participant 1 executes a command and answers a query, and 2, which missed it,
		// takes a snapshot. Then 2 crashes, presides, and has the second command passed
		// again.
		constants: `{"participants":[1,2],"window":2,"depth":2,"clients":[3,4]}`,
		golden:    "v1-replica.ndjson",
		text: `
			1 ChooseBallotNumber number=[1,1]
			1 HandleNextBallot
			2 HandleNextBallot
			1 HandleLastVote
			1 HandleLastVote
			3 Call op="increment"
			3 Call op="read"
			1 HandleRequest seq=1
			1 HandleRequest seq=2
			1 Propose i=1 d=[{"client":3,"op":"increment","seq":1}]
			1 HandleBeginBallot
			2 HandleBeginBallot
			1 HandleVoted
			1 HandleVoted
			1 Execute
			1 AnswerAgain seq=1
			3 Return
			3 GiveUp n=2
			4 Ask op="read"
			1 HandleQuery
			1 Confirm
			1 HandleConfirm
			2 HandleConfirm
			1 HandleConfirmed
			1 HandleConfirmed
			1 AnswerQuery q={"client":4,"query":1,"op":"read","number":[1,1],"round":1,"point":1}
			4 ReturnQuery
			4 Ask op="read"
			4 GiveUpQuery n=2
			1 TakeSnapshot
			1 SendSnapshot q=2
			2 Restore
			1 Propose i=2 d=[{"client":3,"op":"read","seq":2}]
			2 HandleBeginBallot instance=2
			2 Lose
			2 ChooseBallotNumber number=[2,2]
			1 HandleNextBallot number=[2,2]
			2 HandleNextBallot number=[2,2]
			2 HandleLastVote
			2 HandleLastVote
			2 Repropose i=2 d=[{"client":3,"op":"read","seq":2}]
			2 HandleBeginBallot number=[2,2]
			1 HandleBeginBallot number=[2,2]
			2 HandleVoted
			2 HandleVoted
			2 Remind q=1 i=2
			1 HandleSuccess instance=2`,
	},
}

// told is the story of the synod.
func told(t *testing.T) *trace.Trace { return toldOf(t, "Synod") }

// toldOf is the story of a spec, recorded.
func toldOf(t *testing.T, spec string) *trace.Trace {
	t.Helper()
	s, p := stories[spec], catalog.Traces[spec]
	header, err := trace.NewHeader(p, json.RawMessage(s.constants), "a story")
	require.NoError(t, err)
	r := &narrator{t: t, p: p, nodes: map[int]trace.Node{}, logs: map[int]*trace.Recorder{}}
	recording := &trace.Recording{Protocol: p, Header: header}
	twin := p.Twin(header.Constants)
	for _, id := range twin.Nodes() {
		r.nodes[id] = twin.Begin(id)
		r.logs[id], err = recording.Node(id, r.nodes[id].State())
		require.NoError(t, err)
	}
	for line := range strings.Lines(strings.TrimSpace(s.text)) {
		r.step(strings.Fields(line))
	}
	for id, log := range r.logs {
		require.NoError(t, log.End(r.nodes[id].State()))
	}
	run, err := recording.Trace("story.ndjson")
	require.NoError(t, err)
	return run
}

// narrator plays a story and records it.
type narrator struct {
	t     *testing.T
	p     trace.Protocol
	nodes map[int]trace.Node
	logs  map[int]*trace.Recorder
	sent  []sentMessage
}

type sentMessage struct {
	message any
	by      trace.ID
}

// step takes the step of a line, which must be enabled.
func (r *narrator) step(words []string) {
	var id int
	require.NoError(r.t, json.Unmarshal([]byte(words[0]), &id))
	action, given := words[1], map[string]json.RawMessage{}
	for _, word := range words[2:] {
		name, value, _ := strings.Cut(word, "=")
		given[name] = json.RawMessage(value)
	}
	message, receives := r.p.Actions[action]["m"]
	if !receives {
		params := inGo(r.p, action, given)
		sent, enabled := r.nodes[id].Step(action, params)
		require.True(r.t, enabled, words)
		r.record(id, action, params, nil, sent)
		return
	}
	for _, s := range r.sent {
		if s.message.(interface{ Type() string }).Type() != message || !has(s.message, given) {
			continue
		}
		params := map[string]any{"m": s.message}
		if sent, enabled := r.nodes[id].Step(action, params); enabled {
			r.record(id, action, params, &s.by, sent)
			return
		}
	}
	require.Fail(r.t, "no message can be received", words)
}

func (r *narrator) record(id int, action string, params map[string]any, cause *trace.ID, sent []any) {
	by, err := r.logs[id].Record(action, params, cause, r.nodes[id].State(), sent)
	require.NoError(r.t, err)
	for _, m := range sent {
		r.sent = append(r.sent, sentMessage{m, by})
	}
}

// has tells whether a message has these values in its fields.
func has(message any, want map[string]json.RawMessage) bool {
	fields := fieldsOf(message)
	for name, value := range want {
		if !bytes.Equal(fields[name], value) {
			return false
		}
	}
	return true
}

// A story that left an action out would leave it untested.
func TestStoriesTakeEveryAction(t *testing.T) {
	for spec := range stories {
		taken := map[string]bool{}
		for _, e := range toldOf(t, spec).Events {
			taken[e.Action] = true
		}
		for action := range catalog.Traces[spec].Actions {
			require.True(t, taken[action], "%s: %s", spec, action)
		}
	}
}

func TestVersion1IsReadAndWrittenForever(t *testing.T) {
	for spec, s := range stories {
		golden, err := os.ReadFile(filepath.Join("testdata", s.golden))
		require.NoError(t, err)
		read, err := trace.Read(s.golden, bytes.NewReader(golden), catalog.Traces[spec])
		require.NoError(t, err)
		require.Equal(t, string(golden), written(t, read))
	}
}

func TestStoriesAreRecordedAsTheyStandInTheGoldenFiles(t *testing.T) {
	for spec, s := range stories {
		path := filepath.Join("testdata", s.golden)
		if *rewrite {
			require.NoError(t, os.WriteFile(path, []byte(written(t, toldOf(t, spec))), 0o644))
		}
		golden, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(golden), written(t, toldOf(t, spec)), spec)
	}
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
