package election

// Ring is the timer of p: it has not heard from whom it follows, or only believes so.
//
// Spec: Election!Ring.
func (p *Participant) Ring() ([]Message, bool) {
	if p.Role != Follower { // /\ role[p] = "follower"
		return nil, false
	}
	p.Role = Candidate // /\ role' = [role EXCEPT ![p] = "candidate"]
	return nil, true   // /\ NoSend
}

// Claim claims a ballot of p's own, above all that it has claimed or heard of,
// and leads. Nobody need agree. LeastClaim tells which ballot is the least, or
// that there is none.
//
// Spec: Election!Claim.
func (p *Participant) Claim(b Ballot) ([]Message, bool) {
	if !p.MayClaim() { // /\ MayClaim(p)
		return nil, false
	}
	if !p.Owns(b) { // /\ b \in BallotsOf(p)
		return nil, false
	}
	// Ballot is durable, so this holds across crashes: one reign a ballot.
	if !b.IsHigher(p.Ballot) { // /\ IsHigher(b, ballot[p])
		return nil, false
	}
	p.Ballot = b                 // /\ ballot' = [ballot EXCEPT ![p] = b]
	p.Role = Leader              // /\ role' = [role EXCEPT ![p] = "leader"]
	return p.Heartbeats(b), true // /\ Send(Heartbeats(p, b))
}

// HandleHeartbeat hears a leader and follows it, unless p knows of a higher
// ballot. If it returns true, and only then, the timer of p starts anew.
//
// Spec: Election!HandleHeartbeat.
func (p *Participant) HandleHeartbeat(m Heartbeat) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Role == Down { // /\ role[p] # "down"
		return nil, false
	}
	if p.Ballot.IsHigher(m.Ballot) { // /\ ~IsHigher(ballot[p], m.ballot)
		return nil, false
	}
	p.Ballot = m.Ballot // /\ ballot' = [ballot EXCEPT ![p] = m.ballot]
	p.Role = Follower   // /\ role' = [role EXCEPT ![p] = "follower"]
	return nil, true    // /\ NoSend
}

// Crash loses what is volatile. Heartbeats on their way, from p or to it, are not
// lost by this.
//
// Spec: Election!Crash.
func (p *Participant) Crash() ([]Message, bool) {
	if p.Role == Down { // /\ role[p] # "down"
		return nil, false
	}
	p.Role = Down    // /\ role' = [role EXCEPT ![p] = "down"]
	return nil, true // /\ NoSend
}

// Recover returns after a crash. It never resumes a reign: to lead again p claims
// anew.
//
// Spec: Election!Recover.
func (p *Participant) Recover() ([]Message, bool) {
	if p.Role != Down { // /\ role[p] = "down"
		return nil, false
	}
	p.Role = Follower // /\ role' = [role EXCEPT ![p] = "follower"]
	return nil, true  // /\ NoSend
}

// MayClaim is true iff the rule lets p claim now: its timer has rung or, under the
// rank rule, it follows a participant of lower rank.
//
// Spec: Election!MayClaim.
func (p *Participant) MayClaim() bool {
	return p.Role == Candidate ||
		p.Rule == RankRule && p.FollowsLower()
}

// FollowsLower is true iff p follows a ballot of a participant of lower rank.
//
// Spec: Election!FollowsLower.
func (p *Participant) FollowsLower() bool {
	return p.Role == Follower && p.Ballot != NoBallot && p.ID > p.Ballot.Owner
}

// Owns is true iff b is a ballot that p may lead with.
//
// Spec: b \in Election!BallotsOf(p). Epochs are 1 to LastEpoch.
func (p *Participant) Owns(b Ballot) bool {
	return 1 <= b.Epoch && b.Epoch <= LastEpoch && b.Owner == p.ID
}

// LeastClaim is the least ballot of p's own that is higher than all it has claimed
// or heard of. It is ErrEpochsExhausted if there is none: then Claim refuses every
// ballot, now and forever.
func (p *Participant) LeastClaim() (Ballot, error) {
	if p.Ballot != NoBallot && p.ID > p.Ballot.Owner {
		return Ballot{p.Ballot.Epoch, p.ID}, nil
	}
	if p.Ballot.Epoch == LastEpoch {
		return NoBallot, ErrEpochsExhausted
	}
	return Ballot{p.Ballot.Epoch + 1, p.ID}, nil
}
