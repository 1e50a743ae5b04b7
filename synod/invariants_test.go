package synod

import (
	"slices"
	"testing"
)

// small is the model of the states below: three participants, two of whom propose.
var small = Model{Proposals: [][]Decree{{"a"}, {"b"}, {}}, Tries: 2}

// The ballots of participants 1 and 2.
var (
	first  = Number{Try: 1, Owner: 1}
	second = Number{Try: 1, Owner: 2}
)

// afterVotes is a state that can be reached: participant 1 has put a to the vote
// in its first ballot, and 1 and 2 have voted for it.
func afterVotes() State {
	var s State
	nodes := small.Nodes()
	for i := range nodes {
		s.Participants = append(s.Participants, &nodes[i])
	}
	step := func(messages []Message, ok bool) []Message {
		if !ok {
			panic("afterVotes: a step is disabled")
		}
		s.Messages = append(s.Messages, messages...)
		return messages
	}
	one, two := s.Participants[0], s.Participants[1]
	asked := step(one.ChooseBallotNumber(first))
	for i, p := range []*Participant{one, two} {
		answer := step(p.HandleNextBallot(asked[i].(NextBallot)))
		step(one.HandleLastVote(answer[0].(LastVote)))
	}
	begun := step(one.BeginBallot("a"))
	for i, p := range []*Participant{one, two} {
		step(p.HandleBeginBallot(begun[i].(BeginBallot)))
	}
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

func TestInvariantsHoldWhereASynodCanGet(t *testing.T) {
	initial := State{}
	nodes := small.Nodes()
	for i := range nodes {
		initial.Participants = append(initial.Participants, &nodes[i])
	}
	for name, s := range map[string]State{"initially": initial, "after the votes": afterVotes()} {
		if got := violated(s); len(got) > 0 {
			t.Errorf("%s: violated are %q, want none", name, got)
		}
	}
}

// A violation is a change to afterVotes and the invariant that must see it.
type violation struct {
	invariant, how string
	change         func(*State)
}

func send(m ...Message) func(*State) {
	return func(s *State) { s.Messages = append(s.Messages, m...) }
}

// at changes participant id.
func at(id ParticipantID, change func(*Participant)) func(*State) {
	return func(s *State) { change(s.Participants[id-1]) }
}

// to addresses a message.
func to(from, dest ParticipantID) Envelope { return Envelope{From: from, Dest: dest} }

var violations = []violation{
	{"TypeOK", "a participant is missing", func(s *State) { s.Participants = s.Participants[:2] }},
	{"TypeOK", "participants are in another order", func(s *State) { s.Participants[0], s.Participants[1] = s.Participants[1], s.Participants[0] }},
	{"TypeOK", "an unknown try", at(1, func(p *Participant) { p.LastTried = Number{Try: 3, Owner: 1} })},
	{"TypeOK", "an unknown owner", at(3, func(p *Participant) { p.NextBal = Number{Try: 1, Owner: 4} })},
	{"TypeOK", "a vote for Blank", at(1, func(p *Participant) { p.PrevVote.Decree = Blank })},
	{"TypeOK", "a null vote for a decree", at(3, func(p *Participant) { p.PrevVote.Decree = "a" })},
	{"TypeOK", "a decree that nobody proposes in a ledger", at(3, func(p *Participant) { p.Ledger = "c" })},
	{"TypeOK", "a decree that nobody proposes on a slip", at(1, func(p *Participant) { p.Decree = "c" })},
	{"TypeOK", "an unknown status", at(1, func(p *Participant) { p.Status = Polling + 1 })},
	{"TypeOK", "an unknown participant has voted", at(1, func(p *Participant) { p.Voters = Participants{4} })},
	{"TypeOK", "an unknown participant has answered", at(1, func(p *Participant) { p.PrevVotes = Votes{{Voter: 4}} })},
	{"TypeOK", "a message to nobody", send(NextBallot{to(1, 0), first})},
	{"TypeOK", "a NextBallot without a number", send(NextBallot{to(1, 1), NoNumber})},
	{"TypeOK", "a LastVote with an unknown vote", send(LastVote{to(3, 1), first, Vote{Voter: 4}})},
	{"TypeOK", "a BeginBallot for Blank", send(BeginBallot{to(1, 3), first, Blank})},
	{"TypeOK", "a Voted without a number", send(Voted{to(1, 1), NoNumber})},
	{"TypeOK", "the Success of an unknown decree", send(Success{to(1, 1), "c"})},
	{"NumbersAreTried", "a number of another's", at(3, func(p *Participant) { p.LastTried = first })},
	{"NumbersAreTried", "a promise of a ballot not tried", at(3, func(p *Participant) { p.NextBal = second })},
	{"NumbersAreTried", "a NextBallot above lastTried", send(NextBallot{to(1, 3), Number{Try: 2, Owner: 1}})},
	{"NumbersAreTried", "a NextBallot for another's ballot", send(NextBallot{to(2, 3), first})},
	{"NumbersAreTried", "a LastVote to another than the owner", send(LastVote{to(1, 2), first, Vote{Voter: 1}})},
	{"NumbersAreTried", "a BeginBallot for another's ballot", send(BeginBallot{to(2, 3), first, "a"})},
	{"NumbersAreTried", "a Voted above lastTried", send(Voted{to(1, 2), second})},
	{"OneDecreePerBallot", "a second BeginBallot", send(BeginBallot{to(1, 3), first, "b"})},
	{"VotesAreSafe", "another decree after a majority has voted", send(BeginBallot{to(2, 3), second, "b"})},
	{"VotesAreSafe", "another decree while a majority may still vote", func(s *State) {
		s.Messages = slices.DeleteFunc(s.Messages, func(m Message) bool { _, isVoted := m.(Voted); return isVoted })
		send(BeginBallot{to(2, 3), second, "b"})(s)
	}},
	{"PromisesAreKept", "a vote above nextBal", at(1, func(p *Participant) { p.NextBal = NoNumber })},
	{"PromisesAreKept", "an answer above nextBal", send(LastVote{to(3, 1), first, Vote{Voter: 3}})},
	{"LastVotesAreTrue", "a vote that is not lower", send(LastVote{to(1, 1), first, Vote{1, first, "a"}})},
	{"LastVotesAreTrue", "a vote not told", send(LastVote{to(1, 2), second, Vote{Voter: 1}})},
	{"LastVotesAreTrue", "a vote never cast", send(LastVote{to(3, 2), second, Vote{3, first, "a"}})},
	{"LastVotesAreTrue", "a vote for another decree", send(LastVote{to(1, 2), second, Vote{1, first, "b"}})},
	{"LastVotesAreTrue", "the vote of another", send(LastVote{to(3, 2), second, Vote{1, first, "a"}})},
	{"VotesAreRemembered", "a vote forgotten", at(1, func(p *Participant) { p.PrevVote = Vote{Voter: 1} })},
	{"VotesAreRemembered", "a vote never cast", at(3, func(p *Participant) { p.PrevVote = Vote{3, first, "a"} })},
	{"VotesAreRemembered", "a vote not asked for", send(Voted{to(3, 2), second})},
	{"SlipsAreTrue", "idle with a decree", at(3, func(p *Participant) { p.Decree = "a" })},
	{"SlipsAreTrue", "idle with answers", at(3, func(p *Participant) { p.PrevVotes = Votes{{Voter: 1}} })},
	{"SlipsAreTrue", "idle with voters", at(3, func(p *Participant) { p.Voters = Participants{1} })},
	{"SlipsAreTrue", "trying without a number", at(3, func(p *Participant) { p.Status = Trying })},
	{"SlipsAreTrue", "trying with a ballot that has begun", at(1, func(p *Participant) { p.Volatile = Volatile{Status: Trying} })},
	{"SlipsAreTrue", "an answer never sent", at(2, func(p *Participant) {
		p.LastTried, p.Volatile = second, Volatile{Status: Trying, PrevVotes: Votes{{Voter: 3}}}
	})},
	{"SlipsAreTrue", "polling for a decree not put to the vote", at(1, func(p *Participant) { p.Decree = "b" })},
	{"SlipsAreTrue", "polling with answers", at(1, func(p *Participant) { p.PrevVotes = Votes{{Voter: 1}} })},
	{"SlipsAreTrue", "a vote never cast is counted", at(1, func(p *Participant) { p.Voters = Participants{3} })},
	{"LedgersArePassed", "a decree without votes in a ledger", at(3, func(p *Participant) { p.Ledger = "b" })},
	{"LedgersArePassed", "the Success of a decree without votes", send(Success{to(2, 3), "b"})},
	{"LedgersArePassed", "a decree with one vote of three in a ledger", func(s *State) {
		s.Messages = slices.DeleteFunc(s.Messages, func(m Message) bool { return m == Message(Voted{to(2, 1), first}) })
		s.Participants[2].Ledger = "a"
	}},
	{"Coherence", "two ledgers differ", func(s *State) { s.Participants[0].Ledger, s.Participants[2].Ledger = "a", "b" }},
}

func TestEachInvariantSeesItsViolations(t *testing.T) {
	for _, v := range violations {
		t.Run(v.invariant+"/"+v.how, func(t *testing.T) {
			s := afterVotes()
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
	s := afterVotes()
	for _, invariant := range small.Invariants() {
		if got := testing.AllocsPerRun(100, func() { invariant.Holds(s) }); got > 0 {
			t.Errorf("%s allocates %v times a state, want 0", invariant.Name, got)
		}
	}
}
