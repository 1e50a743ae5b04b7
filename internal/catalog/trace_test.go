package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/trace"
)

// Each parameter of an action has a type, and is of a message or is none.
func TestTracesHaveTheTypesOfTheirActions(t *testing.T) {
	require.NotEmpty(t, Traces)
	for name, p := range Traces {
		require.Equal(t, name, p.Spec)
		require.Contains(t, p.Actions, p.Crash)
		for action, params := range p.Actions {
			for param, message := range params {
				if message == "" {
					require.Contains(t, p.Types, action+"."+param)
				} else {
					require.Contains(t, p.Messages, message, action)
					require.Contains(t, p.Types, message, action)
				}
			}
		}
	}
}

// The variables of a spec are those that its nodes have, of one kind or the other.
func TestTracesNameTheVariablesOfTheirNodes(t *testing.T) {
	for spec, p := range Traces {
		twin := p.Twin(json.RawMessage(constantsOfTraces[spec]))
		names := map[string]bool{}
		for _, node := range twin.Nodes() {
			for _, name := range fieldNames(t, twin.Begin(node).State()) {
				names[name] = true
			}
		}
		require.Equal(t, slices.Sorted(slices.Values(p.State)), slices.Sorted(maps.Keys(names)), spec)
	}
	require.Equal(t, []int{2, 5, 7, 9}, ReplicaTrace.Twin(json.RawMessage(`{"participants":[2,5],"window":1,"depth":2,"clients":[7,9]}`)).Nodes())
}

func TestConstantsThatAreNoneAreRefused(t *testing.T) {
	for spec, c := range map[string]struct {
		right string
		wrong []string
	}{
		"Synod": {`{"participants":[2,5],"proposals":[["a"],[]]}`, []string{
			`{}`, `{"participants":[],"proposals":[]}`, `{"participants":[2,1],"proposals":[[],[]]}`, `{"participants":[0,1],"proposals":[[],[]]}`,
			`{"participants":[1],"proposals":[[],[]]}`, `{"participants":[1],"proposals":[[""]]}`, `{"proposals":[[]],"participants":[1]}`,
		}},
		"Election": {`{"participants":[1,5],"rule":"incumbent"}`, []string{
			`{}`, `{"participants":[],"rule":"rank"}`, `{"participants":[2,1],"rule":"rank"}`, `{"participants":[0,1],"rule":"rank"}`,
			`{"participants":[1,1],"rule":"rank"}`, `{"participants":[1],"rule":"president"}`, `{"participants":[1]}`,
			`{"rule":"rank","participants":[1]}`, `{"participants":[1],"rule":"rank","tries":3}`,
		}},
		"MultiDecree": {`{"participants":[1,5],"window":8}`, []string{
			`{}`, `{"participants":[],"window":1}`, `{"participants":[1,2],"window":0}`, `{"participants":[1,2],"window":-1}`, `{"participants":[1,2]}`,
			`{"participants":[2,1],"window":1}`, `{"participants":[0],"window":1}`, `{"participants":[1,1],"window":1}`,
			`{"window":1,"participants":[1]}`, `{"participants":[1],"window":1,"depth":1}`, `{"participants":[1],"window":"1"}`,
		}},
		"Replica": {`{"participants":[1,5],"window":8,"depth":4,"clients":[6,9]}`, []string{
			`{}`, `{"participants":[],"window":1,"depth":1,"clients":[1]}`, `{"participants":[1],"window":0,"depth":1,"clients":[2]}`,
			`{"participants":[1],"window":1,"depth":0,"clients":[2]}`, `{"participants":[1],"window":1,"depth":1,"clients":[]}`,
			`{"participants":[1,2],"window":1,"depth":1,"clients":[2]}`, `{"participants":[1],"window":1,"depth":1,"clients":[3,2]}`,
			`{"participants":[2],"window":1,"depth":1,"clients":[1]}`, `{"participants":[1],"depth":1,"window":1,"clients":[2]}`,
		}},
		"Lease": {`{"participants":[1,5],"window":8,"depth":4,"clients":[6,9],"term":9,"drift":4}`, []string{
			`{}`, `{"participants":[1],"window":1,"depth":1,"clients":[2]}`, `{"participants":[1],"window":1,"depth":1,"clients":[],"term":3,"drift":1}`,
			`{"participants":[1],"window":1,"depth":1,"clients":[2],"term":2,"drift":1}`, `{"participants":[1],"window":1,"depth":1,"clients":[2],"term":-1,"drift":0}`,
			`{"participants":[1],"window":1,"depth":1,"clients":[2],"term":3,"drift":-1}`, `{"participants":[1],"window":1,"depth":1,"clients":[2],"drift":1,"term":3}`,
		}},
	} {
		require.NoError(t, Traces[spec].Check(json.RawMessage(c.right)), spec)
		for _, constants := range c.wrong {
			require.Error(t, Traces[spec].Check(json.RawMessage(constants)), "%s: %s", spec, constants)
		}
	}
}

// Clusters and traces have the same bounds.
func TestConstantsHaveTheBoundsOfRuns(t *testing.T) {
	upTo := func(from, to int) string {
		data, err := json.Marshal(slices.Collect(func(yield func(int) bool) {
			for n := from; n <= to && yield(n); n++ {
			}
		}))
		require.NoError(t, err)
		return string(data)
	}
	check := func(participants, depth, clients int) error {
		constants := fmt.Sprintf(`{"participants":%s,"window":1,"depth":%d,"clients":%s}`, upTo(1, participants), depth, upTo(participants+1, participants+clients))
		return ReplicaTrace.Check(json.RawMessage(constants))
	}
	require.NoError(t, check(limits.Participants, limits.Depth, limits.Clients))
	require.ErrorContains(t, check(limits.Participants+1, 1, 1), "the number of participants is 65: want 1 to 64")
	require.ErrorContains(t, check(1, limits.Depth+1, 1), "depth is 1001: want 1 to 1000")
	require.ErrorContains(t, check(1, 1, limits.Clients+1), "the number of clients is 1001: want 1 to 1000")
	o := inproc.ReplicaOptions{
		Participants: limits.Participants, Clients: limits.Clients, Identities: 1, Depth: limits.Depth, Duration: time.Second, Interval: time.Second,
		Silence: 1, Deadline: 1, Window: 1, Batch: 1, Snapshots: 1,
	}
	require.NoError(t, o.Validate())
	header, err := trace.NewHeader(ReplicaTrace, o.Constants(), "")
	require.NoError(t, err)
	require.NoError(t, ReplicaTrace.Check(header.Constants))
}

// A run of other constants than those in its header is rejected, by TLC and by the twins:
// what is allowed with the ones is not with the others.
func TestARunOfOtherConstantsIsRejected(t *testing.T) {
	for spec, c := range map[string]struct{ from, to, action string }{
		"Election":    {`"rule":"rank"`, `"rule":"incumbent"`, "Claim"},
		"MultiDecree": {`"window":4`, `"window":1`, "BeginBallot"},
		"Replica":     {`"depth":2`, `"depth":1`, "Call"},
	} {
		walk, err := Walks[spec](1, 60)
		require.NoError(t, err)
		require.Contains(t, string(walk.Header.Constants), c.from)
		walk.Header.Constants = bytes.Replace(walk.Header.Constants, []byte(c.from), []byte(c.to), 1)
		report := validated(t, spec, walk)
		require.Equal(t, []bool{false}, report.Accepted, spec)
		require.Contains(t, report.Rejections[0].Reason, c.action, spec)
	}
}

func fieldNames(t *testing.T, x any) []string {
	data, err := json.Marshal(x)
	require.NoError(t, err)
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &fields))
	return slices.Sorted(maps.Keys(fields))
}
