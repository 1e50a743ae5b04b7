package election

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// What election has from ballot, under the same names. The higher ID is of higher rank.
type (
	ParticipantID = ballot.ParticipantID
	Participants  = ballot.Participants
	Message       = ballot.Message
	Envelope      = ballot.Envelope
)

// Epoch counts the claims that anybody knows of. Epochs are positive, compare as
// numbers, and do not wrap: after LastEpoch there is none.
type Epoch int32

// LastEpoch is the highest epoch: the highest number that a trace can hold, so that
// TLC can judge whatever a run may reach. At one claim a second it is reached after
// 31 years.
const LastEpoch Epoch = 999_999_999

// ErrEpochsExhausted says that a participant can never claim again: it knows of a
// ballot of LastEpoch, and none of its own is higher. What has been agreed on
// stands, but no new leader can be had of these participants under these numbers.
var ErrEpochsExhausted = errors.New("election: no epoch is left to claim; start anew with other participants and empty ballots")

// Ballot names one reign: an epoch and the participant that leads in it.
//
// Spec: Election!Ballot. In JSON, as in TLA+, it is a pair: [epoch, owner].
type Ballot struct {
	Epoch Epoch
	Owner ParticipantID
}

// NoBallot is lower than every ballot; who never claimed one nor heard of one has
// it in the place of one.
var NoBallot = Ballot{}

// IsHigher is true iff ballot a is higher than ballot b: in epoch, then in rank.
//
// Spec: Election!IsHigher.
func (a Ballot) IsHigher(b Ballot) bool {
	return a.Epoch > b.Epoch || a.Epoch == b.Epoch && a.Owner > b.Owner
}

// String prints a ballot as "epoch.owner".
func (a Ballot) String() string {
	if a == NoBallot {
		return "none"
	}
	return fmt.Sprintf("%d.%d", a.Epoch, a.Owner)
}

// MarshalJSON writes the pair [epoch, owner].
func (a Ballot) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]int{int(a.Epoch), int(a.Owner)})
}

// UnmarshalJSON reads the pair [epoch, owner] and refuses anything else, epochs
// that are out of range too.
func (a *Ballot) UnmarshalJSON(data []byte) error {
	var pair []int
	if err := json.Unmarshal(data, &pair); err != nil {
		return fmt.Errorf("a ballot is a pair [epoch, owner]: %w", err)
	}
	if len(pair) != 2 {
		return fmt.Errorf("a ballot is a pair [epoch, owner], not %s", data)
	}
	if pair[0] < 0 || pair[0] > int(LastEpoch) {
		return fmt.Errorf("a ballot %s of no epoch: epochs are 1 to %d", data, LastEpoch)
	}
	*a = Ballot{Epoch: Epoch(pair[0]), Owner: ParticipantID(pair[1])}
	return nil
}

// Rule says who may claim; all participants have the same. docs/election.md says
// what each gives and costs.
type Rule uint8

// Under the IncumbentRule nobody claims while it hears whom it follows. Under the
// RankRule who follows a participant of lower rank need not wait.
const (
	IncumbentRule Rule = iota
	RankRule
)

var ruleNames = []string{"incumbent", "rank"}

func (r Rule) String() string { return ruleNames[r] }

// MarshalText writes the rule as the spec does.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote and refuses anything else.
func (r *Rule) UnmarshalText(text []byte) error {
	i, err := indexOf("rule", ruleNames, text)
	*r = Rule(i)
	return err
}

// Role is what a participant is doing.
type Role uint8

// Who is Down does nothing. A Follower hears whom it follows, or its timer has not
// rung yet. A Candidate's timer has rung. A Leader leads with its ballot.
const (
	Down Role = iota
	Follower
	Candidate
	Leader
)

var roleNames = []string{"down", "follower", "candidate", "leader"}

func (r Role) String() string { return roleNames[r] }

// MarshalText writes the role as the spec does.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote and refuses anything else.
func (r *Role) UnmarshalText(text []byte) error {
	i, err := indexOf("role", roleNames, text)
	*r = Role(i)
	return err
}

// indexOf is the index of the text among the names of that kind.
func indexOf(kind string, names []string, text []byte) (int, error) {
	i := slices.Index(names, string(text))
	if i < 0 {
		return 0, fmt.Errorf("%q is no %s: want one of %q", text, kind, names)
	}
	return i, nil
}

// Durable is what a participant writes in indelible ink. It must be on disk
// before a message leaves that an action returned.
type Durable struct {
	Ballot Ballot `json:"ballot"` // The highest ballot that it has claimed or heard of: the one it follows.
}

// Volatile is what a crash loses.
type Volatile struct {
	Role Role `json:"role"` // Down, Follower, Candidate, or Leader with Ballot.
}

// Variables are what a participant knows: the variables of the spec at one p, as
// they are logged and compared.
type Variables struct {
	Durable
	Volatile
}

// Config is what a participant is told before it begins, and what never changes.
type Config struct {
	Participants Participants `json:"participants"` // All participants, in ascending order.
	Rule         Rule         `json:"rule"`         // Who may claim.
}

// Participant is one participant of the election. It may be copied: no action
// writes to what a copy shares with it.
//
// Spec: the variables of Election at one p.
type Participant struct {
	ID ParticipantID
	Config
	Durable
	Volatile
}

// New is a participant that has done nothing yet.
//
// Spec: Election!Init.
func New(id ParticipantID, config Config) *Participant {
	return &Participant{
		ID:       id,
		Config:   config,
		Volatile: Volatile{Role: Follower},
	}
}

// Variables are what p knows now.
func (p *Participant) Variables() Variables { return Variables{p.Durable, p.Volatile} }
