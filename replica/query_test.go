package replica_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// asked has the one participant there is, which has executed the operations, answer a
// query.
func asked[M replica.Machine[M]](t *testing.T, query replica.Op, ops ...replica.Op) (*replica.Replica[M], replica.Result) {
	t.Helper()
	config := replica.Config{Participants: replica.Participants{1}, Window: 1, Depth: 1}
	p, c := replica.New[M](1, config), replica.NewClient(2, config)
	actions := replica.Actions[M]()
	var deliver func(sent []replica.Message) []replica.Message
	deliver = func(sent []replica.Message) (toClient []replica.Message) {
		for _, m := range sent {
			if m.Receiver() == c.ID {
				toClient = append(toClient, m)
				continue
			}
			node := replica.Node[M]{Replica: *p}
			answers, _ := actions.Take(&node, actions.Receipts(m)[0])
			*p = node.Replica
			toClient = append(toClient, deliver(answers)...)
		}
		return toClient
	}
	step := func(sent []replica.Message, ok bool) []replica.Message {
		require.True(t, ok)
		return deliver(sent)
	}
	step(p.ChooseBallotNumber(replica.Number{Try: 1, Owner: 1}))
	for _, op := range ops {
		step(c.Call(op))
		step(p.Propose(p.Top()+1, replica.NewBatch(p.Requests.List()...)))
		step(c.Return(step(p.Execute())[0].(replica.Answer)))
	}
	step(c.Ask(query))
	step(p.Confirm())
	answers := step(p.AnswerQuery(p.Answerable()[0]))
	require.Len(t, answers, 1)
	return p, answers[0].(replica.Result)
}

func TestAQueryIsAnsweredAsItsOperationIs(t *testing.T) {
	_, result := asked[machine.Store](t, replica.Op(machine.Get("a")), replica.Op(machine.Put("a", "1")), replica.Op(machine.Put("b", "2")))
	require.Equal(t, replica.Bytes(`["1"]`), result.Answer)
	_, heard := asked[machine.Room](t, replica.Op(machine.Hear(0)), replica.Op(machine.Join("ann")), replica.Op(machine.Say("ann", "hi")))
	require.Equal(t, replica.Bytes(`[{"by":"ann","text":"hi"}]`), heard.Answer)
}

// What would change the machine changes nothing when it is asked.
func TestAQueryChangesNothing(t *testing.T) {
	p, result := asked[machine.Counter](t, machine.Increment, machine.Increment)
	require.Equal(t, replica.Bytes("2"), result.Answer)
	require.Equal(t, machine.Counter(1), p.Value)
}
