package multidecree

import "slices"

// SlipsAreTrue is true iff what stands on a slip of paper is about ballot LastTried
// of its owner and agrees with what was sent; who presides awaits votes wherever it
// began and has not written, and inherited all that answers told of.
//
// Spec: MultiDecree!SlipsAreTrue.
func (s Global) SlipsAreTrue() bool {
	h := s.history()
	return !slices.ContainsFunc(s.Participants, func(p *Participant) bool { return !h.isSlipTrue(p) })
}

func (h history) isSlipTrue(p *Participant) bool {
	switch p.Status {
	case Trying:
		return p.LastTried != NoNumber && h.hearsAnswers(p) && !p.IsMajority(p.Answered) && len(h.begunIn(p.LastTried)) == 0 &&
			p.Inherited == 0 && len(p.Proposed) == 0 && len(p.Voters) == 0
	case Presiding:
		return h.hearsAnswers(p) && p.IsMajority(p.Answered) && h.inherits(p) && h.awaitsVotes(p)
	}
	return len(p.Answered) == 0 && len(p.Known) == 0 && p.Truncated == 0 && p.Inherited == 0 && len(p.Proposed) == 0 && len(p.Voters) == 0
}

// answersTo are the answers to LastTried of p that it has counted.
//
// Spec: MultiDecree!AnswersTo.
func (s Global) answersTo(p *Participant) []LastVote {
	var answers []LastVote
	for _, m := range s.Messages {
		if m, ok := m.(LastVote); ok && m.Dest == p.ID && m.Number == p.LastTried && p.Answered.Contains(m.From) {
			answers = append(answers, m)
		}
	}
	return answers
}

// hearsAnswers is true iff p knows the highest vote told in each instance, but for
// what is written, and the greatest of the cuts told.
//
// Spec: MultiDecree!HearsAnswers.
func (h history) hearsAnswers(p *Participant) bool {
	var answered Participants
	var told Votes
	truncated := 0
	for _, m := range h.answersTo(p) {
		answered, told, truncated = answered.With(m.From), append(told, m.Votes...), max(truncated, m.Cut)
	}
	slices.SortFunc(told, compareVotes)
	told = slices.DeleteFunc(slices.Compact(told).Highest(), func(v Vote) bool { return p.IsWritten(v.Instance) })
	return slices.Equal(p.Answered, answered) && slices.Equal(p.Known, told) && p.Truncated == truncated
}

// inherits is true iff what p inherited lies at or above all that answers told of.
func (h history) inherits(p *Participant) bool {
	if p.Inherited > p.Top() || p.Inherited < p.Truncated {
		return false
	}
	for _, m := range h.answersTo(p) {
		if p.Inherited < last(m.Votes) {
			return false
		}
	}
	for _, m := range h.Messages {
		if m, ok := m.(NextBallot); ok && m.From == p.ID && m.Number == p.LastTried && p.Inherited < m.First-1 {
			return false
		}
	}
	return true
}

// awaitsVotes is true iff p awaits votes wherever it began and has not written, and
// counts votes cast there.
func (h history) awaitsVotes(p *Participant) bool {
	var proposed Entries
	for _, b := range h.begunIn(p.LastTried) {
		if !p.IsWritten(b.Instance) {
			proposed = proposed.With(Entry{b.Instance, b.Decree})
		}
	}
	return slices.Equal(p.Proposed, proposed) && !slices.ContainsFunc(p.Voters, func(c Count) bool {
		return len(proposed.At(c.Instance)) == 0 || !h.cast[cast{c.Voter, c.Instance, p.LastTried}]
	})
}

// begunIn is what was put to the vote in ballot number.
func (h history) begunIn(number Number) Votes {
	var begun Votes
	for _, b := range h.begun {
		if b.Number == number {
			begun = append(begun, b)
		}
	}
	return begun
}
