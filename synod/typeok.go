package synod

import "slices"

// TypeOK is true iff the state is made of what the model offers: its
// participants, ballot numbers and decrees.
//
// Spec: Synod!TypeOK. What Go's types say by themselves is not repeated.
func (c Model) TypeOK(s State) bool {
	if len(s.Participants) != len(c.Proposals) {
		return false
	}
	for i, p := range s.Participants {
		if p.ID != ParticipantID(i+1) || !c.isParticipantOK(p) {
			return false
		}
	}
	for _, m := range s.Messages {
		if !c.isMessageOK(m) {
			return false
		}
	}
	return true
}

// isParticipantOK is true iff the variables of p hold what they may.
func (c Model) isParticipantOK(p *Participant) bool {
	for _, v := range p.PrevVotes {
		if !c.isVoteOrNull(v) {
			return false
		}
	}
	for _, q := range p.Voters {
		if !c.isParticipant(q) {
			return false
		}
	}
	return (p.LastTried == NoNumber || c.isNumber(p.LastTried)) &&
		(p.NextBal == NoNumber || c.isNumber(p.NextBal)) &&
		c.isVoteOrNull(p.PrevVote) &&
		(p.Ledger == Blank || c.isDecree(p.Ledger)) &&
		p.Status <= Polling &&
		(p.Decree == Blank || c.isDecree(p.Decree))
}

// isMessageOK is true iff m is in Synod!Message.
func (c Model) isMessageOK(m Message) bool {
	if !c.isParticipant(m.Sender()) || !c.isParticipant(m.Receiver()) {
		return false
	}
	switch m := m.(type) {
	case NextBallot:
		return c.isNumber(m.Number)
	case LastVote:
		return c.isNumber(m.Number) && c.isVoteOrNull(m.Vote)
	case BeginBallot:
		return c.isNumber(m.Number) && c.isDecree(m.Decree)
	case Voted:
		return c.isNumber(m.Number)
	case Success:
		return c.isDecree(m.Decree)
	}
	return false
}

func (c Model) isParticipant(id ParticipantID) bool { return 1 <= id && int(id) <= len(c.Proposals) }

func (c Model) isNumber(n Number) bool {
	return 1 <= n.Try && n.Try <= c.Tries && c.isParticipant(n.Owner)
}

func (c Model) isDecree(d Decree) bool {
	return slices.ContainsFunc(c.Proposals, func(proposals []Decree) bool { return slices.Contains(proposals, d) })
}

// isVoteOrNull is true iff v is in Synod!Vote or in Synod!NullVote.
func (c Model) isVoteOrNull(v Vote) bool {
	if v.Number == NoNumber {
		return c.isParticipant(v.Voter) && v.Decree == Blank
	}
	return c.isParticipant(v.Voter) && c.isNumber(v.Number) && c.isDecree(v.Decree)
}
