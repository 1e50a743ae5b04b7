package multidecree

import (
	"slices"
	"testing"
)

// small is the model of the states below: three participants, two of whom propose.
var small = Small

// Small is it for the tests of the spec's text.
var Small = Model{Proposals: [][]Decree{{a, b}, {c}, {}}, Tries: 2, Instances: 3, Window: 2, States: []State{snapshot}}

const (
	a, b, c  = Decree(`["a"]`), Decree(`["b"]`), Decree(`["c"]`)
	snapshot = State(`["s"]`)
)

// The ballots of participants 1 and 2.
var (
	first  = Number{Try: 1, Owner: 1}
	second = Number{Try: 1, Owner: 2}
)

// halfway is a state that can be reached: participant 1 presides. In instance 1 a has
// passed with the votes of 1 and 2; 1 has written it, and 2 has written and truncated
// it. In instance 2 b was put to the vote, and 2 has voted.
func halfway() Global {
	var s Global
	nodes := small.Nodes()
	for i := range nodes {
		s.Participants = append(s.Participants, &nodes[i])
	}
	step := func(messages []Message, ok bool) []Message {
		if !ok {
			panic("halfway: a step is disabled")
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
	begun := step(one.BeginBallot(1, a))
	for i, p := range []*Participant{one, two} {
		vote := step(p.HandleBeginBallot(begun[i].(BeginBallot)))
		if told := step(one.HandleVoted(vote[0].(Voted))); len(told) > 0 {
			step(two.HandleSuccess(told[1].(Success)))
		}
	}
	step(two.Truncate(1, snapshot))
	begun = step(one.BeginBallot(2, b))
	vote := step(two.HandleBeginBallot(begun[1].(BeginBallot)))
	step(one.HandleVoted(vote[0].(Voted)))
	return s
}

// violated are the names of the invariants that s violates.
func violated(s Global) []string {
	var names []string
	for _, invariant := range small.Invariants() {
		if !invariant.Holds(s) {
			names = append(names, invariant.Name)
		}
	}
	return names
}

func TestInvariantsHoldWhereAParliamentCanGet(t *testing.T) {
	initial := Global{}
	nodes := small.Nodes()
	for i := range nodes {
		initial.Participants = append(initial.Participants, &nodes[i])
	}
	for name, s := range map[string]Global{"initially": initial, "halfway": halfway()} {
		if got := violated(s); len(got) > 0 {
			t.Errorf("%s: violated are %q, want none", name, got)
		}
	}
}

// A violation is a change to halfway and the invariant that must see it.
type violation struct {
	invariant, how string
	change         func(*Global)
}

func send(m ...Message) func(*Global) {
	return func(s *Global) { s.Messages = append(s.Messages, m...) }
}

// lose takes messages away.
func lose(lost func(Message) bool) func(*Global) {
	return func(s *Global) { s.Messages = slices.DeleteFunc(s.Messages, lost) }
}

func isVoted(m Message) bool { _, ok := m.(Voted); return ok }

// by changes participant id.
func by(id ParticipantID, change func(*Participant)) func(*Global) {
	return func(s *Global) { change(s.Participants[id-1]) }
}

// to addresses a message.
func to(from, dest ParticipantID) Envelope { return Envelope{From: from, Dest: dest} }

// entries and votes make sets.
func entries(list ...Entry) (s Slots[Entry]) {
	for _, e := range list {
		s = s.With(e)
	}
	return s
}

func votes(list ...Vote) (s Slots[Vote]) {
	for _, v := range list {
		s = s.With(v)
	}
	return s
}

var typeViolations = []violation{
	{"TypeOK", "a participant is missing", func(s *Global) { s.Participants = s.Participants[:2] }},
	{"TypeOK", "participants are in another order", func(s *Global) { s.Participants[0], s.Participants[1] = s.Participants[1], s.Participants[0] }},
	{"TypeOK", "an unknown try", by(1, func(p *Participant) { p.LastTried = Number{Try: 3, Owner: 1} })},
	{"TypeOK", "an unknown owner", by(3, func(p *Participant) { p.NextBal = Number{Try: 1, Owner: 4} })},
	{"TypeOK", "a vote in an unknown instance", by(1, func(p *Participant) { p.Votes = votes(Vote{4, first, a}) })},
	{"TypeOK", "a vote without a number", by(1, func(p *Participant) { p.Votes = votes(Vote{1, NoNumber, a}) })},
	{"TypeOK", "a vote for no decree", by(1, func(p *Participant) { p.Votes = votes(Vote{1, first, ""}) })},
	{"TypeOK", "a decree that nobody proposes in a ledger", by(3, func(p *Participant) { p.Ledger = entries(Entry{1, `["d"]`}) })},
	{"TypeOK", "a cut at an unknown instance", by(1, func(p *Participant) { p.Cut = 4 })},
	{"TypeOK", "an unknown snapshot", by(1, func(p *Participant) { p.Snapshot = `["t"]` })},
	{"TypeOK", "an unknown instance is written", by(1, func(p *Participant) { p.Written = 4 })},
	{"TypeOK", "an unknown status", by(1, func(p *Participant) { p.Status = Presiding + 1 })},
	{"TypeOK", "an unknown participant has answered", by(1, func(p *Participant) { p.Answered = Participants{4} })},
	{"TypeOK", "an unknown vote is known", by(1, func(p *Participant) { p.Known = Votes{{4, first, a}} })},
	{"TypeOK", "an unknown instance is truncated", by(1, func(p *Participant) { p.Truncated = 4 })},
	{"TypeOK", "an unknown instance is inherited", by(1, func(p *Participant) { p.Inherited = -1 })},
	{"TypeOK", "an unknown entry is proposed", by(1, func(p *Participant) { p.Proposed = Entries{{0, a}} })},
	{"TypeOK", "an unknown participant has voted", by(1, func(p *Participant) { p.Voters = Counts{{2, 4}} })},
	{"TypeOK", "a message to nobody", send(NextBallot{to(1, 0), first, 1})},
	{"TypeOK", "a NextBallot without a number", send(NextBallot{to(1, 1), NoNumber, 1})},
	{"TypeOK", "a LastVote with an unknown vote", send(LastVote{to(3, 1), first, Votes{{4, first, a}}, 0})},
	{"TypeOK", "a BeginBallot for no decree", send(BeginBallot{to(1, 3), first, 1, ""})},
	{"TypeOK", "a Voted in no instance", send(Voted{to(1, 1), first, 0})},
	{"TypeOK", "the Success of an unknown decree", send(Success{to(1, 1), 1, `["d"]`})},
	{"TypeOK", "a Snapshot of nothing", send(Snapshot{to(1, 2), 1, NoState})},
}

var violations = []violation{
	{"NumbersAreTried", "a number of another's", by(3, func(p *Participant) { p.LastTried = first })},
	{"NumbersAreTried", "a promise of a ballot not tried", by(3, func(p *Participant) { p.NextBal = second })},
	{"NumbersAreTried", "a NextBallot above lastTried", send(NextBallot{to(1, 3), Number{Try: 2, Owner: 1}, 1})},
	{"NumbersAreTried", "a NextBallot for another's ballot", send(NextBallot{to(2, 3), first, 1})},
	{"NumbersAreTried", "a ballot asked for from two instances on", send(NextBallot{to(1, 3), first, 2})},
	{"NumbersAreTried", "a LastVote to another than the owner", send(LastVote{to(1, 2), first, nil, 0})},
	{"NumbersAreTried", "a BeginBallot for another's ballot", send(BeginBallot{to(2, 3), first, 1, a})},
	{"NumbersAreTried", "a Voted above lastTried", send(Voted{to(1, 2), second, 1})},
	{"OneDecreePerBallot", "a second BeginBallot", send(BeginBallot{to(1, 3), first, 2, c})},
	{"VotesAreSafe", "another decree after a majority has voted", send(BeginBallot{to(2, 3), second, 1, c})},
	{"VotesAreSafe", "an olive day over a vote", send(BeginBallot{to(2, 3), second, 2, NoOp})},
	{"PromisesAreKept", "a vote above nextBal", by(1, func(p *Participant) { p.NextBal = NoNumber })},
	{"PromisesAreKept", "an answer above nextBal", send(LastVote{to(3, 1), first, nil, 0})},
	{"LastVotesAreTrue", "two answers", send(LastVote{to(1, 1), first, nil, 1})},
	{"LastVotesAreTrue", "an answer that nobody asked for", send(LastVote{to(3, 2), second, nil, 0})},
	{"LastVotesAreTrue", "a vote not told", send(NextBallot{to(2, 1), second, 1}, LastVote{to(1, 2), second, nil, 0})},
	{"LastVotesAreTrue", "a vote never cast", send(NextBallot{to(2, 3), second, 1}, LastVote{to(3, 2), second, Votes{{1, first, a}}, 0})},
	{"LastVotesAreTrue", "a vote below what was asked for", send(NextBallot{to(2, 1), second, 2}, LastVote{to(1, 2), second, Votes{{1, first, a}}, 0})},
	{"LastVotesAreTrue", "a vote below the cut that it tells", send(NextBallot{to(2, 1), second, 1}, LastVote{to(1, 2), second, Votes{{1, first, a}}, 1})},
	{"VotesAreRemembered", "a vote forgotten", by(1, func(p *Participant) { p.Votes = votes() })},
	{"VotesAreRemembered", "a vote never cast", by(3, func(p *Participant) { p.Votes = votes(Vote{1, first, a}) })},
	{"VotesAreRemembered", "a truncated vote remembered", by(2, func(p *Participant) { p.Votes = p.Votes.With(Vote{1, first, a}) })},
	{"VotesAreRemembered", "a vote not asked for", send(Voted{to(3, 1), first, 3})},
	{"SlipsAreTrue", "idle with an answer", by(3, func(p *Participant) { p.Answered = Participants{1} })},
	{"SlipsAreTrue", "idle with an entry", by(3, func(p *Participant) { p.Proposed = Entries{{1, a}} })},
	{"SlipsAreTrue", "trying without a number", by(3, func(p *Participant) { p.Status = Trying })},
	{"SlipsAreTrue", "trying with a majority", by(1, func(p *Participant) { p.Status, p.Inherited, p.Proposed, p.Voters = Trying, 0, nil, nil })},
	{"SlipsAreTrue", "trying in a ballot that has begun", by(1, func(p *Participant) { p.Volatile = Volatile{Status: Trying} })},
	{"SlipsAreTrue", "presiding without a majority", by(1, func(p *Participant) { p.Answered = Participants{1} })},
	{"SlipsAreTrue", "an answer never sent", by(1, func(p *Participant) { p.Answered = Participants{1, 3} })},
	{"SlipsAreTrue", "a vote that nobody told is known", by(1, func(p *Participant) { p.Known = Votes{{3, second, c}} })},
	{"SlipsAreTrue", "a cut that nobody told", by(1, func(p *Participant) { p.Truncated = 1 })},
	{"SlipsAreTrue", "more inherited than heard of", by(1, func(p *Participant) { p.Inherited = 3 })},
	{"SlipsAreTrue", "less inherited than asked for", by(1, func(p *Participant) { p.Inherited = -1 })},
	{"SlipsAreTrue", "an entry put to the vote is forgotten", by(1, func(p *Participant) { p.Proposed = nil })},
	{"SlipsAreTrue", "an entry not put to the vote", by(1, func(p *Participant) { p.Proposed = p.Proposed.With(Entry{3, c}) })},
	{"SlipsAreTrue", "a vote never cast is counted", by(1, func(p *Participant) { p.Voters = Counts{{2, 3}} })},
	{"SlipsAreTrue", "a vote is counted where nothing is awaited", by(1, func(p *Participant) { p.Voters = Counts{{1, 1}} })},
	{"LedgersArePassed", "a decree without a majority in a ledger", by(3, func(p *Participant) { p.Ledger = entries(Entry{2, b}) })},
	{"LedgersArePassed", "a decree in another instance", by(3, func(p *Participant) { p.Ledger = entries(Entry{2, a}) })},
	{"LedgersArePassed", "the Success of a decree without votes", send(Success{to(2, 3), 1, c})},
	{"LedgersArePassed", "the votes are gone", lose(isVoted)},
	{"PrefixesAreWritten", "an entry at or below the cut", by(2, func(p *Participant) { p.Ledger = entries(Entry{1, a}) })},
	{"PrefixesAreWritten", "less written than there is", by(1, func(p *Participant) { p.Written = 0 })},
	{"PrefixesAreWritten", "more written than there is", by(1, func(p *Participant) { p.Written = 2 })},
	{"PrefixesAreWritten", "a snapshot of nothing", by(1, func(p *Participant) { p.Snapshot = snapshot })},
	{"PrefixesAreWritten", "a cut without a snapshot", by(2, func(p *Participant) { p.Snapshot = NoState })},
	{"PrefixesAreWritten", "what has not passed is cut", by(2, func(p *Participant) { p.Cut, p.Written = 2, 2 })},
	{"PrefixesAreWritten", "what has not passed is truncated", by(1, func(p *Participant) { p.Truncated = 2 })},
	{"PrefixesAreWritten", "somebody asks beyond what it has written", send(NextBallot{to(1, 2), first, 3})},
	{"PrefixesAreWritten", "an answer with a cut above its sender's", send(LastVote{to(2, 1), first, nil, 2})},
	{"PrefixesAreWritten", "a snapshot beyond its sender's", send(Snapshot{to(1, 3), 1, snapshot})},
	{"Coherence", "two ledgers differ", by(3, func(p *Participant) { p.Ledger = entries(Entry{1, b}) })},
	{"ReadIndexLemma", "what passed is above what p began", func(s *Global) {
		send(BeginBallot{to(1, 1), first, 3, b}, Voted{to(1, 1), first, 3}, Voted{to(2, 1), first, 3})(s)
		s.Participants[0].LastTried = Number{Try: 2, Owner: 1}
	}},
	{"ReadIndexLemma", "somebody has written what p does not know", by(1, func(p *Participant) { p.Ledger, p.Written = entries(), 0 })},
}

// Halfway are the nodes and the messages of halfway, and Violating the states in which some
// invariant is to be false, for the tests of the spec's text.
func Halfway() ([]Participant, []Message) {
	s := halfway()
	var nodes []Participant
	for _, p := range s.Participants {
		nodes = append(nodes, *p)
	}
	return nodes, s.Messages
}

func Violating() []Global {
	var all []Global
	for _, v := range violations {
		s := halfway()
		v.change(&s)
		all = append(all, s)
	}
	return all
}

func TestEachInvariantSeesItsViolations(t *testing.T) {
	for _, v := range slices.Concat(typeViolations, violations) {
		t.Run(v.invariant+"/"+v.how, func(t *testing.T) {
			s := halfway()
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
		if !slices.ContainsFunc(slices.Concat(typeViolations, violations), func(v violation) bool { return v.invariant == invariant.Name }) {
			t.Errorf("no violation of %s is tested", invariant.Name)
		}
	}
}

// A deposed president may know less than has passed; that is no violation.
func TestReadIndexLemmaSaysNothingOfTheDeposed(t *testing.T) {
	s := halfway()
	violations[len(violations)-1].change(&s)
	for _, p := range s.Participants[1:] {
		p.NextBal = second
	}
	if !s.ReadIndexLemma() {
		t.Error("ReadIndexLemma is violated, want it to hold, for nothing can pass in ballot 1.1")
	}
}
