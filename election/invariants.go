package election

// State is a state of the whole election, which no participant sees. Participant
// i+1 stands at index i, as in Model.Nodes; Messages are those ever sent.
type State struct {
	Participants []*Participant
	Messages     []Message
}

// Invariant is a predicate that holds in every state that can be reached.
type Invariant struct {
	Name  string // Its name in spec/Election.tla.
	Holds func(State) bool
}

// Invariants are those of Election!Inv, in its order, and OneLeaderAtRest, which
// follows from them. TypeOK comes first: the others may panic where it is false.
func (c Model) Invariants() []Invariant {
	return []Invariant{
		{"TypeOK", c.TypeOK},
		{"LeadersOwnTheirBallots", State.LeadersOwnTheirBallots},
		{"FollowedDidClaim", State.FollowedDidClaim},
		{"HeartbeatsAreTrue", State.HeartbeatsAreTrue},
		{"OneLeaderAtRest", State.OneLeaderAtRest},
	}
}

// TypeOK is true iff the state is made of what the model offers: its participants
// and ballots.
//
// Spec: Election!TypeOK. What Go's types say by themselves is not repeated.
func (c Model) TypeOK(s State) bool {
	if len(s.Participants) != c.Participants {
		return false
	}
	for i, p := range s.Participants {
		if p.ID != ParticipantID(i+1) || p.Ballot != NoBallot && !c.isBallot(p.Ballot) || p.Role > Leader {
			return false
		}
	}
	for _, m := range s.Messages {
		m, ok := m.(Heartbeat)
		if !ok || !c.isParticipant(m.From) || !c.isParticipant(m.Dest) || !c.isBallot(m.Ballot) {
			return false
		}
	}
	return true
}

func (c Model) isParticipant(id ParticipantID) bool { return 1 <= id && int(id) <= c.Participants }

func (c Model) isBallot(b Ballot) bool {
	return 1 <= b.Epoch && b.Epoch <= c.Epochs && c.isParticipant(b.Owner)
}

// LeadersOwnTheirBallots is true iff each leader owns the ballot it leads with.
//
// Spec: Election!LeadersOwnTheirBallots.
func (s State) LeadersOwnTheirBallots() bool {
	for _, p := range s.Participants {
		if p.Role == Leader && !p.Owns(p.Ballot) {
			return false
		}
	}
	return true
}

// FollowedDidClaim is true iff each ballot that is followed was claimed: its owner
// told everybody else.
//
// Spec: Election!FollowedDidClaim.
func (s State) FollowedDidClaim() bool {
	for _, p := range s.Participants {
		if p.Ballot != NoBallot && !s.isTold(p.Ballot.Owner, p.Ballot) {
			return false
		}
	}
	return true
}

// isTold is true iff owner has told everybody else that it leads with b.
//
// Spec: Election!Heartbeats(owner, b) \subseteq msgs.
func (s State) isTold(owner ParticipantID, b Ballot) bool {
	for _, p := range s.Participants {
		if p.ID != owner && !s.isSent(Heartbeat{Envelope{From: owner, Dest: p.ID}, b}) {
			return false
		}
	}
	return true
}

// isSent is true iff the heartbeat is among the messages.
func (s State) isSent(want Heartbeat) bool {
	for _, m := range s.Messages {
		if m, ok := m.(Heartbeat); ok && m == want {
			return true
		}
	}
	return false
}

// HeartbeatsAreTrue is true iff each heartbeat is from the owner of its ballot, who
// has claimed or heard of it, and went to everybody else.
//
// Spec: Election!HeartbeatsAreTrue.
func (s State) HeartbeatsAreTrue() bool {
	for _, m := range s.Messages {
		m := m.(Heartbeat)
		if m.From != m.Ballot.Owner || m.Ballot.IsHigher(s.participant(m.From).Ballot) || !s.isTold(m.From, m.Ballot) {
			return false
		}
	}
	return true
}

// participant is the one whose ID it is.
func (s State) participant(id ParticipantID) *Participant { return s.Participants[id-1] }

// OneLeaderAtRest is true iff at most one leads, or a heartbeat can change a mind.
//
// Spec: Election!OneLeaderAtRest.
func (s State) OneLeaderAtRest() bool {
	leaders := 0
	for _, p := range s.Participants {
		if p.Role == Leader {
			leaders++
		}
	}
	return leaders <= 1 || !s.Quiescent()
}

// Quiescent is true iff no heartbeat can change a mind.
//
// Spec: Election!Quiescent.
func (s State) Quiescent() bool {
	for _, m := range s.Messages {
		m := m.(Heartbeat)
		if dest := s.participant(m.Dest); dest.Role != Down && m.Ballot.IsHigher(dest.Ballot) {
			return false
		}
	}
	return true
}
