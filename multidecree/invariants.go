package multidecree

import "slices"

// Invariant is a predicate that holds in every state that can be reached.
type Invariant struct {
	Name  string // Its name in spec/MultiDecree.tla.
	Holds func(Global) bool
}

// Invariants are those of MultiDecree!Inv, in its order, and those that follow from
// them. TypeOK comes first: the others may panic where it is false.
func (c Model) Invariants() []Invariant {
	return []Invariant{
		{"TypeOK", c.TypeOK},
		{"NumbersAreTried", Global.NumbersAreTried},
		{"OneDecreePerBallot", Global.OneDecreePerBallot},
		{"VotesAreSafe", Global.VotesAreSafe},
		{"PromisesAreKept", Global.PromisesAreKept},
		{"LastVotesAreTrue", Global.LastVotesAreTrue},
		{"VotesAreRemembered", Global.VotesAreRemembered},
		{"SlipsAreTrue", Global.SlipsAreTrue},
		{"LedgersArePassed", Global.LedgersArePassed},
		{"PrefixesAreWritten", Global.PrefixesAreWritten},
		{"Coherence", Global.Coherence},
		{"ReadIndexLemma", Global.ReadIndexLemma},
	}
}

// NumbersAreTried is true iff nobody speaks of a ballot number that its owner has
// not tried, and the owner is whom the message is from or goes to; and a number is
// tried from one instance on.
//
// Spec: MultiDecree!NumbersAreTried.
func (s Global) NumbersAreTried() bool {
	for _, p := range s.Participants {
		if p.LastTried != NoNumber && p.LastTried.Owner != p.ID {
			return false
		}
		if p.NextBal != NoNumber && !s.isTried(p.NextBal) {
			return false
		}
	}
	firsts := map[Number]int{}
	for _, m := range s.Messages {
		number, owner := NoNumber, m.Receiver()
		switch m := m.(type) {
		case NextBallot:
			number, owner = m.Number, m.From
			if first, ok := firsts[number]; ok && m.First != first {
				return false
			}
			firsts[number] = m.First
		case LastVote:
			number = m.Number
		case BeginBallot:
			number, owner = m.Number, m.From
		case Voted:
			number = m.Number
		case Success, Snapshot:
			continue
		}
		if number.Owner != owner || !s.isTried(number) {
			return false
		}
	}
	return true
}

// isTried is true iff the owner of number has tried it or a higher one.
func (s Global) isTried(number Number) bool {
	return !number.IsHigher(s.participant(number.Owner).LastTried)
}

// OneDecreePerBallot is true iff in one ballot an instance has one decree.
//
// Spec: MultiDecree!OneDecreePerBallot.
func (s Global) OneDecreePerBallot() bool {
	begun := s.history().begun // Sorted by instance, number, decree.
	for i := 1; i < len(begun); i++ {
		if begun[i-1].Instance == begun[i].Instance && begun[i-1].Number == begun[i].Number {
			return false
		}
	}
	return true
}

// VotesAreSafe is true iff what is put to the vote is safe in its instance at its
// number.
//
// Spec: MultiDecree!VotesAreSafe.
func (s Global) VotesAreSafe() bool {
	h := s.history()
	return !slices.ContainsFunc(h.begun, func(b Vote) bool { return !h.isSafeAt(b.Instance, b.Number, b.Decree) })
}

// PromisesAreKept is true iff nobody takes part in a ballot lower than the highest
// that it answered or voted in, in whatever instance.
//
// Spec: MultiDecree!PromisesAreKept.
func (s Global) PromisesAreKept() bool {
	for _, p := range s.Participants {
		for v := range p.Votes.All() {
			if v.Number.IsHigher(p.NextBal) {
				return false
			}
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

// LastVotesAreTrue is true iff there is one answer of a sender to a ballot, and it
// tells, for each instance that was asked for and that its sender had not truncated,
// the vote of its sender in the highest ballot below the one that it answers.
//
// Spec: MultiDecree!LastVotesAreTrue.
func (s Global) LastVotesAreTrue() bool {
	h := s.history()
	for _, m := range s.Messages {
		if m, ok := m.(LastVote); ok && (!s.isOnlyAnswer(m) || !h.tellsVotes(m)) {
			return false
		}
	}
	return true
}

// isOnlyAnswer is true iff the sender of m gave no other answer to its ballot.
func (s Global) isOnlyAnswer(m LastVote) bool {
	return !slices.ContainsFunc(s.Messages, func(n Message) bool {
		other, ok := n.(LastVote)
		return ok && other.From == m.From && other.Number == m.Number &&
			(other.Dest != m.Dest || other.Cut != m.Cut || !slices.Equal(other.Votes, m.Votes))
	})
}

// tellsVotes is true iff m tells what somebody asked for who asked its sender.
func (h history) tellsVotes(m LastVote) bool {
	var told Votes
	for _, v := range h.castBy(m.From) {
		if v.Instance > m.Cut && m.Number.IsHigher(v.Number) {
			told = append(told, v)
		}
	}
	return slices.ContainsFunc(h.Messages, func(n Message) bool {
		asked, ok := n.(NextBallot)
		return ok && asked.Dest == m.From && asked.Number == m.Number && slices.Equal(m.Votes, told.Above(asked.First-1).Highest())
	})
}

// VotesAreRemembered is true iff each vote was asked for, and each participant
// knows, in each instance that it has not truncated, its vote in the highest ballot
// in which it voted.
//
// Spec: MultiDecree!VotesAreRemembered.
func (s Global) VotesAreRemembered() bool {
	h := s.history()
	for c := range h.cast {
		if !slices.ContainsFunc(h.begun, func(b Vote) bool { return b.Instance == c.instance && b.Number == c.number }) {
			return false
		}
	}
	for _, p := range s.Participants {
		if !slices.Equal(slices.Collect(p.Votes.All()), h.castBy(p.ID).Above(p.Cut).Highest()) {
			return false
		}
	}
	return true
}

// LedgersArePassed is true iff each entry in a ledger, or in a Success message, has
// passed.
//
// Spec: MultiDecree!LedgersArePassed.
func (s Global) LedgersArePassed() bool {
	passed := s.history().passed()
	for _, p := range s.Participants {
		for e := range p.Ledger.All() {
			if !slices.Contains(passed, e) {
				return false
			}
		}
	}
	for _, m := range s.Messages {
		if m, ok := m.(Success); ok && !slices.Contains(passed, Entry{m.Instance, m.Decree}) {
			return false
		}
	}
	return true
}

// PrefixesAreWritten is true iff a ledger begins above Cut and has all from there up
// to Written, and not what comes next; nobody asks for less than from there on; and
// up to there, and up to every cut that was told, everything has passed.
//
// Spec: MultiDecree!PrefixesAreWritten.
func (s Global) PrefixesAreWritten() bool {
	passed := s.history().passed()
	for _, p := range s.Participants {
		if p.Ledger.Above(p.Cut).Len() != p.Ledger.Len() || p.Written != p.completeFrom(p.Cut) || (p.Cut == 0) != (p.Snapshot == NoState) {
			return false
		}
		if !havePassedTo(p.Written, passed) || !havePassedTo(p.Truncated, passed) {
			return false
		}
	}
	for _, m := range s.Messages {
		sender := s.participant(m.Sender())
		switch m := m.(type) {
		case NextBallot:
			if m.First > sender.Written+1 {
				return false
			}
		case LastVote:
			if m.Cut > sender.Cut {
				return false
			}
		case Snapshot:
			if m.Cut > sender.Cut {
				return false
			}
		}
	}
	return true
}

// Coherence is true iff no two ledgers hold different decrees in an instance.
//
// Spec: MultiDecree!Coherence.
func (s Global) Coherence() bool {
	for _, p := range s.Participants {
		for _, q := range s.Participants {
			for e := range p.Ledger.All() {
				if f, ok := q.Ledger.Get(e.Instance); ok && e != f {
					return false
				}
			}
		}
	}
	return true
}

// ReadIndexLemma is true iff who presides knows how far anything may have passed, as
// long as a majority has promised no higher ballot: what passed lies at or below what
// it inherited or put to the vote itself, and at or below its Top; and what anybody
// has written it has written, too, or proposed, or knows of, or knows to be truncated.
//
// Spec: MultiDecree!ReadIndexLemma.
func (s Global) ReadIndexLemma() bool {
	h := s.history()
	passed := last(h.passed())
	for _, p := range s.Participants {
		if p.Status != Presiding || !s.CanStillPass(p.LastTried) {
			continue
		}
		own := p.Inherited
		for _, b := range h.begunIn(p.LastTried) {
			own = max(own, b.Instance)
		}
		if passed > own || passed > p.Top() || !s.knowsOfAllWritten(p) {
			return false
		}
	}
	return true
}

// knowsOfAllWritten is true iff what anybody has written p has written, too, or proposed,
// or knows of, or knows to be truncated.
func (s Global) knowsOfAllWritten(p *Participant) bool {
	for _, q := range s.Participants {
		for i := 1; i <= max(q.Cut, q.Ledger.Max()); i++ {
			if q.IsWritten(i) && !p.IsWritten(i) && !p.IsProposed(i) && len(p.Known.At(i)) == 0 && i > p.Truncated {
				return false
			}
		}
	}
	return true
}
