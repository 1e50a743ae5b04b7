package election

import (
	"slices"
	"testing"
)

// small is the model of the states below.
var small = Model{Participants: 3, Epochs: 2}

// afterDuel is a state that can be reached: 1 and 2 lead, and 3 follows 1, for
// the heartbeats of 2 are on their way.
func afterDuel() State {
	var s State
	nodes := small.Nodes()
	for i := range nodes {
		s.Participants = append(s.Participants, &nodes[i])
	}
	step := func(messages []Message, ok bool) []Message {
		if !ok {
			panic("afterDuel: a step is disabled")
		}
		s.Messages = append(s.Messages, messages...)
		return messages
	}
	one, two, three := s.Participants[0], s.Participants[1], s.Participants[2]
	step(one.Ring())
	step(two.Ring())
	told := step(one.Claim(Ballot{1, 1}))
	step(two.Claim(Ballot{1, 2}))
	step(three.HandleHeartbeat(told[1].(Heartbeat)))
	return s
}

// violated are the names of the invariants that s violates.
func violated(s State) []string {
	var names []string
	for _, invariant := range small.Invariants() {
		if !invariant.Holds(s) {
			names = append(names, invariant.Name)
		}
	}
	return names
}

func TestInvariantsHoldWhereAnElectionCanGet(t *testing.T) {
	initial := State{}
	nodes := small.Nodes()
	for i := range nodes {
		initial.Participants = append(initial.Participants, &nodes[i])
	}
	for name, s := range map[string]State{"initially": initial, "after the duel": afterDuel()} {
		if got := violated(s); len(got) > 0 {
			t.Errorf("%s: violated are %q, want none", name, got)
		}
	}
}

// A violation is a change to afterDuel and the invariant that must see it.
type violation struct {
	invariant, how string
	change         func(*State)
}

func send(from, dest ParticipantID, b Ballot) func(*State) {
	return func(s *State) { s.Messages = append(s.Messages, Heartbeat{Envelope{From: from, Dest: dest}, b}) }
}

// at changes participant id.
func at(id ParticipantID, change func(*Participant)) func(*State) {
	return func(s *State) { change(s.Participants[id-1]) }
}

// lose takes the heartbeat from one participant to another away.
func lose(from, dest ParticipantID) func(*State) {
	return func(s *State) {
		s.Messages = slices.DeleteFunc(s.Messages, func(m Message) bool { return m.Sender() == from && m.Receiver() == dest })
	}
}

var violations = []violation{
	{"TypeOK", "a participant is missing", func(s *State) { s.Participants = s.Participants[:2] }},
	{"TypeOK", "participants are in another order", func(s *State) { s.Participants[0], s.Participants[1] = s.Participants[1], s.Participants[0] }},
	{"TypeOK", "an unknown epoch", at(1, func(p *Participant) { p.Ballot.Epoch = 3 })},
	{"TypeOK", "epoch 0 of somebody", at(1, func(p *Participant) { p.Ballot.Epoch = 0 })},
	{"TypeOK", "an unknown owner", at(3, func(p *Participant) { p.Ballot.Owner = 4 })},
	{"TypeOK", "an unknown role", at(3, func(p *Participant) { p.Role = Leader + 1 })},
	{"TypeOK", "a heartbeat to nobody", send(1, 0, Ballot{1, 1})},
	{"TypeOK", "a heartbeat from nobody", send(4, 1, Ballot{1, 1})},
	{"TypeOK", "a heartbeat without a ballot", send(1, 2, NoBallot)},
	{"LeadersOwnTheirBallots", "a leader with another's ballot", at(1, func(p *Participant) { p.Ballot = Ballot{1, 2} })},
	{"LeadersOwnTheirBallots", "a leader with no ballot", at(1, func(p *Participant) { p.Ballot = NoBallot })},
	{"FollowedDidClaim", "a ballot never claimed", at(3, func(p *Participant) { p.Ballot = Ballot{2, 1} })},
	{"FollowedDidClaim", "a ballot of which one was not told", lose(1, 2)},
	{"HeartbeatsAreTrue", "a heartbeat for another", send(3, 1, Ballot{1, 2})},
	{"HeartbeatsAreTrue", "a heartbeat above the sender's ballot", func(s *State) { send(3, 1, Ballot{2, 3})(s); send(3, 2, Ballot{2, 3})(s) }},
	{"HeartbeatsAreTrue", "a heartbeat that went to one alone", func(s *State) { lose(2, 3)(s); s.Participants[1].Role = Follower }},
	{"OneLeaderAtRest", "two lead and all is heard", func(s *State) { s.Messages = nil }},
	{"OneLeaderAtRest", "two lead, and only who is down has not heard", func(s *State) { lose(2, 1)(s); s.Participants[2].Role = Down }},
}

func TestEachInvariantSeesItsViolations(t *testing.T) {
	for _, v := range violations {
		t.Run(v.invariant+"/"+v.how, func(t *testing.T) {
			s := afterDuel()
			v.change(&s)
			for _, invariant := range small.Invariants() {
				if invariant.Name == v.invariant {
					if invariant.Holds(s) {
						t.Errorf("%s holds, want it violated", v.invariant)
					}
					return
				}
			}
			t.Errorf("Invariants has no %s", v.invariant)
		})
	}
}

func TestEachInvariantHasAViolation(t *testing.T) {
	for _, invariant := range small.Invariants() {
		if !slices.ContainsFunc(violations, func(v violation) bool { return v.invariant == invariant.Name }) {
			t.Errorf("no violation of %s is tested", invariant.Name)
		}
	}
}

func TestInvariantsTakeNoMemory(t *testing.T) {
	s := afterDuel()
	for _, invariant := range small.Invariants() {
		if got := testing.AllocsPerRun(100, func() { invariant.Holds(s) }); got > 0 {
			t.Errorf("%s allocates %v times a state, want 0", invariant.Name, got)
		}
	}
}
