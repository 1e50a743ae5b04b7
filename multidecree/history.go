package multidecree

import "slices"

// Global is a state of the whole parliament, which no participant sees. Participant
// i+1 stands at index i, as in Model.Nodes; Messages are those ever sent.
type Global struct {
	Participants []*Participant
	Messages     []Message
}

// What has happened, as the messages tell.

// cast is a vote as the network knows it: who cast it, in which instance and ballot.
type cast struct {
	voter    ParticipantID
	instance int
	number   Number
}

// history is what was put to the vote, and the votes cast.
type history struct {
	Global
	begun Votes
	cast  map[cast]bool
}

// history reads the messages.
//
// Spec: MultiDecree!Begun, MultiDecree!Cast.
func (s Global) history() history {
	h := history{Global: s, cast: map[cast]bool{}}
	for _, m := range s.Messages {
		switch m := m.(type) {
		case BeginBallot:
			h.begun = append(h.begun, Vote{m.Instance, m.Number, m.Decree})
		case Voted:
			h.cast[cast{m.From, m.Instance, m.Number}] = true
		}
	}
	slices.SortFunc(h.begun, compareVotes)
	h.begun = slices.Compact(h.begun)
	return h
}

// castBy are the votes of q in every instance and ballot.
//
// Spec: MultiDecree!CastBy.
func (h history) castBy(q ParticipantID) Votes {
	var votes Votes
	for _, b := range h.begun {
		if h.cast[cast{q, b.Instance, b.Number}] {
			votes = append(votes, b)
		}
	}
	return votes
}

// passed are the entries that have passed: a majority voted for the decree in one
// ballot of the instance. Whether anybody knows does not matter.
//
// Spec: MultiDecree!Passed.
func (h history) passed() Entries {
	var passed Entries
	for _, b := range h.begun {
		if h.isMajority(func(q *Participant) bool { return h.cast[cast{q.ID, b.Instance, b.Number}] }) {
			passed = passed.With(Entry{b.Instance, b.Decree})
		}
	}
	return passed
}

// Passed are the entries that have passed.
//
// Spec: MultiDecree!Passed.
func (s Global) Passed() Entries { return s.history().passed() }

// havePassedTo is true iff of these entries some are in each instance up to i.
//
// Spec: MultiDecree!HavePassedTo.
func havePassedTo(i int, passed Entries) bool {
	for ; i > 0; i-- {
		if len(passed.At(i)) == 0 {
			return false
		}
	}
	return true
}

// noneOtherPasses is true iff in instance i and ballot number no decree but d has
// passed or can still pass: a majority voted for d there, or can no longer vote there.
//
// Spec: MultiDecree!NoneOtherPasses.
func (h history) noneOtherPasses(i int, number Number, d Decree) bool {
	isAbout := slices.Contains(h.begun, Vote{i, number, d})
	return h.isMajority(func(q *Participant) bool {
		if h.cast[cast{q.ID, i, number}] {
			return isAbout
		}
		return q.NextBal.IsHigher(number)
	})
}

// isSafeAt is true iff in instance i d is safe at this number.
//
// Spec: MultiDecree!SafeAt.
func (h history) isSafeAt(i int, number Number, d Decree) bool {
	for try := 1; try <= number.Try; try++ {
		for _, p := range h.Participants {
			lower := Number{Try: try, Owner: p.ID}
			if number.IsHigher(lower) && !h.noneOtherPasses(i, lower, d) {
				return false
			}
		}
	}
	return true
}

// CanStillPass is true iff ballot number can still pass what is put to the vote in
// it next: no majority has promised a higher one.
//
// Spec: MultiDecree!CanStillPass.
func (s Global) CanStillPass(number Number) bool {
	return s.isMajority(func(q *Participant) bool { return !q.NextBal.IsHigher(number) })
}

// isMajority is true iff those of whom is says so are more than half.
func (s Global) isMajority(is func(*Participant) bool) bool {
	count := 0
	for _, p := range s.Participants {
		if is(p) {
			count++
		}
	}
	return 2*count > len(s.Participants)
}

// participant is the one whose ID it is.
func (s Global) participant(id ParticipantID) *Participant { return s.Participants[id-1] }
