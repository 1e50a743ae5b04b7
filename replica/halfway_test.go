package replica_test

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// small is the model of the states below: three participants, two of whom may preside, and
// two clients.
var small = model{
	Participants: 3, Presidents: []replica.ParticipantID{1, 2}, Tries: 2, Instances: 3, Window: 2,
	Clients: []replica.ClientID{11, 12}, Depth: 2, Operations: []replica.Op{machine.Increment, machine.Read}, Reads: []replica.Op{machine.Read}, Calls: 3, Asks: 3, Rounds: 3,
}

// placeOf is the place of a node of small.
func placeOf(id replica.ParticipantID) int {
	if client := slices.Index(small.Clients, id); client >= 0 {
		return small.Participants + client
	}
	return int(id) - 1
}

// scene is a state of small.
type scene struct {
	global
	nodes []node
}

// newScene is the initial state.
func newScene() *scene {
	s := &scene{nodes: small.Nodes()}
	for i := range s.nodes {
		if s.nodes[i].IsClient() {
			s.Clients = append(s.Clients, &s.nodes[i].Client)
		} else {
			s.Participants = append(s.Participants, &s.nodes[i].Replica)
		}
	}
	return s
}

// step notes what an action returned, which must be enabled.
func (s *scene) step(messages []replica.Message, ok bool) []replica.Message {
	if !ok {
		panic("scene: a step is disabled")
	}
	for _, m := range messages {
		if !slices.ContainsFunc(s.Messages, func(n replica.Message) bool { return same(m, n) }) {
			s.Messages = append(s.Messages, m)
		}
	}
	return messages
}

// receive has the receivers take the first step that they may with each message.
func (s *scene) receive(messages ...replica.Message) (sent []replica.Message) {
	for _, m := range messages {
		for _, step := range actions.Receipts(m) {
			if answers, ok := actions.Take(&s.nodes[placeOf(m.Receiver())], step); ok {
				sent = append(sent, s.step(answers, ok)...)
				break
			}
		}
	}
	return sent
}

// preside has p preside with the answers of 1 and 2.
func (s *scene) preside(p *parliament, try int) {
	asked := s.step(p.ChooseBallotNumber(replica.Number{Try: try, Owner: p.ID}))
	s.receive(s.receive(asked[:2]...)...)
}

// halfway is a state that can be reached: participant 1 presides in ballot 1.1. In
// instance 1 the first command of client 11 has passed, and 1 and 2 have executed it; 2 has
// a snapshot, which is on its way to 3; the answer is on its way to the client. In instance 2 that of client 12 was put to the vote,
// and 2 has voted. 1 knows of a query of client 11, and has a confirmation of 2.
func halfway() *scene {
	s := newScene()
	one, two := s.Participants[0], s.Participants[1]
	s.preside(one, 1)
	s.receive(s.step(s.Clients[0].Call(machine.Increment))...)
	begun := s.step(one.Propose(1, replica.NewBatch(one.Requests.List()...)))
	s.receive(s.receive(s.receive(begun[:2]...)...)[1]) // 2 learns that it has passed.
	s.step(one.Execute())
	s.step(two.Execute())
	s.step(two.TakeSnapshot())
	s.step(two.SendSnapshot(3))
	s.receive(s.step(s.Clients[1].Call(machine.Read))...)
	begun = s.step(one.Propose(2, replica.NewBatch(one.Requests.List()...)))
	s.receive(s.receive(begun[1])...)
	s.receive(s.step(s.Clients[0].Ask(machine.Read))[0])
	s.receive(s.receive(s.step(one.Confirm())[1])...)
	return s
}

// waiting is halfway a while later: 3 has confirmed, too, and the answer is on its way to
// client 11; the decree in instance 2 has passed, and the query of client 12, which came
// afterwards, is confirmed and waits for its execution.
func waiting() *scene {
	s := halfway()
	one := s.Participants[0]
	s.receive(s.receive(replica.Confirm{Envelope: to(1, 3), Number: ballot, Round: 1})...)
	begun := slices.DeleteFunc(slices.Clone(s.Messages), func(m replica.Message) bool {
		begin, ok := m.(multidecree.BeginBallot)
		return !ok || begin.Dest != 1
	})
	s.receive(s.receive(begun...)...)
	s.receive(s.step(s.Clients[1].Ask(machine.Read))[0])
	s.receive(s.receive(s.step(one.Confirm())[1])...)
	return s
}

// lost is waiting once participant 1 has left the chamber.
func lost() *scene {
	s := waiting()
	s.step(s.Participants[0].Lose())
	return s
}

// again is waiting once participant 1 presides in ballot 2.1.
func again() *scene {
	s := waiting()
	s.preside(s.Participants[0], 2)
	return s
}

// outbid is a state that can be reached: participant 2 presides in ballot 2.2, and knows of
// a vote of its own for the second command of client 11 in instance 3 of ballot 1.1, and of
// none in instance 2, for which participant 1 asked, too.
func outbid() *scene {
	s := newScene()
	one, two := s.Participants[0], s.Participants[1]
	s.preside(one, 1)
	s.receive(s.step(s.Clients[0].Call(machine.Increment))...)
	s.receive(s.receive(s.receive(s.step(one.Propose(1, replica.NewBatch(one.Requests.List()...)))[:2]...)...)[1])
	s.receive(s.step(s.Clients[1].Call(machine.Read))[0], s.step(s.Clients[0].Call(machine.Increment))[0])
	s.step(one.Propose(2, replica.NewBatch(others)))
	s.receive(s.step(one.Propose(3, replica.NewBatch(second)))[1])
	s.preside(two, 2)
	return s
}

// same is true iff the messages are equal.
func same(a, b replica.Message) bool {
	x, isVotes := a.(multidecree.LastVote)
	y, areVotes := b.(multidecree.LastVote)
	if isVotes && areVotes {
		return x.Envelope == y.Envelope && x.Number == y.Number && x.Cut == y.Cut && slices.Equal(x.Votes, y.Votes)
	}
	return isVotes == areVotes && a == b
}
