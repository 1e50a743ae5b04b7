package replica_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

func TestPendingIsWhatIsInNoDecree(t *testing.T) {
	s := halfway()
	one := s.Participants[0]
	require.Equal(t, replica.Commands{others}, one.Requests.List())
	require.Empty(t, one.Pending(), "it was put to the vote")
	s.receive(s.step(s.Clients[0].Call(machine.Increment))[0])
	require.Equal(t, replica.Commands{second}, one.Pending())
	s.step(one.Propose(one.Top()+1, replica.NewBatch(one.Pending()...)))
	require.Empty(t, one.Pending())
	require.Equal(t, replica.Commands{second, others}, one.Requests.List())
}

func TestPendingCountsWhatIsPassedAndNotExecuted(t *testing.T) {
	s := halfway()
	one := s.Participants[0]
	one.Ledger = one.Ledger.With(multidecree.Entry{Instance: 2, Decree: replica.NewBatch(others)})
	one.Proposed = nil
	require.Empty(t, one.Pending())
	one.Executed = 2
	require.Equal(t, replica.Commands{others}, one.Pending(), "it was executed and did nothing")
}

// Participant 2 presides after 1, of whose decree it knows.
func TestGapsAreWhatIsToBeReproposed(t *testing.T) {
	s := halfway()
	two := s.Participants[1]
	require.Empty(t, two.Gaps(), "it does not preside")
	s.preside(two, 2)
	require.Equal(t, []multidecree.Entry{{Instance: 2, Decree: replica.NewBatch(others)}}, two.Gaps())
	two.Known = multidecree.Votes{{Instance: 3, Number: ballot, Decree: replica.NewBatch(others)}}
	require.Equal(t, []multidecree.Entry{{Instance: 2, Decree: replica.NoOp}, {Instance: 3, Decree: replica.NewBatch(others)}}, two.Gaps())
	for _, gap := range two.Gaps() {
		s.step(two.Repropose(gap.Instance, gap.Decree))
	}
	require.Empty(t, two.Gaps())
}

func TestAnswerableIsWhatAnswerQueryTakes(t *testing.T) {
	s := halfway()
	one := s.Participants[0]
	require.Empty(t, one.Answerable(), "one has confirmed, of three")
	confirm := replica.Confirm{Envelope: to(1, 3), Number: ballot, Round: 1}
	s.receive(s.receive(confirm)...)
	require.Equal(t, []replica.NotedQuery(one.Queries), one.Answerable())
	one.Executed = 0
	require.Empty(t, one.Answerable(), "it has not executed as far as it must")
	one.Executed = 1
	s.step(one.AnswerQuery(one.Queries[0]))
	require.Empty(t, one.Answerable())
}
