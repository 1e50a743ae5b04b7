package synod

import "slices"

// State is a state of the whole synod, which no participant sees. Participant i+1
// stands at index i, as in Model.Nodes; Messages are those ever sent.
type State struct {
	Participants []*Participant
	Messages     []Message
}

// Invariant is a predicate that holds in every state that can be reached.
type Invariant struct {
	Name  string // Its name in spec/Synod.tla.
	Holds func(State) bool
}

// Invariants are those of Synod!Inv, in its order, and Coherence, which follows
// from them. TypeOK comes first: the others may panic where it is false.
func (c Model) Invariants() []Invariant {
	return []Invariant{
		{"TypeOK", c.TypeOK},
		{"NumbersAreTried", State.NumbersAreTried},
		{"OneDecreePerBallot", State.OneDecreePerBallot},
		{"VotesAreSafe", State.VotesAreSafe},
		{"PromisesAreKept", State.PromisesAreKept},
		{"LastVotesAreTrue", State.LastVotesAreTrue},
		{"VotesAreRemembered", State.VotesAreRemembered},
		{"SlipsAreTrue", State.SlipsAreTrue},
		{"LedgersArePassed", State.LedgersArePassed},
		{"Coherence", State.Coherence},
	}
}

// NumbersAreTried is true iff nobody speaks of a ballot number that its owner has
// not yet tried.
//
// Spec: Synod!NumbersAreTried.
func (s State) NumbersAreTried() bool {
	for _, p := range s.Participants {
		if p.LastTried != NoNumber && p.LastTried.Owner != p.ID {
			return false
		}
		if p.NextBal != NoNumber && !s.isTried(p.NextBal) {
			return false
		}
	}
	for _, m := range s.Messages {
		var number Number
		var owner ParticipantID
		switch m := m.(type) {
		case NextBallot:
			number, owner = m.Number, m.From
		case LastVote:
			number, owner = m.Number, m.Dest
		case BeginBallot:
			number, owner = m.Number, m.From
		case Voted:
			number, owner = m.Number, m.Dest
		case Success:
			continue
		}
		if number.Owner != owner || !s.isTried(number) {
			return false
		}
	}
	return true
}

// isTried is true iff the owner of number has tried it or a higher one.
func (s State) isTried(number Number) bool {
	return !number.IsHigher(s.participant(number.Owner).LastTried)
}

// participant is the one whose ID it is.
func (s State) participant(id ParticipantID) *Participant { return s.Participants[id-1] }

// OneDecreePerBallot is true iff no ballot is about two decrees.
//
// Spec: Synod!OneDecreePerBallot.
func (s State) OneDecreePerBallot() bool {
	var room [manyBallots]begunBallot
	begun := s.begun(room[:0])
	for i, b := range begun {
		for _, c := range begun[:i] {
			if b.number == c.number {
				return false
			}
		}
	}
	return true
}

// VotesAreSafe is true iff every decree that was put to the vote is safe at the
// number of its ballot.
//
// Spec: Synod!VotesAreSafe.
func (s State) VotesAreSafe() bool {
	var ballotRoom [manyBallots]begunBallot
	var castRoom [manyVotes]castVote
	begun, cast := s.begun(ballotRoom[:0]), s.cast(castRoom[:0])
	for _, b := range begun {
		for try := 1; try <= b.number.Try; try++ {
			for _, p := range s.Participants {
				lower := Number{Try: try, Owner: p.ID}
				if b.number.IsHigher(lower) && !s.noneOtherPasses(lower, b.decree, begun, cast) {
					return false
				}
			}
		}
	}
	return true
}

// noneOtherPasses is true iff in ballot number no decree but d has passed or can
// still pass: a majority voted for d in it, or can no longer vote in it.
//
// Spec: Synod!NoneOtherPasses.
func (s State) noneOtherPasses(number Number, d Decree, begun []begunBallot, cast []castVote) bool {
	isAbout := slices.Contains(begun, begunBallot{number, d})
	count := 0
	for _, p := range s.Participants {
		if slices.Contains(cast, castVote{p.ID, number}) {
			if isAbout {
				count++
			}
		} else if p.NextBal.IsHigher(number) {
			count++
		}
	}
	return 2*count > len(s.Participants)
}

// PromisesAreKept is true iff nobody takes part in a ballot lower than it promised.
//
// Spec: Synod!PromisesAreKept.
func (s State) PromisesAreKept() bool {
	for _, p := range s.Participants {
		if p.PrevVote.Number.IsHigher(p.NextBal) {
			return false
		}
	}
	for _, m := range s.Messages {
		var number Number
		switch m := m.(type) {
		case LastVote:
			number = m.Number
		case Voted:
			number = m.Number
		}
		if number.IsHigher(s.participant(m.Sender()).NextBal) {
			return false
		}
	}
	return true
}

// LastVotesAreTrue is true iff each LastVote reports the vote of its sender in
// the highest ballot below the one that it answers, or a null vote if there is none.
//
// Spec: Synod!LastVotesAreTrue.
func (s State) LastVotesAreTrue() bool {
	var ballotRoom [manyBallots]begunBallot
	var castRoom [manyVotes]castVote
	begun, cast := s.begun(ballotRoom[:0]), s.cast(castRoom[:0])
	for _, m := range s.Messages {
		m, ok := m.(LastVote)
		if !ok {
			continue
		}
		if !m.Number.IsHigher(m.Vote.Number) || !isVoteOf(m.From, m.Vote, begun, cast) {
			return false
		}
		for _, v := range cast {
			if v.voter == m.From && v.number.IsHigher(m.Vote.Number) && m.Number.IsHigher(v.number) {
				return false
			}
		}
	}
	return true
}

// VotesAreRemembered is true iff each vote was asked for, and each participant
// knows its vote in the highest ballot in which it voted.
//
// Spec: Synod!VotesAreRemembered.
func (s State) VotesAreRemembered() bool {
	var ballotRoom [manyBallots]begunBallot
	var castRoom [manyVotes]castVote
	begun, cast := s.begun(ballotRoom[:0]), s.cast(castRoom[:0])
	for _, v := range cast {
		if !isBegun(v.number, begun) || v.number.IsHigher(s.participant(v.voter).PrevVote.Number) {
			return false
		}
	}
	for _, p := range s.Participants {
		if !isVoteOf(p.ID, p.PrevVote, begun, cast) {
			return false
		}
	}
	return true
}

// isVoteOf is true iff q cast the vote v, or v is the null vote of q.
//
// Spec: Synod!IsVoteOf.
func isVoteOf(q ParticipantID, v Vote, begun []begunBallot, cast []castVote) bool {
	if v.Number == NoNumber {
		return v == Vote{Voter: q}
	}
	return v.Voter == q && slices.Contains(cast, castVote{q, v.Number}) && slices.Contains(begun, begunBallot{v.Number, v.Decree})
}

// isBegun is true iff a decree was put to the vote in ballot number.
func isBegun(number Number, begun []begunBallot) bool {
	return slices.ContainsFunc(begun, func(b begunBallot) bool { return b.number == number })
}

// SlipsAreTrue is true iff what stands on each slip of paper is about ballot
// LastTried of its owner and agrees with what was sent.
//
// Spec: Synod!SlipsAreTrue.
func (s State) SlipsAreTrue() bool {
	var ballotRoom [manyBallots]begunBallot
	var castRoom [manyVotes]castVote
	begun, cast := s.begun(ballotRoom[:0]), s.cast(castRoom[:0])
	for _, p := range s.Participants {
		switch p.Status {
		case Idle:
			if len(p.PrevVotes) > 0 || p.Decree != Blank || len(p.Voters) > 0 {
				return false
			}
		case Trying:
			if p.LastTried == NoNumber || isBegun(p.LastTried, begun) || p.Decree != Blank || len(p.Voters) > 0 || !s.areReported(p) {
				return false
			}
		case Polling:
			if len(p.PrevVotes) > 0 || !slices.Contains(begun, begunBallot{p.LastTried, p.Decree}) {
				return false
			}
			for _, q := range p.Voters {
				if !slices.Contains(cast, castVote{q, p.LastTried}) {
					return false
				}
			}
		}
	}
	return true
}

// areReported is true iff a LastVote to p reports each vote that p has collected.
func (s State) areReported(p *Participant) bool {
	for _, v := range p.PrevVotes {
		if !slices.ContainsFunc(s.Messages, func(m Message) bool {
			lastVote, ok := m.(LastVote)
			return ok && lastVote == LastVote{Envelope{From: v.Voter, Dest: p.ID}, p.LastTried, v}
		}) {
			return false
		}
	}
	return true
}

// LedgersArePassed is true iff the decrees in ledgers, and those that messages
// call passed, have the votes of a majority in one ballot.
//
// Spec: Synod!LedgersArePassed.
func (s State) LedgersArePassed() bool {
	var ballotRoom [manyBallots]begunBallot
	var castRoom [manyVotes]castVote
	begun, cast := s.begun(ballotRoom[:0]), s.cast(castRoom[:0])
	for _, p := range s.Participants {
		if p.Ledger != Blank && !s.hasPassed(p.Ledger, begun, cast) {
			return false
		}
	}
	for _, m := range s.Messages {
		if m, ok := m.(Success); ok && !s.hasPassed(m.Decree, begun, cast) {
			return false
		}
	}
	return true
}

// hasPassed is true iff in a ballot about d a majority voted.
//
// Spec: Synod!Passed.
func (s State) hasPassed(d Decree, begun []begunBallot, cast []castVote) bool {
	for _, b := range begun {
		if b.decree != d {
			continue
		}
		count := 0
		for _, v := range cast {
			if v.number == b.number {
				count++
			}
		}
		if 2*count > len(s.Participants) {
			return true
		}
	}
	return false
}

// Coherence is true iff no two ledgers hold different decrees.
//
// Spec: Synod!Coherence.
func (s State) Coherence() bool {
	written := Blank
	for _, p := range s.Participants {
		switch {
		case p.Ledger == Blank || p.Ledger == written:
		case written == Blank:
			written = p.Ledger
		default:
			return false
		}
	}
	return true
}

// begunBallot is a ballot that has begun: its number and its decree.
type begunBallot struct {
	number Number
	decree Decree
}

// castVote is a vote as the network knows it: who cast it, in which ballot.
type castVote struct {
	voter  ParticipantID
	number Number
}

// So many need no memory from the heap. More are no error.
const (
	manyBallots = 16
	manyVotes   = 64
)

// begun appends to ballots those that messages put to the vote, each once.
//
// Spec: Synod!Begun.
func (s State) begun(ballots []begunBallot) []begunBallot {
	for _, m := range s.Messages {
		if m, ok := m.(BeginBallot); ok {
			if b := (begunBallot{m.Number, m.Decree}); !slices.Contains(ballots, b) {
				ballots = append(ballots, b)
			}
		}
	}
	return ballots
}

// cast appends to votes those that messages tell of, each once.
//
// Spec: Synod!Cast.
func (s State) cast(votes []castVote) []castVote {
	for _, m := range s.Messages {
		if m, ok := m.(Voted); ok {
			if v := (castVote{m.From, m.Number}); !slices.Contains(votes, v) {
				votes = append(votes, v)
			}
		}
	}
	return votes
}
