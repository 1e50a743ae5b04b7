package catalog

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/replica"
)

func TestTheGraphsOfReplicaAndItsSpecAreEqual(t *testing.T) {
	c := comparedWithTLC(t, "replica", false, "MCReplicaGraphTwo", withFault[counterNode, replica.Message](t, "replica", "MCReplicaGraphTwo", "", nil))
	require.True(t, c.Equal, "%v", c.Differences)
	require.True(t, c.NodeForNode)
	require.Empty(t, c.TLC.Unknown)
}

var replicaFaults = []seenFault[counterNode, replica.Message]{
	{"a crash keeps the state machine", "MCReplicaGraph", "Lose", "ExecutionIsFold",
		func(n *counterNode, right action.Call[counterNode, replica.Message]) ([]replica.Message, bool) {
			value := n.Replica.Value
			sent, ok := right.Take(n)
			n.Replica.Value = value
			return sent, ok
		}},
	{"a restored participant has no sessions", "MCReplicaGraphTwo", "Restore", "ExecutionIsFold",
		func(n *counterNode, right action.Call[counterNode, replica.Message]) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Sessions = replica.Sessions{}
			}
			return sent, ok
		}},
	{"an answer is given when the command is asked for", "MCReplicaGraph", "HandleRequest", "AnswersAreTrue",
		func(n *counterNode, right action.Call[counterNode, replica.Message]) ([]replica.Message, bool) {
			_, ok := right.Take(n)
			if !ok {
				return nil, false
			}
			m := right.Params[0].(replica.Request)
			return []replica.Message{replica.Answer{Envelope: replica.Envelope{From: m.Dest, Dest: m.From}, Seq: m.Seq, Answer: "1"}}, true
		}},
	{"a command loses its number", "MCReplicaGraph", "HandleRequest", "RequestsAreCalled",
		func(n *counterNode, right action.Call[counterNode, replica.Message]) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				k := n.Replica.Requests.List()[0]
				k.Seq = 2
				n.Replica.Requests = n.Replica.Requests.Without(n.Replica.Requests.List()[:1]).With(k)
			}
			return sent, ok
		}},
	{"a confirmation is counted for the round to come", "MCReplicaGraph", "HandleConfirmed", "QueriesAreSafe",
		func(n *counterNode, right action.Call[counterNode, replica.Message]) ([]replica.Message, bool) {
			sent, ok := right.Take(n)
			if ok {
				n.Replica.Confirms = slices.Clone(n.Replica.Confirms)
				n.Replica.Confirms[0].Round++
			}
			return sent, ok
		}},
}

func TestAnInvariantSeesEachFaultOfReplica(t *testing.T) {
	requireSeen(t, "replica", replicaFaults)
}
