package synod

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// What synod has from ballot, under the same names.
type (
	ParticipantID = ballot.ParticipantID
	Participants  = ballot.Participants
	Number        = ballot.Number
	Message       = ballot.Message
	Envelope      = ballot.Envelope
)

// NoNumber is lower than every number; see ballot.NoNumber.
var NoNumber = ballot.NoNumber

// Decree is what ballots are about. Its content means nothing here.
type Decree string

// Blank stands in a ledger before a decree does. It is no decree.
const Blank Decree = ""

// Vote tells who cast it, in which ballot, for which decree. Who never voted has
// a null vote, with NoNumber and Blank.
//
// Spec: Synod!Vote, Synod!NullVote.
type Vote struct {
	Voter  ParticipantID `json:"voter"`
	Number Number        `json:"number"`
	Decree Decree        `json:"decree"`
}

// Votes is a set of votes. Its methods never write to it.
type Votes []Vote

// Contains is true iff v is in the set.
func (s Votes) Contains(v Vote) bool { return slices.Contains(s, v) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Votes) MarshalJSON() ([]byte, error) { return ballot.MarshalSet(s) }

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Votes) IsSet() bool { return ballot.IsSet(s, compareVotes) }

// With is the set with v in it.
func (s Votes) With(v Vote) Votes { return ballot.With(s, v, compareVotes) }

func compareVotes(a, b Vote) int {
	return cmp.Or(cmp.Compare(a.Voter, b.Voter), a.Number.Compare(b.Number), cmp.Compare(a.Decree, b.Decree))
}

// Status is what a participant is doing about a ballot of its own.
type Status uint8

// Who is Idle has no ballot; who is Trying collects last votes for ballot
// LastTried; who is Polling has begun it and counts the votes.
const (
	Idle Status = iota
	Trying
	Polling
)

var statusNames = []string{"idle", "trying", "polling"}

func (s Status) String() string { return statusNames[s] }

// MarshalText writes the status as the spec does.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote and refuses anything else.
func (s *Status) UnmarshalText(text []byte) error {
	i := slices.Index(statusNames, string(text))
	if i < 0 {
		return fmt.Errorf("%q is no status: want one of %q", text, statusNames)
	}
	*s = Status(i)
	return nil
}

// Durable is what a participant writes in indelible ink. It must be on disk
// before a message leaves that an action returned.
type Durable struct {
	LastTried Number `json:"lastTried"` // The number of the last ballot that it tried to begin.
	NextBal   Number `json:"nextBal"`   // It takes part in no ballot with a lower number.
	PrevVote  Vote   `json:"prevVote"`  // Its vote in the highest ballot in which it voted.
	Ledger    Decree `json:"ledger"`    // The decree that it knows to have passed, or Blank.
}

// Volatile is what a participant notes on a slip of paper, which a crash loses.
type Volatile struct {
	Status    Status       `json:"status"`    // Idle, Trying to begin ballot LastTried, or Polling in it.
	PrevVotes Votes        `json:"prevVotes"` // While Trying: the votes reported to it in answer to LastTried.
	Decree    Decree       `json:"decree"`    // While Polling: the decree on which it has others vote.
	Voters    Participants `json:"voters"`    // While Polling: those whose votes have reached it.
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
	Proposals    []Decree     `json:"proposals"`    // The decrees that this one would have passed; who has none never tries.
}

// Participant is one participant of the synod. It may be copied: no action
// writes to what a copy shares with it.
//
// Spec: the variables of Synod at one p.
type Participant struct {
	ID ParticipantID
	Config
	Durable
	Volatile
}

// New is a participant that has done nothing yet.
//
// Spec: Synod!Init.
func New(id ParticipantID, config Config) *Participant {
	return &Participant{
		ID:      id,
		Config:  config,
		Durable: Durable{PrevVote: Vote{Voter: id}},
	}
}

// Variables are what p knows now.
func (p *Participant) Variables() Variables { return Variables{p.Durable, p.Volatile} }
