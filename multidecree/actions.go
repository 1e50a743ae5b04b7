package multidecree

// ChooseBallotNumber chooses a number for a ballot of p's own, one that it has
// never tried before, and asks everybody for their votes in all instances from the
// first that it has not written. PTP 2.3, step 1, and 3.1.
//
// Spec: MultiDecree!ChooseBallotNumber.
func (p *Participant) ChooseBallotNumber(number Number) ([]Message, bool) {
	if !p.Owns(number) { // /\ number \in NumbersOf(p)
		return nil, false
	}
	// LastTried is durable, so this holds across crashes: one ballot a number.
	if !number.IsHigher(p.LastTried) { // /\ IsHigher(number, lastTried[p])
		return nil, false
	}
	p.LastTried = number               // /\ lastTried' = [lastTried EXCEPT ![p] = number]
	p.Status = Trying                  // /\ status' = [status EXCEPT ![p] = "trying"]
	p.Answered = nil                   // /\ answered' = [answered EXCEPT ![p] = {}]
	p.Known = nil                      // /\ known' = [known EXCEPT ![p] = {}]
	p.Truncated = 0                    // /\ truncated' = [truncated EXCEPT ![p] = 0]
	p.Inherited = 0                    // /\ inherited' = [inherited EXCEPT ![p] = 0]
	p.Proposed = nil                   // /\ proposed' = [proposed EXCEPT ![p] = {}]
	p.Voters = nil                     // /\ voters' = [voters EXCEPT ![p] = {}]
	return p.NextBallots(number), true // /\ Send(NextBallots(p, number))
}

// HandleNextBallot promises to take part in no lower ballot, in any instance, and
// tells p's votes where the asker may know nothing yet. PTP 2.3, step 2.
//
// Spec: MultiDecree!HandleNextBallot.
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

// HandleLastVote collects an answer to p's ballot number; with those of a majority
// p presides, over all instances. PTP 2.3, step 3, and 3.1.
//
// Spec: MultiDecree!HandleLastVote.
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
	if p.Answered.Contains(m.From) { // /\ m.from \notin answered[p]
		return nil, false
	}
	status, inherited := Trying, 0
	if p.Presides(m) {
		status, inherited = Presiding, p.HighestHeard(p.KnownWith(m), p.TruncatedWith(m))
	}
	p.Status = status                    // /\ status' = [status EXCEPT ![p] = IF Presides(p, m) THEN "presiding" ELSE "trying"]
	p.Answered = p.Answered.With(m.From) // /\ answered' = [answered EXCEPT ![p] = @ \cup {m.from}]
	p.Known = p.KnownWith(m)             // /\ known' = [known EXCEPT ![p] = KnownWith(p, m)]
	p.Truncated = p.TruncatedWith(m)     // /\ truncated' = [truncated EXCEPT ![p] = TruncatedWith(p, m)]
	p.Inherited = inherited              // /\ inherited' = [inherited EXCEPT ![p] = IF Presides(p, m) THEN HighestHeard(p, KnownWith(p, m), TruncatedWith(p, m)) ELSE 0]
	return nil, true                     // /\ NoSend
}

// BeginBallot puts decree d to the vote in instance i. PTP 2.3, step 3.
//
// Spec: MultiDecree!BeginBallot.
func (p *Participant) BeginBallot(i int, d Decree) ([]Message, bool) {
	if p.Status != Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if i < 1 { // /\ i \in Instances
		return nil, false
	}
	if i > p.Written+p.Window { // /\ i <= written[p] + Window
		return nil, false
	}
	if p.IsWritten(i) { // /\ ~IsWritten(p, i)
		return nil, false
	}
	// Who truncated told no votes there, so nothing may be proposed there.
	if p.Truncated >= i { // /\ truncated[p] < i
		return nil, false
	}
	// Begun once in a ballot: what p has written meanwhile stays written.
	if p.IsProposed(i) { // /\ ~IsProposed(p, i)
		return nil, false
	}
	if !p.Choices(i).Contains(d) { // /\ d \in Choices(p, i)
		return nil, false
	}
	p.Proposed = p.Proposed.With(Entry{i, d}) // /\ proposed' = [proposed EXCEPT ![p] = @ \cup {[instance |-> i, decree |-> d]}]
	return p.BeginBallots(i, d), true         // /\ Send(BeginBallots(p, i, d))
}

// HandleBeginBallot votes, unless p promised not to, has voted, or has truncated
// the instance. PTP 2.3, step 4.
//
// Spec: MultiDecree!HandleBeginBallot.
func (p *Participant) HandleBeginBallot(m BeginBallot) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.NextBal.IsHigher(m.Number) { // /\ ~IsHigher(nextBal[p], m.number)
		return nil, false
	}
	if p.Cut >= m.Instance { // /\ cut[p] < m.instance
		return nil, false
	}
	if p.HasVoted(m) { // /\ ~HasVoted(p, m)
		return nil, false
	}
	p.NextBal = m.Number                                         // /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
	p.Votes = p.Votes.With(Vote{m.Instance, m.Number, m.Decree}) // /\ votes' = [votes EXCEPT ![p] = Without(@, m.instance) \cup {[instance |-> m.instance, number |-> m.number, decree |-> m.decree]}]
	return p.VotedTo(m), true                                    // /\ Send(VotedTo(p, m))
}

// HandleVoted counts a vote. With that of a majority the decree has passed: p
// writes it into its ledger and tells everybody. PTP 2.3, step 5.
//
// Spec: MultiDecree!HandleVoted.
func (p *Participant) HandleVoted(m Voted) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if m.Number != p.LastTried { // /\ m.number = lastTried[p]
		return nil, false
	}
	if !p.IsProposed(m.Instance) { // /\ IsProposed(p, m.instance)
		return nil, false
	}
	if p.Voters.Has(m.Instance, m.From) { // /\ [instance |-> m.instance, voter |-> m.from] \notin voters[p]
		return nil, false
	}
	voters, passes := p.Voters.With(Count{m.Instance, m.From}), p.Passes(m)
	var successes []Message
	if passes {
		voters, successes = p.Voters.Without(m.Instance), p.Successes(m.Instance)
		written := p.WrittenWith(m.Instance)
		p.Ledger = p.Ledger.With(Entry{m.Instance, p.ProposedAt(m.Instance)}) // /\ ledger' = [ledger EXCEPT ![p] = IF Passes(p, m) THEN @ \cup {[instance |-> m.instance, decree |-> ProposedAt(p, m.instance)]} ELSE @]
		p.Written = written                                                   // /\ written' = [written EXCEPT ![p] = IF Passes(p, m) THEN WrittenWith(p, m.instance) ELSE @]
		p.Known = p.Known.Without(m.Instance)                                 // /\ known' = [known EXCEPT ![p] = IF Passes(p, m) THEN Without(@, m.instance) ELSE @]
		p.Proposed = p.Proposed.Without(m.Instance)                           // /\ proposed' = [proposed EXCEPT ![p] = IF Passes(p, m) THEN Without(@, m.instance) ELSE @]
	}
	p.Voters = voters      // /\ voters' = [voters EXCEPT ![p] = IF Passes(p, m) THEN Without(@, m.instance) ELSE @ \cup {[instance |-> m.instance, voter |-> m.from]}]
	return successes, true // /\ IF Passes(p, m) THEN Send(Successes(p, m.instance)) ELSE NoSend
}

// HandleSuccess learns which decree has passed. PTP 2.3, step 6.
//
// Spec: MultiDecree!HandleSuccess.
func (p *Participant) HandleSuccess(m Success) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.IsWritten(m.Instance) { // /\ ~IsWritten(p, m.instance)
		return nil, false
	}
	written := p.WrittenWith(m.Instance)
	p.Ledger = p.Ledger.With(Entry{m.Instance, m.Decree}) // /\ ledger' = [ledger EXCEPT ![p] = @ \cup {[instance |-> m.instance, decree |-> m.decree]}]
	p.Written = written                                   // /\ written' = [written EXCEPT ![p] = WrittenWith(p, m.instance)]
	p.Known = p.Known.Without(m.Instance)                 // /\ known' = [known EXCEPT ![p] = Without(@, m.instance)]
	p.Proposed = p.Proposed.Without(m.Instance)           // /\ proposed' = [proposed EXCEPT ![p] = Without(@, m.instance)]
	p.Voters = p.Voters.Without(m.Instance)               // /\ voters' = [voters EXCEPT ![p] = Without(@, m.instance)]
	return nil, true                                      // /\ NoSend
}

// Remind tells q what has passed in instance i, should q have missed it.
//
// Spec: MultiDecree!Remind.
func (p *Participant) Remind(q ParticipantID, i int) ([]Message, bool) {
	if !p.Ledger.Has(i) { // /\ i \in InstancesOf(ledger[p])
		return nil, false
	}
	return p.Reminder(q, i), true // /\ Send(Reminder(p, q, i))
}

// Truncate takes a snapshot s that covers the instances up to i, all of them
// written, and forgets their decrees and p's votes there.
//
// Spec: MultiDecree!Truncate.
func (p *Participant) Truncate(i int, s State) ([]Message, bool) {
	if p.Cut >= i { // /\ cut[p] < i
		return nil, false
	}
	if i > p.Written { // /\ i <= written[p]
		return nil, false
	}
	if s == "" { // /\ s \in States
		return nil, false
	}
	p.Votes = p.Votes.Above(i)   // /\ votes' = [votes EXCEPT ![p] = Above(@, i)]
	p.Ledger = p.Ledger.Above(i) // /\ ledger' = [ledger EXCEPT ![p] = Above(@, i)]
	p.Cut = i                    // /\ cut' = [cut EXCEPT ![p] = i]
	p.Snapshot = s               // /\ snapshot' = [snapshot EXCEPT ![p] = s]
	return nil, true             // /\ NoSend
}

// SendSnapshot sends p's snapshot to q, which may be too far behind for reminders.
//
// Spec: MultiDecree!SendSnapshot.
func (p *Participant) SendSnapshot(q ParticipantID) ([]Message, bool) {
	if p.Cut <= 0 { // /\ cut[p] > 0
		return nil, false
	}
	return p.Snapshots(q), true // /\ Send(Snapshots(p, q))
}

// InstallSnapshot takes over a snapshot, for p fell behind, in the place of the
// entries that the snapshot covers.
//
// Spec: MultiDecree!InstallSnapshot.
func (p *Participant) InstallSnapshot(m Snapshot) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Written >= m.Cut { // /\ written[p] < m.cut
		return nil, false
	}
	written := p.WrittenFrom(m.Cut)
	p.Votes = p.Votes.Above(m.Cut)       // /\ votes' = [votes EXCEPT ![p] = Above(@, m.cut)]
	p.Ledger = p.Ledger.Above(m.Cut)     // /\ ledger' = [ledger EXCEPT ![p] = Above(@, m.cut)]
	p.Cut = m.Cut                        // /\ cut' = [cut EXCEPT ![p] = m.cut]
	p.Snapshot = m.State                 // /\ snapshot' = [snapshot EXCEPT ![p] = m.state]
	p.Written = written                  // /\ written' = [written EXCEPT ![p] = WrittenFrom(p, m.cut)]
	p.Known = p.Known.Above(m.Cut)       // /\ known' = [known EXCEPT ![p] = Above(@, m.cut)]
	p.Proposed = p.Proposed.Above(m.Cut) // /\ proposed' = [proposed EXCEPT ![p] = Above(@, m.cut)]
	p.Voters = p.Voters.Above(m.Cut)     // /\ voters' = [voters EXCEPT ![p] = Above(@, m.cut)]
	return nil, true                     // /\ NoSend
}

// Crash loses p's slip of paper, and nothing else: what is durable stays, and so
// do the messages that it sent and those on their way to it.
//
// Spec: MultiDecree!Crash.
func (p *Participant) Crash() ([]Message, bool) {
	p.Status = Idle  // /\ status' = [status EXCEPT ![p] = "idle"]
	p.Answered = nil // /\ answered' = [answered EXCEPT ![p] = {}]
	p.Known = nil    // /\ known' = [known EXCEPT ![p] = {}]
	p.Truncated = 0  // /\ truncated' = [truncated EXCEPT ![p] = 0]
	p.Inherited = 0  // /\ inherited' = [inherited EXCEPT ![p] = 0]
	p.Proposed = nil // /\ proposed' = [proposed EXCEPT ![p] = {}]
	p.Voters = nil   // /\ voters' = [voters EXCEPT ![p] = {}]
	return nil, true // /\ NoSend
}
