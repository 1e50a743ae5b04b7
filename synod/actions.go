package synod

import "slices"

// ChooseBallotNumber chooses a number for a ballot of p's own, one that it has
// never tried before, and asks everybody for their last votes. PTP 2.3, step 1.
//
// Spec: Synod!ChooseBallotNumber.
func (p *Participant) ChooseBallotNumber(number Number) ([]Message, bool) {
	if len(p.Proposals) == 0 { // /\ Proposals[p] # {}
		return nil, false
	}
	if !p.Owns(number) { // /\ number \in NumbersOf(p)
		return nil, false
	}
	// LastTried is durable, so this holds across crashes: one ballot a number.
	if !number.IsHigher(p.LastTried) { // /\ IsHigher(number, lastTried[p])
		return nil, false
	}
	p.LastTried = number               // /\ lastTried' = [lastTried EXCEPT ![p] = number]
	p.Status = Trying                  // /\ status' = [status EXCEPT ![p] = "trying"]
	p.PrevVotes = nil                  // /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
	p.Decree = Blank                   // /\ decree' = [decree EXCEPT ![p] = Blank]
	p.Voters = nil                     // /\ voters' = [voters EXCEPT ![p] = {}]
	return p.NextBallots(number), true // /\ Send(NextBallots(p, number))
}

// HandleNextBallot promises to take part in no lower ballot and tells p's last
// vote, so that the new ballot cannot contradict an old one. PTP 2.3, step 2.
//
// Spec: Synod!HandleNextBallot.
func (p *Participant) HandleNextBallot(m NextBallot) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if !m.Number.IsHigher(p.NextBal) { // /\ IsHigher(m.number, nextBal[p])
		return nil, false
	}
	p.NextBal = m.Number         // /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
	return p.LastVoteTo(m), true // /\ Send(LastVoteTo(p, m))
}

// HandleLastVote collects an answer to p's ballot number. PTP 2.3, step 3.
//
// Spec: Synod!HandleLastVote.
func (p *Participant) HandleLastVote(m LastVote) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != Trying { // /\ status[p] = "trying"
		return nil, false
	}
	if m.Number != p.LastTried { // /\ m.number = lastTried[p]
		return nil, false
	}
	if p.PrevVotes.Contains(m.Vote) { // /\ m.vote \notin prevVotes[p]
		return nil, false
	}
	p.PrevVotes = p.PrevVotes.With(m.Vote) // /\ prevVotes' = [prevVotes EXCEPT ![p] = @ \cup {m.vote}]
	return nil, true                       // /\ NoSend
}

// BeginBallot puts decree d to the vote when a majority has answered, one that
// the answers allow. PTP 2.3, step 3.
//
// Spec: Synod!BeginBallot.
func (p *Participant) BeginBallot(d Decree) ([]Message, bool) {
	// No longer trying afterwards: p begins the ballot of one number once.
	if p.Status != Trying { // /\ status[p] = "trying"
		return nil, false
	}
	if !p.IsMajority(p.Answered()) { // /\ IsMajority(Answered(p))
		return nil, false
	}
	if !slices.Contains(p.Choices(), d) { // /\ d \in Choices(p)
		return nil, false
	}
	p.Status = Polling             // /\ status' = [status EXCEPT ![p] = "polling"]
	p.PrevVotes = nil              // /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
	p.Decree = d                   // /\ decree' = [decree EXCEPT ![p] = d]
	return p.BeginBallots(d), true // /\ Send(BeginBallots(p, d))
}

// HandleBeginBallot votes, unless p promised not to or has voted. PTP 2.3, step 4.
//
// Spec: Synod!HandleBeginBallot.
func (p *Participant) HandleBeginBallot(m BeginBallot) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.NextBal.IsHigher(m.Number) { // /\ ~IsHigher(nextBal[p], m.number)
		return nil, false
	}
	if !m.Number.IsHigher(p.PrevVote.Number) { // /\ IsHigher(m.number, prevVote[p].number)
		return nil, false
	}
	p.NextBal = m.Number                                               // /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
	p.PrevVote = Vote{Voter: p.ID, Number: m.Number, Decree: m.Decree} // /\ prevVote' = [prevVote EXCEPT ![p] = [voter |-> p, number |-> m.number, decree |-> m.decree]]
	return p.VotedTo(m), true                                          // /\ Send(VotedTo(p, m))
}

// HandleVoted counts a vote. With that of a majority the decree has passed: p
// writes it into its ledger and tells everybody. PTP 2.3, step 5.
//
// Spec: Synod!HandleVoted.
func (p *Participant) HandleVoted(m Voted) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != Polling { // /\ status[p] = "polling"
		return nil, false
	}
	if m.Number != p.LastTried { // /\ m.number = lastTried[p]
		return nil, false
	}
	if p.Voters.Contains(m.From) { // /\ m.from \notin voters[p]
		return nil, false
	}
	if p.Ledger != Blank { // /\ ledger[p] = Blank
		return nil, false
	}
	passes := p.Passes(m)
	p.Voters = p.Voters.With(m.From) // /\ voters' = [voters EXCEPT ![p] = @ \cup {m.from}]
	if !passes {
		return nil, true
	}
	p.Ledger = p.Decree        // /\ ledger' = [ledger EXCEPT ![p] = IF Passes(p, m) THEN decree[p] ELSE Blank]
	return p.Successes(), true // /\ IF Passes(p, m) THEN Send(Successes(p)) ELSE NoSend
}

// HandleSuccess learns which decree has passed. PTP 2.3, step 6.
//
// Spec: Synod!HandleSuccess.
func (p *Participant) HandleSuccess(m Success) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Ledger != Blank { // /\ ledger[p] = Blank
		return nil, false
	}
	p.Ledger = m.Decree // /\ ledger' = [ledger EXCEPT ![p] = m.decree]
	return nil, true    // /\ NoSend
}

// Crash loses p's slip of paper, and nothing else: what is durable stays, and so
// do the messages that it sent and those on their way to it.
//
// Spec: Synod!Crash.
func (p *Participant) Crash() ([]Message, bool) {
	p.Status = Idle   // /\ status' = [status EXCEPT ![p] = "idle"]
	p.PrevVotes = nil // /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
	p.Decree = Blank  // /\ decree' = [decree EXCEPT ![p] = Blank]
	p.Voters = nil    // /\ voters' = [voters EXCEPT ![p] = {}]
	return nil, true  // /\ NoSend
}

// Owns is true iff number is one that p may give to a ballot.
//
// Spec: number \in Synod!NumbersOf(p).
func (p *Participant) Owns(number Number) bool {
	return number.Try > 0 && number.Owner == p.ID
}

// IsMajority is true iff the participants in q are more than half of all. Any
// two such sets have a member in common.
//
// Spec: Synod!IsMajority.
func (p *Participant) IsMajority(q Participants) bool {
	return 2*len(q) > len(p.Participants)
}

// Answered are those who have answered p's NextBallot.
//
// Spec: Synod!Answered.
func (p *Participant) Answered() Participants {
	var answered Participants
	for _, v := range p.PrevVotes {
		answered = answered.With(v.Voter)
	}
	return answered
}

// Choices are the decrees that p may put to the vote, given what was reported to
// it: that of the highest vote, or one of its own if nobody has voted.
//
// Spec: Synod!Choices.
func (p *Participant) Choices() []Decree {
	highest := NoNumber
	for _, v := range p.PrevVotes {
		if v.Number.IsHigher(highest) {
			highest = v.Number
		}
	}
	if highest == NoNumber {
		return p.Proposals
	}
	var decrees []Decree
	for _, v := range p.PrevVotes {
		if v.Number == highest {
			decrees = append(decrees, v.Decree)
		}
	}
	return decrees
}

// Passes is true iff with the vote m the ballot of p has the votes of a majority.
//
// Spec: Synod!Passes.
func (p *Participant) Passes(m Voted) bool {
	return p.IsMajority(p.Voters.With(m.From))
}
