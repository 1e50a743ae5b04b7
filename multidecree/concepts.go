package multidecree

import "slices"

// The concepts of which the actions are made. None of them changes anything.

// Owns is true iff number is one that p may give to a ballot.
//
// Spec: number \in MultiDecree!NumbersOf(p).
func (p *Participant) Owns(number Number) bool {
	return number.Try > 0 && number.Owner == p.ID
}

// IsMajority is true iff the participants in q are more than half of all. Any
// two such sets have a member in common.
//
// Spec: MultiDecree!IsMajority.
func (p *Participant) IsMajority(q Participants) bool {
	return 2*len(q) > len(p.Participants)
}

// IsWritten is true iff p knows what has passed in instance i, or knew it before it
// truncated.
//
// Spec: MultiDecree!IsWritten.
func (p *Participant) IsWritten(i int) bool {
	return i <= p.Cut || p.Ledger.Has(i)
}

// completeFrom is the last instance such that it and all others above n stand in p's
// ledger, or n.
//
// Spec: MultiDecree!CompleteFrom.
func (p *Participant) completeFrom(n int) int {
	for p.Ledger.Has(n + 1) {
		n++
	}
	return n
}

// WrittenWith is how far p's ledger is complete once instance i is written, too.
//
// Spec: MultiDecree!WrittenWith.
func (p *Participant) WrittenWith(i int) int {
	written := p.completeFrom(p.Written)
	if written+1 == i {
		return p.completeFrom(i)
	}
	return written
}

// WrittenFrom is how far p's ledger is complete once a snapshot covers all up to i.
//
// Spec: MultiDecree!WrittenFrom.
func (p *Participant) WrittenFrom(i int) int { return p.completeFrom(i) }

// KnownWith is what p knows once it counts the answer m.
//
// Spec: MultiDecree!KnownWith.
func (p *Participant) KnownWith(m LastVote) Votes {
	known := slices.Clone(p.Known)
	for _, v := range m.Votes {
		if !p.IsWritten(v.Instance) {
			known = append(known, v)
		}
	}
	slices.SortFunc(known, compareVotes)
	return slices.Compact(known).Highest()
}

// TruncatedWith is how far others have truncated, once p counts the answer m.
//
// Spec: MultiDecree!TruncatedWith.
func (p *Participant) TruncatedWith(m LastVote) int { return max(p.Truncated, m.Cut) }

// HighestHeard is the greatest instance in which anything may have passed in a lower
// ballot than p's, if known and truncated are what p was told.
//
// Spec: MultiDecree!HighestHeard.
func (p *Participant) HighestHeard(known Votes, truncated int) int {
	return max(p.Written, truncated, p.Ledger.Max(), last(known))
}

// Top is the greatest instance of which p has heard or in which it began.
//
// Spec: MultiDecree!Top.
func (p *Participant) Top() int {
	return max(p.HighestHeard(p.Known, p.Truncated), last(p.Proposed))
}

// Presides is true iff with the answer m a majority has answered p.
//
// Spec: MultiDecree!Presides.
func (p *Participant) Presides(m LastVote) bool {
	return p.IsMajority(p.Answered.With(m.From))
}

// Choices are the decrees that p may put to the vote in instance i: that of the
// highest vote told; the olive-day decree where none was told and something above
// may have passed, for what is proposed now must come after it; one of its own only
// past all that it has heard of.
//
// Spec: MultiDecree!Choices.
func (p *Participant) Choices(i int) Decrees {
	var choices Decrees
	for _, v := range p.Known.At(i) {
		choices.Only = append(choices.Only, v.Decree)
	}
	if len(choices.Only) > 0 {
		return choices
	}
	switch top := p.Top(); {
	case i <= top:
		return Decrees{Only: []Decree{NoOp}}
	case i == top+1:
		return p.Proposals
	}
	return Decrees{}
}

// IsProposed is true iff p has put a decree to the vote in instance i and awaits votes.
//
// Spec: MultiDecree!IsProposed.
func (p *Participant) IsProposed(i int) bool { return len(p.Proposed.At(i)) > 0 }

// ProposedAt is the decree that p has put to the vote in instance i.
//
// Spec: MultiDecree!ProposedAt.
func (p *Participant) ProposedAt(i int) Decree { return p.Proposed.At(i)[0].Decree }

// Passes is true iff with the vote m the decree in its instance has the votes of a
// majority.
//
// Spec: MultiDecree!Passes.
func (p *Participant) Passes(m Voted) bool {
	voters := p.Voters.With(Count{m.Instance, m.From}).At(m.Instance)
	return 2*len(voters) > len(p.Participants)
}

// HasVoted is true iff p has voted in m's instance, in m's ballot or a higher one.
//
// Spec: MultiDecree!HasVoted.
func (p *Participant) HasVoted(m BeginBallot) bool {
	v, ok := p.Votes.Get(m.Instance)
	return ok && !m.Number.IsHigher(v.Number)
}

// last is the greatest instance that the sorted s is about, 0 if there is none.
func last[S ~[]E, E slot](s S) int {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1].at()
}
