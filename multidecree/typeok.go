package multidecree

import "slices"

// TypeOK is true iff the state is made of what the model offers: its participants,
// ballot numbers, instances, decrees and snapshots.
//
// Spec: MultiDecree!TypeOK. What Go's types say by themselves is not repeated.
func (c Model) TypeOK(s Global) bool {
	if len(s.Participants) != len(c.Proposals) {
		return false
	}
	for i, p := range s.Participants {
		if p.ID != ParticipantID(i+1) || !c.isDurableOK(p.Durable) || !c.isVolatileOK(p.Volatile) {
			return false
		}
	}
	return !slices.ContainsFunc(s.Messages, func(m Message) bool { return !c.isMessageOK(m) })
}

// isDurableOK is true iff the durable variables hold what they may.
func (c Model) isDurableOK(v Durable) bool {
	return (v.LastTried == NoNumber || c.isNumber(v.LastTried)) &&
		(v.NextBal == NoNumber || c.isNumber(v.NextBal)) &&
		c.areVotes(slices.Collect(v.Votes.All())) &&
		c.areEntries(slices.Collect(v.Ledger.All())) &&
		(v.Cut == 0 || c.isInstance(v.Cut)) &&
		(v.Snapshot == NoState || slices.Contains(c.States, v.Snapshot)) &&
		(v.Written == 0 || c.isInstance(v.Written))
}

// isVolatileOK is true iff the volatile variables hold what they may.
func (c Model) isVolatileOK(v Volatile) bool {
	return v.Status <= Presiding &&
		!slices.ContainsFunc(v.Answered, func(q ParticipantID) bool { return !c.isParticipant(q) }) &&
		c.areVotes(v.Known) &&
		(v.Truncated == 0 || c.isInstance(v.Truncated)) &&
		(v.Inherited == 0 || c.isInstance(v.Inherited)) &&
		c.areEntries(v.Proposed) &&
		!slices.ContainsFunc(v.Voters, func(n Count) bool { return !c.isInstance(n.Instance) || !c.isParticipant(n.Voter) })
}

// isMessageOK is true iff m is one of the spec's messages.
//
// Spec: MultiDecree!IsMessage.
func (c Model) isMessageOK(m Message) bool {
	if !c.isParticipant(m.Sender()) || !c.isParticipant(m.Receiver()) {
		return false
	}
	switch m := m.(type) {
	case NextBallot:
		return c.isNumber(m.Number) && m.First >= 0
	case LastVote:
		return c.isNumber(m.Number) && c.areVotes(m.Votes) && m.Cut >= 0
	case BeginBallot:
		return c.isNumber(m.Number) && c.isInstance(m.Instance) && c.isDecree(m.Decree)
	case Voted:
		return c.isNumber(m.Number) && c.isInstance(m.Instance)
	case Success:
		return c.isInstance(m.Instance) && c.isDecree(m.Decree)
	case Snapshot:
		return c.isInstance(m.Cut) && slices.Contains(c.States, m.State)
	}
	return false
}

func (c Model) isParticipant(id ParticipantID) bool { return 1 <= id && int(id) <= len(c.Proposals) }

func (c Model) isNumber(n Number) bool {
	return 1 <= n.Try && n.Try <= c.Tries && c.isParticipant(n.Owner)
}

func (c Model) isInstance(i int) bool { return 1 <= i && i <= c.Instances }

func (c Model) isDecree(d Decree) bool { return slices.Contains(c.decrees(), d) }

func (c Model) areVotes(votes Votes) bool {
	return !slices.ContainsFunc(votes, func(v Vote) bool {
		return !c.isInstance(v.Instance) || !c.isNumber(v.Number) || !c.isDecree(v.Decree)
	})
}

func (c Model) areEntries(entries Entries) bool {
	return !slices.ContainsFunc(entries, func(e Entry) bool { return !c.isInstance(e.Instance) || !c.isDecree(e.Decree) })
}
